using System.Numerics;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>
/// Turns the typed tree into operations over whole columns. Everything is computed for every row, without branches; masks carry what is
/// unknown or null through the same rules as the interpreter's. What it cannot say it refuses with a reason.
/// </summary>
internal sealed partial class Translator(IReadOnlyList<ColumnTable> levels, bool exact, OperationList operations, List<string> texts, DerivedColumns derived)
{
    /// <summary>Numerators stay below 2⁶², decimals below 7.9·10²⁷: one addition more cannot overflow either.</summary>
    private readonly BigInteger _limit = exact ? BigInteger.Pow(10, 27) * 7 : BigInteger.One << 62;

    private readonly int[] _tokens = new int[levels.Count];
    private readonly Dictionary<int, Symbol> _locals = [];
    private int _lastToken;
    private ColumnScope? _scope;
    private string? _required;
    private FeelScope _feelScope = FeelScope.Empty;

    public Lane Expression(FeelExpression expression, ColumnScope scope)
    {
        Enter(scope, expression.Scope);
        return Lift(AsLane(Translate(expression.Root)), LevelOf(scope.Table));
    }

    public Lane Table(FeelTable table, ColumnScope scope)
    {
        Enter(scope, table.Scope);
        return Lift(Decide(table), LevelOf(scope.Table));
    }

    private void Enter(ColumnScope scope, FeelScope feelScope)
    {
        _scope = scope;
        _feelScope = feelScope;
        _locals.Clear();
        Array.Clear(_tokens);
        _lastToken = 0;
    }

    public int LevelOf(ColumnTable table)
    {
        for (var i = 0; i < levels.Count; i++)
            if (ReferenceEquals(levels[i], table))
                return i;
        throw new ArgumentException($"The table {table.Name} is not part of the population.", nameof(table));
    }

    private Symbol Translate(Node node) => node switch
    {
        ConstantNode constant => new ConstantSymbol(constant.Value),
        InputNode input => Input(input),
        LocalNode local => Local(local),
        MemberNode member => Member(member),
        CompareNode compare => Boolean(Compare(compare.Operator, Translate(compare.Left), Translate(compare.Right))),
        BetweenNode between => Boolean(Between(between)),
        JunctionNode junction => Boolean(Junction(junction.And, AsLane(Translate(junction.Left)), AsLane(Translate(junction.Right)))),
        IfNode choice => Of(If(AsLane(Translate(choice.Condition)), Translate(choice.Then), Translate(choice.Else))),
        ArithmeticNode arithmetic => Calculate(arithmetic.Operator, Translate(arithmetic.Left), Translate(arithmetic.Right)),
        NegateNode negate => Of(Negate(AsLane(Translate(negate.Operand)))),
        TestsNode tests => Boolean(Tests(tests, Translate(tests.Value))),
        QuantifierNode quantifier => Boolean(Quantifier(quantifier)),
        ForNode loop => For(loop),
        FilterNode filter => Filter(filter),
        BuiltinNode call => Call(call),
        _ => throw Refuse(node, "it has no form in columns"),
    };

    private static NotInColumnsException Refuse(Node node, string why) => new($"{node.Source}: {why}");

    private LaneSymbol Of(Lane lane) => new(lane, _tokens[lane.Level]);
    private LaneSymbol Boolean(Lane lane) => Of(lane);

    private Symbol Input(InputNode input)
    {
        var name = _feelScope.Shape.Names[input.Slot];
        if (_scope!.Constants.TryGetValue(name, out var constant))
            return new ConstantSymbol(constant);
        if (_scope.Paths.TryGetValue(name, out var path))
            return path.Path.Length == 0 ? new RowSymbol(LevelOf(path.Table), "", _tokens[LevelOf(path.Table)]) : At(new RowSymbol(LevelOf(path.Table), "", 0), path.Path);
        return At(new RowSymbol(LevelOf(_scope.Table), "", 0), name);
    }

    private Symbol Local(LocalNode local)
    {
        if (!_locals.TryGetValue(local.Slot, out var symbol))
            throw Refuse(local, "the name stands for something that has no column");
        return symbol is LaneSymbol lane && lane.Token != _tokens[lane.Lane.Level] ? throw Refuse(local, "rows are compared with other rows of the same list") : symbol;
    }

