using Fuyao.Benefits.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

/// <summary>What-if over the register.</summary>
public class SimulationTests
{
    private static readonly DateOnly May = new(2016, 5, 1);

    private static readonly Dictionary<string, string> Set = new() { ["pension_from_70"] = "120.5", ["disability_living"] = "40" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_simulation_equals_the_run_before_and_the_run_after_to_the_fen(DbEngine engine)
    {
        using var packs = Packs("liuba-2015/parameters/pension.yaml", "value: 85", "value: 120.5", "liuba-2015/parameters/disability.yaml", "value: 50", "value: 40");
        await using var now = await TestSystem.CreateAsync(engine);
        await using var then = await TestSystem.CreateAsync(engine, null, new KeyValuePair<string, string?>("Packs:Directory", packs.Path));
        await Register.AddAsync(now.Services, County.Many(120, 3, seed: 51));
        await Register.AddAsync(then.Services, County.Many(120, 3, seed: 51));
        var report = await SimulateAsync(now, new SimulationRequest("liuba-2015", May, Supposed: new Supposition(Set, []), Marginal: true));
        var (before, after) = (await now.RunAsync(County.MayRun), await then.RunAsync(County.MayRun));
        after.Amount.ShouldNotBe(before.Amount);
        foreach (var (simulated, run) in new[] { (report.Baseline, before), (report.Reform, after) })
        {
            (simulated.Households, simulated.Persons, simulated.Awards, simulated.Amount, simulated.Undetermined).ShouldBe((run.Households, run.Persons, run.Awards, run.Amount, run.Undetermined));
            simulated.ByPolicy.ShouldBe(run.ByPolicy, ignoreOrder: true);
            simulated.BySource.ShouldBe(run.BySource, ignoreOrder: true);
        }

        report.Difference.Amount.ShouldBe(after.Amount - before.Amount);
        (report.Winners > 0, report.Losers > 0).ShouldBe((true, true));
        (report.Winners + report.Losers + report.Unchanged).ShouldBe(report.Baseline.Households);
        (report.Change.Gain - report.Change.Loss).ShouldBe(report.Difference.Yearly);
        report.Baseline.ByRegion.Count.ShouldBe(3);
        report.Baseline.ByRegion.Sum(r => r.Yearly.Fen).ShouldBe(report.Baseline.Yearly.Fen);
        // The two change different policies: what each costs does not depend on the other.
        report.Marginal.Select(m => m.Alone).ShouldBe(report.Marginal.Select(m => m.Last));
        report.Marginal.Sum(m => m.Alone.Fen).ShouldBe(report.Difference.Yearly.Fen);
    }

    [Fact]
    public async Task A_pack_is_compared_with_another_that_is_then_the_baseline()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var report = await SimulateAsync(system, new SimulationRequest("national", May, Against: "liuba-2015"));
        (report.Baseline.Pack, report.Reform.Pack).ShouldBe(("liuba-2015", "national"));
        (report.Reform.Amount.Fen, report.Difference.Amount).ShouldBe((0, -report.Baseline.Amount));
        (report.Winners, report.Losers).ShouldBe((0, 4));
        report.Line.ShouldBe(2952);
    }

