using System.Numerics;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Decision tables without branches: every row's condition is a mask, every output is computed, masks choose.</summary>
internal sealed partial class Translator
{
    private Lane Decide(FeelTable table)
    {
        if (table.Spec.Outputs.Count != 1 || table.Spec.Outputs[0].Default is not null || table.Inputs.Any(i => i.Allowed is not null))
            throw new NotInColumnsException("a table with several outputs, defaults or restricted inputs");
        var inputs = table.Inputs.Select(i => Translate(i.Node)).ToArray();
        for (var i = 0; i < inputs.Length; i++)
            _locals[i] = inputs[i];
        var rows = table.Rows.Select(row => (Match: Match(row, inputs), Output: AsLane(Translate(row.Outputs[0])))).ToArray();
        return table.Spec.Hit switch
        {
            HitPolicy.First => First(rows, firstWins: true),
            HitPolicy.Unique when table.Disjoint => First(rows, firstWins: false),
            HitPolicy.Collect when table.Spec.Aggregation is not Aggregation.None => Collect(table.Spec.Aggregation, rows),
            _ => throw new NotInColumnsException($"the hit policy {table.Spec.Hit} (or rows that are not proved apart)"),
        };
    }

    /// <summary>True, or unknown; what is false or null does not match.</summary>
    private Lane Match(Row row, Symbol[] inputs)
    {
        Lane? all = null;
        for (var i = 0; i < row.Tests.Length; i++)
        {
            if (row.Tests[i].Tests.Count == 0)
                continue;
            var one = As(Tests(row.Tests[i], inputs[i]), FeelTypeKind.Boolean) with { Null = -1 };
            all = all is null ? one : Junction(true, all, one);
        }
        return all ?? Constant(0, FeelValue.True);
    }

    private Lane First((Lane Match, Lane Output)[] rows, bool firstWins)
    {
        var (level, outputs) = Aligned(rows);
        // From the last row to the first: a row that matches hides those behind it.
        var result = As(Constant(level, default(FeelValue)), outputs[0].Kind) with { Denominator = outputs[0].Denominator };
        var matched = -1;
        var doubtful = -1;
        for (var r = rows.Length - 1; r >= 0; r--)
        {
            var match = Lift(rows[r].Match, level);
            var chosen = Choose(match.Value, outputs[r], result);
            if (match.Unknown >= 0)
            {
                if (firstWins)
                {
                    // Where the row may match, the result stands only if it would be the same.
                    var open = Or(level, Or(level, outputs[r].Unknown, outputs[r].Null), Or(level, result.Unknown, result.Null));
                    var same = And(level, AndNot(level, Equal(outputs[r], result), open), matched);
                    doubtful = AndNot(level, Or(level, doubtful, AndNot(level, match.Unknown, same)), match.Value);
                }
                else
                    doubtful = Or(level, doubtful, match.Unknown);
            }
            else if (firstWins)
                doubtful = AndNot(level, doubtful, match.Value);
            matched = Or(level, matched, match.Value);
            result = chosen;
        }
        // Under UNIQUE a row that matches for certain is the one.
        var unknown = firstWins ? doubtful : AndNot(level, doubtful, matched);
        var all = Or(level, result.Unknown, unknown);
        return result with { Unknown = all, Null = AndNot(level, result.Null, all), Value = Canonical(result, all) };
    }

    private Lane Collect(Aggregation aggregation, (Lane Match, Lane Output)[] rows)
    {
        var (level, outputs) = Aligned(rows);
        if (outputs.Any(o => o.Null >= 0 || o.Kind != FeelTypeKind.Number) || aggregation is Aggregation.Min or Aggregation.Max)
            throw new NotInColumnsException($"COLLECT {aggregation} of these outputs");
        var zero = Lift(Number(0, 0m), level);
        var total = zero;
        var unknown = -1;
        for (var r = 0; r < rows.Length; r++)
        {
            var match = Lift(rows[r].Match, level);
            var (one, none) = SameDenominator(aggregation == Aggregation.Count ? Lift(Number(0, 1m), level) : outputs[r], zero);
            var chosen = Choose(match.Value, one, none);
            unknown = Or(level, unknown, Or(level, match.Unknown, aggregation == Aggregation.Count ? -1 : chosen.Unknown));
            total = Add(total with { Unknown = -1 }, chosen with { Unknown = -1 });
        }
        return total with { Unknown = unknown };
    }

    /// <summary>Outputs of one kind, level and denominator.</summary>
    private (int Level, Lane[] Outputs) Aligned((Lane Match, Lane Output)[] rows)
    {
        var level = rows.Select(r => Deeper(r.Match.Level, r.Output.Level)).Aggregate(Deeper);
        var kind = rows.Select(r => r.Output.Kind).FirstOrDefault(k => k is not (FeelTypeKind.Any or FeelTypeKind.Null), FeelTypeKind.Null);
        var outputs = rows.Select(r => Lift(As(r.Output, kind), level)).ToArray();
        if (outputs.Any(o => o.Kind != kind))
            throw new NotInColumnsException("a table with outputs of several kinds");
        var common = outputs.Select(o => o.Denominator).Aggregate((a, b) => a / BigInteger.GreatestCommonDivisor(a, b) * b);
        return (level, [.. outputs.Select(o => Over(o, common))]);
    }
}
