using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>The packs whose checks are meant: one, or all that are in force in a place.</summary>
internal sealed class CheckPlans(PolicyEngine engine)
{
    /// <summary>Every pack with checks of its own; first those of the place.</summary>
    public IReadOnlyList<CheckPlan> List(RegionCode place, DateOnly on) =>
    [
        .. engine.Packs(on).Select(p => (Summary: p, Pack: Prepare(p.Id, on))).Where(p => p.Pack is not null && p.Pack.Checks.Any(c => c.Own))
            .Select(p => new CheckPlan(p.Summary.Id, p.Summary.Title, Here(p.Summary, place, on), p.Pack!.Checks.Count(c => c.Own))).OrderByDescending(p => p.Here).ThenBy(p => p.Id, StringComparer.Ordinal),
    ];

    /// <param name="pack">Null: all that are in force in the place.</param>
    /// <exception cref="ProblemException">404: no such pack.</exception>
    public IReadOnlyList<PreparedPack> Chosen(string? pack, RegionCode place, DateOnly on) => pack is { Length: > 0 }
        ? [engine.Prepare(pack, on)]
        : [.. engine.Packs(on).Where(p => Here(p, place, on)).OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => Prepare(p.Id, on)).OfType<PreparedPack>().Where(p => p.Checks.Any(c => c.Own))];

    private static bool Here(PackSummary pack, RegionCode place, DateOnly on) =>
        (!RegionCode.TryParse(pack.Jurisdiction, out var own) || own.Level == RegionLevel.Nation || own.Contains(place.At(RegionLevel.County)) || place.Contains(own))
        && (pack.ValidFrom is null || pack.ValidFrom <= on) && (pack.ValidTo is null || on <= pack.ValidTo);

    // A pack that does not compile is told of where packs are looked after.
    private PreparedPack? Prepare(string id, DateOnly on)
    {
        try
        {
            return engine.Prepare(id, on);
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
