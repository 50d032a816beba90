using System.CommandLine;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli;

/// <summary>One call of a verb: its parsed words, its language, and the terminal.</summary>
/// <param name="Parsed">The parsed command line.</param>
/// <param name="Json">True when a program is reading: only the outcome's document goes to standard output.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="Terminal">People's output and progress, on standard error.</param>
internal sealed record Invocation(ParseResult Parsed, bool Json, string Language, IAnsiConsole Terminal)
{
    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public string Say(LocalText text) => text.In(Language);

    /// <summary>A line for people, without markup; silent under <c>--json</c>.</summary>
    public void Tell(LocalText text)
    {
        if (!Json)
        {
            Terminal.WriteLine(Say(text));
        }
    }
}
