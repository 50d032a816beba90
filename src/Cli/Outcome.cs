using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli;

/// <summary>What a verb came to: one document for programs and the same thing for people.</summary>
/// <param name="Json">The document that <c>--json</c> prints: any object; its members are written in snake_case.</param>
/// <param name="Human">Writes the result for people; called only without <c>--json</c>.</param>
/// <param name="Findings">The work was done but found something wrong (failed tests, refused rows, a broken chain): exit code 1.</param>
internal sealed record Outcome(object? Json = null, Action<IAnsiConsole>? Human = null, bool Findings = false);

/// <summary>Wrong usage or unreadable input: nothing was done, exit code 2.</summary>
/// <param name="code">Stable, kebab-case; other programs test it.</param>
/// <param name="text">What was expected and the cure.</param>
/// <param name="more">Further members of the JSON error, such as the position in an expression.</param>
internal sealed class VerbException(string code, LocalText text, IReadOnlyDictionary<string, object?>? more = null) : Exception(text.En)
{
    public string Code { get; } = code;

    public LocalText Text { get; } = text;

    public IReadOnlyDictionary<string, object?>? More { get; } = more;
}
