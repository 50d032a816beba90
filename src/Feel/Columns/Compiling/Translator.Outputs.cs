namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Definitions and what leaves the program.</summary>
internal sealed partial class Translator
{
    public Lane Definition(FeelExpression expression, ColumnScope scope, string? requires)
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

    public Lane Storable(Lane lane)
    {
        Checked(Interval.Of(lane.Denominator));
        return lane;
    }
}
