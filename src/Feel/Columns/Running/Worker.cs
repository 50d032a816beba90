using Fuyao.Feel.Columns.Compiling;
using Fuyao.Feel.Columns.Kernels;

namespace Fuyao.Feel.Columns.Running;

/// <summary>Runs a plan over a stretch of the population, a cache-sized chunk of whole households at a time. One worker a thread.</summary>
internal sealed class Worker
{
    private readonly Plan _plan;
    private readonly ColumnOutput[] _outputs;
    private readonly bool _vectors;
    private readonly int _rows;
    private readonly int[] _start;
    private readonly int[] _count;
    private readonly int[] _capacity;
    private readonly int[] _above;
    private readonly int[]?[] _owner;
    private readonly long[][] _integers;
    private readonly decimal[][] _decimals;

    public Worker(Plan plan, ColumnOutput[] outputs, bool vectors, int rows)
    {
        _plan = plan;
        _outputs = outputs;
        _vectors = vectors;
        _rows = rows;
        var levels = plan.Levels;
        _start = new int[levels.Count];
        _count = new int[levels.Count];
        _capacity = new int[levels.Count];
        _above = [.. levels.Select(l => l.Parent is null ? -1 : levels.ToList().FindIndex(o => ReferenceEquals(o, l.Parent)))];
        _owner = new int[]?[levels.Count];
        _integers = new long[plan.Registers.Count][];
        _decimals = new decimal[plan.Registers.Count][];
    }

    /// <summary>The outermost rows from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    public void Run(int from, int to)
    {
        for (var size = _rows; from < to;)
        {
            size = Math.Min(size, to - from);
            while (!Place(from, size) && size > 1)
                size = Math.Max(1, size * 3 / 4);
            Chunk();
            from += size;
            // Households of other sizes follow: try a larger chunk again.
            size = Math.Min(_rows, size + (size / 8) + 1);
        }
    }

    /// <summary>Finds the rows of every level; false when some level has more than fit.</summary>
    private bool Place(int from, int count)
    {
        var fits = true;
        for (var level = 0; level < _start.Length; level++)
        {
            if (_above[level] < 0)
                (_start[level], _count[level]) = (from, count);
            else
            {
                var offsets = _plan.Levels[level].Offsets!;
                var (start, owners) = (_start[_above[level]], _count[_above[level]]);
                _start[level] = offsets[start];
                _count[level] = offsets[start + owners] - offsets[start];
            }
            fits &= _count[level] <= _rows;
        }
        return fits;
    }

    private void Chunk()
    {
        for (var level = 0; level < _count.Length; level++)
            if (_count[level] > _capacity[level] || _capacity[level] == 0)
                Grow(level);
        foreach (var level in _plan.Indexed)
            Segments.Owners(Offsets(level), _start[level], _count[level], _owner[level]!);
        foreach (var step in _plan.Steps)
        {
            if (step.Loop is { } loop)
                loop(_integers, _count[step.Operation.Level]);
            else if (step.Operation.IsDecimal || step.Operation.Code is OpCode.EqualDecimal or OpCode.LessDecimal or OpCode.LessOrEqualDecimal or OpCode.Truncate)
                Decimals(step);
            else
                Integers(step);
        }
        for (var i = 0; i < _outputs.Length; i++)
        {
            var store = _plan.Stores[i];
            var level = store.Lane.Level;
            Storing.Values(_integers[store.Value], _decimals[store.Value], _outputs[i], _start[level], _count[level], _vectors);
            if (_outputs[i].States is { } states)
                Storing.States(Masked(store.Unknown), Masked(store.Null), states.AsSpan(_start[level], _count[level]));
        }
    }

    private ReadOnlySpan<long> Masked(int register) => register < 0 ? [] : _integers[register];

    private ReadOnlySpan<int> Offsets(int level) => _plan.Levels[level].Offsets.AsSpan(_start[_above[level]], _count[_above[level]] + 1);

