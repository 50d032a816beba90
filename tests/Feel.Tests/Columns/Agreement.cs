using Fuyao.Feel.Columns;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests.Columns;

/// <summary>The interpreter is the oracle: whatever columns compile has the same value in every row, unknowns and nulls included.</summary>
public class Agreement
{
    [Theory]
    [InlineData(ColumnBackEnd.Vector, 1)]
    [InlineData(ColumnBackEnd.Vector, 2)]
    [InlineData(ColumnBackEnd.Scalar, 3)]
    [InlineData(ColumnBackEnd.Exact, 4)]
    public void Random_expressions_over_random_populations_agree_with_the_interpreter(ColumnBackEnd backEnd, int seed)
    {
        var random = new Random(seed);
        int compiled = 0, wellTyped = 0;
        for (var round = 0; round < 12; round++)
        {
            var population = new Population(random, random.Next(1, 90), doubt: round % 3 * 12);
            var inputs = population.Inputs.ToArray();
            var texts = new RandomRules(random);
            for (var n = 0; n < 40; n++)
            {
                var text = n % 3 == 0 ? texts.Boolean(3) : texts.Number(4);
                if (FeelExpression.Compile(text, Population.Scope, FeelOptions.Strict).Compiled is not { } expression)
                    continue;
                wellTyped++;
                var compiler = new ColumnCompiler(population.Table, backEnd);
                if (compiler.Output("value", population.PersonScope, expression) is not null)
                    continue;
                compiled++;
                compiler.Output("fen", population.PersonScope, expression, places: 2).ShouldBeNull(text);
                Compare(text, compiler, inputs, expression.Evaluate);
            }
        }
        // Refusing must stay the exception, or this test would prove nothing.
        wellTyped.ShouldBeGreaterThan(200);
        compiled.ShouldBeGreaterThan(wellTyped * 2 / 3);
    }

    [Theory]
    [InlineData(ColumnBackEnd.Vector)]
    [InlineData(ColumnBackEnd.Scalar)]
    [InlineData(ColumnBackEnd.Exact)]
    public void Random_tables_agree_with_the_interpreter(ColumnBackEnd backEnd)
    {
        var random = new Random(5);
        var compiled = 0;
        for (var round = 0; round < 60; round++)
        {
            var population = new Population(random, random.Next(1, 60), doubt: round % 3 * 15);
            var texts = new RandomRules(random);
            var hit = (round % 3) switch { 0 => HitPolicy.Unique, 1 => HitPolicy.First, _ => HitPolicy.Collect };
            var (a, b) = (random.Next(10, 40), random.Next(40, 80));
            TableRow[] rows = hit == HitPolicy.Unique
                ? [new([$"[{a}..{b})", "-"], [texts.Number(2)]), new([$">= {b}", "\"adult\""], ["75"]), new([$">= {b}", "\"child\", \"guest\""], [texts.Number(1)])]
                : [new([$"> {a}", "not(\"guest\")"], [texts.Number(1)]), new([$"[{a}..{b}]", "-"], ["12.5"]), new(["-", "\"adult\""], [random.Next(2) == 0 ? "12.5" : texts.Number(2)])];
            var spec = new TableSpec("amount", [new TableInput("age"), new TableInput("role")], [new TableOutput(Type: FeelType.Number)], rows, hit, hit == HitPolicy.Collect ? Aggregation.Sum : Aggregation.None);
            if (FeelTable.Compile(spec, Population.Scope, FeelOptions.Strict).Compiled is not { } table)
                continue;
            var compiler = new ColumnCompiler(population.Table, backEnd);
            if (compiler.Output("value", population.PersonScope, table) is not null)
                continue;
            compiled++;
            compiler.Output("fen", population.PersonScope, table, places: 2).ShouldBeNull();
            Compare(string.Join(" | ", rows.Select(r => string.Join(", ", r.Inputs) + " → " + r.Outputs[0])), compiler, [.. population.Inputs], table.Evaluate);
        }
        compiled.ShouldBeGreaterThan(30);
    }

    private static void Compare(string text, ColumnCompiler compiler, FeelContext[] inputs, Func<FeelContext, FeelTrace?, FeelResult> oracle)
    {
        var outputs = compiler.Build().Run(threads: inputs.Length % 2 + 1);
        var (value, fen) = (outputs.Single(o => o.Name == "value"), outputs.Single(o => o.Name == "fen"));
        for (var row = 0; row < inputs.Length; row++)
        {
            var wanted = oracle(inputs[row], null).Value;
            var found = value.At(row);
            var place = $"{text}\nrow {row}: {string.Join(", ", inputs[row].Entries.Take(7).Select(e => $"{e.Key}={e.Value}"))}";
            if (!wanted.IsNumber)
            {
                (found.IsUnknown ? "unknown" : found.ToString()).ShouldBe(wanted.IsUnknown ? "unknown" : wanted.ToString(), place);
                continue;
            }
            found.IsNumber.ShouldBeTrue($"{found} instead of {wanted}: {place}");
            Math.Abs(found.AsNumber - wanted.AsNumber).ShouldBeLessThan(0.000000001m, place);
            fen.Number(row).ShouldBe(Math.Round(wanted.AsNumber, 2, MidpointRounding.AwayFromZero), place);
        }
    }
}
