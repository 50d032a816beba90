using System.Globalization;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;

namespace Fuyao.Registry.Model;

/// <summary>What held on a day, as known now or as it was known at a time in the past: the two questions that every list and report answers.</summary>
/// <param name="On">The day for which the register is read.</param>
/// <param name="KnownAt">Null: as known now.</param>
internal readonly record struct AsOf(DateOnly On, DateTimeOffset? KnownAt)
{
    /// <summary>From <c>on=</c> and <c>known_at=</c> of an address; adds what is wrong with them.</summary>
    public static AsOf Read(string? on, string? knownAt, TimeProvider clock, List<Problem> problems) =>
        new(Day(on, clock, problems), Instant(knownAt, clock, problems));

    /// <summary>Today when absent.</summary>
    public static DateOnly Day(string? text, TimeProvider clock, List<Problem> problems, string path = "on")
    {
        if (string.IsNullOrEmpty(text))
        {
            return clock.TodayInChina();
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            problems.Add(new Problem("wrong-date", new LocalText("日期应写作 2016-05-01。", "Write the date as 2016-05-01."), path));
        }

        return day;
    }

    /// <summary>A time, or a day, which means its end in China: what was known when the office closed.</summary>
    public static DateTimeOffset? Instant(string? text, TimeProvider clock, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return Past(day.EndInChina().AddTicks(-TimeSpan.TicksPerMillisecond));
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return Past(at);
        }

        problems.Add(new Problem("wrong-time", new LocalText(
            "时间应写作 2016-05-01 或 2016-05-01T08:00:00+08:00。", "Write the time as 2016-05-01 or 2016-05-01T08:00:00+08:00."), "known_at"));
        return null;

        DateTimeOffset? Past(DateTimeOffset time) => time < clock.GetUtcNow() ? time : null;
    }

    /// <summary>The versions of this day, as this was known.</summary>
    public async Task<IQueryable<T>> OfAsync<T>(PlatformDb db, IQueryable<T> versions, CancellationToken ct)
        where T : class, IVersion =>
        Of(db, versions, KnownAt is null ? await db.HiddenChangesAsync(ct) : []);

    /// <param name="hidden">From <see cref="VersionQueries.HiddenChangesAsync"/>.</param>
    public IQueryable<T> Of<T>(PlatformDb db, IQueryable<T> versions, Guid[] hidden)
        where T : class, IVersion =>
        (KnownAt is { } at ? versions.KnownAt(db, at) : versions.Known(hidden)).On(On);
}
