using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>
/// What a policy reads as <c>results</c>: of a policy of the same kind the subject's own result; a household policy reads the sum over
/// its persons, a person policy the household's result.
/// </summary>
internal static class EarlierResults
{
    public static FeelValue For(Globals globals, IReadOnlyList<CompiledPolicy> policies, CompiledPolicy reader, string subject, PolicyResult[][] results)
    {
        var shape = globals.Results.Members!.Shape;
        var values = new FeelValue[shape.Count];
        foreach (var (i, policy) in policies.Index())
        {
            var own = results[i] ?? [];
            var seen = policy.IsPerson && reader.IsPerson ? own.Where(r => r.Subject == subject) : own;
            values[shape.Slot(policy.Id)] = Value([.. seen]);
        }

        return FeelValue.Of(new FeelContext(shape, values));
    }

    /// <summary>What must be known or decided before the result stands.</summary>
    public static IReadOnlyList<string> Needs(PolicyResult result) => result.Status == ResultStatus.Manual ? [result.Policy] : result.Needs;

    private static FeelValue Value(PolicyResult[] results)
    {
        string[] needs = [.. results.SelectMany(Needs).Distinct()];
        var awarded = results.Any(r => r.Status == ResultStatus.Awarded);
        var amount = needs.Length > 0
            ? FeelValue.Unknown(needs)
            : FeelValue.Of(results.Where(r => r.Status == ResultStatus.Awarded).Sum(r => r.Amount.Yuan));
        var status = awarded ? FeelValue.Of(ResultJson.Code(ResultStatus.Awarded))
            : needs.Length > 0 ? FeelValue.Unknown(needs)
            : FeelValue.Of(ResultJson.Code(results.Any(r => r.Status == ResultStatus.Excluded) ? ResultStatus.Excluded : ResultStatus.NotEligible));
        return FeelValue.Of(new FeelContext(Globals.ResultType.Members!.Shape, [amount, status]));
    }
}
