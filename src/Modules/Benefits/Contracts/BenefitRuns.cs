using System.Diagnostics;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Contracts;

/// <summary>
/// Works a pack out for a period and stores what people are due. Scoped; acts in the area of the present actor.
/// <para>
/// What falls due: a run for a month awards each policy's present unit – the month itself, the year, term, school year, the one
/// time or the event that the date lies in – to everybody who has not been awarded that unit before. So monthly policies are
/// awarded every month, yearly ones in the first run of the year that finds their people, one-off ones once ever. A run for a
/// whole year leaves monthly policies to the monthly runs.
/// </para>
/// </summary>
public sealed class BenefitRuns
{
    private readonly PlatformDb db;
    private readonly WriteSession session;
    private readonly AuditTrail audit;
    private readonly CurrentActor actor;
    private readonly PolicyEngine engine;
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;

    internal BenefitRuns(
        PlatformDb db, WriteSession session, AuditTrail audit, CurrentActor actor, PolicyEngine engine, IServiceScopeFactory scopes, TimeProvider clock)
    {
        (this.db, this.session, this.audit, this.actor) = (db, session, audit, actor);
        (this.engine, this.scopes, this.clock) = (engine, scopes, clock);
    }

    /// <summary>Begins the run, or finds the one that stands, and works until it is complete.</summary>
    /// <exception cref="ProblemException">
    /// 404: no such pack, or the place is outside the actor's area. 409: the pack changed since the run began. 422: the pack is not
    /// in force in the place or in the period, or nobody is registered there.
    /// </exception>
    public async Task<RunSummary> RunAsync(RunRequest request, Action<RunProgress>? progress = null, CancellationToken ct = default)
    {
        var runs = await BeginAsync(request, ct);
        var summaries = new List<RunSummary>();
        foreach (var run in runs)
        {
            summaries.Add(await ContinueAsync(run.County, run.Id, progress, ct));
        }

        return RunSummaries.Sum(summaries);
    }

    /// <summary>Writes the row of each county's run, or finds it. Nothing is worked out yet.</summary>
    internal async Task<IReadOnlyList<Run>> BeginAsync(RunRequest request, CancellationToken ct)
    {
        var pack = engine.Prepare(request.Pack, request.Period.FirstDay);
        if (pack.OutOfValidity)
        {
            var summary = engine.Packs().Single(p => p.Id == pack.Id);
            throw new ProblemException(422, new Problem("pack-not-in-force", new LocalText(
                $"政策包 {pack.Id} 的有效期为 {summary.ValidFrom:yyyy-MM-dd} 至 {summary.ValidTo:yyyy-MM-dd},{request.Period} 不在其中。请选择有效期内的月份。",
                $"The pack {pack.Id} is in force from {summary.ValidFrom:yyyy-MM-dd} to {summary.ValidTo:yyyy-MM-dd}; {request.Period} is outside. Choose a period within."),
                "period"));
        }

        // What is awarded names this version: it must be there when the award is looked into years later.
        engine.Keep(pack);
        var runs = new List<Run>();
        foreach (var region in await PlacesAsync(request, pack, ct))
        {
            runs.Add(await FindOrCreateAsync(request, pack, region, ct));
        }

        return runs.Count > 0 ? runs : throw new ProblemException(422, new Problem("nobody-registered", new LocalText(
            "所选地区没有在册农户。请先导入名册。", "Nobody is registered in this place. Import the register first."), "region"));
    }

    /// <summary>Works on from the run's cursor until it is complete.</summary>
    internal async Task<RunSummary> ContinueAsync(int county, Guid id, Action<RunProgress>? progress, CancellationToken ct)
    {
        var run = await LoadAsync(county, id, ct);
        if (run.State == RunState.Completed)
        {
            return RunSummaries.Of(run, unchanged: true);
        }

        // The very version that the run began with, whatever was published or shipped since.
        var pack = engine.Prepare($"{run.Pack}@{run.PackHash}", run.On);
        Period.TryParse(run.Period, out var period);
        var frame = new RunFrame(run.County, run.Id, new RegionCode(run.Region).Range, run.On, run.StartedAt, period.Month is not null);
        var writer = new RunWriter(db, session, audit, frame);
        var completed = false;
        while (!completed)
        {
            completed = await WorkAsync(frame, pack, writer, run, progress, ct);
            run = await LoadAsync(county, id, ct);
            completed |= run.State == RunState.Completed;
        }

        return RunSummaries.Of(run);
    }

