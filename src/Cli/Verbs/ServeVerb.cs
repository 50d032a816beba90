using System.CommandLine;
using Fuyao.Kernel.Text;
using Fuyao.Server;

namespace Fuyao.Cli.Verbs;

/// <summary>The server, until it is told to stop.</summary>
internal static class ServeVerb
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "addresses to listen on, separated by semicolons; port 0 takes a free one",
        HelpName = "URL",
    };

    public static Command Build() => new Command("serve", "the server") { Urls, CommonOptions.Database, CommonOptions.Keys }
        .Runs(async (run, cancellation) =>
        {
            await FuyaoServer.ServeAsync(
                run.Configuration(new KeyValuePair<string, string?>("Server:Urls", run.Get(Urls))),
                addresses => run.Tell(new LocalText($"正在服务:{string.Join("  ", addresses)}", $"Serving at {string.Join("  ", addresses)}")),
                cancellation);
            return new Outcome();
        });
}
