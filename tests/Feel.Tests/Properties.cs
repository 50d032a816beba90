using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class Properties
{
    private static readonly FeelScope Scope = new(
        new("a", FeelType.Boolean), new("b", FeelType.Boolean), new("n", FeelType.Number), new("m", FeelType.Number),
        new("s", FeelType.Enum("s", "x", "y", "z")));

    private static readonly (string Name, FeelValue[] Values)[] Domains =
    [
        ("a", [FeelValue.True, FeelValue.False]), ("b", [FeelValue.True, FeelValue.False]),
        ("n", [FeelValue.Of(0m), FeelValue.Of(1m), FeelValue.Of(2m), FeelValue.Of(3m)]), ("m", [FeelValue.Of(1m), FeelValue.Of(2m)]),
        ("s", [FeelValue.Of("x"), FeelValue.Of("y"), FeelValue.Of("z")]),
    ];

    private static string Condition(Random random, int depth) => (depth <= 0 ? random.Next(8) : random.Next(15)) switch
    {
        0 => "a",
        1 => "b",
        2 => $"n {Pick(random, ">", ">=", "<", "<=", "=", "!=")} {random.Next(4)}",
        3 => "n + m > 3",
        4 => $"s = \"{Pick(random, "x", "y", "z")}\"",
        5 => $"n in ({random.Next(3)}, [1..2])",
        6 => "n between m and 3",
        7 => $"s in (\"x\", \"{Pick(random, "y", "z")}\")",
        8 or 9 => $"({Condition(random, depth - 1)} and {Condition(random, depth - 1)})",
        10 or 11 => $"({Condition(random, depth - 1)} or {Condition(random, depth - 1)})",
        12 => $"not({Condition(random, depth - 1)})",
        13 => $"(if {Condition(random, depth - 1)} then {Condition(random, depth - 1)} else {Condition(random, depth - 1)})",
        _ => $"({Pick(random, "some", "every")} v in [n, m, 2] satisfies (v > 1 {Pick(random, "and", "or")} {Condition(random, depth - 1)}))",
    };

    private static string Pick(Random random, params string[] all) => all[random.Next(all.Length)];

    private static IEnumerable<FeelContext> Completions(FeelValue[] slots, int from = 0)
    {
        while (from < slots.Length && !slots[from].IsUnknown)
            from++;
        if (from == slots.Length)
            return [new FeelContext(Scope.Shape, (FeelValue[])slots.Clone())];
        return Domains[from].Values.SelectMany(value =>
        {
            var known = (FeelValue[])slots.Clone();
            known[from] = value;
            return Completions(known, from + 1);
        });
    }

    private static FeelValue[] SomeUnknown(Random random) =>
        [.. Domains.Select(d => random.Next(2) == 0 ? FeelValue.Unknown(d.Name) : d.Values[random.Next(d.Values.Length)])];

    /// <summary>Chance writes contradictions too; those are refused, and for no other reason.</summary>
    private static FeelExpression? Sound(string text)
    {
        var compiled = FeelExpression.Compile(text, Scope, FeelOptions.Strict);
        compiled.Errors.ShouldAllBe(e => e.Code == "never-true", text);
        return compiled.Compiled;
    }

    [Fact]
    public void A_part_that_can_never_be_true_is_never_true_for_any_input()
    {
        var random = new Random(10);
        var refused = 0;
        for (var n = 0; n < 6000; n++)
        {
            var (left, right) = (Condition(random, 1), Condition(random, 0));
            // Of a list of tests each one is judged; here the whole condition is.
            if (right.Contains("in (", StringComparison.Ordinal) || Sound(left) is null || Sound(right) is null || Sound($"{left} and {right}") is not null)
                continue;
            refused++;
            var both = FeelExpression.Compile($"{left} and {right}", Scope).Required();
            foreach (var input in Completions([.. Domains.Select(d => FeelValue.Unknown(d.Name))]))
                both.Evaluate(input).Value.ShouldBe(FeelValue.False, both.Text);
        }
        refused.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_known_result_stays_the_same_whatever_the_unknown_turns_out_to_be()
    {
        var random = new Random(7);
        for (var n = 0; n < 3000; n++)
        {
            var text = Condition(random, 3);
            if (Sound(text) is not { } expression)
                continue;
            var slots = SomeUnknown(random);
            var result = expression.Evaluate(new FeelContext(Scope.Shape, slots)).Value;
            if (result.IsUnknown)
            {
                result.Needs.ShouldNotBeEmpty(text);
                result.Needs.ShouldAllBe(need => slots[Scope.Shape.Slot(need)].IsUnknown, text);
                continue;
            }
            foreach (var known in Completions(slots))
                expression.Evaluate(known).Value.ShouldBe(result, text);
        }
    }

    [Fact]
    public void The_trace_does_not_change_the_result()
    {
        var random = new Random(8);
        for (var n = 0; n < 1000; n++)
        {
            var text = Condition(random, 4);
            if (Sound(text) is not { } expression)
                continue;
            var input = new FeelContext(Scope.Shape, SomeUnknown(random));
            var trace = new FeelTrace();
            expression.Evaluate(input, trace).Value.ShouldBe(expression.Evaluate(input).Value, text);
            trace.Inputs.Select(i => i.Expression).ShouldAllBe(i => expression.Reads.Contains(i));
        }
    }

    private static readonly FeelScope Ages = new(new("age", FeelType.Number.Within(0, 9, whole: true)), new("s", FeelType.Enum("s", "x", "y", "z")));

    private static string Cell(Random random)
    {
        var (low, high) = (random.Next(10), random.Next(10));
        if (low > high)
            (low, high) = (high, low);
        return random.Next(6) switch
        {
            0 => "-",
            1 => $"[{low}..{high}]",
            2 when high > low => $"({low}..{high}]",
            3 => $">= {low}",
            4 => $"not({low})",
            _ => $"{low}, {high}",
        };
    }

    private static TableSpec Table(Random random, HitPolicy hit) => new("t", [new("age"), new("s")], [new(Type: FeelType.Number)],
        [.. Enumerable.Range(1, random.Next(1, 5)).Select(i => new TableRow([Cell(random), Pick(random, "-", "\"x\"", "\"y\", \"z\"", "not(\"z\")")], [$"{i}"]))], hit);

    /// <summary>Conditions over "?" are evaluated one by one: the slow path beside the constants.</summary>
    private static bool Accepts(TableRow row, FeelContext input, int age, string s) =>
        Slow(row.Inputs[0], FeelValue.Of((decimal)age), FeelType.Number, input) && Slow(row.Inputs[1], FeelValue.Of(s), FeelType.String, input);

    private static bool Slow(string cell, FeelValue value, FeelType type, FeelContext input)
    {
        if (cell == "-")
            return true;
        var negated = cell.StartsWith("not(", StringComparison.Ordinal);
        var inner = negated ? cell[4..^1] : cell;
        var condition = inner.StartsWith(">= ", StringComparison.Ordinal) ? $"? {inner}" : inner.Contains("..", StringComparison.Ordinal) ? $"? in {inner}" : $"? in ({inner}) or false";
        var tests = FeelExpression.Compile(condition, Ages, FeelOptions.Standard with { UnaryTestsOf = type }).Required();
        return tests.Test(input, value).Value.IsTrue != negated;
    }

    [Theory]
    [InlineData(HitPolicy.First)]
    [InlineData(HitPolicy.Unique)]
    public void Gaps_overlaps_and_dead_rows_are_found_exactly_where_trying_every_input_finds_them(HitPolicy hit)
    {
        var random = new Random(9);
        for (var n = 0; n < 150; n++)
        {
            var spec = Table(random, hit);
            var compiled = FeelTable.Compile(spec, Ages, FeelOptions.Strict);
            bool gap = false, overlap = false;
            var first = new HashSet<int>();
            var reached = new HashSet<int>();
            var results = new Dictionary<(int, string), int>();
            foreach (var s in new[] { "x", "y", "z" })
            {
                for (var age = 0; age <= 9; age++)
                {
                    var input = Ages.Input(("age", FeelValue.Of((decimal)age)), ("s", FeelValue.Of(s)));
                    var matching = Enumerable.Range(0, spec.Rows.Count).Where(r => Accepts(spec.Rows[r], input, age, s)).ToArray();
                    gap |= matching.Length == 0;
                    overlap |= matching.Length > 1;
                    reached.UnionWith(matching);
                    if (matching.Length > 0)
                        first.Add(matching[0]);
                    results[(age, s)] = matching.Length == 0 ? 0 : matching[0] + 1;
                }
            }
            var codes = compiled.Problems.Select(p => p.Code).ToHashSet();
            var text = string.Join(" | ", spec.Rows.Select(r => string.Join(" ; ", r.Inputs)));
            codes.Contains("table-gap").ShouldBe(gap, text);
            codes.Contains("table-overlap").ShouldBe(overlap && hit == HitPolicy.Unique, text);
            codes.Contains("table-dead-row").ShouldBe((hit == HitPolicy.First ? first : reached).Count < spec.Rows.Count, text);
            if (compiled.Compiled is not { } table)
                continue;
            foreach (var ((age, s), row) in results)
            {
                var input = Ages.Input(("age", FeelValue.Of((decimal)age)), ("s", FeelValue.Of(s)));
                table.Evaluate(input).Value.ShouldBe(row == 0 ? FeelValue.Null : FeelValue.Of((decimal)row), text);
                table.Evaluate(input, new FeelTrace()).Value.ShouldBe(table.Evaluate(input).Value, text);
            }
        }
    }
}
