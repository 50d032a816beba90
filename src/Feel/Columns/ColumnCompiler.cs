using Fuyao.Feel.Columns.Compiling;
using Fuyao.Feel.Columns.Running;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns;

/// <summary>
/// Compiles expressions and tables over one population. Range analysis rests on the values of its columns, so a program belongs to the
/// population that it was compiled for. What 64-bit integers cannot be proved to hold is computed with decimals; what columns cannot say
/// at all is refused with a reason, and the caller asks the interpreter.
/// </summary>
public sealed class ColumnCompiler
{
    private readonly List<ColumnTable> _levels = [];
    private readonly Side[] _sides;
    private readonly Dictionary<ColumnTable, Column> _nobody = [];
    private readonly ColumnBackEnd _backEnd;

    /// <param name="population">The outermost table.</param>
    /// <param name="backEnd">The path to take; <see cref="ColumnBackEnd.Exact"/> uses decimals throughout.</param>
    public ColumnCompiler(ColumnTable population, ColumnBackEnd backEnd = ColumnBackEnd.Vector)
    {
        _backEnd = backEnd;
        Collect(population);
        _sides = backEnd == ColumnBackEnd.Exact ? [new Side(_levels, exact: true)] : [new Side(_levels, exact: false), new Side(_levels, exact: true)];
    }

    /// <summary>Names of outputs (or definitions) that need decimals.</summary>
    public IReadOnlyList<string> OnDecimals => [.. _sides[^1].Outputs.Select(o => o.Name).Where(_ => _sides.Length > 1)];

    private void Collect(ColumnTable table)
    {
        _levels.Add(table);
        foreach (var list in table.Lists.Values)
            Collect(list);
    }

    /// <summary>Completed years on a day, by the column of births, as a column of its own.</summary>
    public void DefineAge(ColumnTable table, string name, string births, DateOnly on) => All(table, [name], side =>
        side.Derived.Define(side.Translator.LevelOf(table), name, table.Columns.TryGetValue(births, out var column)
            ? side.Translator.Age(side.Translator.LevelOf(table), column, on)
            : throw new NotInColumnsException($"{births}: there is no such column")));

    /// <summary>The same in every row, Unknown or null too: what a population means by having no such column.</summary>
    public void DefineConstant(ColumnTable table, string path, FeelTypeKind kind, FeelValue value) => All(table, [path], side =>
    {
        var level = side.Translator.LevelOf(table);
        var lane = side.Translator.As(side.Translator.Constant(level, value.IsUnknown ? default : value), kind);
        // A fact that nobody knows of anybody is still a fact, not a constant of the rules: it is told apart where they are asked for.
        side.Derived.Define(level, path, value.IsUnknown ? lane with { Unknown = side.Operations.Add(new Operation(OpCode.LoadUnknown, level, Detail: Nobody(table))), Null = -1 } : lane);
    });

    private Column Nobody(ColumnTable table)
    {
        if (!_nobody.TryGetValue(table, out var column))
        {
            var states = new byte[table.Count];
            Array.Fill(states, Column.Unknown);
            _nobody[table] = column = Column.Presence(FeelTypeKind.Context, states);
        }
        return column;
    }

    /// <summary>A derived column that later expressions may read; null counts as unknown, and so does everything where <paramref name="requires"/> is not known.</summary>
    /// <returns>Null when it could be compiled, else the reason why not; who reads it is refused too.</returns>
    public string? Define(string name, ColumnScope scope, FeelExpression expression, string? requires = null) =>
        All(scope.Table, [name], side => side.Derived.Define(side.Translator.LevelOf(scope.Table), name, side.Translator.Definition(expression, scope, requires)));

    /// <inheritdoc cref="DefineKnown(string, ColumnScope, FeelTable)"/>
    public string? DefineKnown(string name, ColumnScope scope, FeelExpression expression) =>
        Known(name, scope, side => side.Translator.Expression(expression, scope));

    /// <summary>
    /// Three derived columns: <paramref name="name"/> holds the values (where there is none, false or any number or code),
    /// <c>name unknown</c> and <c>name null</c> say which rows have none. Rules that treat the two differently are built of these.
    /// </summary>
    /// <returns>Null when they could be compiled, else the reason why not; who reads them is refused too.</returns>
    public string? DefineKnown(string name, ColumnScope scope, FeelTable table) =>
        Known(name, scope, side => side.Translator.Table(table, scope));

    private string? Known(string name, ColumnScope scope, Func<Side, Lane> lane) => All(scope.Table, [name, name + " unknown", name + " null"], side =>
    {
        var (value, unknown, absent) = side.Translator.Apart(lane(side));
        var level = side.Translator.LevelOf(scope.Table);
        side.Derived.Define(level, name, value);
        side.Derived.Define(level, name + " unknown", unknown);
        side.Derived.Define(level, name + " null", absent);
    });

