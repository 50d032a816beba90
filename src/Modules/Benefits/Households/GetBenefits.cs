using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <summary>What a household is due on a date and why, and what it was awarded so far.</summary>
internal static class GetBenefits
{
    private const string HeadRelation = "02";

    public static void MapHouseholdBenefits(this IEndpointRouteBuilder app) =>
        app.MapGet("/households/{id:guid}/benefits", GetAsync).WithName("GetHouseholdBenefits").WithTags("households").RequirePermission(Permissions.HouseholdView);

    /// <param name="on">The date; absent: that of the county's latest run, else today.</param>
    /// <param name="pack">Only this pack; absent: those in force at the household's place and on the date.</param>
    /// <param name="knownAt">The household as it was known at this time; as known now when absent.</param>
    private static async Task<HouseholdBenefits> GetAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] HouseholdReader households, [FromServices] FactOrigins origins, [FromServices] PolicyEngine engine, [FromServices] RunViews views,
        [FromServices] CurrentActor actor, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct, DateOnly? on = null, string? pack = null,
        [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null)
    {
        var date = on ?? await LatestRunAsync(db, actor.Area, ct) ?? clock.TodayInChina();
        var household = await households.GetAsync(id, date, knownAt, ct);
        if (household is null && on is null)
        {
            date = clock.TodayInChina();
            household = await households.GetAsync(id, date, knownAt, ct);
        }

        if (household is null)
        {
            throw ProblemException.NotFound("household", "农户");
        }

        await log.ReadAsync("household.benefits", new AuditSubject("household", id.ToString(), household.County));
        return await ReadAsync(household, date, db, origins, engine, views, pack, ct);
    }

    /// <summary>What a household is due on a date and what it was awarded so far.</summary>
    public static async Task<HouseholdBenefits> ReadAsync(
        HouseholdRecord household, DateOnly date, PlatformDb db, FactOrigins origins, PolicyEngine engine, RunViews views, string? pack, CancellationToken ct)
    {
        var packs = InForce(engine, household.Region, date, pack).Select(p => (Pack: p, Outcome: p.Evaluate(household.Json, Explain.Alternatives))).ToList();
        var from = await origins.ReadAsync(household.Id, date, ct: ct);
        var shown = packs.Select(p => new PackView(p.Pack.Id, p.Pack.Title, p.Pack.Version, p.Pack.Hash, p.Outcome.OutOfValidity)).ToList();
        var awards = await StoredAwards.ReadAsync(db, db.Set<Award>().AcrossAreas().Where(a => a.County == household.County && a.HouseholdId == household.Id), views, ct);
        return new HouseholdBenefits(
            household.Id, household.Number, date, shown.FirstOrDefault(), shown,
            [.. packs.SelectMany(p => Views(p.Outcome, p.Pack, household, from))],
            [.. packs.SelectMany(p => p.Outcome.Conflicts).Select(c => new ConflictView(c.Code, c.Subject, c.Policies, c.Message))],
            awards);
    }

    private static async Task<DateOnly?> LatestRunAsync(PlatformDb db, CodeRange area, CancellationToken ct)
    {
        var (first, last) = ((int)(area.From / 1_000_000), (int)((Math.Max(area.To, 1) - 1) / 1_000_000));
        // Only a date is taken from runs of the wider area: nothing about anybody.
        return await db.Set<Run>().AcrossAreas()
            .Where(r => r.County >= first && r.County <= last && r.State == RunState.Completed)
            .OrderByDescending(r => r.On).Select(r => (DateOnly?)r.On).FirstOrDefaultAsync(ct);
    }

    // A pack whose rules another pack in force takes over by extending it says nothing by itself; one whose text names no place holds
    // nowhere until somebody asks for it.
    private static IEnumerable<PreparedPack> InForce(PolicyEngine engine, long village, DateOnly on, string? only)
    {
        if (only is not null)
        {
            return [engine.Prepare(only, on)];
        }

        var here = engine.Packs(on)
            .Where(p => p.Policies > 0 && RegionCode.TryParse(p.Jurisdiction, out var place) && place.Range.Contains(village)
                && (p.ValidFrom is null || p.ValidFrom <= on) && (p.ValidTo is null || on <= p.ValidTo))
            .ToList();
        return here.Where(p => here.All(other => other.Extends != p.Id)).Select(p => engine.Prepare(p.Id, on));
    }

    private static IEnumerable<ResultView> Views(HouseholdOutcome outcome, PreparedPack pack, HouseholdRecord household, HouseholdOrigins? origins)
    {
        var explained = new ExplainedReasons(pack, origins);
        return outcome.Results.Select(result => View(result, pack, household)).Select(view => view with { Because = explained.Reasons(view, household.Id) });
    }

    private static ResultView View(PolicyResult result, PreparedPack pack, HouseholdRecord household)
    {
        var subject = Guid.TryParse(result.Subject, out var id) ? id : Guid.Empty;
        return JsonSerializer.Deserialize<ResultView>(result.ToJson(), BenefitsJson.Options)! with
        {
            Pack = pack.Id,
            Title = pack.Policies.FirstOrDefault(p => p.Id == result.Policy)?.Title,
            SubjectName = subject == household.Id
                ? household.HeadName ?? household.Persons.FirstOrDefault(p => p.Relation == HeadRelation)?.Name
                : household.Persons.FirstOrDefault(p => p.Id == subject)?.Name,
        };
    }
}
