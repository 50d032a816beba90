using Fuyao.Feel.Types;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Definitions and what leaves the program.</summary>
internal sealed partial class Translator
{
    public Lane Definition(FeelExpression expression, ColumnScope scope, string? requires)
    {
        // Where what it requires is not there the definition is not asked, and its members count as not known.
        _required = requires;
        try
        {
            var lane = Expression(expression, scope);
            var unknown = Or(lane.Level, lane.Unknown, lane.Null);
            if (requires is not null)
            {
                var required = At(new RowSymbol(lane.Level, "", _tokens[lane.Level]), requires) switch
                {
                    RowSymbol row => Or(lane.Level, row.Unknown, row.Null),
                    LaneSymbol { Lane: var value } => Or(lane.Level, value.Unknown, value.Null),
                    _ => -1,
                };
                unknown = Or(lane.Level, unknown, required);
            }
            return lane with { Unknown = unknown, Null = -1, Value = Canonical(lane, unknown) };
        }
        finally
        {
            _required = null;
        }
    }

    /// <summary>The values alone (false or anything where there is none), and which rows have none and why.</summary>
    public (Lane Value, Lane Unknown, Lane Null) Apart(Lane lane)
    {
        var open = Or(lane.Level, lane.Unknown, lane.Null);
        var value = lane with { Unknown = -1, Null = -1, Constant = null };
        if (lane.Kind is FeelTypeKind.Any or FeelTypeKind.Null)
            value = As(lane, FeelTypeKind.Number) with { Unknown = -1, Null = -1 };
        else if (lane.Kind == FeelTypeKind.Boolean)
            value = value with { Value = Mask(lane.Level, AndNot(lane.Level, lane.Value, open)) };
        return (value, Truth(lane.Level, Mask(lane.Level, lane.Unknown), -1, -1), Truth(lane.Level, Mask(lane.Level, lane.Null), -1, -1));
    }

    public Lane Storable(Lane lane)
    {
        Checked(Interval.Of(lane.Denominator));
        return lane;
    }
}
