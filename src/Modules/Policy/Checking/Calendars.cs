using System.Globalization;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>
/// Whether the stages of a procedure fit their dates: each begins when it opens and the stage before it can be over, takes its time, hangs
/// out its notice and must be over when it closes. Working days are Monday to Friday.
/// </summary>
internal sealed class Calendars(IReadOnlyList<ProcedureDefinition> procedures, IReadOnlyList<string> checks, Findings findings)
{
    // For procedures that name no date: only lengths count then.
    private static readonly DateOnly SomeDay = new(2015, 1, 1);

    public void Run()
    {
        foreach (var procedure in procedures)
        {
            // Without dates the weekday that suits best counts: what is reported is so whenever one begins.
            var begin = Enumerable.Range(0, 7).Select(SomeDay.AddDays).MinBy(day => new Calendars([], checks, new Findings()).Procedure(procedure, day).DayNumber - day.DayNumber);
            Procedure(procedure, begin);
        }
    }

    private DateOnly Procedure(ProcedureDefinition procedure, DateOnly begin)
    {
        Dictionary<string, DateOnly> ends = [];
        DateOnly? first = null;
        var previous = (string?)null;
        foreach (var stage in procedure.Stages)
        {
            References(stage.Checks, checks);
            Order(procedure, stage, ends);
            var before = stage.After.Count > 0 ? stage.After.Select(a => a.Text) : stage.Opens is null && previous is not null ? [previous] : [];
            var free = before.Where(ends.ContainsKey).Select(id => ends[id].AddDays(1)).Cast<DateOnly?>().Max();
            var start = Later(stage.Opens, free) ?? begin;
            first ??= start;
            ends[stage.Id] = Stage(stage, start);
            previous = stage.Id;
        }

        if (procedure.Within is { } within && first is { } began && ends.Count > 0 && ends.Values.Max() is var last && last > End(began, within))
        {
            findings.Error("calendar-infeasible", procedure.Place,
                $"程序“{procedure.Id}”各环节最快也要到第 {last.DayNumber - began.DayNumber + 1} 天才能完成,超过规定的 {Text(within).Zh}。",
                $"The stages of '{procedure.Id}' take at least {last.DayNumber - began.DayNumber + 1} days, more than the {Text(within).En} allowed.",
                $"{{\"first\":\"{Iso(began)}\",\"last\":\"{Iso(last)}\"}}");
        }

        return ends.Count == 0 ? begin : ends.Values.Max();
    }

    // Stages stand in the order in which they can begin, each once.
    private void Order(ProcedureDefinition procedure, StageDefinition stage, Dictionary<string, DateOnly> before)
    {
        if (before.ContainsKey(stage.Id))
        {
            findings.Error("duplicate-id", stage.Place, $"环节“{stage.Id}”写了两次。", $"The stage '{stage.Id}' is defined twice.");
        }

        var later = stage.After.Where(a => !before.ContainsKey(a.Text) && procedure.Stages.Any(s => s.Id == a.Text)).ToList();
        foreach (var (id, place) in later)
        {
            findings.Error("stage-order", place,
                $"环节“{stage.Id}”要等“{id}”结束,但“{id}”写在它后面或就是它自己。", $"The stage '{stage.Id}' waits for '{id}', which stands behind it or is the stage itself.");
        }

        References(stage.After.Except(later), before.Keys);
    }

    // The first day on which the stage can be over.
    private DateOnly Stage(StageDefinition stage, DateOnly start)
    {
        if (stage.Opens > stage.Closes)
        {
            findings.Error("dates-reversed", stage.Place, $"环节“{stage.Id}”的截止早于开始。", $"The stage '{stage.Id}' closes before it opens.");
            return start;
        }

        var end = stage.Takes is { } takes ? End(start, takes) : start;
        if (stage.Notice is { } notice)
        {
            var posted = Later(notice.Posted, stage.Takes is null ? start : end) ?? start;
            end = Last(notice, posted);
            if (stage.Closes is { } closes && notice.PostedBy is { } by && Last(notice, by) > closes && end <= closes)
            {
                var latest = by;
                while (Last(notice, latest) > closes)
                {
                    latest = latest.AddDays(-1);
                }

                findings.Error("calendar-infeasible", notice.Place,
                    $"环节“{stage.Id}”的公示若在 {Iso(by)} 张贴,{notice.Days} 天到 {Iso(Last(notice, by))} 才满,晚于截止日 {Iso(closes)};最迟应在 {Iso(latest)} 张贴。",
                    $"A notice of stage '{stage.Id}' posted on {Iso(by)} has hung {notice.Days} days on {Iso(Last(notice, by))}, after the close on {Iso(closes)}; it must be posted by {Iso(latest)}.",
                    $"{{\"posted\":\"{Iso(by)}\",\"over\":\"{Iso(Last(notice, by))}\",\"closes\":\"{Iso(closes)}\"}}");
            }
        }

        var must = Earlier(stage.Closes, stage.Within is { } within ? End(start, within) : null);
        if (must is { } limit && end > limit)
        {
            findings.Error("calendar-infeasible", stage.Place,
                $"环节“{stage.Id}”从 {Iso(start)} 开始,最快 {Iso(end)} 才能完成,晚于截止日 {Iso(limit)}。",
                $"The stage '{stage.Id}' begins on {Iso(start)} and can be over on {Iso(end)} at the earliest, after its close on {Iso(limit)}.",
                $"{{\"start\":\"{Iso(start)}\",\"over\":\"{Iso(end)}\",\"closes\":\"{Iso(limit)}\"}}");
        }

        return end;
    }

    /// <summary>The last day of a notice.</summary>
    public static DateOnly Last(NoticeDefinition notice, DateOnly posted) =>
        notice.Inclusive ? End(posted, new Span(notice.Days, notice.Working)) : End(posted.AddDays(1), new Span(notice.Days, notice.Working));

    /// <summary>The last day of a span whose first day is <paramref name="start"/>.</summary>
    public static DateOnly End(DateOnly start, Span span)
    {
        if (!span.Working)
        {
            return start.AddDays(Math.Max(0, span.Days - 1));
        }

        var day = start;
        for (var left = span.Days; ; day = day.AddDays(1))
        {
            left -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
            if (left <= 0)
            {
                return day;
            }
        }
    }

    private void References(IEnumerable<(string Text, Place Place)> references, IEnumerable<string> known)
    {
        var ids = known.ToList();
        foreach (var (id, place) in references.Where(r => !ids.Contains(r.Text)))
        {
            var near = YamlItem.Nearest(id, ids);
            findings.Error("unknown-rule", place, $"没有“{id}”。" + (near is null ? "" : $"是不是“{near}”?"), $"There is no '{id}'." + (near is null ? "" : $" Did you mean '{near}'?"));
        }
    }

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a > b ? a : b;

    private static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a < b ? a : b;

    private static Kernel.Text.LocalText Text(Span span) => span.Working
        ? new($"{span.Days} 个工作日", $"{span.Days} working days") : new($"{span.Days} 天", $"{span.Days} days");

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
