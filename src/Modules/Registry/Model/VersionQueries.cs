using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Model;

/// <summary>The one place that says which versions count: what held on a day, as far as it is published or was known.</summary>
internal static class VersionQueries
{
    /// <summary>Changes that are being applied and not yet published; normally none.</summary>
    public static Task<Guid[]> HiddenChangesAsync(this PlatformDb db, CancellationToken ct) =>
        db.Set<Change>().Where(c => c.At == null).Select(c => c.Id).ToArrayAsync(ct);

    /// <summary>What is known now.</summary>
    /// <param name="hidden">From <see cref="HiddenChangesAsync"/>: what they opened does not count yet, what they closed still does.</param>
    public static IQueryable<T> Known<T>(this IQueryable<T> versions, Guid[] hidden)
        where T : class, IVersion =>
        hidden.Length == 0
            ? versions.Where(v => v.ClosedBy == null)
            : versions.Where(v => !hidden.Contains(v.OpenedBy) && (v.ClosedBy == null || hidden.Contains(v.ClosedBy.Value)));

    /// <summary>What was known at a time in the past.</summary>
    public static IQueryable<T> KnownAt<T>(this IQueryable<T> versions, PlatformDb db, DateTimeOffset at)
        where T : class, IVersion =>
        versions.Where(v =>
            db.Set<Change>().Any(c => c.County == v.County && c.Id == v.OpenedBy && c.At <= at)
            && (v.ClosedBy == null || !db.Set<Change>().Any(c => c.County == v.County && c.Id == v.ClosedBy && c.At <= at)));

    /// <summary>What holds on a day.</summary>
    public static IQueryable<T> On<T>(this IQueryable<T> versions, DateOnly day)
        where T : class, IVersion =>
        versions.Where(v => v.ValidFrom <= day && day < v.ValidTo);

    /// <summary>The county numbers that an area's keys begin with, both included.</summary>
    public static (int First, int Last) Counties(CodeRange area) => ((int)(area.From / 1_000_000), (int)((Math.Max(area.To, 1) - 1) / 1_000_000));

    /// <summary>What lies in an area. Says the counties too, which every index begins with.</summary>
    public static IQueryable<T> In<T>(this IQueryable<T> versions, CodeRange area)
        where T : class, IVersion
    {
        var (first, last) = Counties(area);
        versions = first == last ? versions.Where(v => v.County == first) : versions.Where(v => v.County >= first && v.County <= last);
        return versions.Where(v => v.Region >= area.From && v.Region < area.To);
    }
}
