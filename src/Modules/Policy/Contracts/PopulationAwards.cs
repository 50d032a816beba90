using Fuyao.Feel.Columns;
using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// One policy's results over a population, a row for each person (or household, of a household policy) in the order of their table.
/// For one unit of the policy's time. Safe for several threads.
/// </summary>
public sealed class PopulationAwards
{
    private readonly CompiledPolicy _policy;
    private readonly PolicyResult[]? _interpreted;
    private readonly ColumnOutput? _status;
    private readonly ColumnOutput? _amount;
    private readonly ColumnOutput? _value;
    private readonly ColumnOutput[] _parts = [];
    private readonly long _fen;

    internal PopulationAwards(CompiledPolicy policy, PolicyResult[] interpreted)
    {
        _policy = policy;
        _interpreted = interpreted;
        Count = interpreted.Length;
    }

    internal PopulationAwards(CompiledPolicy policy, ColumnOutput status, ColumnOutput amount, ColumnOutput? value, ColumnOutput[] parts)
    {
        _policy = policy;
        (_status, _amount, _value, _parts) = (status, amount, value, parts);
        Count = status.Table.Count;
        // Rounded amounts are whole over a divisor of 100; with decimals each row is converted.
        _fen = amount.OnDecimals ? 0 : (long)(100m / amount.Denominator);
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    public PolicyInfo Policy => _policy.Info;

    /// <summary>The unit of time in which the pack's date falls: <c>2016-05</c>, <c>2016</c>, <c>once</c>.</summary>
    public string Period => _policy.Period;

    /// <summary>Awards of one amount have the same parts and the same funding.</summary>
    public bool GoesOneWay => _policy.Parts.Count <= 1;

    /// <summary>How it came out.</summary>
    public ResultStatus Status(int row) => _interpreted is not null ? _interpreted[row].Status
        : (ResultStatus)(_status!.OnDecimals ? (long)_status.Number(row) : _status.Numerator(row));

    /// <summary>Cash and waivers together; zero unless awarded or excluded.</summary>
    public Money Amount(int row) => _interpreted is not null ? _interpreted[row].Amount
        : _fen > 0 ? new Money(_amount!.Numerator(row) * _fen) : Money.FromYuan(_amount!.Number(row));

    /// <summary>What a policy that classifies says instead of an amount.</summary>
    public string? Value(int row) => _interpreted is not null ? _interpreted[row].Value
        : _value is not null && Status(row) is ResultStatus.Awarded or ResultStatus.Excluded ? Text(_value!.At(row)) : null;

    /// <summary>The ways that an award goes; they sum to its amount. Of a policy with one part that is the award itself.</summary>
    public IReadOnlyList<AwardPart> Parts(int row) => _interpreted is not null ? _interpreted[row].Parts : Due(row, Payment.Parts, []);

    /// <summary>What each source bears of an award; the shares sum to its amount.</summary>
    public IReadOnlyList<FundShare> Funding(int row) => _interpreted is not null ? _interpreted[row].Funding : Due(row, Payment.Funding, []);

    /// <summary>All awards together.</summary>
    public AwardTotals Totals()
    {
        var counts = new int[Enum.GetValues<ResultStatus>().Length];
        var amount = Money.Zero;
        var sources = new Dictionary<string, Money>();
        // One payer bears all: nothing has to be split row by row.
        var single = _interpreted is null && _policy.Parts is [{ Definition.Funding: [var (source, _)] }] ? source : null;
        for (var row = 0; row < Count; row++)
        {
            var status = Status(row);
            counts[(int)status]++;
            if (status != ResultStatus.Awarded)
            {
                continue;
            }

            amount += Amount(row);
            foreach (var share in single is null ? Funding(row) : [])
            {
                sources[share.Source] = sources.GetValueOrDefault(share.Source) + share.Amount;
            }
        }

        if (single is not null && amount > Money.Zero)
        {
            sources[single] = amount;
        }

        return new AwardTotals(counts, amount, sources);
    }

    // A class that is a number written out is held as the number.
    private static string Text(FeelValue value) => value.IsString ? value.AsString : value.ToString();

    private T Due<T>(int row, Func<CompiledPolicy, Money, decimal[], T> divide, T nothing)
    {
        if (_value is not null || _policy.Value is not null || Status(row) is not (ResultStatus.Awarded or ResultStatus.Excluded))
        {
            return nothing;
        }

        var yuan = new decimal[_parts.Length];
        for (var i = 0; i < yuan.Length; i++)
        {
            yuan[i] = _parts[i].Number(row);
        }

        return divide(_policy, Amount(row), yuan);
    }
}

/// <summary>One policy's awards together, for one unit of its time.</summary>
public sealed record AwardTotals
{
    private readonly int[] _counts;

    internal AwardTotals(int[] counts, Money amount, IReadOnlyDictionary<string, Money> bySource)
    {
        _counts = counts;
        Amount = amount;
        BySource = bySource;
    }

    /// <summary>Of what is awarded; what other awards exclude does not count.</summary>
    public Money Amount { get; }

    /// <summary>Shares of the amount by fund source; they sum to it where the policy says who pays.</summary>
    public IReadOnlyDictionary<string, Money> BySource { get; }

    /// <summary>Rows with this status.</summary>
    public int Count(ResultStatus status) => _counts[(int)status];
}
