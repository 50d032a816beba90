using System.Text.Json.Nodes;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

public class RunTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_small_county_comes_out_as_worked_by_hand(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var may = await system.RunAsync(County.MayRun);
        (may.Households, may.Persons).ShouldBe((5, 9));
        may.ByPolicy.ShouldBe(new Dictionary<string, Money>
        {
            ["disability-home-care"] = Yuan(1200),
            ["disability-living"] = Yuan(50),
            ["elderly-pension"] = Yuan(85 + 75 + 85 + 75),
            ["relocation-grant"] = Yuan(55_000),
            ["training-living"] = Yuan(100),
        }, ignoreOrder: true);
        (may.Awards, may.Amount).ShouldBe((8, Yuan(56_670)));
        may.BySource.ShouldBe(new Dictionary<string, Money> { ["county"] = Yuan(56_670) });
        (may.Undetermined, may.Manual, may.Already).ShouldBe((5, 0, 0), "one student, and the top-up of the four registered households, whose ability to work nobody stated");
        may.On.ShouldBe(new DateOnly(2016, 5, 1));
        may.Completed.ShouldBeTrue();
    }

    [Theory, EachEngine]
    public async Task The_next_month_awards_the_month_again_and_the_year_and_the_once_not(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        await system.RunAsync(County.MayRun);
        var june = await system.RunAsync(County.JuneRun);
        june.Amount.ShouldBe(Yuan(85 + 75 + 95 + 75 + 50 + 100));
        june.ByPolicy.Keys.ShouldBe(["disability-living", "elderly-pension", "training-living"], ignoreOrder: true);
        june.Already.ShouldBe(2, "home care of the year and the relocation grant were awarded in May");
        var nextYear = await system.RunAsync(new RunRequest("liuba-2015", Period.OfMonth(2017, 1)));
        nextYear.ByPolicy["disability-home-care"].ShouldBe(Yuan(1200));
        nextYear.ByPolicy.ContainsKey("relocation-grant").ShouldBeFalse();
    }

    [Theory, EachEngine]
    public async Task A_death_in_the_month_is_still_paid_for_it_and_ends_the_pension_with_the_next(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        system.Clock.Advance(TimeSpan.FromDays(40));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 5, 20), persons => new JsonObject
        {
            ["kind"] = "death", ["persons"] = new JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        (await system.RunAsync(County.MayRun)).ByPolicy["elderly-pension"].ShouldBe(Yuan(85 + 75 + 85 + 75));
        var june = await system.RunAsync(County.JuneRun);
        june.ByPolicy["elderly-pension"].ShouldBe(Yuan(75 + 95 + 75), "without the 85 of the dead");
        june.ByPolicy["disability-living"].ShouldBe(Yuan(50), "his widow's own goes on");
    }

    [Theory, EachEngine]
    public async Task The_same_period_again_gives_the_same_run_and_changes_nothing(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var first = await system.RunAsync(County.MayRun);
        var stored = await AwardsAsync(system);
        var second = await system.RunAsync(County.MayRun);
        second.ShouldBeEquivalentTo(first with { Unchanged = true });
        System.Text.Json.JsonSerializer.Serialize(await AwardsAsync(system)).ShouldBe(System.Text.Json.JsonSerializer.Serialize(stored));
    }

    [Theory, EachEngine]
    public async Task A_run_of_a_year_leaves_monthly_policies_to_the_months(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var year = await system.RunAsync(new RunRequest("liuba-2015", Period.OfYear(2016)));
        year.ByPolicy.Keys.ShouldBe(["disability-home-care", "relocation-grant"], ignoreOrder: true);
        (await system.RunAsync(County.MayRun)).Already.ShouldBe(2);
    }

    [Theory, EachEngine]
    public async Task A_township_run_first_is_not_paid_again_by_the_county_run(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var township = await system.RunAsync(County.MayRun with { Region = new RegionCode(610729101000) });
        var county = await system.RunAsync(County.MayRun);
        (township.Amount + county.Amount).ShouldBe(Yuan(56_670));
        county.Already.ShouldBe(township.Awards);
        county.Households.ShouldBe(5);
    }

    [Theory, EachEngine]
    public async Task What_is_entered_late_is_awarded_by_a_supplementary_run_alone(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        await system.RunAsync(County.MayRun);
        await Register.AddAsync(system.Services, Some.Household("006", County.VillageB, Some.Person("1940-01-01")));
        (await system.RunAsync(County.MayRun)).Unchanged.ShouldBeTrue();
        var late = await system.RunAsync(County.MayRun with { Supplement = true });
        (late.Awards, late.Amount).ShouldBe((1, Yuan(85)));
        (await AwardsAsync(system)).Sum(a => a.Amount.Fen).ShouldBe(5_667_000 + 8_500);
    }

    [Theory, EachEngine]
    public async Task Interrupted_after_any_part_and_started_again_nothing_is_lost_and_nothing_is_twice(DbEngine engine)
    {
        await using var whole = await TestSystem.CreateAsync(engine);
        var households = County.Many(120, townships: 6, seed: 3).ToList();
        await Register.AddAsync(whole.Services, households);
        var expected = await whole.RunAsync(County.MayRun);
        expected.Awards.ShouldBeGreaterThan(30);

        await using var broken = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(broken.Services, County.Many(120, townships: 6, seed: 3));
        var interruptions = 0;
        RunSummary? done = null;
        while (done is null)
        {
            try
            {
                done = await broken.RunAsync(County.MayRun, _ => throw new OperationCanceledException($"power cut {++interruptions}"));
            }
            catch (OperationCanceledException)
            {
                interruptions.ShouldBeLessThan(20);
            }
        }

        interruptions.ShouldBe(6, "one for each township");
        Figures(done).ShouldBe(Figures(expected));
        (await AwardsAsync(broken)).Select(a => (a.HouseholdNumber, a.Policy, a.Period, a.Amount)).Order()
            .ShouldBe((await AwardsAsync(whole)).Select(a => (a.HouseholdNumber, a.Policy, a.Period, a.Amount)).Order());
    }

    [Theory, EachEngine]
    public async Task Eight_starts_at_once_end_in_one_run_with_every_award_once(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, County.Many(120, townships: 6, seed: 4));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => system.RunAsync(County.MayRun), Ct)));
        all.Select(r => r.Run).Distinct().ShouldHaveSingleItem();
        var awards = await AwardsAsync(system);
        awards.Select(a => (a.Policy, a.Period, a.Subject)).ShouldBeUnique();
        foreach (var run in all)
        {
            (run.Households, run.Awards, run.Amount).ShouldBe((120, awards.Count, new Money(awards.Sum(a => a.Amount.Fen))));
        }
    }

    [Theory, EachEngine]
    public async Task The_stored_awards_are_what_the_rules_say_household_by_household(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, County.Many(150, townships: 4, seed: 5));
        var summary = await system.RunAsync(County.MayRun);
        await using var scope = system.Services.Operator();
        var pack = scope.ServiceProvider.GetRequiredService<PolicyEngine>().Prepare("liuba-2015", summary.On);
        var expected = new List<(string, string, string, Money)>();
        await foreach (var household in scope.ServiceProvider.GetRequiredService<HouseholdReader>().StreamAsync(CodeRange.Everything, summary.On, Ct))
        {
            expected.AddRange(pack.Evaluate(household.Json).Results.Where(r => r.Status == ResultStatus.Awarded).Select(r => (r.Policy, r.Subject, r.Period, r.Amount)));
        }

        var awards = await AwardsAsync(system);
        awards.Select(a => (a.Policy, a.Subject.ToString(), a.Period, a.Amount)).Order().ShouldBe(expected.Order());
        summary.Amount.Fen.ShouldBe(awards.Sum(a => a.Amount.Fen));
        summary.BySource.Values.Sum(m => m.Fen).ShouldBe(summary.Amount.Fen);
        awards.ShouldAllBe(a => a.FundingLines().Sum(f => f.Amount.Fen) == a.Amount.Fen);
    }

    [Theory, EachEngine]
    public async Task An_award_is_explained_by_rule_row_and_sentence_when_somebody_asks(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        await system.RunAsync(County.MayRun);
        await using var scope = system.Enter(RegionCode.Nation);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var pension = await db.Set<Award>().SingleAsync(a => a.Policy == "elderly-pension" && a.Amount == Yuan(85) && a.HouseholdNumber == "001", Ct);
        var (result, pack) = (await scope.ServiceProvider.GetRequiredService<AwardReplay>().ReplayAsync(
            pension.HouseholdId, pension.Subject, pension.Policy, pension.Amount, await db.Set<Run>().SingleAsync(Ct), Explain.Reasons, Ct))!.Value;
        result.ToJson().ShouldContain("\"row\":2");
        result.ToJson().ShouldContain("85元");
        pack.Hash.ShouldBe((await db.Set<Run>().SingleAsync(Ct)).PackHash);
    }

    [Theory, EachEngine]
    public async Task A_parameter_that_nobody_knows_is_one_question_of_the_run_and_a_missing_fact_one_of_its_household(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services,
        [
            .. County.Households(),
            Some.Household("006", County.VillageB, Some.Person("1997-09-01", "周考").With("school", """{"stage":null,"new_entrant":true,"in_plan":true,"place":"province"}""")),
        ]);
        var may = await system.RunAsync(County.MayRun);
        var questions = await system.ReadAsync(db => db.Set<Question>().ToListAsync(Ct));
        may.UnknownParameters.ShouldContain(new UnknownParameter("university-entrance", "lesser_entrance_class", 1));
        (may.UnknownParameters.Sum(u => u.Results) + questions.Count).ShouldBe(may.Undetermined + may.Manual);
        var asked = questions.Where(q => q.Policy == "university-entrance").ShouldHaveSingleItem();
        (asked.PersonName, asked.Kind, asked.Needs).ShouldBe(("周考", QuestionKind.Undetermined, "lesser_entrance_class,school.stage"));
    }

    [Theory]
    [InlineData("no-such-pack", "2016-05", null, 404)]
    [InlineData("liuba-2015", "2019-05", null, 422)]
    [InlineData("liuba-2015", "2016-05", "330106", 422)]
    [InlineData("liuba-2015", "2016-05", "610729103", 422)]
    public async Task A_run_that_cannot_be_is_refused_with_the_reason_and_leaves_nothing(string pack, string period, string? region, int status)
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        Period.TryParse(period, out var parsed);
        await using var scope = system.Services.Operator("0");
        scope.ServiceProvider.GetRequiredService<Fuyao.Access.Contracts.CurrentActor>().EnterOperator(RegionCode.Nation);
        var request = new RunRequest(pack, parsed, region is not null && RegionCode.TryParse(region, out var code) ? code : null);
        var refused = await Should.ThrowAsync<ProblemException>(() => scope.ServiceProvider.GetRequiredService<BenefitRuns>().RunAsync(request, ct: Ct));
        refused.Status.ShouldBe(status);
        (await system.ReadAsync(db => db.Set<Run>().CountAsync(Ct))).ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task Outside_ones_area_there_is_no_run_and_no_place(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var run = await system.RunAsync(County.MayRun);
        await using var elsewhere = system.Services.Operator("610728");
        var runs = elsewhere.ServiceProvider.GetRequiredService<BenefitRuns>();
        (await Should.ThrowAsync<ProblemException>(() => runs.RunAsync(County.MayRun with { Region = new RegionCode(610729000000) }, ct: Ct))).Status.ShouldBe(404);
        var order = await system.PayAsync(run);
        var lists = elsewhere.ServiceProvider.GetRequiredService<PaymentLists>();
        (await Should.ThrowAsync<ProblemException>(() => lists.CardListAsync(order.Id, Ct))).Status.ShouldBe(404);
        (await elsewhere.ServiceProvider.GetRequiredService<PlatformDb>().Set<Award>().CountAsync(Ct)).ShouldBe(0);
        await using var village = system.Services.Operator("610729102");
        (await village.ServiceProvider.GetRequiredService<PlatformDb>().Set<Award>().Select(a => a.HouseholdNumber).ToListAsync(Ct)).ShouldBe(["004", "005"], ignoreOrder: true);
    }

    private static Money Yuan(decimal yuan) => Money.FromYuan(yuan);

    private static object Figures(RunSummary run) =>
        (run.Households, run.Persons, run.Awards, run.Amount, run.NotEligible, run.Undetermined, run.Already, string.Join(';', run.ByPolicy), string.Join(';', run.BySource));

    private static Task<List<Award>> AwardsAsync(TestSystem system) =>
        system.ReadAsync(db => db.Set<Award>().AsNoTracking().OrderBy(a => a.HouseholdNumber).ThenBy(a => a.Policy).ThenBy(a => a.Id).ToListAsync(Ct));
}
