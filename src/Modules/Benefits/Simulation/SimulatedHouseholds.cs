using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <summary>
/// The households behind a figure, one by one. What is shown of a household is read from the register through the actor's own area, as it was
/// known when the snapshot was read, and worked out by the interpreter; the snapshot only says which households.
/// </summary>
internal sealed class SimulatedHouseholds(HouseholdReader households, AccessLog log, IRegionNames? names)
{
    public async Task<SimulatedHouseholdPage> PageAsync(RegisterSnapshot snapshot, SimulatedListBody asked, Simulator simulator, ComparedPacks packs, CancellationToken ct)
    {
        var page = OffsetCursor.Read(asked.Limit, asked.Cursor);
        var (before, after) = Reporting.Run(snapshot, simulator, packs, ct);
        var rows = Within(snapshot.Population, asked, simulator.List(asked.List, before, after));
        var items = new List<SimulatedHousehold>();
        foreach (var row in rows.Skip(page.Offset).Take(page.Limit))
        {
            if (await households.GetAsync(snapshot.Ids[row], snapshot.On, snapshot.KnownAt, ct) is { } household)
            {
                items.Add(await ItemAsync(snapshot, simulator.Population, household, row, packs, (before.Yearly(row), after.Yearly(row)), ct));
            }
        }

        await log.ReadAsync(
            "simulation.households", new { packs.Pack.Id, asked.List, packs.Supposed.Parameters }, [.. items.Select(i => new AuditSubject("household", i.Id.ToString(), County(i.Region.Code)))]);
        return new SimulatedHouseholdPage(items, page.Next(Math.Min(page.Limit, Math.Max(0, rows.Length - page.Offset)), rows.Length), rows.Length);
    }

    private static int[] Within(SimulatedPopulation population, SimulatedListBody asked, int[] rows)
    {
        if (asked.Grouping is null || population.Groupings.FirstOrDefault(g => g.Id == asked.Grouping) is not { } grouping)
        {
            return rows;
        }

        var key = grouping.Keys.ToList().IndexOf(asked.Key ?? "");
        return [.. rows.Where(row => grouping.Codes[row] == key)];
    }

    private async Task<SimulatedHousehold> ItemAsync(
        RegisterSnapshot snapshot, SimulatedPopulation population, HouseholdRecord household, int row, ComparedPacks packs, (Money Before, Money After) yearly, CancellationToken ct)
    {
        var place = new RegionCode(household.Region);
        var income = population.IncomePerHead[row];
        return new SimulatedHousehold(
            household.Id, household.Number, household.HeadName, snapshot.Population.Sizes[row],
            new SimulatedPlace(place.ToShort(), (names is null ? null : await names.NameAsync(place, ct)) ?? place.ToShort()), household.Group,
            household.Status, Key(snapshot.Population, "type", row), double.IsNaN(income) ? null : income, yearly.Before, yearly.After, yearly.After - yearly.Before,
            Policies(household, packs));
    }

    private static IReadOnlyList<SimulatedBenefit> Policies(HouseholdRecord household, ComparedPacks packs)
    {
        var (before, after) = (packs.Baseline.Yearly(household.Json), packs.Reform.Yearly(household.Json));
        var titles = packs.Baseline.Policies.Concat(packs.Reform.Policies).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Title);
        return
        [
            .. before.Keys.Union(after.Keys).Select(id => new SimulatedBenefit(id, titles[id], before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
                .OrderByDescending(b => Math.Abs(b.After.Fen - b.Before.Fen)).ThenBy(b => b.Policy, StringComparer.Ordinal),
        ];
    }

    private static string? Key(SimulatedPopulation population, string grouping, int row) =>
        population.Groupings.FirstOrDefault(g => g.Id == grouping) is { } found && found.Keys[found.Codes[row]] is { Length: > 0 } key ? key : null;

    private static int County(string place) => int.Parse(place.AsSpan(0, 6), System.Globalization.CultureInfo.InvariantCulture);
}
