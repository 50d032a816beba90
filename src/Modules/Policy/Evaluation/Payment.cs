using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>How an award divides into its parts and among its payers: to the fen, and the whole comes out again.</summary>
internal static class Payment
{
    /// <param name="policy">The policy.</param>
    /// <param name="amount">The whole, rounded once.</param>
    /// <param name="yuan">What each part came to before rounding; of a policy with one part nothing.</param>
    public static IReadOnlyList<AwardPart> Parts(CompiledPolicy policy, Money amount, decimal[] yuan) =>
        [.. Divided(policy, amount, yuan).Select(p => new AwardPart(p.Part.Kind, p.Part.Payee, p.Amount))];

    /// <inheritdoc cref="Parts"/>
    public static IReadOnlyList<FundShare> Funding(CompiledPolicy policy, Money amount, decimal[] yuan)
    {
        // Parts that name the same payers are split together, so that the fen of the whole decide, not those of each part.
        var parts = Divided(policy, amount, yuan);
        return parts is [var (part, only)]
            ? Shares(part.Funding, only)
            :
            [
                .. parts.GroupBy(p => p.Part.Funding, ReferenceEqualityComparer.Instance)
                    .SelectMany(g => Shares(g.First().Part.Funding, g.Aggregate(Money.Zero, (sum, p) => sum + p.Amount)))
                    .GroupBy(f => f.Source)
                    .Select(g => new FundShare(g.Key, g.Aggregate(Money.Zero, (sum, f) => sum + f.Amount))),
            ];
    }

    private static (PartDefinition Part, Money Amount)[] Divided(CompiledPolicy policy, Money amount, decimal[] yuan) => policy.Parts.Count == 1
        ? [(policy.Parts[0].Definition, amount)]
        : [.. amount.Split(yuan).Zip(policy.Parts, (share, part) => (part.Definition, share)).Where(p => p.share != Money.Zero)];

    private static IReadOnlyList<FundShare> Shares(IReadOnlyList<(string Source, decimal Share)> funding, Money amount) => funding switch
    {
        [] => [],
        [var (source, _)] => [new FundShare(source, amount)],
        _ => [.. amount.Split([.. funding.Select(f => f.Share)]).Zip(funding, (share, fund) => new FundShare(fund.Source, share))],
    };
}
