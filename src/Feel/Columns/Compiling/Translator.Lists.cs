using System.Numerics;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Lists as segments of a lower level: filters are masks, sums and questions run over the segments.</summary>
internal sealed partial class Translator
{
    private ListSymbol List(Symbol symbol, Node node) => symbol as ListSymbol ?? throw Refuse(node, "this list has no rows of its own");

    /// <summary>Goes through the items of a list once; rows of an outer round are out of reach meanwhile.</summary>
    private T Within<T>(ListSymbol list, Func<Symbol, T> body)
    {
        var before = (int[])_tokens.Clone();
        _lastToken++;
        for (var level = 0; level < _tokens.Length; level++)
            if (IsBelow(level, list.Level))
                _tokens[level] = _lastToken;
        try
        {
            return body(list.Item is { } item ? new LaneSymbol(item, _lastToken) : new RowSymbol(list.Level, "", _lastToken));
        }
        finally
        {
            before.CopyTo(_tokens, 0);
        }
    }

    private T Within<T>(ListSymbol list, int slot, Func<T> body) => Within(list, item =>
    {
        var outer = _locals.GetValueOrDefault(slot);
        _locals[slot] = item;
        try
        {
            return body();
        }
        finally
        {
            if (outer is null)
                _locals.Remove(slot);
            else
                _locals[slot] = outer;
        }
    });

    private int Owner(int level) => LevelOf(levels[level].Parent!);

    /// <summary>Mask of the owners that have a marked item.</summary>
    private int Anywhere(int level, int mask) =>
        mask < 0 ? -1 : Op(OpCode.NotZero, Owner(level), Op(OpCode.Sum, Owner(level), mask, detail: level));

    private int Kept(ListSymbol list, int mask) => list.Filter < 0 ? mask : And(list.Level, mask, list.Filter);

    private ListSymbol Filter(FilterNode filter)
    {
        if (filter.Filter.Type.Kind == FeelTypeKind.Number)
            throw Refuse(filter, "an item by its position");
        var list = List(Translate(filter.Target), filter.Target);
        return Within(list, filter.ItemSlot, () =>
        {
            var condition = Lift(As(AsLane(Translate(filter.Filter)), FeelTypeKind.Boolean), list.Level);
            var unknown = Or(Owner(list.Level), list.Unknown, Anywhere(list.Level, Kept(list, condition.Unknown)));
            return list with { Filter = Mask(list.Level, Kept(list, condition.Value)), Unknown = unknown };
        });
    }

    private ListSymbol For(ForNode loop)
    {
        if (loop.Iterators is not [{ To: null } iterator])
            throw Refuse(loop, "more than one list at a time");
        var list = List(Translate(iterator.Source), iterator.Source);
        return Within(list, iterator.Slot, () => list with { Item = Lift(AsLane(Translate(loop.Body)), list.Level) });
    }

    private Lane Quantifier(QuantifierNode node)
    {
        if (node.Iterators is not [{ To: null } iterator])
            throw Refuse(node, "more than one list at a time");
        var list = List(Translate(iterator.Source), iterator.Source);
        return Within(list, iterator.Slot, () => Question(list, AsLane(Translate(node.Condition)), node.Every));
    }

    /// <summary>Whether some (every) item that the list keeps meets the condition.</summary>
    private Lane Question(ListSymbol list, Lane condition, bool every)
    {
        condition = Lift(As(condition, FeelTypeKind.Boolean), list.Level);
        if (condition.Kind != FeelTypeKind.Boolean)
            throw new NotInColumnsException($"{condition.Kind} is no condition");
        var owner = Owner(list.Level);
        var decided = Mask(owner, Anywhere(list.Level, Kept(list, every ? False(condition) : condition.Value)));
        var unknown = Or(owner, AndNot(owner, Anywhere(list.Level, Kept(list, condition.Unknown)), decided), list.Unknown);
        var absent = AndNot(owner, AndNot(owner, Anywhere(list.Level, Kept(list, condition.Null)), decided), unknown);
        return Truth(owner, every ? Not(owner, decided) : decided, unknown, absent);
    }

    private Lane Count(ListSymbol list)
    {
        var owner = Owner(list.Level);
        var value = list.Filter < 0 ? Op(OpCode.Length, owner, detail: list.Level)
            : Op(OpCode.Negate, owner, Op(OpCode.Sum, owner, list.Filter, detail: list.Level));
        return Whole(new Lane(owner, FeelTypeKind.Number, value, new Interval(0, levels[list.Level].Longest), 1, Unknown: list.Unknown));
    }

    private Lane Numbers(ListSymbol list)
    {
        var item = list.Item is { } lane ? As(lane, FeelTypeKind.Number) : throw new NotInColumnsException("objects cannot be added up");
        if (item.Kind != FeelTypeKind.Number || item.Null >= 0)
            throw new NotInColumnsException("a list of values that may be null, or of no numbers");
        return item;
    }

    private Lane Sum(ListSymbol list)
    {
        var item = Numbers(list);
        if (item.Repeating)
            throw new NotInColumnsException("a sum of numbers with endless decimals");
        var owner = Owner(list.Level);
        var value = list.Filter < 0 ? item.Value
            : exact ? Op(OpCode.SelectDecimal, list.Level, list.Filter, item.Value, Op(OpCode.ConstantDecimal, list.Level, detail: 0m))
            : Op(OpCode.And, list.Level, Math.Min(item.Value, list.Filter), Math.Max(item.Value, list.Filter));
        BigInteger most = levels[list.Level].Longest;
        var range = new Interval(BigInteger.Min(0, item.Range.Low) * most, BigInteger.Max(0, item.Range.High) * most);
        return item with
        {
            Level = owner,
            Value = Op(exact ? OpCode.SumDecimal : OpCode.Sum, owner, value, detail: list.Level),
            Range = Checked(range),
            Unknown = Or(owner, list.Unknown, Anywhere(list.Level, Kept(list, item.Unknown))),
            Constant = null,
        };
    }

