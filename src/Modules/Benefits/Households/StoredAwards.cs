using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Households;

/// <summary>Stored awards for people, without their explanation: <see cref="AwardReplay"/> rebuilds it for the one that is asked about.</summary>
internal static class StoredAwards
{
    public static async Task<List<StoredAward>> ReadAsync(PlatformDb db, IQueryable<Award> awards, RunViews views, CancellationToken ct)
    {
        // Whoever may see the award may see which run made it, although the run's own place may be wider than their area.
        var rows = await (
            from award in awards.AsNoTracking()
            join run in db.Set<Run>().AcrossAreas() on new { award.County, Id = award.RunId } equals new { run.County, run.Id }
            orderby run.StartedAt descending, award.Policy, award.Id
            select new { award, run.Pack, run.PackHash, run.StartedAt, run.On }).ToListAsync(ct);
        return [.. rows.Select(r => One(r.award, r.Pack, r.PackHash, r.StartedAt, r.On, views))];
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