    /// <inheritdoc cref="Output(string, ColumnScope, FeelTable, int?)"/>
    public string? Output(string name, ColumnScope scope, FeelExpression expression, int? places = null) =>
        FirstOf(side => side.Add(name, side.Translator.Expression(expression, scope), places));

    /// <summary>An output of the program.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scope">Where its names come from, and for which rows.</param>
    /// <param name="table">What gives the value.</param>
    /// <param name="places">Round half away from zero to so many places.</param>
    /// <returns>Null when it could be compiled, else the reason why not.</returns>
    public string? Output(string name, ColumnScope scope, FeelTable table, int? places = null) =>
        FirstOf(side => side.Add(name, side.Translator.Table(table, scope), places));

    /// <summary>
    /// The columns that an output's being unknown may come from: whoever has none of them unknown waits for a constant alone.
    /// Columns that are known in every row are left out.
    /// </summary>
    /// <param name="output">The name of an output.</param>
    /// <exception cref="InvalidOperationException">There is no such output.</exception>
    public IReadOnlyList<(ColumnTable Table, Column Column)> MayBeUnknown(string output)
    {
        var side = _sides.First(s => s.Outputs.Exists(o => o.Name == output));
        var lane = side.Outputs.First(o => o.Name == output).Lane;
        return Behind(side, OpCode.LoadUnknown, lane.Value, lane.Unknown, lane.Null);
    }

    /// <summary>The columns that make a derived column unknown where they are null.</summary>
    /// <param name="table">The table that it is derived for.</param>
    /// <param name="name">The name that it is defined under; nothing when columns could not say it.</param>
    public IReadOnlyList<(ColumnTable Table, Column Column)> UnknownWhereNull(ColumnTable table, string name) =>
        [.. _sides.SelectMany(side => side.Derived.Known(side.Translator.LevelOf(table), name) is { } lane ? Behind(side, OpCode.LoadNull, lane.Unknown) : []).Distinct()];

    private List<(ColumnTable Table, Column Column)> Behind(Side side, OpCode loads, params ReadOnlySpan<int> from)
    {
        var (open, seen, found) = (new Stack<int>([.. from]), new HashSet<int>(), new List<(ColumnTable, Column)>());
        while (open.TryPop(out var at))
        {
            if (at < 0 || !seen.Add(at))
                continue;
            var operation = side.Operations.All[at];
            if (operation.Code == loads)
                found.Add((_levels[operation.Level], (Column)operation.Detail!));
            open.Push(operation.A);
            open.Push(operation.B);
            open.Push(operation.C);
        }
        return found;
    }

    /// <summary>The program of all outputs asked for so far. What no output needs is not computed.</summary>
    public ColumnProgram Build() => new(
        _levels, [.. _sides.Where(s => s.Outputs.Count > 0).Select(s => new Plan(_levels, s.Operations.All, s.Outputs, s.Texts, fuse: _backEnd == ColumnBackEnd.Vector && s == _sides[0] && Fusion.IsSupported))], _backEnd == ColumnBackEnd.Vector);

    // Every side defines what it can; a definition that no side has is refused.
    private string? All(ColumnTable table, string[] names, Action<Side> attempt)
    {
        string? reason = null;
        var done = false;
        foreach (var side in _sides)
        {
            try
            {
                attempt(side);
                done = true;
            }
            catch (NotInColumnsException e)
            {
                reason = e.Message;
                foreach (var name in names)
                    side.Derived.Refuse(side.Translator.LevelOf(table), name, reason);
            }
        }
        return done ? null : reason;
    }

    private string? FirstOf(Action<Side> attempt)
    {
        string? reason = null;
        foreach (var side in _sides)
        {
            try
            {
                attempt(side);
                return null;
            }
            catch (NotInColumnsException e)
            {
                reason = e.Message;
            }
        }
        return reason;
    }

    /// <summary>One way to hold numbers, with everything compiled for it.</summary>
    private sealed class Side
    {
        public Side(IReadOnlyList<ColumnTable> levels, bool exact) => Translator = new Translator(levels, exact, Operations, Texts, Derived);

        public OperationList Operations { get; } = new();
        public List<string> Texts { get; } = [];
        public DerivedColumns Derived { get; } = new();
        public Translator Translator { get; }
        public List<(string Name, Lane Lane)> Outputs { get; } = [];

        public void Add(string name, Lane lane, int? places)
        {
            if (places is { } digits && lane.Kind is not (FeelTypeKind.Boolean or FeelTypeKind.String))
                lane = Translator.Rounded(lane, digits, MidpointRounding.AwayFromZero);
            Outputs.Add((name, Translator.Storable(lane)));
        }
    }
}
