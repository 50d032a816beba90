using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>A place in a pack's file; lines and columns count from 1.</summary>
internal readonly record struct Place(string File, int Line, int Column);

/// <summary>Collects everything that is wrong with a pack, so that its author sees all of it at once.</summary>
internal sealed class Findings
{
    private readonly List<PackFinding> _errors = [];
    private readonly List<PackFinding> _warnings = [];

    public IReadOnlyList<PackFinding> Errors => _errors;

    public IReadOnlyList<PackFinding> Warnings => _warnings;

    public void Error(string code, Place place, string zh, string en, string? example = null, TextSpan? span = null) => _errors.Add(Finding(code, place, zh, en, example, span));

    public void Warning(string code, Place place, string zh, string en, string? example = null, TextSpan? span = null) => _warnings.Add(Finding(code, place, zh, en, example, span));

    public void AddRange(Findings other)
    {
        _errors.AddRange(other._errors);
        _warnings.AddRange(other._warnings);
    }

    private static PackFinding Finding(string code, Place place, string zh, string en, string? example, TextSpan? span) =>
        new(code, place.File, place.Line, place.Column, new LocalText(zh, en), example, span);
}
