using System.Text;
using Fuyao.Benefits.Populations;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

/// <summary>The register as columns is the register as everybody else reads it.</summary>
public class PopulationLoading
{
    private static readonly RegionCode Liuba = new(610729000000);
    private static readonly DateOnly May = new(2016, 5, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Blocks_hold_the_households_that_are_read_one_by_one(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await SyntheticCounty.FillAsync(system.Services, Liuba, 400, 5, null, Ct);
        await using var scope = system.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(Liuba.Range);
        var wanted = new List<HouseholdRecord>();
        await foreach (var household in scope.ServiceProvider.GetRequiredService<HouseholdReader>().StreamAsync(Liuba.Range, May, Ct))
        {
            wanted.Add(household);
        }

        wanted = [.. wanted.OrderBy(h => h.Region).ThenBy(h => h.Id)];
        var row = 0;
        await foreach (var block in scope.ServiceProvider.GetRequiredService<RegisterReader>().StreamAsync(Liuba.Range, May, ct: Ct))
        {
            for (var h = 0; h < block.Households; h++, row++)
            {
                var same = wanted[row];
                (block.County, block.Id(h), block.Version(h), block.Region(h), block.Number(h), block.HeadName(h))
                    .ShouldBe((same.County, same.Id, same.VersionId, same.Region, same.Number, same.HeadName));
                Encoding.UTF8.GetString(block.Json(h)).ShouldBe(Encoding.UTF8.GetString(same.Json.Span));
                var (first, end) = block.Members(h);
                Enumerable.Range(first, end - first).Select(p => (block.PersonId(p), block.PersonName(p))).ShouldBe(same.Persons.Select(p => (p.Id, p.Name)));
            }
        }

        row.ShouldBe(400);
        var half = wanted[200];
        var rest = new List<Guid>();
        await foreach (var block in scope.ServiceProvider.GetRequiredService<RegisterReader>().StreamAsync(Liuba.Range, May, after: (half.Region, half.Id), ct: Ct))
        {
            rest.AddRange(Enumerable.Range(0, block.Households).Select(block.Id));
        }

        rest.ShouldBe(wanted.Skip(201).Select(h => h.Id));
    }

    [Theory, EachEngine]
    public async Task The_loaded_population_awards_what_each_household_is_awarded_and_keeps_to_its_area(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await SyntheticCounty.FillAsync(system.Services, Liuba, 300, 6, null, Ct);
        var pack = system.Services.GetRequiredService<PolicyEngine>().Prepare("liuba-2015", May);
        var population = await system.Services.GetRequiredService<PopulationLoader>().LoadAsync(pack, Liuba.Range, ct: Ct);
        var results = pack.OverHouseholds(population.Columns).Run(cancellation: Ct);
        await using var scope = system.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(Liuba.Range);
        var rows = population.Households.Index().ToDictionary(h => h.Item, h => h.Index);
        var (persons, awarded) = (population.Persons.Index().ToDictionary(p => p.Item, p => p.Index), 0);
        await foreach (var household in scope.ServiceProvider.GetRequiredService<HouseholdReader>().StreamAsync(Liuba.Range, May, Ct))
        {
            population.Regions[rows[household.Id]].ShouldBe(household.Region);
            foreach (var wanted in pack.Evaluate(household.Json, Explain.Nothing).Results)
            {
                var subject = Guid.Parse(wanted.Subject);
                results.Award(wanted.Policy, persons.TryGetValue(subject, out var p) ? p : rows[subject]).ShouldBe((wanted.Status, wanted.Amount), wanted.Policy);
                awarded += wanted.Status == ResultStatus.Awarded ? 1 : 0;
            }
        }

        awarded.ShouldBeGreaterThan(50);
        population.Refused.ShouldBeEmpty();
        var village = new RegionCode(population.Regions[0]);
        var small = await system.Services.GetRequiredService<PopulationLoader>().LoadAsync(pack, village.Range, ct: Ct);
        small.Households.ShouldBe(population.Households.Zip(population.Regions).Where(h => h.Second == village.Value).Select(h => h.First));
    }

    [Theory, EachEngine]
    public async Task What_is_published_later_is_not_seen(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var ids = await Register.AddAsync(system.Services, County.Households());
        var before = system.Clock.GetUtcNow();
        system.Clock.Advance(TimeSpan.FromDays(40));
        await Register.RecordAsync(system.Services, ids["001"], new DateOnly(2016, 4, 20), persons => new System.Text.Json.Nodes.JsonObject
        {
            ["kind"] = "death", ["persons"] = new System.Text.Json.Nodes.JsonArray(persons["张大山"]), ["head"] = persons["李梅"],
        });
        var pack = system.Services.GetRequiredService<PolicyEngine>().Prepare("liuba-2015", May);
        var loader = system.Services.GetRequiredService<PopulationLoader>();
        var (then, now) = (await loader.LoadAsync(pack, Liuba.Range, before, ct: Ct), await loader.LoadAsync(pack, Liuba.Range, ct: Ct));
        then.Households.ShouldBe(now.Households);
        then.Persons.Except(now.Persons).Count().ShouldBe(1, "the dead");
        now.Persons.Except(then.Persons).ShouldBeEmpty();
    }
}
