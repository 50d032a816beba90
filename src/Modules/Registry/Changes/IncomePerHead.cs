using Fuyao.Kernel;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Changes;

/// <summary>
/// Net income per head as lists sort it: (wage + business + property + transfer − business cost) ÷ living members, to the fen;
/// what the contract excludes is not counted. The working with its source is the policy pack's.
/// </summary>
internal static class IncomePerHead
{
    /// <summary>Null when an amount is unknown, there is no income year or nobody lives.</summary>
    public static Money? Of(Fact<IncomeFacts> income, int livingMembers)
    {
        if (!income.TryGet(out var year) || livingMembers == 0)
        {
            return null;
        }

        var parts = Parts(year);
        var total = 0m;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].IsUnknown)
            {
                return null;
            }

            total += i == parts.Length - 1 ? -parts[i].Or(0) : parts[i].Or(0);
        }

        return Money.FromYuan(total / livingMembers);
    }

    /// <summary>Whether anything is said about a component; a year alone says nothing.</summary>
    public static bool HasComponents(IncomeFacts year) => Parts(year).Any(part => !part.IsAbsent);

    private static Fact<decimal>[] Parts(IncomeFacts year) => [year.Wage, year.Business, year.Property, year.Transfer, year.BusinessCost];
}
