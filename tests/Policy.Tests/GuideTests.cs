using System.Text.RegularExpressions;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>The guide's samples, put together, are the pack that the guide says they are.</summary>
public class GuideTests
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    private static string Page(string file) => File.ReadAllText(Path.Combine(Packs, "..", "docs", "guide", file));

    [Theory]
    [InlineData("writing-a-policy-pack.md")]
    [InlineData("writing-a-policy-pack.zh-CN.md")]
    public void The_pack_of_the_guide_is_sound_and_passes_its_tests(string page)
    {
        var directory = Typed(page, "guide", _ => true);
        Sound(directory, 10);
        WithoutPrecedence(directory, "recognition.yaml");
    }

    [Theory]
    [InlineData("from-plan-to-pack.md")]
    [InlineData("from-plan-to-pack.zh-CN.md")]
    public void Whoever_types_the_boxes_of_the_first_pack_has_a_sound_one_after_each_chapter(string page)
    {
        // As far as chapter 4, then all of it.
        Sound(Typed(page, "leiyang-trial", file => !file.Contains("loss", StringComparison.Ordinal)), 7);
        var directory = Typed(page, "leiyang-trial", _ => true);
        Sound(directory, 14);
        WithoutPrecedence(directory, "loss-sharing.yaml");
    }

    /// <summary>The boxes of a page as the files whose names they begin with.</summary>
    private static string Typed(string page, string pack, Func<string, bool> wanted)
    {
        var directory = Path.Combine(Directory.CreateTempSubdirectory("fuyao-guide").FullName, pack);
        foreach (var sample in Regex.Matches(Page(page), "```yaml\n# (?<file>[^\n]+)\n(?<text>.*?)```", RegexOptions.Singleline).Where(m => wanted(m.Groups["file"].Value)))
        {
            var path = Path.Combine(directory, sample.Groups["file"].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, sample.Groups["text"].Value);
        }

        return directory;
    }

    private static void Sound(string directory, int tests)
    {
        var report = new PolicyEngine(new PolicyOptions { PacksDirectory = Packs, SourcesDirectory = PolicyOptions.FindSources(Packs) }).Check(directory);
        report.Errors.Select(e => $"{e.File}:{e.Line} {e.Message.En}").ShouldBeEmpty();
        report.Warnings.Where(w => w.Code != "sources-not-at-hand").Select(e => $"{e.File}:{e.Line} {e.Message.En}").ShouldBeEmpty();
        (report.TestsPassed, report.TestsFailed).ShouldBe((tests, 0));
    }

    private static void WithoutPrecedence(string directory, string file)
    {
        var procedure = Path.Combine(directory, "procedures", file);
        var text = File.ReadAllText(procedure);
        File.WriteAllText(procedure, text[..text.IndexOf("precedence:", StringComparison.Ordinal)]);
        new PolicyEngine(new PolicyOptions { PacksDirectory = Packs }).Check(directory).Errors.ShouldContain(e => e.Code == "contradiction" && e.Example != null);
    }

    [Theory]
    [InlineData("writing-a-policy-pack.md")]
    [InlineData("writing-a-policy-pack.zh-CN.md")]
    public void What_the_guide_says_is_refused_is_refused(string page)
    {
        var lines = Regex.Match(Page(page), "```faults\n(.*?)```", RegexOptions.Singleline).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(5);
        foreach (var line in lines)
        {
            var at = line.LastIndexOf("//", StringComparison.Ordinal);
            var report = Some.Check(Some.Policy("a", $"'{line[..at].Trim()}'"));
            (report.Ok ? "ok" : "! " + report.Errors[0].Code).ShouldBe(line[(at + 2)..].Trim(), line);
        }
    }
}
