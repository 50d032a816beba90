using Fuyao.Feel;
using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out one policy for one subject by itself.</summary>
internal static class PolicyEvaluator
{
    /// <summary>The decision, stacking not yet looked at.</summary>
    public static Decision Decide(CompiledPolicy policy, FeelContext input, FeelTrace? trace)
    {
        var (eligible, problems) = policy.Eligible.Evaluate(input, trace);
        return eligible.IsUnknown ? Undetermined(eligible)
            : problems.Count > 0 ? new Decision(ResultStatus.Manual)
            : eligible.IsTrue ? Due(policy, input, trace)
            : new Decision(ResultStatus.NotEligible) { IsBarred = true };
    }

    /// <summary>The result as it is given.</summary>
    public static PolicyResult Result(CompiledPolicy policy, string subject, in Decision decision)
    {
        var awarded = decision.Status == ResultStatus.Awarded && decision.Value is null;
        return new PolicyResult
        {
            Policy = policy.Id,
            Subject = subject,
            Unit = policy.Definition.Unit,
            Period = policy.Period,
            Status = decision.Status,
            Needs = decision.Status == ResultStatus.Undetermined ? decision.Unknown.Needs : [],
            Amount = decision.Amount,
            Value = decision.Value,
            Exact = awarded ? decision.Exact : null,
            Parts = awarded ? Payment.Parts(policy, decision.Amount, decision.Yuan ?? []) : [],
            Funding = awarded ? Payment.Funding(policy, decision.Amount, decision.Yuan ?? []) : [],
            Source = policy.Definition.Source,
        };
    }

    private static Decision Undetermined(FeelValue unknown) => new(ResultStatus.Undetermined) { Unknown = unknown };

    private static Decision Due(CompiledPolicy policy, FeelContext input, FeelTrace? trace)
    {
        if (policy.Manual?.Evaluate(input, trace).Value is { IsFalse: false } manual)
        {
            return manual.IsUnknown ? Undetermined(manual) : new Decision(ResultStatus.Manual);
        }

        return policy.Value is { } value ? Classified(value.Evaluate(input, trace)) : Paid(policy, input, trace);
    }

    private static Decision Classified(FeelResult value) =>
        value.Value.IsUnknown ? Undetermined(value.Value)
        : value.Value.IsString && value.Problems.Count == 0 ? new Decision(ResultStatus.Awarded, value: value.Value.AsString)
        : new Decision(ResultStatus.Manual);

    private static Decision Paid(CompiledPolicy policy, FeelContext input, FeelTrace? trace)
    {
        var yuan = policy.Parts.Count == 1 ? null : new decimal[policy.Parts.Count];
        var total = 0m;
        FeelValue unknown = default;
        for (var i = 0; i < policy.Parts.Count; i++)
        {
            var (value, problems) = policy.Parts[i].Amount.Evaluate(input, trace);
            if (value.IsUnknown)
            {
                unknown = unknown.IsUnknown ? FeelValue.Unknown([.. unknown.Needs, .. value.Needs]) : value;
            }
            else if (!value.IsNumber || problems.Count > 0 || (yuan is not null && value.AsNumber < 0))
            {
                // The table has no row for this case, the arithmetic failed, or one of several parts is less than nothing: the rule does
                // not say, so a person decides.
                return new Decision(ResultStatus.Manual);
            }
            else
            {
                total += value.AsNumber;
                if (yuan is not null)
                {
                    yuan[i] = value.AsNumber;
                }
            }
        }

        if (unknown.IsUnknown)
        {
            return Undetermined(unknown);
        }

        // The one rounding: half away from zero, on the whole amount.
        var amount = Money.FromYuan(total);
        return amount <= Money.Zero ? new Decision(ResultStatus.NotEligible) : new Decision(ResultStatus.Awarded, amount) { Exact = total, Yuan = yuan };
    }
}
