using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <param name="AverageIncomePerHead">Over the persons whose household's income is known.</param>
internal sealed record Figures(int Households, int Persons, int Registered, int Exited, int Monitored, Money? AverageIncomePerHead);

internal sealed record PlaceFigures(string Code, string Name, int Households, int Persons, int Registered, Money? AverageIncomePerHead);

/// <param name="ByTownship">The places directly below the area: of a county its townships, of a township its villages.</param>
internal sealed record Home(Place Area, DateOnly AsOf, DateTimeOffset? KnownAt, Figures Figures, IReadOnlyList<PlaceFigures> ByTownship);

/// <summary>GET /home: the figures of the actor's area, and of the places directly below it.</summary>
internal static class HomeFigures
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/home", HandleAsync)
        .WithName("GetHome")
        .RequirePermission(Permissions.HomeView);

    private static async Task<Home> HandleAsync(
        string? region, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        List<Problem> problems = [];
        var when = AsOf.Read(on, knownAt, clock, problems);
        var area = actor.Region;
        if (region is { Length: > 0 } && !RegionCode.TryParse(region, out area))
        {
            problems.Add(new Problem("wrong-filter", new Kernel.Text.LocalText(
                "应为 2、4、6、9 或 12 位区划代码。", "Expected a region code of 2, 4, 6, 9 or 12 digits."), "region"));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        if (!actor.Region.Contains(area) && actor.Region != area)
        {
            throw ProblemException.NotFound("region", "这个地方");
        }

        var rows = await (await when.OfAsync(db, db.Set<HouseholdVersion>().In(area.Range), ct))
            .GroupBy(v => new { v.Region, v.Status, IncomeKnown = v.IncomePerHead != null })
            .Select(g => new Row(
                g.Key.Region, g.Key.Status, g.Key.IncomeKnown, g.Count(), g.Sum(v => v.MemberCount),
                g.Sum(v => (long)(object)v.IncomePerHead!.Value * v.MemberCount)))
            .ToListAsync(ct);
        var below = area.Level == RegionLevel.Village ? RegionLevel.Village : area.Level + 1;
        return new Home(
            area.Level == RegionLevel.Nation ? new Place(area.ToString(), "全国", null, null) : Place.Of(area.Value, when.On),
            when.On,
            when.KnownAt,
            Sum(rows),
            [.. rows.GroupBy(r => new RegionCode(r.Region).At(below)).OrderBy(g => g.Key.Value)
                .Select(g => (Region: g.Key, Figures: Sum(g)))
                .Select(p => new PlaceFigures(
                    p.Region.ToString(), RegionCatalog.NameOf(p.Region, when.On) ?? p.Region.ToShort(),
                    p.Figures.Households, p.Figures.Persons, p.Figures.Registered, p.Figures.AverageIncomePerHead))]);
    }

    private sealed record Row(long Region, string? Status, bool IncomeKnown, int Households, int Persons, long IncomeFen);

    private static Figures Sum(IEnumerable<Row> rows)
    {
        var all = rows.ToList();
        var earners = all.Where(r => r.IncomeKnown).Sum(r => (long)r.Persons);
        return new Figures(
            all.Sum(r => r.Households),
            all.Sum(r => r.Persons),
            In(HouseholdStatus.Registered),
            In(HouseholdStatus.Exited),
            In(HouseholdStatus.Monitored),
            earners == 0 ? null : new Money((long)Math.Round((decimal)all.Where(r => r.IncomeKnown).Sum(r => r.IncomeFen) / earners, MidpointRounding.AwayFromZero)));

        int In(HouseholdStatus status) => all.Where(r => r.Status == Facts.Code(status)).Sum(r => r.Households);
    }
}
