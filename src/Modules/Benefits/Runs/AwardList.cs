using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Runs;

/// <summary>One line of a run: something awarded, or a question that waits.</summary>
/// <param name="Status"><c>awarded</c>, <c>undetermined</c> or <c>manual</c>.</param>
/// <param name="Cash">The part of the amount that goes to a card.</param>
/// <param name="Needs">What must be known first.</param>
internal sealed record AwardLine(
    Guid Id, string Status, string Region, Guid Household, string HouseholdNumber, string? HeadName, Guid? Person, string? PersonName, string Policy,
    string Period, Money? Amount, Money? Cash, IReadOnlyList<string>? Needs);

internal sealed record AwardPage(IReadOnlyList<AwardLine> Items, string? Next, int Total);

/// <summary>The lines of a run that lie in the actor's area.</summary>
internal static class AwardList
{
    public static async Task<AwardPage> GetAsync(
        Guid id, PlatformDb db, AccessLog log, CancellationToken ct, string status = "awarded", string? policy = null, string? region = null, int limit = 50, string? cursor = null)
    {
        var run = await RunEndpoints.FindAsync(db, id, ct);
        var page = OffsetCursor.Read(limit, cursor);
        var area = new RegionCode(run.Region).Range;
        if (!string.IsNullOrEmpty(region))
        {
            area = RegionCode.TryParse(region, out var code) ? area.Intersect(code.Range)
                : throw new ProblemException(400, new Problem("region-code", new LocalText("行政区划代码应为 2、4、6、9 或 12 位数字。", "A region code has 2, 4, 6, 9 or 12 digits."), "region"));
        }

        var (lines, total) = status switch
        {
            "awarded" => await AwardsAsync(db, run, area, policy, page, ct),
            "undetermined" => await QuestionsAsync(db, run, QuestionKind.Undetermined, area, policy, page, ct),
            "manual" => await QuestionsAsync(db, run, QuestionKind.Manual, area, policy, page, ct),
            _ => throw new ProblemException(400, new Problem("status", new LocalText(
                "状态应为 awarded、undetermined 或 manual。", "The status is awarded, undetermined or manual."), "status")),
        };
        await log.ReadAsync("run.awards", new { status, page.Offset, page.Limit }, [new AuditSubject("run", run.Id.ToString(), run.County)]);
        return new AwardPage(lines, page.Next(lines.Count, total), total);
    }

    private static async Task<(List<AwardLine> Lines, int Total)> AwardsAsync(
        PlatformDb db, Run run, CodeRange area, string? policy, OffsetCursor page, CancellationToken ct)
    {
        var awards = db.Set<Award>().AsNoTracking()
            .Where(a => a.County == run.County && a.RunId == run.Id && a.Region >= area.From && a.Region < area.To && (policy == null || a.Policy == policy));
        var rows = await awards.OrderBy(a => a.Region).ThenBy(a => a.HouseholdNumber).ThenBy(a => a.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        return ([.. rows.Select(a => new AwardLine(
            a.Id, "awarded", new RegionCode(a.Region).ToString(), a.HouseholdId, a.HouseholdNumber, a.HeadName, a.PersonId, a.PersonName, a.Policy, a.Period,
            a.Amount, a.Cash, null))], await awards.CountAsync(ct));
    }

    private static async Task<(List<AwardLine> Lines, int Total)> QuestionsAsync(
        PlatformDb db, Run run, QuestionKind kind, CodeRange area, string? policy, OffsetCursor page, CancellationToken ct)
    {
        var questions = db.Set<Question>().AsNoTracking().Where(q =>
            q.County == run.County && q.RunId == run.Id && q.Kind == kind && q.Region >= area.From && q.Region < area.To && (policy == null || q.Policy == policy));
        var rows = await questions.OrderBy(q => q.Region).ThenBy(q => q.HouseholdNumber).ThenBy(q => q.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        return ([.. rows.Select(q => new AwardLine(
            q.Id, kind == QuestionKind.Manual ? "manual" : "undetermined", new RegionCode(q.Region).ToString(), q.HouseholdId, q.HouseholdNumber, q.HeadName,
            q.PersonId, q.PersonName, q.Policy, q.Period, null, null, q.Needs.Split(',', StringSplitOptions.RemoveEmptyEntries)))], await questions.CountAsync(ct));
    }
}
