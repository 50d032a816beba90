using System.CommandLine;
using Fuyao.Kernel.Text;
using Fuyao.Registry;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Care of the index of names.</summary>
internal static class SearchVerb
{
    public static Command Build() => new("search", "the index of names")
    {
        new Command("rebuild", "make the index of names anew from the register") { CommonOptions.Database, CommonOptions.Keys }.Runs(async (run, cancellation) =>
        {
            await using var services = await run.OpenSystemAsync(cancellation);
            var names = await services.RebuildSearchAsync(null, cancellation);
            return new Outcome(new { names }, terminal => terminal.WriteLine(run.Say(new LocalText($"已收录 {names:N0} 个姓名", $"{names:N0} names indexed"))));
        }),
    };
}
