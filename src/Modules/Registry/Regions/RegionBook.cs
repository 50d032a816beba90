using System.Collections.Concurrent;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry.Regions;

/// <summary>The shipped list with the revisions of one database. Provinces are revised when they are first asked for.</summary>
internal sealed class RevisedRegions(RegionRevisions revisions)
{
    private readonly ConcurrentDictionary<int, RegionName[]> provinces = new();

    public RegionRevisions Revisions => revisions;

    public RegionName[] Province(int province) => ReferenceEquals(revisions, RegionRevisions.None) ? RegionCatalog.Shipped(province) : provinces.GetOrAdd(province, Revise);

    private RegionName[] Revise(int province) =>
    [
        .. RegionCatalog.Shipped(province).Concat(revisions.Added(province)).Where(p => revisions.EndOf(p.Code.Value) is null)
            .Select(p => p with { Name = revisions.NameOf(p.Code.Value, p.Name, null) }).OrderBy(p => p.Code.Value),
    ];
}

/// <summary>
/// What a host knows of the revisions of divisions in its database. The rows are the truth; this copy looks whether they have changed
/// once a second, so that what one server decides another names within a second. Singleton; without services: the list as shipped.
/// </summary>
internal sealed class RegionBook(IServiceScopeFactory? scopes = null)
{
    private const int LookEveryMilliseconds = 1_000;
    private volatile RevisedRegions revised = new(RegionRevisions.None);
    private (int All, int Undone) seen;
    private long nextLook;

    public RevisedRegions Revised => revised;

    /// <summary>Looks whether the rows have changed, unless that was done within the second.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var (now, next) = (Environment.TickCount64, Interlocked.Read(ref nextLook));
        if (now >= next && Interlocked.CompareExchange(ref nextLook, now + LookEveryMilliseconds, next) == next)
        {
            await RefreshAsync(ct);
        }
    }

    /// <summary>Rows are only added, and taken back at most once: their numbers say whether anything is new.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        // What happens to places is everybody's to know: read in a scope of its own, whoever asks.
        await using var scope = scopes!.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(RegionCode.Nation.Range);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var rows = db.Set<RegionChange>().AcrossAreas().AsNoTracking();
        var there = await rows.GroupBy(_ => 1).Select(g => new { All = g.Count(), Undone = g.Count(c => c.UndoneBy != null) }).FirstOrDefaultAsync(ct);
        if (there is null || seen == (there.All, there.Undone))
        {
            return;
        }

        revised = new RevisedRegions(new RegionRevisions((await rows.ToListAsync(ct)).DistinctBy(c => c.Id)));
        seen = (there.All, there.Undone);
    }

    /// <summary>Each request reads the divisions as its own host knows them.</summary>
    internal sealed class OfHost(RegionBook book) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                RegionCatalog.Enter(book);
                if (http.Request.Path.StartsWithSegments("/api"))
                {
                    try
                    {
                        await book.LookAsync(http.RequestAborted);
                    }
                    catch (Exception broken) when (broken is not OperationCanceledException)
                    {
                        // A database that does not answer is the request's own affair; the names known so far are good enough until then.
                    }
                }

                await rest(http);
            });
            next(app);
        };
    }
}