    /// <summary>Null for a list without items.</summary>
    private Lane Extreme(bool least, ListSymbol list)
    {
        var item = Numbers(list);
        if (item.Repeating)
            throw new NotInColumnsException("a comparison of numbers with endless decimals");
        var owner = Owner(list.Level);
        var kept = list.Filter < 0 ? Constant(list.Level, -1) : list.Filter;
        var code = exact ? (least ? OpCode.SegmentMinDecimal : OpCode.SegmentMaxDecimal) : least ? OpCode.SegmentMin : OpCode.SegmentMax;
        var size = list.Filter < 0 ? Op(OpCode.Length, owner, detail: list.Level) : Op(OpCode.Sum, owner, list.Filter, detail: list.Level);
        var unknown = Or(owner, list.Unknown, Anywhere(list.Level, Kept(list, item.Unknown)));
        return item with
        {
            Level = owner,
            Value = Op(code, owner, item.Value, kept, detail: list.Level),
            Range = item.Range.With(Interval.Of(0)),
            Unknown = unknown,
            Null = AndNot(owner, Op(OpCode.Equal, owner, size, Constant(owner, 0)), unknown),
            Constant = null,
        };
    }

    private Symbol Call(BuiltinNode call)
    {
        var arguments = call.Arguments;
        switch (call.Name)
        {
            case "not":
                return Of(Negation(AsLane(Translate(arguments[0]))));
            case "count" when arguments.Count == 1:
                return Of(Count(List(Translate(arguments[0]), arguments[0])));
            case "list contains":
                var items = List(Translate(arguments[0]), arguments[0]);
                var wanted = Translate(arguments[1]);
                return Of(Within(items, item => Question(items, Compare(BinaryOperator.Equal, item, wanted), every: false)));
            case "any" or "all" when arguments.Count == 1 && List(Translate(arguments[0]), arguments[0]) is { Item: { } conditions } asked:
                return Of(Question(asked, conditions, call.Name == "all"));
            case "sum" or "min" or "max" when arguments.Count == 1 && arguments[0].Type.Kind == FeelTypeKind.List:
                var list = List(Translate(arguments[0]), arguments[0]);
                return Of(call.Name == "sum" ? Sum(list) : Extreme(call.Name == "min", list));
            case "sum":
                return arguments.Select(Translate).Aggregate((a, b) => Calculate(BinaryOperator.Add, a, b));
            case "min" or "max":
                return Of(arguments.Select(a => AsLane(Translate(a))).Aggregate((a, b) => Extreme(call.Name == "min", a, b)));
            case "abs" when AsLane(Translate(arguments[0])) is { Kind: FeelTypeKind.Number, Null: < 0 } lane:
                var most = BigInteger.Max(BigInteger.Abs(lane.Range.Low), BigInteger.Abs(lane.Range.High));
                return Of(lane with { Value = Op(exact ? OpCode.AbsDecimal : OpCode.Abs, lane.Level, lane.Value), Range = new(0, most), Constant = null });
            case "is defined" when Translate(arguments[0]) is var tested and not ListSymbol:
                return Of(IsNull(tested, wanted: false));
            case "get value" when arguments[1] is ConstantNode { Value.IsString: true } key && Translate(arguments[0]) is RowSymbol row:
                var name = arguments[0].Type.Members?.Find(key.Value.AsString)?.Name ?? key.Value.AsString;
                return At(row, row.Prefix.Length == 0 ? name : row.Prefix + "." + name);
            case "get or else":
                var (value, other) = SameDenominator(AsLane(Translate(arguments[0])), AsLane(Translate(arguments[1])));
                return Of(value.Null < 0 ? value : Choose(value.Null, other, value with { Null = -1 }));
            case "floor" or "ceiling" or "decimal" or "round up" or "round down" or "round half up":
                return Round(call);
            default:
                throw Refuse(call, "the function has no form in columns");
        }
    }

    private LaneSymbol Round(BuiltinNode call)
    {
        var places = call.Arguments.Count == 1 ? FeelValue.Of(0m) : Translate(call.Arguments[1]) is ConstantSymbol { Value: { IsNumber: true } constant } ? constant : default;
        if (places.IsNull || places.AsNumber is < 0 or > 6 || !decimal.IsInteger(places.AsNumber))
            throw Refuse(call, "this many places");
        var lane = AsLane(Translate(call.Arguments[0]));
        if (lane.Null >= 0)
            throw Refuse(call, "rounding of values that may be null");
        var mode = call.Name switch
        {
            "floor" => MidpointRounding.ToNegativeInfinity,
            "ceiling" => MidpointRounding.ToPositiveInfinity,
            "decimal" => MidpointRounding.ToEven,
            "round down" => MidpointRounding.ToZero,
            "round half up" => MidpointRounding.AwayFromZero,
            _ => throw Refuse(call, "this rounding"),
        };
        return Of(Rounded(lane, (int)places.AsNumber, mode));
    }
}
