using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out what one household is due under a compiled pack.</summary>
internal sealed class PackEvaluator(CompiledPack pack)
{
    private readonly HouseholdReader _reader = new(pack.Dictionary.Household, pack.Dictionary.Persons);
    private readonly bool _outOfValidity = !pack.Pack.IsValidOn(pack.On);
    private readonly PolicySet _policies = new(pack, pack.Policies, new VariableLabels(pack, pack.Dictionary.Person, pack.Dictionary.Household));
    private readonly RuleEvaluator _rules = new(pack);

    public HouseholdFacts Read(ReadOnlyMemory<byte> json) =>
        _reader.Read(json.Span) ?? throw new ProblemException(422, new HouseholdValidator(pack.Dictionary.Household, pack.Dictionary.Persons).Check(json));

    public HouseholdOutcome Evaluate(ReadOnlyMemory<byte> json, Explain explain, string? only) => Evaluate(Read(json), explain, only);

    public HouseholdOutcome Evaluate(HouseholdFacts facts, Explain explain, string? only)
    {
        var subjects = Subjects.Of(facts, pack);
        // By policy: the results of its subjects, persons in household order.
        var results = new PolicyResult[pack.Policies.Count][];
        var wanted = only is null ? null : Wanted(only);
        for (var i = 0; i < results.Length; i++)
        {
            var policy = pack.Policies[i];
            if (wanted?.Contains(i) == false)
            {
                results[i] = [];
                continue;
            }

            var of = policy.IsPerson ? subjects.Persons : [subjects.Household];
            var own = new PolicyResult[of.Count];
            for (var s = 0; s < own.Length; s++)
            {
                own[s] = _policies.Of(i, of[s], explain, results);
            }

            results[i] = own;
        }

        List<PolicyResult> all = [];
        foreach (var (i, own) in results.Index())
        {
            if (only is null || pack.Policies[i].Id == only)
            {
                all.AddRange(own);
            }
        }

        return new HouseholdOutcome(subjects.Household.Id, all, only is null ? _rules.Conflicts(subjects, all) : [], _outOfValidity)
        {
            Persons = subjects.Persons.Count,
            Checks = only is null ? _rules.Checks(subjects) : [],
            Procedures = only is null && explain > Explain.Awards ? _rules.Outcomes(subjects) : [],
        };
    }

    // The policy asked for, with those that it reads or that may exclude it.
    private HashSet<int> Wanted(string only)
    {
        var index = pack.Policies.ToList().FindIndex(p => p.Id == only);
        if (index < 0)
        {
            throw new ProblemException(404, new Problem("unknown-policy", new Kernel.Text.LocalText(
                $"政策包 {pack.Pack.Own.Id} 里没有政策“{only}”。", $"The pack {pack.Pack.Own.Id} has no policy '{only}'.")));
        }

        HashSet<int> wanted = [index];
        Queue<int> open = new([index]);
        while (open.TryDequeue(out var next))
        {
            var policy = pack.Policies[next];
            foreach (var needed in policy.ExcludedBy.Concat(pack.Policies.Index().Where(p => policy.Definition.After.Any(a => a.Text == p.Item.Id)).Select(p => p.Index)))
            {
                if (wanted.Add(needed))
                {
                    open.Enqueue(needed);
                }
            }
        }

        return wanted;
    }
}
