using System.Diagnostics;
using System.Security.Cryptography;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Endpoints;
using Fuyao.Registry.Import.Records;
using Fuyao.Registry.Import.Rules;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <summary>
/// Runs one import: checks and writes household by household under hidden change sets (one a county) in short transactions,
/// then publishes all of it in one. Until that moment nobody sees anything; if the process dies, the next import takes it back.
/// </summary>
internal sealed class ImportRunner(
    PlatformDb db, DatabaseTarget target, HouseholdPlanner planner, ChangeWriter writer, RegionLoader regions, Seal seal, WriteSession session, AuditTrail audit, CurrentActor actor, TimeProvider clock,
    RecordPlanner recordPlanner, ReceivedWriter receivedWriter, ReceivedMatcher receivedMatcher)
{
    private const int RowsABatch = 500;

    private const int HouseholdsATransaction = 256;

    // What waits in the channels grows old enough for the collector to keep its pages; without this the memory of a long
    // import is bounded by the machine alone.
    private const int RowsACollection = 10_000;
    private ImportChanges changes = null!;
    private readonly ImportParts parts = new(db, planner, writer, seal, actor, clock);
    private long started;
    private ImportTally tally = new();
    private string source = "";
    private ImportTable table = ImportTables.Households;
    private ImportMapping mapping = ImportMapping.None;

    /// <exception cref="ProblemException">A file is unreadable or unrecognised, all of it: nothing was stored.</exception>
    public async Task<ImportReport> RunAsync(ImportRequest request, Action<ImportProgress>? progress, CancellationToken ct)
    {
        if (request.Region.Range.Intersect(actor.Area) != request.Region.Range)
        {
            throw ProblemException.NotFound("region", "行政区划");
        }

        (table, mapping) = (ImportTables.Of(request.Table), request.Mapping ?? ImportMapping.None);
        started = Stopwatch.GetTimestamp();
        await using var alone = request.DryRun ? null : await ImportLock.TakeAsync(target, ct);
        // One connection for the whole import, with half the usual page cache: what it writes it hardly reads again.
        await db.Database.OpenConnectionAsync(ct);
        if (db.Engine == DbEngine.Sqlite)
        {
            await db.Database.ExecuteSqlRawAsync("pragma cache_size = -32768", ct);
        }

        await regions.EnsureAsync(request.Region, ct);
        await TakeBackAbandonedAsync(request.DryRun, ct);
        source = string.Join("; ", await Task.WhenAll(request.Files.Select(f => DescribeAsync(f, ct))));
        changes = new ImportChanges(parts, $"导入{table.Name.Zh}", source);
        try
        {
            await AllFilesAsync(request, progress, ct);
            if (request.AllOrNothing && tally.Refused > 0)
            {
                await TakeBackAsync(CancellationToken.None);
                var all = tally.Report([], Stopwatch.GetElapsedTime(started).TotalSeconds);
                return all with { Accepted = 0, Unchanged = 0, Refused = all.Accepted + all.Unchanged + all.Refused };
            }

            await PublishAsync(ct);
        }
        catch
        {
            await TakeBackAsync(CancellationToken.None);
            throw;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return tally.Report([.. changes.Begun.Values], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <inheritdoc cref="HouseholdImport.ProposeAsync"/>
    public async Task<ProposedMapping> ProposeAsync(ImportFile file, string? tableId, RegionCode region, CancellationToken ct)
    {
        var county = region.Level >= RegionLevel.County ? region.County : 0;
        var (_, found) = await UploadImport.ProposeAsync(file, tableId, county, db, ct);
        return new ProposedMapping(found.Table, found.Mapping, found.Missing, found.LeftOut,
            [.. found.Columns.Select(c => new ProposedField(c.Sheet, c.Header, c.Field, c.Confidence, [.. c.Samples.Select(s => $"{s.Text} → {s.Read ?? s.Problem?.Zh ?? ""}")]))]);
    }

    private async Task AllFilesAsync(ImportRequest request, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var scattered = new HashSet<ImportFile>();
        while (true)
        {
            tally = new ImportTally();
            var rules = new RuleSet(clock.TodayInChina(), request.AsOf);
            var resolver = new RegionResolver(request.Region);
            var current = request.Files[0];
            try
            {
                foreach (var file in request.Files)
                {
                    current = file;
                    if (table.Target is not null)
                    {
                        await RecordsAsync(request, file, resolver, progress, ct);
                        continue;
                    }

                    var writer = new HouseholdImporter(parts, request, table, file, resolver, changes, tally);
                    if (table == ImportTables.Persons)
                    {
                        await RosterAsync(writer, file, resolver, request, progress, ct);
                    }
                    else
                    {
                        await FormsAsync(writer, file, new HouseholdStream(file, mapping, resolver, rules), scattered.Contains(file), progress, ct);
                    }
                }

                return;
            }
            catch (ScatteredRowsException)
            {
                // Rows of one household stand apart: what was written is taken back, the file is read once for which they are.
                await TakeBackAsync(ct);
                scattered.Add(current);
            }
        }
    }

    private async Task FormsAsync(HouseholdImporter writer, ImportFile file, HouseholdStream stream, bool isScattered, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var pending = new List<HouseholdDraft>();
        var collected = tally.Rows;
        await foreach (var batch in stream.ReadAsync(isScattered ? stream.FindScattered(ct) : null, ct))
        {
            foreach (var household in batch)
            {
                if (household.HasErrors)
                {
                    tally.Refuse(household);
                }
                else
                {
                    pending.Add(household);
                }
            }

            if (pending.Count >= HouseholdsATransaction)
            {
                await writer.ApplyAsync(pending, ct);
                pending.Clear();
            }

            if (tally.Rows - collected > RowsACollection)
            {
                collected = tally.Rows;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            }

            Report(progress, file);
        }

        await writer.ApplyAsync(pending, ct);
        Add(stream.FileFindings);
        Report(progress, file);
    }

    private async Task RosterAsync(HouseholdImporter writer, ImportFile file, RegionResolver resolver, ImportRequest request, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var list = new PersonList(db, seal, file, resolver, request.Region, request.AsOf ?? clock.TodayInChina());
        var rows = new RowSource(file, table, mapping);
        foreach (var batch in rows.Read().Chunk(RowsABatch))
        {
            var (matched, refused) = await list.ResolveAsync(batch, ct);
            refused.ForEach(tally.Refuse);
            await writer.ApplyAsync(matched, ct);
            Report(progress, file);
        }

        Add(rows.Findings);
    }

    private async Task RecordsAsync(ImportRequest request, ImportFile file, RegionResolver resolver, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var places = new RecordPlaces(db, seal, resolver, request.Region, request.AsOf ?? clock.TodayInChina(), clock);
        var records = new RecordImporter(parts, recordPlanner, request, table, file, changes, tally, places);
        var received = new ReceivedImporter(receivedWriter, receivedMatcher, request, file, changes, tally, places);
        var rows = new RowSource(file, table, mapping);
        foreach (var batch in rows.Read().Chunk(RowsABatch))
        {
            await (table.Target!.Kind == RecordTables.Received ? received.ApplyAsync(batch, ct) : records.ApplyAsync(batch, ct));
            Report(progress, file);
        }

        Add(rows.Findings);
    }

    private void Add(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            tally.Add(finding);
        }
    }

    private void Report(Action<ImportProgress>? progress, ImportFile file) =>
        progress?.Invoke(new ImportProgress(file.Name, tally.Rows, tally.Refused, Stopwatch.GetElapsedTime(started).TotalSeconds));

    private async Task PublishAsync(CancellationToken ct)
    {
        if (changes.Begun.Count == 0)
        {
            return;
        }

        await session.RunAsync("import.publish", async () =>
        {
            var at = clock.GetUtcNow();
            foreach (var (county, change) in changes.Begun)
            {
                await writer.PublishAsync(county, change, at, ct);
                audit.Add("import.publish", new AuditSubject("change", change.ToString(), county), new { tally.Accepted, tally.Unchanged, tally.Refused, source });
            }
        }, ct);
        await db.RefreshStatisticsAsync(ct);
    }

    private async Task TakeBackAsync(CancellationToken ct)
    {
        foreach (var (county, change) in changes.Begun)
        {
            await writer.RollBackAsync(county, change, ct);
            changes.Forget(county);
        }
    }

    private async Task TakeBackAbandonedAsync(bool dryRun, CancellationToken ct)
    {
        if (dryRun)
        {
            return;
        }

        // Holding the lock: no unpublished import can still be running.
        foreach (var abandoned in await db.Set<Change>().AsNoTracking().Where(c => c.At == null && c.Channel == Channels.Import).ToListAsync(ct))
        {
            await writer.RollBackAsync(abandoned.County, abandoned.Id, ct);
        }
    }

    private static async Task<string> DescribeAsync(ImportFile file, CancellationToken ct)
    {
        await using var content = file.Open();
        return $"{file.Name} sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct))}";
    }
}
