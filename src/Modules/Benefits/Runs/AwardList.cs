using Fuyao.Access.Contracts;
using Fuyao.Benefits.Households;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Runs;

internal sealed record AwardHousehold(Guid Id, string Number, string? HeadName);

/// <summary>One line of a run: something awarded, or a question that waits.</summary>
/// <param name="Status"><c>awarded</c>, <c>undetermined</c> or <c>manual</c>.</param>
/// <param name="Cash">The part of the amount that goes to a card.</param>
/// <param name="Needs">What must be known first.</param>
internal sealed record AwardLine(
    Guid Id, AwardHousehold Household, Guid Subject, string? SubjectName, string Policy, LocalText? Title, string Status, string? Unit, string Period,
    Money? Amount, Money? Cash, IReadOnlyList<string>? Needs, PlaceView Village);

internal sealed record AwardPage(IReadOnlyList<AwardLine> Items, string? Next, int Total);

/// <summary>The lines of a run that lie in the actor's area, and why each stands there.</summary>
internal static class AwardList
{
    public static async Task<AwardPage> ListAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] RunViews views, [FromServices] AccessLog log, CancellationToken ct,
        string status = "awarded", string? policy = null, string? region = null, int limit = 50, string? cursor = null)
    {
        var run = await RunEndpoints.FindAsync(db, id, ct);
        var page = OffsetCursor.Read(limit, cursor);
        var area = new RegionCode(run.Region).Range;
        if (!string.IsNullOrEmpty(region))
        {
            area = RegionCode.TryParse(region, out var code) ? area.Intersect(code.Range)
                : throw new ProblemException(400, RegionCode.Wrong("region"));
        }

        var find = new Lines(db, views, run, area, policy, page);
        var (lines, total) = status switch
        {
            "awarded" => await find.AwardsAsync(ct),
            "undetermined" => await find.QuestionsAsync(QuestionKind.Undetermined, status, ct),
            "manual" => await find.QuestionsAsync(QuestionKind.Manual, status, ct),
            _ => throw new ProblemException(400, new Problem("status", new LocalText(
                "状态应为 awarded、undetermined 或 manual。", "The status is awarded, undetermined or manual."), "status")),
        };
        await log.ReadAsync("run.awards", new { status, page.Offset, page.Limit }, [new AuditSubject("run", run.Id.ToString(), run.County)]);
        return new AwardPage(lines, page.Next(lines.Count, total), total);
    }

    /// <summary>
    /// One award with its explanation, worked out again from the facts and the pack of then: the reasons, who recorded each fact, the sentences
    /// and what would change it.
    /// </summary>
    public static async Task<StoredAward> GetAsync(
        Guid id, Guid award, [FromServices] PlatformDb db, [FromServices] RunViews views, [FromServices] AwardReplay replay, [FromServices] AccessLog log, CancellationToken ct)
    {
        var found = (await StoredAwards.ReadAsync(db, db.Set<Award>().Where(a => a.RunId == id && a.Id == award), views, ct)).SingleOrDefault()
            ?? throw ProblemException.NotFound("award", "发放记录");
        await log.ReadAsync("run.awards", new { award }, [new AuditSubject("household", found.Household.ToString())]);
        var run = await db.Set<Run>().AcrossAreas().AsNoTracking().SingleAsync(r => r.Id == id, ct);
        return await replay.ExplainAsync(found, run, ct);
    }

    private sealed class Lines(PlatformDb db, RunViews views, Run run, CodeRange area, string? policy, OffsetCursor page)
    {
        private readonly IReadOnlyDictionary<string, LocalText> titles = views.Titles(run.Pack, run.On);

        public async Task<(List<AwardLine> Lines, int Total)> AwardsAsync(CancellationToken ct)
        {
            var all = db.Set<Award>().AsNoTracking()
                .Where(a => a.County == run.County && a.RunId == run.Id && a.Region >= area.From && a.Region < area.To && (policy == null || a.Policy == policy));
            var lines = new List<AwardLine>();
            foreach (var a in await all.OrderBy(a => a.Region).ThenBy(a => a.HouseholdNumber).ThenBy(a => a.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct))
            {
                lines.Add(new AwardLine(
                    a.Id, new AwardHousehold(a.HouseholdId, a.HouseholdNumber, a.HeadName), a.Subject, a.PersonName ?? a.HeadName, a.Policy, titles.GetValueOrDefault(a.Policy),
                    "awarded", a.Unit, a.Period, a.Amount, a.Cash, null, await views.PlaceAsync(a.Region, ct)));
            }

            return (lines, await all.CountAsync(ct));
        }

        public async Task<(List<AwardLine> Lines, int Total)> QuestionsAsync(QuestionKind kind, string status, CancellationToken ct)
        {
            var all = db.Set<Question>().AsNoTracking().Where(q =>
                q.County == run.County && q.RunId == run.Id && q.Kind == kind && q.Region >= area.From && q.Region < area.To && (policy == null || q.Policy == policy));
            var lines = new List<AwardLine>();
            foreach (var q in await all.OrderBy(q => q.Region).ThenBy(q => q.HouseholdNumber).ThenBy(q => q.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct))
            {
                lines.Add(new AwardLine(
                    q.Id, new AwardHousehold(q.HouseholdId, q.HouseholdNumber, q.HeadName), q.Subject, q.PersonName ?? q.HeadName, q.Policy, titles.GetValueOrDefault(q.Policy),
                    status, null, q.Period, null, null, q.Needs.Split(',', StringSplitOptions.RemoveEmptyEntries), await views.PlaceAsync(q.Region, ct)));
            }

            return (lines, await all.CountAsync(ct));
        }
    }
}
