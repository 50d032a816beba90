using System.Collections.Concurrent;
using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>How an amount is given and who bears it, as it is stored.</summary>
/// <param name="Cash">The part that a card list carries.</param>
/// <param name="Payee">Who receives it; null when there is none.</param>
internal sealed record Terms(Money Cash, string? Payee, string Parts, string Funding, IReadOnlyList<FundLine> Shares);

/// <summary>Thousands of awards of a policy have one amount: only the first pays for its texts.</summary>
internal sealed class AwardTerms
{
    // A rule that gives everybody an amount of their own shall not fill the memory.
    private const int Kept = 50_000;

    private readonly ConcurrentDictionary<(string Policy, Money Amount), Terms> known = new();

    public Terms Of(PopulationAwards awards, int row, Money amount)
    {
        if (!awards.GoesOneWay)
        {
            return Of(awards.Parts(row), awards.Funding(row));
        }

        if (!known.TryGetValue((awards.Policy.Id, amount), out var terms))
        {
            terms = Of(awards.Parts(row), awards.Funding(row));
            if (known.Count < Kept)
            {
                known.TryAdd((awards.Policy.Id, amount), terms);
            }
        }

        return terms;
    }

    public static Terms Of(IReadOnlyList<AwardPart> parts, IReadOnlyList<FundShare> funding)
    {
        var cash = parts.Where(p => p.Kind == BenefitKind.Cash && p.Payee is Payee.Household or Payee.Person).ToList();
        var shares = funding.Select(f => new FundLine(f.Source, f.Amount)).ToList();
        return new Terms(
            cash.Aggregate(Money.Zero, (sum, part) => sum + part.Amount),
            cash.Count == 0 ? null : Codes.Of(cash[0].Payee),
            JsonSerializer.Serialize(parts.Select(p => new PartLine(Codes.Of(p.Kind), Codes.Of(p.Payee), p.Amount)), BenefitsJson.Options),
            JsonSerializer.Serialize(shares, BenefitsJson.Options),
            shares);
    }
}