    [Fact]
    public async Task Everything_that_cannot_be_supposed_is_said_at_once_and_with_its_place()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var supposed = new Supposition(
            new Dictionary<string, string> { ["pension_from_7O"] = "1", ["pension_from_70"] = "much" },
            [new SupposedCell("elderly-pension", 9, 0, "1"), new SupposedCell("elderly-pension", 1, 0, "pension_from_60")]);
        var refused = await Should.ThrowAsync<ProblemException>(() => SimulateAsync(system, new SimulationRequest("liuba-2015", May, Supposed: supposed)));
        refused.Problems.Select(p => $"{p.Code} {p.Path}").ShouldBe(["unknown-parameter set/pension_from_7O", "wrong-type set/pension_from_70", "unknown-cell cells/elderly-pension/9/0"]);
        refused = await Should.ThrowAsync<ProblemException>(() => SimulateAsync(system, new SimulationRequest(
            "liuba-2015", May, Supposed: new Supposition(Supposition.None.Parameters, [new SupposedCell("elderly-pension", 1, 0, "\"much\"")]))));
        refused.Problems.ShouldHaveSingleItem().Path.ShouldBe("cells/elderly-pension/1/0");
    }

    [Fact]
    public async Task A_cell_of_a_table_is_supposed_like_a_parameter()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        // 85 to 100 for the man of 74, twelve times, and for the woman who is 79 until the second of May, five times.
        var report = await SimulateAsync(system, new SimulationRequest(
            "liuba-2015", May, Supposed: new Supposition(Supposition.None.Parameters, [new SupposedCell("elderly-pension", 2, 0, "100")])));
        report.Difference.Yearly.ShouldBe(Kernel.Money.FromYuan((12 + 5) * 15));
        (report.Winners, report.Losers).ShouldBe((2, 0));
    }

    /// <summary>
    /// May 2016 is paid: 85 and 50 for the month and 1,200 for the year to the first household, 75 and 85 to the second, 100 to the fourth. Next year's register
    /// states the incomes of 2016 of the first two: of the second no more than 100 can be transfers. The fourth states that of 2015.
    /// </summary>
    [Theory, EachEngine]
    public async Task What_was_paid_in_the_year_of_the_income_does_not_count_twice(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        string[] incomes = ["""{"year":2016,"wage":9000,"transfer":3000}""", """{"year":2016,"wage":9000,"transfer":100}""", "null", """{"year":2015,"wage":9000,"transfer":3000}""", "null"];
        await Register.AddAsync(system.Services, County.Households().Zip(incomes, (household, income) => household.With("income", income)));
        var request = new SimulationRequest("liuba-2015", new DateOnly(2017, 5, 1), Line: new PovertyLine(5000));
        (await SimulateAsync(system, request)).TakenOut.ShouldBe(new SimulatedIncomes(0, Kernel.Money.Zero), "nothing is paid yet");
        await system.PayAsync(await system.RunAsync(County.MayRun));
        (await SimulateAsync(system, request)).TakenOut.ShouldBe(new SimulatedIncomes(2, Kernel.Money.FromYuan(85 + 50 + 1200 + 100)));
        (await SimulateAsync(system, request with { Pack = "leiyang-2016" })).TakenOut.Households.ShouldBe(0, "that pack gives none of it");
        (await SimulateAsync(system, request with { Pack = "leiyang-2016", Against = "liuba-2015" })).TakenOut.Households.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_poor_may_be_said_by_a_policy_of_the_baseline_and_by_no_other()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var report = await SimulateAsync(system, new SimulationRequest("liuba-2015", May, Poor: PoorDefinition.Policy, PoorPolicy: "elderly-pension"));
        // Three households of two with somebody of sixty or more.
        (report.Baseline.Targeting!.Poor, report.Baseline.Targeting.Coverage).ShouldBe((6, 100.0));
        var refused = await Should.ThrowAsync<ProblemException>(() => SimulateAsync(system, new SimulationRequest("liuba-2015", May, Poor: PoorDefinition.Policy, PoorPolicy: "pension")));
        refused.Problems.ShouldHaveSingleItem().Path.ShouldBe("poor_policy");
    }

    private static async Task<SimulationReport> SimulateAsync(TestSystem system, SimulationRequest request)
    {
        await using var scope = system.Services.Operator();
        return await scope.ServiceProvider.GetRequiredService<PolicySimulation>().SimulateAsync(request, ct: Ct);
    }

    /// <summary>The packs with other words in some files.</summary>
    private static TemporaryFolder Packs(params string[] changes)
    {
        var folder = new TemporaryFolder();
        foreach (var pack in new[] { "national", "liuba-2015" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "packs", pack), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder.Path, Path.GetRelativePath(Path.Combine(Repository.Root, "packs"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        foreach (var change in changes.Chunk(3))
        {
            var path = Path.Combine(folder.Path, change[0]);
            var text = File.ReadAllText(path);
            text.ShouldContain(change[1]);
            File.WriteAllText(path, text.Replace(change[1], change[2], StringComparison.Ordinal));
        }

        return folder;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("fuyao-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
