using System.CommandLine;
using Fuyao.Kernel.Text;

namespace Fuyao.Cli.Verbs;

/// <summary>Listed for help; the launcher runs it, because it builds and installs before there is a program to run.</summary>
internal static class TestVerb
{
    public static Command Build() => new Command("test", "every test, installing what they need; last line `N passed, N failed`")
    {
        new Option<string?>("--only") { Description = "only test projects whose name contains this", HelpName = "NAME" },
    }.Runs((_, _) => throw new VerbException("launcher-only", new LocalText(
        "请在代码目录中运行 ./fuyao test。", "Run `./fuyao test` in a checkout: it builds the tests before it runs them.")));
}
