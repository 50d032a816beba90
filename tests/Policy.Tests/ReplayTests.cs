using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class ReplayTests
{
    private static (PolicyEngine Engine, string Packs, string Versions) New()
    {
        var packs = Path.GetDirectoryName(Some.Pack(Some.Policy("a", "age >= 60")))!;
        var versions = Path.Combine(packs, "..", Path.GetFileName(packs) + "-kept");
        return (Engine(packs, versions), packs, versions);
    }

    private static PolicyEngine Engine(string packs, string versions) => new(new PolicyOptions { PacksDirectory = packs, VersionsDirectory = versions });

    [Fact]
    public void A_result_is_replayed_to_the_byte_after_the_pack_has_changed()
    {
        var (engine, packs, versions) = New();
        var household = Some.Household("", Some.Person(birth: "1950-01-01"));
        var pack = engine.Prepare("trial", Some.May2016);
        engine.Keep("trial").ShouldBe(pack.Hash);
        var then = pack.Evaluate(household, Explain.Everything).ToJson();

        var file = Path.Combine(packs, "trial", "policies", "a.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("amount: 10", "amount: 20", StringComparison.Ordinal));
        var later = Engine(packs, versions);
        later.Prepare("trial", Some.May2016).Evaluate(household, Explain.Everything).ToJson().ShouldNotBe(then);
        later.Prepare($"trial@{pack.Hash}", Some.May2016).Evaluate(household, Explain.Everything).ToJson().ShouldBe(then);
    }

    [Fact]
    public void A_version_whose_files_were_changed_is_refused()
    {
        var (engine, packs, versions) = New();
        var hash = engine.Keep("trial");
        File.AppendAllText(Path.Combine(packs, "trial", "policies", "a.yaml"), "\nreadings: []\n");
        File.AppendAllText(Path.Combine(versions, hash, "trial", "policies", "a.yaml"), "\nreadings: [{zh: 改, en: changed}]\n");
        Should.Throw<ProblemException>(() => Engine(packs, versions).Prepare($"trial@{hash}", Some.May2016)).Problems[0].Code.ShouldBe("damaged-version");
    }

    [Theory]
    [InlineData("trial@0123456789abcdef")]
    [InlineData("trial@../../etc")]
    public void A_version_that_is_not_kept_is_not_found(string id) =>
        Should.Throw<ProblemException>(() => New().Engine.Prepare(id, Some.May2016)).Status.ShouldBe(404);
}