    /// <summary>Registers are a whole number of the widest vectors, so that kernels need no remainder loop.</summary>
    private void Grow(int level)
    {
        var capacity = _capacity[level] = (Math.Max(_rows, _count[level]) + 15) / 16 * 16;
        for (var i = 0; i < _plan.Registers.Count; i++)
        {
            if (_plan.Registers[i].Level != level)
                continue;
            if (_plan.Registers[i].Decimal)
                _decimals[i] = new decimal[capacity];
            else
                _integers[i] = new long[capacity];
        }
        _owner[level] = new int[capacity];
        foreach (var step in _plan.Constants)
        {
            if (step.Operation.Level != level)
                continue;
            if (step.Operation.IsDecimal)
                Array.Fill(_decimals[step.To], (decimal)step.Operation.Detail!);
            else
                Array.Fill(_integers[step.To], (long)step.Operation.Detail!);
        }
    }

    private void Integers(in Step step)
    {
        var operation = step.Operation;
        var (level, n) = (operation.Level, _count[operation.Level]);
        var to = _integers[step.To];
        switch (operation.Code)
        {
            case OpCode.Load:
                var source = (ColumnSource)operation.Detail!;
                Loading.Values(source.Column, _start[level], to.AsSpan(0, n), source.Codes, _vectors);
                break;
            case OpCode.LoadUnknown: Loading.States((Column)operation.Detail!, Column.Unknown, _start[level], to.AsSpan(0, n), _vectors); break;
            case OpCode.LoadNull: Loading.States((Column)operation.Detail!, Column.Null, _start[level], to.AsSpan(0, n), _vectors); break;
            case OpCode.Add: Elementwise.Run<Add>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Subtract: Elementwise.Run<Subtract>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Multiply: Elementwise.Run<Multiply>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Min: Elementwise.Run<Min>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Max: Elementwise.Run<Max>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Equal: Elementwise.Run<Equal>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Less: Elementwise.Run<Less>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.LessOrEqual: Elementwise.Run<LessOrEqual>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.And: Elementwise.Run<And>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Or: Elementwise.Run<Or>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.AndNot: Elementwise.Run<AndNot>(_integers[step.A], _integers[step.B], to, n, _vectors); break;
            case OpCode.Negate: Elementwise.Run<Negate>(_integers[step.A], _integers[step.A], to, n, _vectors); break;
            case OpCode.Abs: Elementwise.Run<Abs>(_integers[step.A], _integers[step.A], to, n, _vectors); break;
            case OpCode.Not: Elementwise.Run<Not>(_integers[step.A], _integers[step.A], to, n, _vectors); break;
            case OpCode.NotZero: Elementwise.Run<NotZero>(_integers[step.A], _integers[step.A], to, n, _vectors); break;
            case OpCode.Select: Elementwise.Select(_integers[step.A], _integers[step.B], _integers[step.C], to, n, _vectors); break;
            case OpCode.RoundDivide: Rounds.Divide(_integers[step.A], to.AsSpan(0, n), (Rounding)operation.Detail!); break;
            case OpCode.Broadcast: Segments.Broadcast(_integers[step.A], _owner[level]!, to.AsSpan(0, n)); break;
            case OpCode.Length: Segments.Lengths(Offsets((int)operation.Detail!), to.AsSpan(0, n)); break;
            case OpCode.Sum: Segments.Sum(_integers[step.A], Offsets((int)operation.Detail!), to.AsSpan(0, n), Running((int)operation.Detail!)); break;
            case OpCode.SegmentMin: Segments.Extreme(_integers[step.A], _integers[step.B], Offsets((int)operation.Detail!), to.AsSpan(0, n), least: true); break;
            case OpCode.SegmentMax: Segments.Extreme(_integers[step.A], _integers[step.B], Offsets((int)operation.Detail!), to.AsSpan(0, n), least: false); break;
            case OpCode.ByDay: Dates.LookUp(_integers[step.A], (DayTable)operation.Detail!, to.AsSpan(0, n)); break;
            case OpCode.AddMonths: Dates.AddMonths(_integers[step.A], _integers[step.B], to.AsSpan(0, n)); break;
            default: throw new InvalidOperationException($"{operation.Code} is no integer operation.");
        }
    }

