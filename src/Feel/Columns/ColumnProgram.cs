using Fuyao.Feel.Columns.Running;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Columns;

/// <summary>A compiled program. Immutable; it may run several times, also at once.</summary>
public sealed class ColumnProgram
{
    private const int RowsPerChunk = 2048;
    private const int OwnersPerBlock = 16384;

    private readonly IReadOnlyList<ColumnTable> _levels;
    private readonly Plan[] _plans;
    private readonly bool _vectors;

    internal ColumnProgram(List<ColumnTable> levels, Plan[] plans, bool vectors)
    {
        _levels = levels;
        _plans = plans;
        _vectors = vectors;
    }

    /// <summary>Operations done for every chunk: what a benchmark divides by.</summary>
    public int Operations => _plans.Sum(p => p.Steps.Count);

    /// <summary>Room for the outputs, to be filled by <see cref="Run(IReadOnlyList{ColumnOutput}, int, CancellationToken)"/>.</summary>
    public IReadOnlyList<ColumnOutput> Allocate() => [.. _plans.SelectMany(plan => plan.Stores.Select(store =>
    {
        var (lane, table) = (store.Lane, _levels[store.Lane.Level]);
        Array data = plan.Registers[store.Value].Decimal ? new decimal[table.Count]
            : lane.Kind == FeelTypeKind.Boolean || (lane.Range.Low.Sign >= 0 && lane.Range.High <= byte.MaxValue) ? new byte[table.Count]
            : lane.Range.Low >= int.MinValue && lane.Range.High <= int.MaxValue ? new int[table.Count] : new long[table.Count];
        var states = store.Unknown >= 0 || store.Null >= 0 ? new byte[table.Count] : null;
        return new ColumnOutput(store.Name, table, lane.Kind, data, (decimal)lane.Denominator, states, plan.Texts);
    }))];

    /// <summary>Computes every output for the whole population.</summary>
    public IReadOnlyList<ColumnOutput> Run(int threads = 1, CancellationToken cancellation = default)
    {
        var outputs = Allocate();
        Run(outputs, threads, cancellation);
        return outputs;
    }

    /// <summary>Computes into outputs of <see cref="Allocate"/>; memory beyond them is a few chunks a thread.</summary>
    public void Run(IReadOnlyList<ColumnOutput> outputs, int threads = 1, CancellationToken cancellation = default)
    {
        var population = _levels[0].Count;
        var next = 0;
        void Work()
        {
            var first = 0;
            var workers = _plans.Select(plan =>
            {
                var own = outputs.Skip(first).Take(plan.Stores.Length).ToArray();
                first += plan.Stores.Length;
                return new Worker(plan, own, _vectors, RowsPerChunk);
            }).ToArray();
            int from;
            while ((from = Interlocked.Add(ref next, OwnersPerBlock) - OwnersPerBlock) < population && from >= 0)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var worker in workers)
                    worker.Run(from, Math.Min(population, from + OwnersPerBlock));
            }
        }
        if (threads <= 1)
            Work();
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, _ => Work());
    }
}
