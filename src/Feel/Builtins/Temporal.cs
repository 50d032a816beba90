using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Functions that make dates, times and durations and take them apart (DMN 1.5 §10.3.4.1, §10.3.4.7).</summary>
internal static class Temporal
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static void Define(Definitions d)
    {
        d.Add("date(from: string): date", (a, _) => TemporalText.Date(a[0].AsString) is { } date ? FeelValue.Of(date) : default);
        d.Add("date(from: date): date", (a, _) => a[0]);
        d.Add("date(from: date and time): date", (a, _) => FeelValue.Of(a[0].AsDateTime.Date));
        d.Add("date(year: number, month: number, day: number): date", (a, _) => Whole(a, 3) && FeelDate.IsValid((long)a[0].AsNumber, (long)a[1].AsNumber, (long)a[2].AsNumber)
            ? FeelValue.Of(new FeelDate((int)a[0].AsNumber, (int)a[1].AsNumber, (int)a[2].AsNumber)) : default);
        d.Add("time(from: string): time", (a, _) => TemporalText.Time(a[0].AsString) is { } time ? FeelValue.Of(time) : default);
        d.Add("time(from: date): time", (_, _) => FeelValue.Of(new FeelTime(0, 0)));
        d.Add("time(from: time): time", (a, _) => a[0]);
        d.Add("time(from: date and time): time", (a, _) => FeelValue.Of(a[0].AsDateTime.Time));
        d.Add("time(hour: number, minute: number, second: number): time", (a, _) => Time(a, default));
        d.Add("time(hour: number, minute: number, second: number, offset: days and time duration?): time", (a, _) => Time(a, a[3]));
        d.Add("date and time(from: string): date and time", (a, _) => TemporalText.DateTime(a[0].AsString) is { } value ? FeelValue.Of(value) : default);
        d.Add("date and time(from: date and time): date and time", (a, _) => a[0]);
        d.Add("date and time(date: date, time: time): date and time", (a, _) => FeelValue.Of(new FeelDateTime(a[0].AsDate, a[1].AsTime)));
        d.Add("date and time(date: date and time, time: time): date and time", (a, _) => FeelValue.Of(new FeelDateTime(a[0].AsDateTime.Date, a[1].AsTime)));
        d.Add("duration(from: string): any", (a, _) => TemporalText.Duration(a[0].AsString));
        d.Add("years and months duration(from: date, to: date): years and months duration", (a, _) => Between(a[0].AsDate, a[1].AsDate));
        d.Add("years and months duration(from: date and time, to: date and time): years and months duration", (a, _) => Between(a[0].AsDateTime.Date, a[1].AsDateTime.Date));
        d.Add("now(): date and time", (_, c) => Now(c) is { } now ? FeelValue.Of(now) : default);
        d.Add("today(): date", (_, c) => Now(c) is { } now ? FeelValue.Of(now.Date) : default);
        foreach (var from in (ReadOnlySpan<string>)["date", "date and time"])
        {
            d.Add($"day of year(date: {from}): whole", (a, _) => FeelValue.Of((decimal)Date(a[0]).DayOfYear));
            d.Add($"day of week(date: {from}): string", (a, _) => FeelValue.Of(Days[Date(a[0]).Weekday - 1]));
            d.Add($"month of year(date: {from}): string", (a, _) => FeelValue.Of(Months[Date(a[0]).Month - 1]));
            d.Add($"week of year(date: {from}): whole", (a, _) => FeelValue.Of((decimal)Week(Date(a[0]))));
        }
    }

    private static FeelDate Date(FeelValue value) => value.Kind == FeelKind.Date ? value.AsDate : value.AsDateTime.Date;

    private static bool Whole(FeelValue[] a, int count) => a.Take(count).All(v => decimal.IsInteger(v.AsNumber) && Math.Abs(v.AsNumber) < 10_000_000_000m);

    private static FeelValue Time(FeelValue[] a, FeelValue offset)
    {
        var (hour, minute, second) = (a[0].AsNumber, a[1].AsNumber, a[2].AsNumber);
        if (!Whole(a, 2) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or >= 60)
            return default;
        var nanoseconds = (long)(((hour * 3600) + (minute * 60) + second) * FeelTime.PerSecond);
        if (offset.IsNull)
            return FeelValue.Of(new FeelTime(nanoseconds));
        return Math.Abs(offset.AsSeconds) > 14 * 3600 ? default : FeelValue.Of(new FeelTime(nanoseconds, (int)offset.AsSeconds));
    }

    /// <summary>Whole months between two dates, towards zero.</summary>
    private static FeelValue Between(FeelDate from, FeelDate to)
    {
        var months = ((to.Year - (long)from.Year) * 12) + to.Month - from.Month;
        if (months > 0 && to.Day < from.Day)
            months--;
        else if (months < 0 && to.Day > from.Day)
            months++;
        return FeelValue.YearsMonths(months);
    }

    private static FeelDateTime? Now(FeelCall call)
    {
        if (call.Options.Clock is not { } clock)
        {
            call.Report("no-clock", default, "此处没有时钟", "There is no clock here");
            return null;
        }
        var now = clock.GetLocalNow();
        return new FeelDateTime(FeelDate.From(DateOnly.FromDateTime(now.DateTime)), new FeelTime(now.TimeOfDay.Ticks * 100, (int)now.Offset.TotalSeconds));
    }

    /// <summary>ISO 8601: week 1 has the year's first Thursday.</summary>
    private static long Week(FeelDate date)
    {
        var thursday = FeelDate.FromDayNumber(date.DayNumber + 4 - date.Weekday);
        return ((thursday.DayOfYear - 1) / 7) + 1;
    }
}
