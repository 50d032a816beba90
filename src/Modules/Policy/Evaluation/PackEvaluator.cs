using Fuyao.Feel;
using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out what one household is due under a compiled pack.</summary>
internal sealed class PackEvaluator(CompiledPack pack)
{
    private readonly HouseholdReader _reader = new(pack.Dictionary);
    private readonly bool _outOfValidity = !pack.Pack.IsValidOn(pack.On);
    private readonly string[] _periods = [.. pack.Policies.Select(p => PeriodLabel.Of(p.Definition.Unit, pack.On))];
    private readonly Explanations _explanations = new(pack);
    private readonly Alternatives _alternatives = new(pack);
    private readonly VariableLabels _labels = new(pack);
    private readonly RuleEvaluator _rules = new(pack);

    public HouseholdFacts Read(ReadOnlyMemory<byte> json) =>
        _reader.Read(json.Span) ?? throw new ProblemException(422, new HouseholdValidator(pack.Dictionary).Check(json));

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
                if (policy.ReadsResults)
                {
                    of[s].Slots[of[s].Input.Shape.Slot("results")] = EarlierResults.For(pack, policy, of[s].Id, results);
                }

                var result = Stacked(i, Alone(i, of[s], explain), results);
                own[s] = explain >= Explain.Alternatives ? result with { Says = Sentences.Of(policy, result, _labels) } : result;
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
        };
    }

    public CheckResult Check(string id, System.Text.Json.JsonElement inputs) =>
        pack.Checks.FirstOrDefault(c => c.Definition.Id == id) is { } check
            ? _rules.Check(check, inputs)
            : throw new ProblemException(404, new Problem("unknown-check", new Kernel.Text.LocalText(
                $"政策包 {pack.Pack.Own.Id} 里没有核查“{id}”。", $"The pack {pack.Pack.Own.Id} has no check '{id}'.")));

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

    private PolicyResult Alone(int index, Subject subject, Explain explain)
    {
        var trace = explain > Explain.Nothing ? new FeelTrace() : null;
        var result = Alone(index, subject, trace);
        if (trace is null)
        {
            return result;
        }

        result = result with { Because = _explanations.Of(trace) };
        if (explain < Explain.Alternatives)
        {
            return result;
        }

        var policy = pack.Policies[index];
        result = result with { WouldChange = _alternatives.Of(policy, subject, result, input => Alone(index, subject with { Input = input }, trace: null)) };
        return explain == Explain.Everything ? result with { Tree = _explanations.Tree(trace, result) } : result;
    }

    private PolicyResult Alone(int index, Subject subject, FeelTrace? trace)
    {
        var policy = pack.Policies[index];
        var eligible = policy.Eligible.Evaluate(subject.Input, trace);
        var result = new PolicyResult
        {
            Policy = policy.Id,
            Subject = subject.Id,
            Unit = policy.Definition.Unit,
            Period = _periods[index],
            Status = ResultStatus.NotEligible,
            Source = policy.Definition.Source,
        };
        if (eligible.Value.IsUnknown)
        {
            result = result with { Status = ResultStatus.Undetermined, Needs = eligible.Value.Needs };
        }
        else if (eligible.Problems.Count > 0)
        {
            result = result with { Status = ResultStatus.Manual };
        }
        else if (eligible.Value.IsTrue)
        {
            result = Due(policy, subject, result, trace);
        }

        return result;
    }

    private static PolicyResult Due(CompiledPolicy policy, Subject subject, PolicyResult result, FeelTrace? trace)
    {
        if (policy.Manual?.Evaluate(subject.Input, trace).Value is { IsFalse: false } manual)
        {
            return manual.IsUnknown
                ? result with { Status = ResultStatus.Undetermined, Needs = manual.Needs }
                : result with { Status = ResultStatus.Manual };
        }

        return policy.Value is { } value ? Classified(value.Evaluate(subject.Input, trace), result) : Paid(policy, subject, result, trace);
    }

    private static PolicyResult Classified(FeelResult value, PolicyResult result) =>
        value.Value.IsUnknown ? result with { Status = ResultStatus.Undetermined, Needs = value.Value.Needs }
        : value.Value.IsString && value.Problems.Count == 0 ? result with { Status = ResultStatus.Awarded, Value = value.Value.AsString }
        : result with { Status = ResultStatus.Manual };

    private static PolicyResult Paid(CompiledPolicy policy, Subject subject, PolicyResult result, FeelTrace? trace)
    {
        var yuan = policy.Parts.Count == 1 ? [] : new decimal[policy.Parts.Count];
        var total = 0m;
        FeelValue unknown = default;
        for (var i = 0; i < policy.Parts.Count; i++)
        {
            var (value, problems) = policy.Parts[i].Amount.Evaluate(subject.Input, trace);
            if (value.IsUnknown)
            {
                unknown = unknown.IsUnknown ? FeelValue.Unknown([.. unknown.Needs, .. value.Needs]) : value;
            }
            else if (!value.IsNumber || problems.Count > 0)
            {
                // The table has no row for this case, or the arithmetic failed: the rule does not say, so a person decides.
                return result with { Status = ResultStatus.Manual };
            }
            else
            {
                total += value.AsNumber;
                if (yuan.Length > 0)
                {
                    yuan[i] = value.AsNumber;
                }
            }
        }

        if (unknown.IsUnknown)
        {
            return result with { Status = ResultStatus.Undetermined, Needs = unknown.Needs };
        }

        // The one rounding: half away from zero, on the whole amount.
        var amount = Money.FromYuan(total);
        if (amount <= Money.Zero)
        {
            return result;
        }

        (PartDefinition Part, Money Amount)[] parts = policy.Parts.Count == 1
            ? [(policy.Parts[0].Definition, amount)]
            : [.. amount.Split(yuan).Zip(policy.Parts, (share, part) => (part.Definition, share)).Where(p => p.share != Money.Zero)];
        return result with
        {
            Status = ResultStatus.Awarded,
            Amount = amount,
            Exact = total,
            Parts = [.. parts.Select(p => new AwardPart(p.Part.Kind, p.Part.Payee, p.Amount))],
            Funding = Funded(parts),
        };
    }

    // Parts that name the same payers are split together, so that the fen of the whole decide, not those of each part.
    private static IReadOnlyList<FundShare> Funded((PartDefinition Part, Money Amount)[] parts) =>
        parts is [var (part, amount)]
            ? Shares(part.Funding, amount)
            :
            [
                .. parts.GroupBy(p => p.Part.Funding, ReferenceEqualityComparer.Instance)
                    .SelectMany(g => Shares(g.First().Part.Funding, g.Aggregate(Money.Zero, (sum, p) => sum + p.Amount)))
                    .GroupBy(f => f.Source)
                    .Select(g => new FundShare(g.Key, g.Aggregate(Money.Zero, (sum, f) => sum + f.Amount))),
            ];

    private static IReadOnlyList<FundShare> Shares(IReadOnlyList<(string Source, decimal Share)> funding, Money amount) =>
        funding.Count == 0 ? [] : [.. amount.Split([.. funding.Select(f => f.Share)]).Zip(funding, (share, fund) => new FundShare(fund.Source, share))];

    private PolicyResult Stacked(int index, PolicyResult result, PolicyResult[][] earlier)
    {
        if (result.Status != ResultStatus.Awarded)
        {
            return result;
        }

        foreach (var by in pack.Policies[index].ExcludedBy)
        {
            var sameKind = pack.Policies[by].IsPerson == pack.Policies[index].IsPerson;
            foreach (var other in earlier[by].Where(r => !sameKind || r.Subject == result.Subject))
            {
                if (other.Status == ResultStatus.Awarded)
                {
                    return result with { Status = ResultStatus.Excluded, By = other.Policy };
                }

                if (other.Status is ResultStatus.Undetermined)
                {
                    return result with { Status = ResultStatus.Undetermined, Needs = other.Needs, Amount = Money.Zero, Parts = [], Funding = [] };
                }
            }
        }

        return result;
    }
}
