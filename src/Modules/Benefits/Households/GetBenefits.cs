using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <summary>What a household is due on a date and why, and what it was awarded so far.</summary>
internal static class GetBenefits
{
    private const string HeadRelation = "02";

    public static void MapHouseholdBenefits(this IEndpointRouteBuilder app) =>
        app.MapGet("/households/{id:guid}/benefits", GetAsync).WithName("GetHouseholdBenefits").WithTags("households")
            .RequirePermission(Permissions.HouseholdView).ProducesProblem(404);

    /// <param name="on">The date; absent: that of the county's latest run, else today.</param>
    /// <param name="pack">Only this pack; absent: those in force at the household's place and on the date.</param>
    private static async Task<HouseholdBenefits> GetAsync(
        Guid id, PlatformDb db, HouseholdReader households, PolicyEngine engine, CurrentActor actor, AccessLog log, TimeProvider clock, CancellationToken ct,
        DateOnly? on = null, string? pack = null)
    {
        var today = clock.TodayInChina();
        var date = on ?? await LatestRunAsync(db, actor.Area, ct) ?? today;
        var household = await households.GetAsync(id, date, ct: ct);
        if (household is null && on is null)
        {
            (date, household) = (today, await households.GetAsync(id, today, ct: ct));
        }

        if (household is null)
        {
            throw ProblemException.NotFound("household", "农户");
        }

        var titles = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        var packs = InForce(engine, household.Region, date, pack).Select(p => Work(p, household, titles)).ToList();
        var awards = await AwardsAsync(db, household, titles, ct);
        await log.ReadAsync("household.benefits", new AuditSubject("household", id.ToString(), household.County));
        return new HouseholdBenefits(id, household.Number, date, packs, awards);
    }

    private static async Task<DateOnly?> LatestRunAsync(PlatformDb db, CodeRange area, CancellationToken ct)
    {
        var (first, last) = ((int)(area.From / 1_000_000), (int)((Math.Max(area.To, 1) - 1) / 1_000_000));
        // Only a date is taken from runs of the wider area: nothing about anybody.
        return await db.Set<Run>().IgnoreQueryFilters([PlatformDb.AreaFilter])
            .Where(r => r.County >= first && r.County <= last && r.State == RunState.Completed)
            .OrderByDescending(r => r.On).Select(r => (DateOnly?)r.On).FirstOrDefaultAsync(ct);
    }

    // A pack whose rules another pack in force takes over by extending it says nothing by itself.
    private static IEnumerable<PreparedPack> InForce(PolicyEngine engine, long village, DateOnly on, string? only)
    {
        if (only is not null)
        {
            return [engine.Prepare(only, on)];
        }

        var here = engine.Packs()
            .Where(p => p.Policies > 0 && (!RegionCode.TryParse(p.Jurisdiction, out var place) || place.Range.Contains(village))
                && (p.ValidFrom is null || p.ValidFrom <= on) && (p.ValidTo is null || on <= p.ValidTo))
            .ToList();
        return here.Where(p => here.All(other => other.Extends != p.Id)).Select(p => engine.Prepare(p.Id, on));
    }

    private static PackBenefits Work(PreparedPack pack, HouseholdRecord household, Dictionary<string, LocalText> titles)
    {
        foreach (var policy in pack.Policies)
        {
            titles[policy.Id] = policy.Title;
        }

        var outcome = pack.Evaluate(household.Json);
        var found = outcome.Results.Select(r => r.Policy).ToHashSet(StringComparer.Ordinal);
        return new PackBenefits(
            pack.Id, pack.Title, pack.Version, pack.Hash, outcome.OutOfValidity,
            [.. outcome.Results.Select(r => Name(JsonSerializer.Deserialize<ResultView>(r.ToJson(), BenefitsJson.Options)!, household, titles))],
            [.. outcome.Conflicts.Select(c => new ConflictView(c.Code, c.Subject, c.Policies, c.Message))],
            [.. pack.Policies.Where(p => found.Contains(p.Id)).Select(Rule)]);
    }

    private static RuleView Rule(PolicyInfo policy) => new(
        policy.Id, policy.Title, policy.Eligible, policy.Amount,
        policy.Table is { } t ? new TableView(t.Name, t.Hit, t.Inputs, [.. t.Rows.Select(r => new TableRowView(r.Conditions, r.Output))]) : null,
        policy.Readings, policy.Source is { } s ? new QuoteView(s.File, s.Plan, s.Quote) : null);

    private static ResultView Name(ResultView result, HouseholdRecord household, Dictionary<string, LocalText> titles)
    {
        var subject = Guid.TryParse(result.Subject, out var id) ? id : Guid.Empty;
        var name = subject == household.Id
            ? household.HeadName ?? household.Persons.FirstOrDefault(p => p.Relation == HeadRelation)?.Name
            : household.Persons.FirstOrDefault(p => p.Id == subject)?.Name;
        return result with { Title = titles.GetValueOrDefault(result.Policy), SubjectName = name };
    }

    private static async Task<List<StoredAward>> AwardsAsync(
        PlatformDb db, HouseholdRecord household, Dictionary<string, LocalText> titles, CancellationToken ct)
    {
        var rows = await (
            from award in db.Set<Award>().AsNoTracking()
            where award.County == household.County && award.HouseholdId == household.Id
            join explanation in db.Set<Explanation>() on new { award.County, Hash = award.ExplanationHash } equals new { explanation.County, explanation.Hash }
            join run in db.Set<Run>().IgnoreQueryFilters([PlatformDb.AreaFilter]) on new { award.County, Id = award.RunId } equals new { run.County, run.Id }
            orderby run.StartedAt descending, award.Policy, award.Id
            select new { award, explanation.Text, run.StartedAt }).ToListAsync(ct);
        return [.. rows.Select(r => Stored(r.award, r.Text, r.StartedAt, household, titles))];
    }

    private static StoredAward Stored(
        Award award, string explanation, DateTimeOffset at, HouseholdRecord household, Dictionary<string, LocalText> titles)
    {
        using var document = JsonDocument.Parse(explanation);
        var root = document.RootElement;
        var result = root.GetProperty("result").Deserialize<ResultView>(BenefitsJson.Options)! with { Subject = award.Subject.ToString(), Period = award.Period };
        var named = Name(result, household, titles);
        return new StoredAward(
            award.Id, award.RunId, at, root.GetProperty("pack").GetString()!, root.GetProperty("pack_hash").GetString()!, award.Cash, award.Payee,
            named with { SubjectName = award.PersonName ?? named.SubjectName });
    }
}
