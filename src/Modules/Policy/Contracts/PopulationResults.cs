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
    private readonly Dictionary<string, PopulationAwards> _awards = [];

    internal PopulationResults(PackColumns columns, IReadOnlyList<ColumnOutput> outputs)
    {
        _columns = columns;
        Outputs = outputs;
        _byName = outputs.ToDictionary(o => o.Name);
        foreach (var policy in columns.Pack.Policies)
        {
            if (_byName.TryGetValue(PackColumns.Status(policy.Id), out var status) && _byName.TryGetValue(PackColumns.Amount(policy.Id), out var amount))
            {
                _awards[policy.Id] = new PopulationAwards(
                    policy, status, amount, _byName.GetValueOrDefault(PackColumns.Value(policy.Id)),
                    [.. Enumerable.Range(0, policy.Parts.Count > 1 ? policy.Parts.Count : 0).Select(i => _byName[PackColumns.Part(policy.Id, i)])]);
            }
        }
    }

    /// <summary>What the columns themselves hold.</summary>
    public IReadOnlyList<ColumnOutput> Outputs { get; }

    /// <summary>A variable of a row, not rounded; Unknown where a fact that it needs is.</summary>
    public FeelValue Variable(string id, int row) => _values.TryGetValue(id, out var interpreted) ? interpreted[row] : _byName[id].At(row);

    /// <summary>A variable that is a number; null where a fact that it needs is not known.</summary>
    public decimal? Number(string id, int row) => Variable(id, row) is { IsNumber: true } value ? value.AsNumber : null;

    /// <summary>All rows of one policy: the persons, or the households of a household policy.</summary>
    /// <exception cref="KeyNotFoundException">The policy was not asked for, or is not about persons or households.</exception>
    public PopulationAwards Of(string policy) => _awards.TryGetValue(policy, out var awards) ? awards
        : throw new KeyNotFoundException($"The policy '{policy}' was not asked for, or is about neither persons nor households.");

    /// <summary>How a policy came out for a row, and the amount for one unit.</summary>
    public (ResultStatus Status, Money Amount) Award(string policy, int row) => Of(policy) is var awards ? (awards.Status(row), awards.Amount(row)) : default;

    /// <summary>
    /// The parameter that an undetermined result waits for when it waits for nothing else: nobody knows it, and no fact of the household that
    /// the policy reads is unknown. Null: it may wait for a fact, and the interpreter says for which.
    /// </summary>
    /// <param name="policy">A policy that columns could say.</param>
    /// <param name="household">Row of the household, also for a policy of persons.</param>
    public string? WaitsForParameter(string policy, int household) =>
        _columns.Refused.Count > 0 ? null : _columns.Waiting.Parameter(policy, household, (id, row) => Of(id).Status(row));

    /// <summary>Households in which rules contradict one another.</summary>
    /// <exception cref="InvalidOperationException">They were not asked for.</exception>
    public int Conflicts() => (_columns.Conflicts ?? throw new InvalidOperationException("Contradictions were not asked for.")).Count(_byName, Of);

    internal void Interpret(CancellationToken cancellation)
    {
        foreach (var (policy, results) in _columns.Interpret(_values, cancellation))
        {
            _awards[policy.Id] = new PopulationAwards(policy, results);
        }
    }
}