    private long[] _sums = [];

    private long[] Running(int level)
    {
        if (_sums.Length < _count[level] + 1)
            _sums = new long[_capacity[level] + 1];
        return _sums;
    }

    private void Decimals(in Step step)
    {
        var operation = step.Operation;
        var (level, n) = (operation.Level, _count[operation.Level]);
        switch (operation.Code)
        {
            case OpCode.EqualDecimal: Exact.Compare(_decimals[step.A], _decimals[step.B], _integers[step.To].AsSpan(0, n), order => order == 0); break;
            case OpCode.LessDecimal: Exact.Compare(_decimals[step.A], _decimals[step.B], _integers[step.To].AsSpan(0, n), order => order < 0); break;
            case OpCode.LessOrEqualDecimal: Exact.Compare(_decimals[step.A], _decimals[step.B], _integers[step.To].AsSpan(0, n), order => order <= 0); break;
            case OpCode.Truncate: Exact.Truncate(_decimals[step.A], _integers[step.To].AsSpan(0, n)); break;
            case OpCode.LoadDecimal: Exact.Load((Column)operation.Detail!, _start[level], _decimals[step.To].AsSpan(0, n)); break;
            case OpCode.ToDecimal: Exact.From(_integers[step.A], _decimals[step.To].AsSpan(0, n)); break;
            case OpCode.AddDecimal: Exact.Run(_decimals[step.A], _decimals[step.B], _decimals[step.To].AsSpan(0, n), decimal.Add); break;
            case OpCode.SubtractDecimal: Exact.Run(_decimals[step.A], _decimals[step.B], _decimals[step.To].AsSpan(0, n), decimal.Subtract); break;
            case OpCode.MultiplyDecimal: Exact.Run(_decimals[step.A], _decimals[step.B], _decimals[step.To].AsSpan(0, n), decimal.Multiply); break;
            case OpCode.DivideDecimal: Exact.Run(_decimals[step.A], _decimals[step.B], _decimals[step.To].AsSpan(0, n), decimal.Divide); break;
            case OpCode.MinDecimal: Exact.Run(_decimals[step.A], _decimals[step.B], _decimals[step.To].AsSpan(0, n), Math.Min); break;
            case OpCode.MaxDecimal: Exact.Run(_decimals[step.A], _decimals[step.B], _decimals[step.To].AsSpan(0, n), Math.Max); break;
            case OpCode.NegateDecimal: Exact.Run(_decimals[step.A], _decimals[step.A], _decimals[step.To].AsSpan(0, n), (a, _) => -a); break;
            case OpCode.AbsDecimal: Exact.Run(_decimals[step.A], _decimals[step.A], _decimals[step.To].AsSpan(0, n), (a, _) => Math.Abs(a)); break;
            case OpCode.RoundDecimal:
                var (places, mode) = ((int, MidpointRounding))operation.Detail!;
                Exact.Run(_decimals[step.A], _decimals[step.A], _decimals[step.To].AsSpan(0, n), (a, _) => Math.Round(a, places, mode));
                break;
            case OpCode.SelectDecimal: Exact.Select(_integers[step.A], _decimals[step.B], _decimals[step.C], _decimals[step.To].AsSpan(0, n)); break;
            case OpCode.BroadcastDecimal: Exact.Broadcast(_decimals[step.A], _owner[level]!, _decimals[step.To].AsSpan(0, n)); break;
            case OpCode.SumDecimal: Exact.Sum(_decimals[step.A], Offsets((int)operation.Detail!), _decimals[step.To].AsSpan(0, n)); break;
            case OpCode.SegmentMinDecimal: Exact.Extreme(_decimals[step.A], _integers[step.B], Offsets((int)operation.Detail!), _decimals[step.To].AsSpan(0, n), least: true); break;
            case OpCode.SegmentMaxDecimal: Exact.Extreme(_decimals[step.A], _integers[step.B], Offsets((int)operation.Detail!), _decimals[step.To].AsSpan(0, n), least: false); break;
            default: throw new InvalidOperationException($"{operation.Code} is no decimal operation.");
        }
    }
}
