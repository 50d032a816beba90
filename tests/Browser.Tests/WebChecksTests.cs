using System.Diagnostics;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>The web's own checks, so that one command runs every test.</summary>
public sealed class WebChecksTests
{
    [Theory]
    [InlineData("check")]
    [InlineData("test")]
    [InlineData("budget")]
    public async Task Lint_types_language_resources_and_size_budgets_hold(string script)
    {
        var web = Path.Combine(Repository.Root, "web");
        Assert.SkipUnless(Directory.Exists(Path.Combine(web, "node_modules")), "web/node_modules is missing: ./fuyao test installs it.");
        using var npm = Process.Start(new ProcessStartInfo("npm", ["run", "--silent", script])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = npm.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = npm.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
        npm.ExitCode.ShouldBe(0, await output + await errors);
    }
}
