using System.Text.Json;
using Shouldly;
using Xunit;

namespace Fuyao.Cli.Tests;

public class CommandLineTests
{
    [Fact]
    public async Task An_unknown_verb_is_wrong_usage_and_names_the_nearest_verb()
    {
        var (exit, output, error) = await Run("tesst");
        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain("Did you mean test?");
    }

    [Fact]
    public async Task No_verb_is_wrong_usage_and_lists_the_verbs()
    {
        var (exit, _, error) = await Run();
        exit.ShouldBe(2);
        error.ShouldContain("test");
    }

    [Theory]
    [InlineData("nonsense", "--json")]
    [InlineData("--json", "nonsense")]
    [InlineData("test", "--no-such-option", "--json")]
    [InlineData("test", "--json", "--lang", "fr")]
    public async Task Under_json_an_error_is_one_document_on_standard_output_and_nothing_else(params string[] args)
    {
        var (exit, output, error) = await Run(args);
        exit.ShouldBe(2);
        error.ShouldBeEmpty();
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("error").GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        document.RootElement.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Messages_speak_the_language_asked_for()
    {
        (await Run("nonsense", "--lang", "zh")).Error.ShouldContain("没有 “nonsense” 这个命令");
        (await Run("nonsense", "--lang=en")).Error.ShouldContain("There is no verb");
    }

    [Fact]
    public async Task Help_lists_every_verb_and_is_no_error()
    {
        var (exit, output, _) = await Run("--help");
        exit.ShouldBe(0);
        foreach (var verb in Verbs.VerbList.Root().Subcommands.Where(c => !c.Hidden))
        {
            output.ShouldContain(verb.Name);
            verb.Description.ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task Version_is_printed()
    {
        var (exit, output, _) = await Run("--version");
        exit.ShouldBe(0);
        output.ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    internal static async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
