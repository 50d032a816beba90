using Fuyao.Feel;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>Policies that may refer to one another: those of households and their persons, or those of loans …</summary>
/// <param name="pack">Their pack.</param>
/// <param name="policies">In the order in which they are worked out.</param>
/// <param name="labels">The words for what they read.</param>
internal sealed class PolicySet(CompiledPack pack, IReadOnlyList<CompiledPolicy> policies, VariableLabels labels)
{
    private readonly Explanations _explanations = new(pack);
    private readonly Alternatives _alternatives = new(pack, labels);

    public IReadOnlyList<CompiledPolicy> Policies => policies;

    /// <summary>One policy for one subject, explained as far as asked.</summary>
    /// <param name="index">The policy's position.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="explain">How much to say.</param>
    /// <param name="earlier">By policy: the results of its subjects, for policies before this one.</param>
    public PolicyResult Of(int index, Subject subject, Explain explain, PolicyResult[][] earlier)
    {
        var policy = policies[index];
        if (policy.ReadsResults)
        {
            subject.Slots[subject.Input.Shape.Slot("results")] = EarlierResults.For(pack.Dictionary.Globals, policies, policy, subject.Id, earlier);
        }

        var result = Stacked(policy, Alone(policy, subject, explain), earlier);
        return explain >= Explain.Alternatives ? result with { Says = Sentences.Of(policy, result, labels) } : result;
    }

    private PolicyResult Alone(CompiledPolicy policy, Subject subject, Explain explain)
    {
        if (explain <= Explain.Awards)
        {
            var plain = PolicyEvaluator.Decide(policy, subject.Input, trace: null);
            // Deciding without a trace and tracing the few that are awarded again costs less than tracing all.
            return explain == Explain.Awards && plain.Status == ResultStatus.Awarded
                ? Alone(policy, subject, Explain.Reasons) : PolicyEvaluator.Result(policy, subject.Id, plain);
        }

        var trace = new FeelTrace();
        var decision = PolicyEvaluator.Decide(policy, subject.Input, trace);
        var result = PolicyEvaluator.Result(policy, subject.Id, decision) with
        {
            Because = _explanations.Of(trace),
            WouldChange = explain >= Explain.Alternatives ? _alternatives.Of(policy, subject, decision) : null,
        };
        return explain == Explain.Everything ? result with { Tree = _explanations.Tree(trace, result) } : result;
    }

    private PolicyResult Stacked(CompiledPolicy policy, PolicyResult result, PolicyResult[][] earlier)
    {
        if (result.Status != ResultStatus.Awarded)
        {
            return result;
        }

        // One award is enough to exclude, whatever else is open; an award that nobody has decided on may still exclude.
        PolicyResult? open = null;
        foreach (var by in policy.ExcludedBy)
        {
            var sameKind = policies[by].IsPerson == policy.IsPerson;
            foreach (var other in earlier[by].Where(r => !sameKind || r.Subject == result.Subject))
            {
                if (other.Status == ResultStatus.Awarded)
                {
                    return result with { Status = ResultStatus.Excluded, By = other.Policy };
                }

                open ??= other.Status is ResultStatus.Undetermined or ResultStatus.Manual ? other : null;
            }
        }

        return open is null ? result
            : result with { Status = ResultStatus.Undetermined, Needs = EarlierResults.Needs(open), Amount = Money.Zero, Exact = null, Value = null, Parts = [], Funding = [] };
    }
}