    private Symbol Member(MemberNode member)
    {
        var target = Translate(member.Target);
        var name = (member.Target.Type.Element ?? member.Target.Type).Members?.Find(member.Name)?.Name ?? member.Name;
        switch (target)
        {
            case RowSymbol row:
                var symbol = At(row, row.Prefix.Length == 0 ? name : row.Prefix + "." + name);
                return member.FalseWhenAbsent && row.Null >= 0 && symbol is LaneSymbol { Lane: var lane }
                    ? Of(lane with { Value = Mask(lane.Level, AndNot(lane.Level, lane.Value, row.Null)), Unknown = AndNot(lane.Level, lane.Unknown, row.Null), Null = AndNot(lane.Level, lane.Null, row.Null) })
                    : symbol;
            case ConstantSymbol { Value: { Kind: FeelKind.Date } constant } when Components.Of(constant, member.Name, out var component):
                return new ConstantSymbol(component);
            case LaneSymbol { Lane: { Kind: FeelTypeKind.Date } date }:
                return Of(Component(date, member.Name));
            // An object that no row has.
            case LaneSymbol { Lane.Kind: FeelTypeKind.Null } nothing:
                return member.FalseWhenAbsent ? new ConstantSymbol(FeelValue.False) : nothing;
            case LaneSymbol { Lane.Kind: FeelTypeKind.Any }:
                return target;
            case ListSymbol { Item: null } list:
                return Within(list, item => list with { Item = Lift(AsLane(At((RowSymbol)item, name)), list.Level) });
            default:
                throw Refuse(member, "only members of rows have columns");
        }
    }

    /// <summary>The column, list, object or derived variable at a path.</summary>
    private Symbol At(RowSymbol row, string path)
    {
        if (row.Token != _tokens[row.Level])
            throw new NotInColumnsException($"{path}: rows are compared with other rows of the same list");
        var table = levels[row.Level];
        if (derived.Find(row.Level, path) is { } known)
            return Of(known);
        table.Columns.TryGetValue(path, out var column);
        var unknown = Or(row.Level, row.Unknown, column is { HasUnknown: true } ? Op(OpCode.LoadUnknown, row.Level, detail: column) : -1);
        var absent = AndNot(row.Level, Or(row.Level, row.Null, column is { HasNull: true } ? Op(OpCode.LoadNull, row.Level, detail: column) : -1), unknown);
        if (path == _required && row.Level == LevelOf(_scope!.Table))
            (unknown, absent) = (Or(row.Level, unknown, absent), -1);
        if (table.Lists.TryGetValue(path, out var list))
            return absent < 0 ? new ListSymbol(LevelOf(list), null, -1, unknown) is var all && list.Columns.ContainsKey("")
                ? Within(all, item => all with { Item = AsLane(At((RowSymbol)item, "")) }) : new ListSymbol(LevelOf(list), null, -1, unknown)
                : throw new NotInColumnsException($"{path}: lists that may be absent");
        if (column is { Kind: FeelTypeKind.Context })
            return new RowSymbol(row.Level, path, row.Token, unknown, absent);
        if (column is null)
            return derived.HasBelow(row.Level, path)
                ? new RowSymbol(row.Level, path, row.Token, unknown, absent)
                : throw new NotInColumnsException($"{path}: there is no such column");
        return Of(Loaded(row.Level, column) with { Unknown = unknown, Null = absent });
    }

    private Lane Loaded(int level, Column column)
    {
        var range = new Interval(column.Min, column.Max);
        if (column.Kind == FeelTypeKind.Number && exact)
            return new Lane(level, column.Kind, Op(OpCode.LoadDecimal, level, detail: column), Outward(range, column.Denominator), 1);
        int[]? codes = column.Kind == FeelTypeKind.String ? [.. column.Codes!.Select(Text)] : null;
        var value = Op(OpCode.Load, level, detail: new ColumnSource(column, codes));
        if (column.Kind == FeelTypeKind.String)
            range = new Interval(0, texts.Count);
        return new Lane(level, column.Kind, value, Checked(column.Kind == FeelTypeKind.Boolean ? Interval.Bit : range), column.Denominator);
    }

    private int Text(string text)
    {
        var at = texts.IndexOf(text);
        if (at >= 0)
            return at;
        texts.Add(text);
        return texts.Count - 1;
    }

    private static Interval Outward(Interval range, BigInteger denominator) => new(Floor(range.Low, denominator), -Floor(-range.High, denominator));

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        return rest.Sign != 0 && (rest.Sign < 0) != (b.Sign < 0) ? quotient - 1 : quotient;
    }

    private Interval Checked(Interval range) => BigInteger.Abs(range.Low) < _limit && BigInteger.Abs(range.High) < _limit
        ? range : throw new NotInColumnsException($"values up to {BigInteger.Max(BigInteger.Abs(range.Low), BigInteger.Abs(range.High)):E1} do not fit");
}
