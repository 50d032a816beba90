using System.Text.Json.Nodes;
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
    public async Task An_explanation_comes_out_to_the_byte_as_it_was_given_whatever_was_learnt_since(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        await system.RunAsync(County.MayRun);
        var then = await ExplainAsync(system);
        then.Count.ShouldBe(8);
        var given = await EvaluateAsync(system);
        then.Where(e => given[e.Key] != e.Value).ShouldBeEmpty("rebuilt, it is what the rules say of the facts");

        system.Clock.Advance(TimeSpan.FromDays(40));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        (await EvaluateAsync(system)).Keys.Order().ShouldNotBe(then.Keys.Order(), "today the dead is due nothing");
        var now = await ExplainAsync(system);
        now.OrderBy(e => e.Key).ShouldBe(then.OrderBy(e => e.Key));
    }

    [Theory, EachEngine]
    public async Task It_needs_no_pack_but_the_version_that_the_run_kept(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        await system.RunAsync(County.MayRun);
        await using var scope = system.Enter(RegionCode.Nation);
        var services = scope.ServiceProvider;
        // A folder without packs: everything must come from what the run kept.
        var versions = services.GetRequiredService<PolicyOptions>().VersionsDirectory!;
        var kept = new PolicyEngine(new PolicyOptions { PacksDirectory = Path.Combine(versions, "none"), VersionsDirectory = versions });
        var replay = new AwardReplay(kept, services.GetRequiredService<HouseholdReader>(), services.GetRequiredService<FactOrigins>(), services.GetRequiredService<PlatformDb>());
        (await ExplainAsync(services, replay)).OrderBy(e => e.Key).ShouldBe((await ExplainAsync(system)).OrderBy(e => e.Key));
    }

    private static async Task<Dictionary<string, string>> ExplainAsync(TestSystem system)
    {
        await using var scope = system.Enter(RegionCode.Nation);
        return await ExplainAsync(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<AwardReplay>());
    }

    private static async Task<Dictionary<string, string>> ExplainAsync(IServiceProvider services, AwardReplay replay)
    {
        var db = services.GetRequiredService<PlatformDb>();
        var run = await db.Set<Run>().SingleAsync(Ct);
        var explained = new Dictionary<string, string>();
        foreach (var award in await db.Set<Award>().ToListAsync(Ct))
        {
            var (result, _) = (await replay.ReplayAsync(award.HouseholdId, award.Subject, award.Policy, award.Amount, run, Explain.Everything, Ct))!.Value;
            explained[$"{award.Policy} {award.Subject}"] = result.ToJson();
        }

        return explained;
    }

    private static async Task<Dictionary<string, string>> EvaluateAsync(TestSystem system)
    {
        await using var scope = system.Enter(RegionCode.Nation);
        var pack = scope.ServiceProvider.GetRequiredService<PolicyEngine>().Prepare("liuba-2015", County.May.FirstDay);
        var given = new Dictionary<string, string>();
        await foreach (var household in scope.ServiceProvider.GetRequiredService<HouseholdReader>().StreamAsync(CodeRange.Everything, County.May.FirstDay, Ct))
        {
            foreach (var result in pack.Evaluate(household.Json, Explain.Everything).Results.Where(r => r.Status == ResultStatus.Awarded))
            {
                given[$"{result.Policy} {result.Subject}"] = result.ToJson();
            }
        }

        return given;
    }
}
