using System.Text.RegularExpressions;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

/// <summary>Every sample line of the guide says what it comes to; here it is held to it.</summary>
public class Guide
{
    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Fuyao.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "guide");
    }

    private static IEnumerable<string> Samples(string file, string kind) =>
        Regex.Matches(File.ReadAllText(Path.Combine(Folder(), file)), $"```{kind}\n(.*?)```", RegexOptions.Singleline)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("feel.md", 30)]
    [InlineData("feel.zh-CN.md", 20)]
    public void The_samples_come_to_what_they_say(string file, int atLeast)
    {
        var lines = Samples(file, "feel").ToArray();
        lines.Length.ShouldBeGreaterThan(atLeast);
        foreach (var line in lines)
        {
            var at = line.LastIndexOf("// = ", StringComparison.Ordinal);
            FeelExpression.Compile(line[..at], FeelScope.Empty).Required().Evaluate(FeelContext.Empty).Value.ToString().ShouldBe(line[(at + 5)..].Trim(), line);
        }
    }

    [Theory]
    [InlineData("feel.md")]
    [InlineData("feel.zh-CN.md")]
    public void The_strict_samples_are_refused_or_accepted_as_they_say(string file)
    {
        var lines = Samples(file, "feel-strict").ToArray();
        lines.Length.ShouldBeGreaterThan(5);
        foreach (var line in lines)
        {
            var at = line.LastIndexOf("//", StringComparison.Ordinal);
            var result = FeelExpression.Compile(line[..at], StrictTypes.Scope, FeelOptions.Strict);
            var expected = line[(at + 2)..].Trim();
            (result.Ok ? "ok" : "! " + result.Errors.First().Code).ShouldBe(expected, line);
        }
    }
}
