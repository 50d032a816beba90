using Fuyao.Feel.Columns;
using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Policy.Columns;

namespace Fuyao.Policy.Contracts;

/// <summary>What a pack says about a population: variables and awards by row, persons in the order of their table.</summary>
public sealed class PopulationResults
{
    private readonly PackColumns _columns;
    private readonly Dictionary<string, ColumnOutput> _byName;
    private readonly Dictionary<string, FeelValue[]> _values = [];
    private readonly Dictionary<string, (ResultStatus Status, Money Amount)[]> _awards = [];

    internal PopulationResults(PackColumns columns, IReadOnlyList<ColumnOutput> outputs)
    {
        _columns = columns;
        Outputs = outputs;
        _byName = outputs.ToDictionary(o => o.Name);
    }

    /// <summary>What the columns themselves hold.</summary>
    public IReadOnlyList<ColumnOutput> Outputs { get; }

    /// <summary>A variable of a row, not rounded; Unknown where a fact that it needs is.</summary>
    public FeelValue Variable(string id, int row) => _values.TryGetValue(id, out var interpreted) ? interpreted[row] : _byName[id].At(row);

    /// <summary>A variable that is a number; null where a fact that it needs is not known.</summary>
    public decimal? Number(string id, int row) => Variable(id, row) is { IsNumber: true } value ? value.AsNumber : null;

    /// <summary>How a policy came out for a row, and the amount for one unit.</summary>
    public (ResultStatus Status, Money Amount) Award(string policy, int row)
    {
        if (_awards.TryGetValue(policy, out var interpreted))
        {
            return interpreted[row];
        }

        var eligible = _byName[PackColumns.Eligible(policy)];
        if (eligible.IsUnknown(row))
        {
            return (ResultStatus.Undetermined, Money.Zero);
        }

        if (!eligible.At(row).IsTrue)
        {
            return (ResultStatus.NotEligible, Money.Zero);
        }

        var amount = _byName[PackColumns.Amount(policy)];
        return amount.IsUnknown(row) ? (ResultStatus.Undetermined, Money.Zero)
            : amount.IsNull(row) ? (ResultStatus.Manual, Money.Zero)
            : Money.FromYuan(amount.Number(row)) is var money && money > Money.Zero ? (ResultStatus.Awarded, money)
            : (ResultStatus.NotEligible, Money.Zero);
    }

    internal void Interpret(CancellationToken cancellation) => _columns.Interpret(_values, _awards, cancellation);
}
