using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>A compiled decision table. Immutable; safe for many threads at once.</summary>
public sealed partial class FeelTable
{
    private readonly FeelOptions _options;
    private readonly Column[] _inputs;
    private readonly OutputColumn[] _outputs;
    private readonly Row[] _rows;
    private readonly int _locals;
    private readonly FeelShape _shape;

    private FeelTable(TableSpec spec, FeelScope scope, FeelOptions options, Column[] inputs, OutputColumn[] outputs, Row[] rows, int locals, FeelType type, IReadOnlyList<string> reads)
    {
        Spec = spec;
        Scope = scope;
        Type = type;
        Reads = reads;
        _options = options;
        _inputs = inputs;
        _outputs = outputs;
        _rows = rows;
        _locals = locals;
        _shape = type.Members?.Shape ?? type.Element?.Members?.Shape ?? new FeelShape(outputs.Select((o, i) => o.Name ?? $"output{i + 1}").Distinct());
    }

    /// <summary>
    /// Type-checks every cell (problems carry <see cref="FeelProblem.Part"/>) and, in strict mode, analyses the rows:
    /// <c>table-gap</c>, <c>table-overlap</c>, <c>table-dead-row</c>, each with a witness. Gaps are warnings (no row: null), overlaps
    /// under UNIQUE and dead rows are errors.
    /// </summary>
    public static FeelCompilation<FeelTable> Compile(TableSpec spec, FeelScope scope, FeelOptions? options = null) =>
        new TableCompiler(spec, scope, options ?? FeelOptions.Standard).Compile();

    /// <summary>As it was written.</summary>
    public TableSpec Spec { get; }
    /// <summary>The type of its result.</summary>
    public FeelType Type { get; }
    /// <summary>What it was compiled against.</summary>
    public FeelScope Scope { get; }
    /// <summary>The scope variables that its cells read.</summary>
    public IReadOnlyList<string> Reads { get; }

    /// <summary>The inputs and the values at which the table, or an expression in it, treats them differently.</summary>
    public IReadOnlyList<Analysis.FeelThreshold> Thresholds()
    {
        var thresholds = new Analysis.Thresholds(Scope, _options);
        foreach (var input in _inputs)
            thresholds.Add(input.Node);
        foreach (var row in _rows)
        {
            for (var i = 0; i < row.Tests.Length; i++)
                thresholds.Tests(_inputs[i].Node, row.Tests[i]);
            foreach (var output in row.Outputs)
                thresholds.Add(output);
        }
        return thresholds.All;
    }

    internal IReadOnlyList<Column> Inputs => _inputs;
    internal IReadOnlyList<Row> Rows => _rows;

    internal static FeelTable Create(TableSpec spec, FeelScope scope, FeelOptions options, Column[] inputs, OutputColumn[] outputs, Row[] rows, int locals, FeelType type, IReadOnlyList<string> reads, bool disjoint) =>
        new(spec, scope, options, inputs, outputs, rows, locals, type, reads) { Disjoint = disjoint };

    /// <summary>The result, null when no row matches and there is no default; the trace names the row and why the others failed.</summary>
    public FeelResult Evaluate(FeelContext input, FeelTrace? trace = null)
    {
        var call = new FeelCall(_options);
        return new(Run(FeelExpression.Slots(Scope, input), call, trace), call.Problems);
    }

    internal FeelValue Run(FeelValue[] input, FeelCall call, FeelTrace? trace)
    {
        var frame = new Frame(input, new FeelValue[_locals], call, trace);
        if (trace is null)
            return Decide(frame);
        trace.Enter();
        var value = Decide(frame);
        trace.Leave(FeelTraceKind.Table, Spec.Name, value);
        return value;
    }

    private FeelValue Decide(Frame frame)
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            var value = frame.Locals[i] = _inputs[i].Node.Evaluate(frame);
            if (_inputs[i].Allowed is { } allowed && allowed.Test(frame, value).IsFalse)
            {
                frame.Call.Report("input-not-allowed", _inputs[i].Node.Source.Position, $"输入 {_inputs[i].Node.Source} 的值 {value} 不在允许范围内", $"The value {value} of the input {_inputs[i].Node.Source} is not allowed.");
                return default;
            }
        }
        return StopsAtFirst && frame.Trace is null ? DecideFirst(frame) : DecideAll(frame);
    }

    /// <summary>UNIQUE proved disjoint and FIRST need no more rows after a match.</summary>
    private bool StopsAtFirst => Spec.Hit == HitPolicy.First || (Spec.Hit == HitPolicy.Unique && Disjoint);

    /// <summary>The analysis has shown that no two rows match the same input.</summary>
    internal bool Disjoint { get; private init; }

    private FeelValue DecideFirst(Frame frame)
    {
        for (var r = 0; r < _rows.Length; r++)
        {
            var match = Matches(frame, _rows[r], out _);
            if (match.IsTrue)
                return Output(frame, _rows[r]);
            if (match.IsUnknown)
                return DecideAll(frame);
        }
        return Default(frame);
    }

    private FeelValue DecideAll(Frame frame)
    {
        var matched = new List<Row>();
        var doubtful = new List<Row>();
        FeelValue? unknown = null;
        for (var r = 0; r < _rows.Length; r++)
        {
            var row = _rows[r];
            frame.Trace?.Enter();
            var match = Matches(frame, row, out var failed);
            if (match.IsTrue)
                matched.Add(row);
            else if (match.IsUnknown)
            {
                unknown = unknown is { } u ? Operations.Unknown(u, match) : match;
                doubtful.Add(row);
            }
            if (frame.Trace is { } trace)
            {
                var kind = match.IsTrue ? FeelTraceKind.RowMatched : match.IsUnknown ? FeelTraceKind.RowUnknown : FeelTraceKind.RowFailed;
                trace.Leave(kind, Describe(row, failed), match, r + 1, row.Label);
            }
            if (Spec.Hit == HitPolicy.First && match.IsTrue)
                break;
        }
        return unknown is { } needs ? Undecided(frame, matched, doubtful, needs) : Settle(frame, matched);
    }

    private string Describe(Row row, int failed)
    {
        if (failed >= 0)
            return $"{_inputs[failed].Node.Source} : {row.Tests[failed].Source}";
        var conditions = row.Tests.Select((t, i) => (t, i)).Where(x => !x.t.IsAny).Select(x => $"{_inputs[x.i].Node.Source} : {x.t.Source}");
        return string.Join("; ", conditions);
    }

    /// <summary>Whether a row matches; <paramref name="failed"/> is the first input that does not, or that is unknown.</summary>
    private static FeelValue Matches(Frame frame, Row row, out int failed)
    {
        var result = FeelValue.True;
        failed = -1;
        for (var i = 0; i < row.Tests.Length; i++)
        {
            if (row.Tests[i].IsAny)
                continue;
            var one = row.Tests[i].Test(frame, in frame.Locals[i]);
            if (one.IsTrue)
                continue;
            if (!one.IsUnknown)
            {
                failed = i;
                return FeelValue.False;
            }
            if (failed < 0)
                failed = i;
            result = result.IsUnknown ? Operations.Unknown(result, one) : one;
        }
        return result;
    }
}
