using System.Diagnostics;
using System.Security.Cryptography;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Rules;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <summary>
/// Runs one import: checks and writes household by household under hidden change sets (one a county) in short transactions,
/// then publishes all of it in one. Until that moment nobody sees anything; if the process dies, the next import takes it back.
/// </summary>
internal sealed class ImportRunner(
    PlatformDb db, DatabaseTarget target, HouseholdPlanner planner, ChangeWriter writer, RegionLoader regions, Seal seal, WriteSession session, AuditTrail audit, CurrentActor actor, TimeProvider clock)
{
    private const int HouseholdsATransaction = 256;

    // What waits in the channels grows old enough for the collector to keep its pages; without this the memory of a long
    // import is bounded by the machine alone.
    private const int RowsACollection = 10_000;
    private readonly Dictionary<int, Guid> changes = [];
    private readonly DraftToState states = new(seal, clock);
    private ImportTally tally = new();
    private string source = "";

    /// <exception cref="ProblemException">A file is unreadable or unrecognised, all of it: nothing was stored.</exception>
    public async Task<ImportReport> RunAsync(ImportRequest request, Action<ImportProgress>? progress, CancellationToken ct)
    {
        if (request.Region.Range.Intersect(actor.Area) != request.Region.Range)
        {
            throw ProblemException.NotFound("region", "行政区划");
        }

        var started = Stopwatch.GetTimestamp();
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
        try
        {
            await AllFilesAsync(request, started, progress, ct);
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

        return tally.Report([.. changes.Values], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task AllFilesAsync(ImportRequest request, long started, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var scattered = new Dictionary<string, IReadOnlySet<string>>();
        while (true)
        {
            tally = new ImportTally();
            var rules = new RuleSet(clock.InChina(), request.AsOf);
            var resolver = new RegionResolver(request.Region);
            var current = request.Files[0];
            HouseholdStream? stream = null;
            try
            {
                foreach (var file in request.Files)
                {
                    current = file;
                    stream = new HouseholdStream(file.Path, file.Name, resolver, rules);
                    await FileAsync(request, stream, file, scattered.GetValueOrDefault(file.Path), started, progress, ct);
                }

                return;
            }
            catch (ScatteredRowsException)
            {
                // Rows of one household stand apart: what was written is taken back, the file is read once for which they are.
                await TakeBackAsync(ct);
                scattered[current.Path] = stream!.FindScattered(ct);
            }
        }
    }

    private async Task FileAsync(
        ImportRequest request, HouseholdStream stream, ImportFile file, IReadOnlySet<string>? scattered, long started, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var pending = new List<HouseholdDraft>();
        var collected = tally.Rows;
        await foreach (var batch in stream.ReadAsync(scattered, ct))
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
                await ApplyAsync(request, pending, ct);
                pending.Clear();
            }

            if (tally.Rows - collected > RowsACollection)
            {
                collected = tally.Rows;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            }

            progress?.Invoke(new ImportProgress(file.Name, tally.Rows, tally.Refused, Stopwatch.GetElapsedTime(started).TotalSeconds));
        }

        await ApplyAsync(request, pending, ct);
        foreach (var finding in stream.FileFindings)
        {
            tally.Add(finding);
        }

        progress?.Invoke(new ImportProgress(file.Name, tally.Rows, tally.Refused, Stopwatch.GetElapsedTime(started).TotalSeconds));
    }

    private async Task ApplyAsync(ImportRequest request, List<HouseholdDraft> drafts, CancellationToken ct)
    {
        var today = clock.InChina();
        foreach (var county in drafts.GroupBy(d => new RegionCode(d.Region).County))
        {
            var register = await HouseholdAggregate.LoadByNumberAsync(db, county.Key, county.Select(d => d.Number), ct);
            var change = changes.TryGetValue(county.Key, out var begun) ? begun : Ids.New(clock);
            var plans = new List<HouseholdPlan>();
            var done = new List<(HouseholdDraft Draft, int Rows)>();
            var newcomers = new List<(HouseholdDraft Draft, PersonDraft Person)>();
            // Planning seals, hashes and serialises, and touches nothing shared: it takes whatever core the reader leaves idle.
            var planned = county.AsParallel().AsOrdered().WithCancellation(ct)
                .Select(draft => (Draft: draft, Known: register.GetValueOrDefault(draft.Number)))
                .Select(d => (d.Draft, d.Known, Stated: d.Known is null ? (Plan: First(d.Draft, change), Rows: d.Draft.Persons.Count) : Mend(d.Draft, d.Known, request.AsOf, today, change)))
                .ToList();
            foreach (var (draft, known, (plan, rows)) in planned)
            {
                if (!plan.IsUnchanged)
                {
                    plans.Add(plan);
                }

                if (known is null)
                {
                    newcomers.AddRange(draft.Persons.Where(p => p.IdNumber is not null).Select(p => (draft, p)));
                }

                done.Add((draft, plan.IsUnchanged ? 0 : rows));
            }

            await WarnOfRegisteredAsync(county.Key, change, newcomers, ct);
            foreach (var (draft, rows) in done)
            {
                tally.Accept(draft, rows);
            }

            if (!request.DryRun && plans.Count > 0)
            {
                await WriteAsync(county.Key, change, plans, ct);
            }
        }
    }

    private HouseholdPlan First(HouseholdDraft draft, Guid change) =>
        planner.Plan(null, states.New(draft), new Span(draft.Facts.RegisteredOn.TryGet(out var registered) ? registered : Span.Beginning, Span.Forever), change);

    private (HouseholdPlan Plan, int Rows) Mend(HouseholdDraft draft, HouseholdAggregate known, DateOnly? asOf, DateOnly today, Guid change)
    {
        // A household may be registered from a day still to come: then that first day is what is corrected.
        var day = asOf ?? (known.On(today) is null && known.Versions.Count > 0 ? known.Versions.Max(v => v.ValidFrom) : today);
        var (state, unnamed) = states.Existing(draft, known, day);
        foreach (var person in unnamed)
        {
            draft.Findings.Add(new Finding(source.Split(' ')[0], draft.Persons[0].Sheet, draft.Persons[0].Row, null, -1, null, Severity.Warning, "member-not-in-file", new(
                $"登记册中本户还有成员“{Mask.Name(person.Name)}”,文件中没有;该成员保持不变。", $"The register has a further member {Mask.Name(person.Name)} whom the file does not name; the member stays."), draft.Number));
        }

        var span = asOf is { } from ? known.SpanFrom(from) : known.SpanAround(day) ?? known.SpanFrom(day);
        var plan = planner.Plan(known, state, span, change);
        // A change of the household alone stands on one row; a change of members on theirs.
        return (plan, Math.Clamp(plan.Changed.Count, 1, draft.Persons.Count));
    }

    private async Task WriteAsync(int county, Guid change, List<HouseholdPlan> plans, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!changes.ContainsKey(county))
        {
            await writer.BeginAsync(new Change
            {
                County = county,
                Id = change,
                Actor = actor.Name,
                Channel = Channels.Import,
                Reason = "导入登记表",
                Source = source,
            }, ct);
        }

        await writer.ApplyAsync(county, change, plans, ct);
        await transaction.CommitAsync(ct);
        changes[county] = change;
    }

    private async Task WarnOfRegisteredAsync(int county, Guid change, List<(HouseholdDraft Draft, PersonDraft Person)> newcomers, CancellationToken ct)
    {
        foreach (var part in newcomers.Chunk(500))
        {
            var own = part.Select(n => seal.IdNumberHashes(n.Person.IdNumber!)).ToArray();
            var hashes = own.SelectMany(h => h).ToArray();
            var found = await db.Set<PersonVersion>().IgnoreQueryFilters([PlatformDb.AreaFilter])
                .Where(v => v.County == county && v.ClosedBy == null && v.OpenedBy != change && v.IdHash != null && hashes.Contains(v.IdHash))
                .Select(v => v.IdHash!).ToListAsync(ct);
            foreach (var hash in found)
            {
                var (draft, person) = part[Array.FindIndex(own, each => each.Any(h => h.AsSpan().SequenceEqual(hash)))];
                draft.Findings.Add(new Finding(source.Split(' ')[0], person.Sheet, person.Row, "证件号码", draft.Headers!.Cells.First(c => c.Column.Header == "证件号码").Index,
                    Mask.IdNumber(person.IdNumber), Severity.Warning, "duplicate-in-register", new(
                        "该证件号码已登记在本县另一户,请核实是否重复。", "This id number is already registered in another household of the county."), draft.Number));
            }
        }
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        if (changes.Count == 0)
        {
            return;
        }

        await session.RunAsync("import.publish", async () =>
        {
            var at = clock.GetUtcNow();
            foreach (var (county, change) in changes)
            {
                await writer.PublishAsync(county, change, at, ct);
                audit.Add("import.publish", new AuditSubject("change", change.ToString(), county), new { tally.Accepted, tally.Unchanged, tally.Refused, source });
            }
        }, ct);
    }

    private async Task TakeBackAsync(CancellationToken ct)
    {
        foreach (var (county, change) in changes.ToList())
        {
            await writer.RollBackAsync(county, change, ct);
            changes.Remove(county);
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
        await using var content = File.OpenRead(file.Path);
        return $"{file.Name} sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct))}";
    }
}