    // Returns false when another process has moved the cursor, so that reading must begin again behind it.
    private async Task<bool> WorkAsync(
        RunFrame frame, PreparedPack pack, RunWriter writer, Run run, Action<RunProgress>? progress, CancellationToken ct)
    {
        var cursor = new Cursor(run.CursorRegion, run.CursorHousehold);
        var done = new RunProgress(run.Households, run.Persons, run.Awards);
        var clockStart = Stopwatch.GetTimestamp();
        await foreach (var chunk in new Evaluation(pack, frame, scopes, clock).RunAsync(cursor, ct))
        {
            var worked = Stopwatch.GetElapsedTime(clockStart);
            clockStart = Stopwatch.GetTimestamp();
            if (!await writer.CommitAsync(chunk, cursor, worked, ct))
            {
                return false;
            }

            cursor = new Cursor(chunk.LastRegion, chunk.LastHousehold);
            done = new RunProgress(done.Households + chunk.Households, done.Persons + chunk.Persons, done.Awards + chunk.Candidates.Count);
            progress?.Invoke(done);
        }

        await new DecidedAwards(db, session, audit, new HouseholdReader(db), clock).ApplyAsync(run, pack, ct);
        return await writer.CompleteAsync(cursor, clock.GetUtcNow(), ct);
    }

    private async Task<Run> LoadAsync(int county, Guid id, CancellationToken ct) =>
        await db.Set<Run>().AsNoTracking().SingleOrDefaultAsync(r => r.County == county && r.Id == id, ct) ?? throw ProblemException.NotFound("run", "测算");

    private async Task<Run> FindOrCreateAsync(RunRequest request, PreparedPack pack, RegionCode region, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await session.RunAsync("run.open", async () =>
                {
                    var period = request.Period.ToString();
                    var last = await db.Set<Run>().AsNoTracking()
                        .Where(r => r.County == region.County && r.Pack == pack.Id && r.Period == period && r.Region == region.Value)
                        .OrderByDescending(r => r.Sequence).FirstOrDefaultAsync(ct);
                    if (last is not null && (last.State == RunState.Running || !request.Supplement))
                    {
                        audit.Add("run.open", Subject(last), new { last.State });
                        return last;
                    }

                    var run = New(request, pack, region, (last?.Sequence ?? 0) + 1);
                    db.Add(run);
                    await db.SaveChangesAsync(ct);
                    audit.Add("run.start", Subject(run), new { run.Pack, run.PackHash, run.Period, Region = region.ToShort(), run.Sequence });
                    return run;
                }, ct);
            }
            catch (Exception e) when (RunWriter.IsUniqueViolation(e))
            {
                // Somebody else began the same run at the same moment: it is theirs and ours.
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private Run New(RunRequest request, PreparedPack pack, RegionCode region, int sequence)
    {
        var now = clock.GetUtcNow();
        return new Run
        {
            County = region.County,
            Id = Ids.New(clock),
            Region = region.Value,
            Pack = pack.Id,
            PackVersion = pack.Version,
            PackHash = pack.Hash,
            Period = request.Period.ToString(),
            Sequence = sequence,
            On = request.Period.FirstDay,
            StartedAt = now,
            StartedBy = actor.Name,
            StartedById = actor.Id,
            State = RunState.Running,
            Totals = new RunTotals().Write(),
        };
    }

    // One place a county: every table's key begins with the county.
    private async Task<List<RegionCode>> PlacesAsync(RunRequest request, PreparedPack pack, CancellationToken ct)
    {
        var area = actor.Area;
        if (request.Region is { } region)
        {
            area = area.Intersect(region.Range);
            if (area != region.Range)
            {
                throw ProblemException.NotFound("place", "地区");
            }
        }

        var jurisdiction = RegionCode.TryParse(pack.Jurisdiction, out var code) ? code.Range : CodeRange.Everything;
        var inForce = area.Intersect(jurisdiction);
        if (inForce == CodeRange.Nothing)
        {
            throw new ProblemException(422, new Problem("pack-not-in-force", new LocalText(
                $"政策包 {pack.Id} 只适用于 {pack.Jurisdiction},不适用于所选地区。", $"The pack {pack.Id} is in force in {pack.Jurisdiction} only, not in this place."), "region"));
        }

        return await CountiesAsync(inForce, request.Period.FirstDay, ct);
    }

    private async Task<List<RegionCode>> CountiesAsync(CodeRange area, DateOnly on, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(area);
        var places = new List<RegionCode>();
        foreach (var number in await scope.ServiceProvider.GetRequiredService<RegisterReader>().CountiesAsync(area, on, ct))
        {
            var county = new RegionCode(number * 1_000_000L);
            var inside = county.Range.Intersect(area);
            places.Add(inside == county.Range ? county : new RegionCode(inside.From));
        }

        return places;
    }

    private static AuditSubject Subject(Run run) => new("run", run.Id.ToString(), run.County);
}
