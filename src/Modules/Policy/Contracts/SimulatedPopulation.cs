using System.Collections.Concurrent;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Simulation;

namespace Fuyao.Policy.Contracts;

/// <summary>A way to sort the households of a population: by township, by type.</summary>
/// <param name="Id">What the figures are called: <c>region</c>, <c>type</c>, <c>status</c>.</param>
/// <param name="Codes">Per household a position in <paramref name="Keys"/>.</param>
/// <param name="Keys">The groups; an empty key stands for households of which it is not known.</param>
public sealed record Grouping(string Id, int[] Codes, IReadOnlyList<string> Keys)
{
    /// <summary>By a key of every household; groups in the order of their keys.</summary>
    public static Grouping Of(string id, IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        string[] distinct = [.. all.Distinct().Order(StringComparer.Ordinal)];
        var codes = distinct.Index().ToDictionary(d => d.Item, d => d.Index);
        return new Grouping(id, Array.ConvertAll(all, key => codes[key]), distinct);
    }

    /// <summary>By a column of strings; rows without a known value have the empty key.</summary>
    internal static Grouping Of(string id, ColumnTable households, string column)
    {
        var values = households.Columns.GetValueOrDefault(column);
        return Of(id, Enumerable.Range(0, households.Count).Select(row => values?.At(row) is { IsString: true } value ? value.AsString : ""));
    }
}

/// <summary>Recurring cash that a household was paid.</summary>
/// <param name="Household">Its row.</param>
/// <param name="Policy">The policy's id.</param>
/// <param name="Year">The year that it is for.</param>
public sealed record PaidBenefit(int Household, string Policy, int Year, Kernel.Money Amount);

/// <summary>
/// The households of an area on one date as columns, with what figures about them need: income before any benefit of a pack, groups.
/// Immutable but for figures it works out once; safe for several threads.
/// </summary>
public sealed class SimulatedPopulation
{
    private readonly Lazy<byte[]> _deciles;
    private readonly IncomeContents? _contents;
    private readonly ConcurrentDictionary<string, SimulatedPopulation> _before = new();

    /// <param name="households">Columns as <see cref="PopulationRules"/> reads them; its persons are the living ones.</param>
    /// <param name="incomePerHead">Net income per head, yuan a year, by household; <see cref="double.NaN"/> where it is not known.</param>
    /// <param name="groupings">How figures are broken down.</param>
    public SimulatedPopulation(ColumnTable households, double[] incomePerHead, IReadOnlyList<Grouping> groupings)
        : this(households, incomePerHead, groupings, null)
    {
    }

    private SimulatedPopulation(ColumnTable households, double[] incomePerHead, IReadOnlyList<Grouping> groupings, IncomeContents? contents)
    {
        _contents = contents;
        Households = households;
        IncomePerHead = incomePerHead;
        Groupings = groupings;
        var offsets = households.Lists["persons"].Offsets!;
        Sizes = [.. Enumerable.Range(0, households.Count).Select(i => offsets[i + 1] - offsets[i])];
        _deciles = new(Deciles);
    }

    public ColumnTable Households { get; }

    public double[] IncomePerHead { get; }

    public IReadOnlyList<Grouping> Groupings { get; }

    /// <summary>Households whose stated income held benefits of the packs that <see cref="Before"/> was asked about, and how much a year.</summary>
    public (int Households, Kernel.Money Amount) TakenOut { get; private init; }

    /// <summary>
    /// The same households with what their stated incomes already hold of these packs' recurring cash taken out: benefits that the register records as
    /// received in the year of the income, or that were paid for it, under the policy's id or name; at most the household's transfers, or its income where
    /// the transfers are not known. Worked out once.
    /// </summary>
    public SimulatedPopulation Before(params IReadOnlyCollection<PreparedPack> packs) => _contents is null ? this
        : _before.GetOrAdd(string.Join(',', packs.SelectMany(p => IncomeContents.Schemes(p.Compiled)).Select(s => s.Name).Distinct().Order(StringComparer.Ordinal)), _ => Without(_contents.Held(packs.Select(p => p.Compiled))));

    private SimulatedPopulation Without(double[] held)
    {
        var incomes = IncomePerHead.ToArray();
        var (households, sum) = (0, 0.0);
        for (var i = 0; i < incomes.Length; i++)
        {
            if (held[i] > 0 && Sizes[i] > 0 && incomes[i] > 0)
            {
                var taken = Math.Min(held[i], incomes[i] * Sizes[i]);
                incomes[i] -= taken / Sizes[i];
                (households, sum) = (households + 1, sum + taken);
            }
        }

        return households == 0 ? this : new SimulatedPopulation(Households, incomes, Groupings) { TakenOut = (households, Kernel.Money.FromYuan((decimal)Math.Round(sum, 2))) };
    }

    /// <summary>Living persons by household.</summary>
    public int[] Sizes { get; }

    public int Persons => Households.Lists["persons"].Count;

    /// <summary>By household 1 to 10, the tenth of persons with the lowest income first; 0 where the income is not known.</summary>
    internal byte[] IncomeDeciles => _deciles.Value;

    /// <summary>Households in columns, grouped by type and status beside what is given.</summary>
    /// <param name="pack">Defines <c>income_per_head</c>.</param>
    /// <param name="columns">The households.</param>
    /// <param name="stated">Income per head that a source states for a household's row: where the components are not known.</param>
    /// <param name="groupings">More groups.</param>
    /// <param name="paid">What the households were paid: see <see cref="Before"/>.</param>
    public static SimulatedPopulation Of(
        PreparedPack pack, HouseholdColumns columns, Func<int, Kernel.Money?> stated, IReadOnlyList<Grouping> groupings, IEnumerable<PaidBenefit>? paid = null)
    {
        var incomes = IncomeOf(pack, columns.Table);
        for (var i = 0; i < incomes.Length; i++)
        {
            incomes[i] = double.IsNaN(incomes[i]) && stated(i) is { } known ? (double)known.Yuan : incomes[i];
        }

        return new SimulatedPopulation(columns.Table, incomes,
            [.. groupings, Grouping.Of("type", columns.Table, "category"), Grouping.Of("status", columns.Table, "status")],
            IncomeContents.Of(columns.Table, pack.On, paid ?? []));
    }

    private static double[] IncomeOf(PreparedPack pack, ColumnTable households)
    {
        var results = pack.Over(households, variables: ["income_per_head"], policies: false).Run();
        var incomes = new double[households.Count];
        for (var i = 0; i < incomes.Length; i++)
        {
            incomes[i] = results.Variable("income_per_head", i) is { IsNumber: true } income ? (double)income.AsNumber : double.NaN;
        }

        return incomes;
    }

    private byte[] Deciles()
    {
        int[] known = [.. Enumerable.Range(0, Sizes.Length).Where(i => !double.IsNaN(IncomePerHead[i]))];
        Array.Sort(Array.ConvertAll(known, i => IncomePerHead[i]), known);
        var (total, before) = (known.Sum(i => (long)Sizes[i]), 0L);
        var deciles = new byte[Sizes.Length];
        foreach (var i in known)
        {
            // Where the household's middle lies: equal incomes may fall on both sides of a border, persons of one household never do.
            deciles[i] = (byte)(1 + Math.Min(9, total == 0 ? 0 : ((2 * before) + Sizes[i]) * 5 / total));
            before += Sizes[i];
        }

        return deciles;
    }
}
