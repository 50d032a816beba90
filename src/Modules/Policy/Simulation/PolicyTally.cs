using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>Awards of one policy, counted; one a worker, added up at the end.</summary>
internal sealed class PolicyTally
{
    private readonly (FundingSums Sums, int[] Parts)[] _funding;

    public PolicyTally(CompiledPolicy policy)
    {
        Policy = policy;
        _funding = [.. FundingSums.Of(policy)];
        Times = policy.Definition.Unit switch
        {
            PolicyPeriod.Month => 12,
            PolicyPeriod.Term => 2,
            _ => 1,
        };
        Recurs = policy.Definition.Unit is not (PolicyPeriod.Once or PolicyPeriod.Event);
        CashParts = [.. policy.Parts.Select(p => p.Definition.Kind == BenefitKind.Cash && p.Definition.Payee is Payee.Household or Payee.Person)];
    }

    public CompiledPolicy Policy { get; }

    /// <summary>Units that fall due in a year.</summary>
    public int Times { get; }

    /// <summary>Whether it counts as income: a grant that comes once does not.</summary>
    public bool Recurs { get; }

    /// <summary>By part whether it is cash in the household's hands.</summary>
    public bool[] CashParts { get; }

    public int Awards { get; private set; }

    public int Households { get; set; }

    public long Fen { get; private set; }

    public int Undetermined { get; private set; }

    public int Manual { get; private set; }

    public int Excluded { get; private set; }

    /// <summary>Counts one result; the amounts of its parts sum to it.</summary>
    public void Count(ResultStatus status, ReadOnlySpan<long> parts)
    {
        switch (status)
        {
            case ResultStatus.Awarded:
                Awards++;
                foreach (var part in parts)
                {
                    Fen += part;
                }

                foreach (var (sums, of) in _funding)
                {
                    var fen = 0L;
                    foreach (var part in of)
                    {
                        fen += parts[part];
                    }

                    if (fen != 0)
                    {
                        sums.Add(fen);
                    }
                }

                break;
            case ResultStatus.Undetermined:
                Undetermined++;
                break;
            case ResultStatus.Manual:
                Manual++;
                break;
            case ResultStatus.Excluded:
                Excluded++;
                break;
        }
    }

    public void Add(PolicyTally other)
    {
        Awards += other.Awards;
        Households += other.Households;
        Fen += other.Fen;
        Undetermined += other.Undetermined;
        Manual += other.Manual;
        Excluded += other.Excluded;
        foreach (var (own, its) in _funding.Zip(other._funding))
        {
            own.Sums.Add(its.Sums);
        }
    }

    public IEnumerable<(string Source, long Fen)> Sources() => _funding.SelectMany(f => f.Sums.Shares());
}
