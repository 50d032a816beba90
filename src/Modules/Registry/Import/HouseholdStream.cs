using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Rules;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import;

/// <summary>The rows of a household do not stand together, or its own row comes after its members': the file has to be read in another way.</summary>
internal sealed class ScatteredRowsException : Exception;

/// <summary>
/// Streams the checked households of one file. One thread reads the file, one takes cells apart and checks households, the
/// caller's writes them; bounded channels between them keep the memory flat.
/// </summary>
internal sealed class HouseholdStream(ImportFile file, ImportMapping mapping, RegionResolver regions, RuleSet rules)
{
    private const int RowsABatch = 128;
    private const int HouseholdsABatch = 32;

    /// <summary>Scattered households that are gathered in one pass over the file: some thirty MiB.</summary>
    private const int GatheredAtOnce = 15_000;

    private readonly Dictionary<string, RawRow> forms = new(StringComparer.Ordinal);

    /// <summary>Findings about sheets and headers, complete when the stream has ended.</summary>
    public IReadOnlyList<Finding> FileFindings { get; private set; } = [];

    public int RowsRead { get; private set; }

    /// <summary>Households whose rows stand together; those of <paramref name="scattered"/> come last.</summary>
    /// <param name="scattered">Null: not known; then <see cref="ScatteredRowsException"/> tells that there are some.</param>
    public async IAsyncEnumerable<List<HouseholdDraft>> ReadAsync(IReadOnlySet<string>? scattered, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var rows = Channel.CreateBounded<List<RawRow>>(new BoundedChannelOptions(4) { SingleReader = true, SingleWriter = true });
        var households = Channel.CreateBounded<List<HouseholdDraft>>(new BoundedChannelOptions(4) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => PumpRowsAsync(rows.Writer, stop.Token), stop.Token);
        var checking = Task.Run(() => PumpHouseholdsAsync(rows.Reader, households.Writer, scattered, stop.Token), stop.Token);
        try
        {
            await foreach (var batch in households.Reader.ReadAllAsync(ct))
            {
                yield return batch;
            }

            await reading;
            await checking;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(Task.WhenAll(reading, checking), Task.Delay(TimeSpan.FromSeconds(10), CancellationToken.None));
        }

        foreach (var batch in Gather(scattered ?? new HashSet<string>(), ct))
        {
            yield return batch;
        }
    }

    /// <summary>
    /// The numbers of the households whose rows do not stand together, and their own rows on sheets of households: one pass that
    /// looks at one column only.
    /// </summary>
    public HashSet<string> FindScattered(CancellationToken ct)
    {
        forms.Clear();
        var scattered = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<ulong>();
        var present = "";
        foreach (var row in Source().Read())
        {
            ct.ThrowIfCancellationRequested();
            var number = HouseholdAssembler.NumberOf(row);
            if (row.Headers.IsForm)
            {
                forms.TryAdd(number, row);
            }
            else if (number.Length > 0 && number != present)
            {
                if (!seen.Add(RuleSet.Hash(number)))
                {
                    scattered.Add(number);
                }

                present = number;
            }
        }

        return scattered;
    }

    private RowSource Source() => new(file, ImportTables.Households, mapping);

    // Until the members come, the household's own row waits.
    private void Form(RawRow row, string number, HashSet<ulong> seen, Dictionary<string, RawRow> waiting)
    {
        if (forms.ContainsKey(number))
        {
            return;
        }

        if (seen.Contains(RuleSet.Hash(number)))
        {
            throw new ScatteredRowsException();
        }

        forms.Add(number, row);
        waiting.Add(number, row);
    }

    private async Task PumpRowsAsync(ChannelWriter<List<RawRow>> rows, CancellationToken ct)
    {
        try
        {
            var source = Source();
            var batch = new List<RawRow>(RowsABatch);
            foreach (var row in source.Read())
            {
                batch.Add(row);
                if (batch.Count == RowsABatch)
                {
                    await rows.WriteAsync(batch, ct);
                    batch = new List<RawRow>(RowsABatch);
                    RowsRead = source.RowsRead;
                }
            }

            await rows.WriteAsync(batch, ct);
            RowsRead = source.RowsRead;
            FileFindings = source.Findings;
            rows.Complete();
        }
        catch (Exception e)
        {
            rows.Complete(e);
        }
    }

    private async Task PumpHouseholdsAsync(ChannelReader<List<RawRow>> rows, ChannelWriter<List<HouseholdDraft>> households, IReadOnlySet<string>? scattered, CancellationToken ct)
    {
        try
        {
            var assembler = new HouseholdAssembler(file.Name, regions, rules);
            var seen = new HashSet<ulong>();
            var batch = new List<HouseholdDraft>(HouseholdsABatch);
            var waiting = new Dictionary<string, RawRow>(forms, StringComparer.Ordinal);
            HouseholdDraft? present = null;
            await foreach (var some in rows.ReadAllAsync(ct))
            {
                foreach (var row in some)
                {
                    var number = HouseholdAssembler.NumberOf(row);
                    if (row.Headers.IsForm)
                    {
                        Form(row, number, seen, waiting);
                        continue;
                    }

                    if (scattered?.Contains(number) == true)
                    {
                        waiting.Remove(number);
                        continue;
                    }

                    if (present is not null && number.Length > 0 && number == present.Number)
                    {
                        assembler.Add(present, row);
                        continue;
                    }

                    if (present is not null)
                    {
                        batch.Add(assembler.Complete(present));
                        if (batch.Count == HouseholdsABatch)
                        {
                            await households.WriteAsync(batch, ct);
                            batch = new List<HouseholdDraft>(HouseholdsABatch);
                        }
                    }

                    if (number.Length > 0 && !seen.Add(RuleSet.Hash(number)))
                    {
                        throw new ScatteredRowsException();
                    }

                    present = assembler.Begin(row, waiting.Remove(number, out var form) ? form : null);
                }
            }

            if (present is not null)
            {
                batch.Add(assembler.Complete(present));
            }

            batch.AddRange(waiting.Values.Select(own => assembler.Complete(assembler.Alone(own))));
            foreach (var last in batch.Chunk(HouseholdsABatch))
            {
                await households.WriteAsync([.. last], ct);
            }

            households.Complete();
        }
        catch (Exception e)
        {
            households.Complete(e is ChannelClosedException { InnerException: ProblemException problem } ? problem : e);
        }
    }

    private IEnumerable<List<HouseholdDraft>> Gather(IReadOnlySet<string> scattered, CancellationToken ct)
    {
        var passes = (scattered.Count + GatheredAtOnce - 1) / GatheredAtOnce;
        for (var pass = 0; pass < passes; pass++)
        {
            var assembler = new HouseholdAssembler(file.Name, regions, rules);
            var gathered = new Dictionary<string, HouseholdDraft>(StringComparer.Ordinal);
            foreach (var row in Source().Read())
            {
                ct.ThrowIfCancellationRequested();
                var number = HouseholdAssembler.NumberOf(row);
                if (row.Headers.IsForm || !scattered.Contains(number) || RuleSet.Hash(number) % (ulong)passes != (ulong)pass)
                {
                    continue;
                }

                if (gathered.TryGetValue(number, out var household))
                {
                    assembler.Add(household, row);
                }
                else
                {
                    gathered.Add(number, assembler.Begin(row, forms.TryGetValue(number, out var form) ? form : null));
                }
            }

            foreach (var batch in gathered.Values.Chunk(HouseholdsABatch))
            {
                yield return [.. batch.Select(assembler.Complete)];
            }
        }
    }
}
