using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>Awards of one policy, counted; one a worker, added up at the end.</summary>
internal sealed class PolicyTally
{
    // Of a policy with one part: its amounts, to be split at the end. Of others: what each source bears, award by award.
    private readonly FundingSums? _single;
    private readonly Dictionary<string, long> _sources = [];
    private readonly bool _isCash;

    /// <param name="policy">The policy.</param>
    /// <param name="dated">Its units differ within the year: they are counted one by one.</param>
    public PolicyTally(CompiledPolicy policy, bool dated = false)
    {
        Policy = policy;
        Year = dated ? new PolicyTally(policy) : null;
        _single = policy.Parts is [var part] ? new FundingSums(part.Definition.Funding) : null;
        _isCash = policy.Parts is [var only] && IsInHand(only.Definition.Kind, only.Definition.Payee);
        Times = Simulator.TimesAYear(policy.Definition.Unit);
        Recurs = policy.Definition.Unit is not (PolicyPeriod.Once or PolicyPeriod.Event);
    }

    public CompiledPolicy Policy { get; }

    /// <summary>The units of the year, where they differ; else null, and a year is <see cref="Times"/> what the date gives.</summary>
    public PolicyTally? Year { get; }

    /// <summary>Units that fall due in a year.</summary>
    public int Times { get; }

    /// <summary>Fen that fall due in the year.</summary>
    public long Yearly => Year?.Fen ?? Fen * Times;

    /// <summary>Whether it counts as income: a grant that comes once does not.</summary>
    public bool Recurs { get; }

    /// <summary>Whether some of it is income: recurring cash that reaches the household's hands.</summary>
    public bool IsIncome => Recurs && Policy.Parts.Any(p => IsInHand(p.Definition.Kind, p.Definition.Payee));

    public int Awards { get; private set; }

    public int Households { get; set; }

    public long Fen { get; private set; }

    public int Undetermined { get; private set; }

    public int Manual { get; private set; }

    public int Excluded { get; private set; }

    /// <summary>Counts one result.</summary>
    /// <returns>Fen of the award, and how much of it the household gets in its hands as cash.</returns>
    public (long Fen, long Cash) Count(ResultStatus status, PopulationAwards awards, int row)
    {
        switch (status)
        {
            case ResultStatus.Awarded:
                Awards++;
                return Award(awards, row);
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

        return default;
    }

    public void Add(PolicyTally other)
    {
        Awards += other.Awards;
        Households += other.Households;
        Fen += other.Fen;
        Undetermined += other.Undetermined;
        Manual += other.Manual;
        Excluded += other.Excluded;
        _single?.Add(other._single!);
        Year?.Add(other.Year!);
        foreach (var (source, fen) in other._sources)
        {
            _sources[source] = _sources.GetValueOrDefault(source) + fen;
        }
    }

    public IEnumerable<(string Source, long Fen)> Sources() => _single?.Shares() ?? _sources.Select(s => (s.Key, s.Value));

    /// <summary>What each source bears in the year.</summary>
    public IEnumerable<(string Source, long Fen)> YearlySources() => Year?.Sources() ?? Sources().Select(s => (s.Source, s.Fen * Times));

    private (long Fen, long Cash) Award(PopulationAwards awards, int row)
    {
        var fen = awards.Amount(row).Fen;
        Fen += fen;
        if (_single is not null)
        {
            _single.Add(fen);
            return (fen, _isCash ? fen : 0);
        }

        foreach (var share in awards.Funding(row))
        {
            _sources[share.Source] = _sources.GetValueOrDefault(share.Source) + share.Amount.Fen;
        }

        return (fen, awards.Parts(row).Where(p => IsInHand(p.Kind, p.Payee)).Sum(p => p.Amount.Fen));
    }

    private static bool IsInHand(BenefitKind kind, Payee payee) => kind == BenefitKind.Cash && payee is Payee.Household or Payee.Person;
}
