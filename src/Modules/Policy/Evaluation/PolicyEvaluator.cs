using Fuyao.Feel;
using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out one policy for one subject by itself.</summary>
internal static class PolicyEvaluator
{
    /// <summary>The result, stacking not yet looked at.</summary>
    public static PolicyResult Of(CompiledPolicy policy, Subject subject, FeelTrace? trace)
    {
        var eligible = policy.Eligible.Evaluate(subject.Input, trace);
        var result = new PolicyResult
        {
            Policy = policy.Id,
            Subject = subject.Id,
            Unit = policy.Definition.Unit,
            Period = policy.Period,
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
            else if (!value.IsNumber || problems.Count > 0 || (yuan.Length > 0 && value.AsNumber < 0))
            {
                // The table has no row for this case, the arithmetic failed, or one of several parts is less than nothing: the rule does
                // not say, so a person decides.
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

        return result with
        {
            Status = ResultStatus.Awarded,
            Amount = amount,
            Exact = total,
            Parts = Payment.Parts(policy, amount, yuan),
            Funding = Payment.Funding(policy, amount, yuan),
        };
    }
}
