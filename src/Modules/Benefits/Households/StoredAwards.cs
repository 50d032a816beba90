using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <summary>Stored awards for people, without their explanation: <see cref="AwardReplay"/> rebuilds it for the one that is asked about.</summary>
internal static class StoredAwards
{
    public static async Task<List<StoredAward>> ReadAsync(PlatformDb db, IQueryable<Award> awards, RunViews views, CancellationToken ct)
    {
        var seen = await awards.AsNoTracking().ToListAsync(ct);
        // Whoever may see the award may see which run made it, although the run's own place may be wider than their area. In a query of its
        // own: lifting the area from the runs would lift it from the awards.
        var (counties, ids) = (seen.Select(a => a.County).Distinct().ToArray(), seen.Select(a => a.RunId).Distinct().ToArray());
        var runs = await db.Set<Run>().AcrossAreas().Where(r => counties.Contains(r.County) && ids.Contains(r.Id))
            .Select(r => new { r.County, r.Id, r.Pack, r.PackHash, r.StartedAt, r.On }).ToListAsync(ct);
        return
        [
            .. from award in seen
               join run in runs on new { award.County, Id = award.RunId } equals new { run.County, run.Id }
               orderby run.StartedAt descending, award.Policy, award.Id
               select One(award, run.Pack, run.PackHash, run.StartedAt, run.On, views),
        ];
    }

    private static StoredAward One(Award award, string pack, string hash, DateTimeOffset at, DateOnly on, RunViews views) => new()
    {
        Id = award.Id,
        Run = award.RunId,
        Household = award.HouseholdId,
        AwardedAt = at,
        Pack = pack,
        PackHash = hash,
        HouseholdVersion = award.HouseholdVersion,
        Policy = award.Policy,
        Subject = award.Subject.ToString(),
        SubjectName = award.PersonName ?? award.HeadName,
        Title = views.Titles(pack, on).GetValueOrDefault(award.Policy),
        Unit = award.Unit,
        Period = award.Period,
        Status = "awarded",
        Amount = award.Amount,
        Parts = [.. award.PaidParts().Select(p => new PartView(p.Kind, p.Payee, p.Amount))],
        Funding = [.. award.FundingLines().Select(f => new FundingView(f.Source, f.Amount))],
        Cash = award.Cash,
        Payee = award.Payee,
    };
}
