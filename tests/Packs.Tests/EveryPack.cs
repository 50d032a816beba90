using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Packs.Tests;

public class EveryPack
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    public static TheoryData<string> Ids => [.. Directory.EnumerateDirectories(Packs).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Is_sound_and_passes_its_own_tests(string id)
    {
        var report = Check(id, PolicyOptions.FindSources(Packs));
        report.Errors.Select(e => $"{e.File}:{e.Line}:{e.Column} {e.Code} {e.Message.En}").ShouldBeEmpty();
        report.TestsFailed.ShouldBe(0);
        report.TestsPassed.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_test_for_every_policy_row_and_change(string id) =>
        Check(id, PolicyOptions.FindSources(Packs)).Warnings.Where(w => w.Code != "sources-not-at-hand")
            .Select(w => $"{w.File}:{w.Line} {w.Code} {w.Message.En}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Ids))]
    public void Quotes_words_that_stand_in_the_plan(string id)
    {
        var sources = PolicyOptions.FindSources(Packs);
        Assert.SkipWhen(sources is null, "needs ../shared/sources beside the repository, which is not there");
        Check(id, sources).Errors.Where(e => e.Code is "quote-not-found" or "no-source-file").ShouldBeEmpty();
        Check(id, sources).Warnings.ShouldNotContain(w => w.Code == "sources-not-at-hand");
    }

    private static PackCheckReport Check(string id, string? sources) =>
        new PolicyEngine(new PolicyOptions { PacksDirectory = Packs, SourcesDirectory = sources }).Check(Path.Combine(Packs, id));
}
