using Fuyao.Feel.Columns;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>
/// Benefits that the households' stated incomes already hold, so that what a pack gives is not counted a second time: what the register records
/// as received in the year of the income, and what was paid for it. Each is known by its scheme: a policy's id, or the name under which a list has it.
/// </summary>
internal sealed class IncomeContents
{
    private readonly List<(int Household, string Scheme, long Fen)> _received = [];
    private readonly List<(int Household, string Scheme, long Fen)> _paid = [];
    private readonly double[] _most;

    private IncomeContents(double[] most) => _most = most;

    /// <param name="households">Columns.</param>
    /// <param name="on">The date: an income without a year is of the year before.</param>
    /// <param name="paid">Recurring cash that was paid, by household and the year that it is for.</param>
    public static IncomeContents Of(ColumnTable households, DateOnly on, IEnumerable<PaidBenefit> paid)
    {
        // Benefits are transfers: no more than these is taken out where they are known.
        var contents = new IncomeContents([.. Enumerable.Range(0, households.Count).Select(row => Number(households, "income.transfer", row) ?? double.PositiveInfinity)]);
        int YearOf(int row) => (int)(Number(households, "income.year", row) ?? on.Year - 1);
        contents._paid.AddRange(paid.Where(p => p.Year == YearOf(p.Household)).Select(p => (p.Household, p.Policy, p.Amount.Fen)));
        if (!households.Lists.TryGetValue("received", out var received))
        {
            return contents;
        }

        for (var household = 0; household < households.Count; household++)
        {
            var (first, end) = (received.Offsets![household], received.Offsets[household + 1]);
            if (first < end)
            {
                contents.Receive(received, household, first, end, YearOf(household));
            }
        }

        return contents;
    }

    /// <summary>Yuan a household and year that the incomes hold of the packs' recurring cash; of a scheme that was both paid and recorded as received the greater.</summary>
    public double[] Held(IEnumerable<CompiledPack> packs)
    {
        var schemes = packs.SelectMany(Schemes).DistinctBy(s => s.Name).ToDictionary(s => s.Name, s => s.Policy);
        Dictionary<(int, string), (long Paid, long Received)> sums = [];
        foreach (var (household, scheme, fen) in _paid.Where(p => schemes.ContainsKey(p.Scheme)))
        {
            var key = (household, schemes[scheme]);
            var sum = sums.GetValueOrDefault(key);
            sums[key] = sum with { Paid = sum.Paid + fen };
        }

        foreach (var (household, scheme, fen) in _received.Where(r => schemes.ContainsKey(r.Scheme)))
        {
            var key = (household, schemes[scheme]);
            var sum = sums.GetValueOrDefault(key);
            sums[key] = sum with { Received = sum.Received + fen };
        }

        var held = new double[_most.Length];
        foreach (var ((household, _), (paid, received)) in sums)
        {
            held[household] = Math.Min(_most[household], held[household] + (Math.Max(paid, received) / 100.0));
        }

        return held;
    }

    /// <summary>The names of a pack's policies that give income.</summary>
    public static IEnumerable<(string Name, string Policy)> Schemes(CompiledPack pack) => pack.Policies.Where(p => new PolicyTally(p).IsIncome)
        .SelectMany(p => new[] { p.Id, p.Definition.Title.Zh, p.Definition.Title.En }.Select(name => (name, p.Id)));

    // A monthly payment stands once, or once for every month in which it was paid: either way a year is twelve of what one of them says.
    private void Receive(ColumnTable received, int household, int first, int end, int year)
    {
        var rows = Enumerable.Range(first, end - first).Where(row => YearIn(received, row) == year && Text(received, "programme", row) is not null);
        foreach (var scheme in rows.GroupBy(row => (Programme: Text(received, "programme", row)!.Trim(), Person: Text(received, "person", row), Recurring: Text(received, "recurring", row))))
        {
            var yuan = scheme.Sum(row => Number(received, "amount", row) ?? 0);
            var yearly = scheme.Key.Recurring switch
            {
                "month" => yuan * 12 / scheme.Count(),
                "year" => yuan,
                _ => 0,
            };
            if (yearly > 0)
            {
                _received.Add((household, scheme.Key.Programme, (long)Math.Round(yearly * 100)));
            }
        }
    }

    private static double? Number(ColumnTable table, string column, int row) => table.Columns.GetValueOrDefault(column)?.At(row) is { IsNumber: true } value ? (double)value.AsNumber : null;

    private static string? Text(ColumnTable table, string column, int row) => table.Columns.GetValueOrDefault(column)?.At(row) is { IsString: true } value ? value.AsString : null;

    private static int? YearIn(ColumnTable table, int row) => table.Columns.GetValueOrDefault("date")?.At(row) is { Kind: FeelKind.Date } value ? value.AsDate.Year : null;
}
