using System.Text.Json;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

public class ReplayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_stored_explanation_comes_out_again_to_the_byte_from_the_version_of_the_pack_that_it_names(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        await system.RunAsync(County.MayRun);
        await using var scope = system.Enter(RegionCode.Nation);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var explanations = (await db.Set<Explanation>().ToListAsync(Ct)).ToDictionary(e => Convert.ToHexString(e.Hash), e => e.Text);
        var households = scope.ServiceProvider.GetRequiredService<HouseholdReader>();
        // A folder without packs: everything must come from what the run kept.
        var versions = scope.ServiceProvider.GetRequiredService<PolicyOptions>().VersionsDirectory!;
        var kept = new PolicyEngine(new PolicyOptions { PacksDirectory = Path.Combine(versions, "none"), VersionsDirectory = versions });
        var awards = await db.Set<Award>().ToListAsync(Ct);
        awards.ShouldNotBeEmpty();
        foreach (var award in awards)
        {
            using var stored = JsonDocument.Parse(explanations[Convert.ToHexString(award.ExplanationHash)]);
            var named = $"{stored.RootElement.GetProperty("pack").GetString()}@{stored.RootElement.GetProperty("pack_hash").GetString()}";
            var household = await households.GetAsync(award.HouseholdId, County.May.FirstDay, ct: Ct);
            var result = kept.Prepare(named, County.May.FirstDay).Evaluate(household!.Json).Results
                .Single(r => r.Policy == award.Policy && r.Subject == award.Subject.ToString());
            (result with { Subject = "", Period = "" }).ToJson().ShouldBe(stored.RootElement.GetProperty("result").GetRawText());
        }
    }
}
