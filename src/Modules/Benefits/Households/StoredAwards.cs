using System.Text.Json;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <summary>Puts a stored award and its shared explanation together again.</summary>
internal static class StoredAwards
{
    public static async Task<List<StoredAward>> ReadAsync(PlatformDb db, IQueryable<Award> awards, RunViews views, CancellationToken ct)
    {
        // Whoever may see the award may see which run made it, although the run's own place may be wider than their area.
        var rows = await (
            from award in awards.AsNoTracking()
            join explanation in db.Set<Explanation>() on new { award.County, Hash = award.ExplanationHash } equals new { explanation.County, explanation.Hash }
            join run in db.Set<Run>().AcrossAreas() on new { award.County, Id = award.RunId } equals new { run.County, run.Id }
            orderby run.StartedAt descending, award.Policy, award.Id
            select new { award, explanation.Text, run.StartedAt, run.On }).ToListAsync(ct);
        return [.. rows.Select(r => One(r.award, r.Text, r.StartedAt, r.On, views))];
    }

    private static StoredAward One(Award award, string explanation, DateTimeOffset at, DateOnly on, RunViews views)
    {
        using var document = JsonDocument.Parse(explanation);
        var root = document.RootElement;
        var pack = root.GetProperty("pack").GetString()!;
        return root.GetProperty("result").Deserialize<StoredAward>(BenefitsJson.Options)! with
        {
            Id = award.Id,
            Run = award.RunId,
            Household = award.HouseholdId,
            AwardedAt = at,
            Pack = pack,
            PackHash = root.GetProperty("pack_hash").GetString()!,
            HouseholdVersion = award.HouseholdVersion,
            Subject = award.Subject.ToString(),
            SubjectName = award.PersonName ?? award.HeadName,
            Title = views.Titles(pack, on).GetValueOrDefault(award.Policy),
            Period = award.Period,
            Cash = award.Cash,
            Payee = award.Payee,
        };
    }
}
