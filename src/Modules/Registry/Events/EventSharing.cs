using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Events;

/// <summary>Land and income that households divide or put together. What nobody knows stays unknown on both sides.</summary>
internal static class EventSharing
{
    public static Fact<LandFacts> Taken(Fact<LandFacts> whole, LandShare? share) => share is null || !whole.TryGet(out var land) ? Fact<LandFacts>.Absent : new LandFacts
    {
        Cultivated = Part(land.Cultivated, share.Cultivated),
        Forest = Part(land.Forest, share.Forest),
    };

    public static Fact<IncomeFacts> Taken(Fact<IncomeFacts> whole, IncomeShare? share) => share is null || !whole.TryGet(out var income) ? Fact<IncomeFacts>.Absent : new IncomeFacts
    {
        Year = income.Year,
        Wage = Part(income.Wage, share.Wage),
        Business = Part(income.Business, share.Business),
        Property = Part(income.Property, share.Property),
        Transfer = Part(income.Transfer, share.Transfer),
        BusinessCost = Part(income.BusinessCost, share.BusinessCost),
        Excluded = Part(income.Excluded, share.Excluded),
    };

    /// <param name="was">What was stated on the day of the split: what was stated anew for later days is not divided.</param>
    public static Fact<LandFacts> Left(Fact<LandFacts> whole, Fact<LandFacts> was, LandShare? share) => share is null || !whole.TryGet(out var land) || whole != was ? whole : land with
    {
        Cultivated = Rest(land.Cultivated, share.Cultivated),
        Forest = Rest(land.Forest, share.Forest),
    };

    public static Fact<IncomeFacts> Left(Fact<IncomeFacts> whole, Fact<IncomeFacts> was, IncomeShare? share) => share is null || !whole.TryGet(out var income) || whole != was ? whole : income with
    {
        Wage = Rest(income.Wage, share.Wage),
        Business = Rest(income.Business, share.Business),
        Property = Rest(income.Property, share.Property),
        Transfer = Rest(income.Transfer, share.Transfer),
        BusinessCost = Rest(income.BusinessCost, share.BusinessCost),
        Excluded = Rest(income.Excluded, share.Excluded),
    };

    public static Fact<LandFacts> Together(Fact<LandFacts> one, Fact<LandFacts> other) => !other.TryGet(out var joining) ? one : !one.TryGet(out var land) ? other : land with
    {
        Cultivated = Sum(land.Cultivated, joining.Cultivated),
        Forest = Sum(land.Forest, joining.Forest),
    };

    /// <summary>Incomes of different years cannot be added: the household that stays keeps its own.</summary>
    public static Fact<IncomeFacts> Together(Fact<IncomeFacts> one, Fact<IncomeFacts> other) =>
        !other.TryGet(out var joining) ? one : !one.TryGet(out var income) ? other : income.Year != joining.Year ? one : income with
        {
            Wage = Sum(income.Wage, joining.Wage),
            Business = Sum(income.Business, joining.Business),
            Property = Sum(income.Property, joining.Property),
            Transfer = Sum(income.Transfer, joining.Transfer),
            BusinessCost = Sum(income.BusinessCost, joining.BusinessCost),
            Excluded = Sum(income.Excluded, joining.Excluded),
        };

    /// <summary>Says what cannot be shared: more than there is, less than nothing, or part of what nobody knows.</summary>
    public static void Check(EventStatement said)
    {
        var (land, income) = (said.Here.Facts.Land, said.Here.Facts.Income);
        if (said.Request.Shares is not { } shares)
        {
            return;
        }

        Amount("land.cultivated", shares.Land?.Cultivated, land.TryGet(out var l) ? l.Cultivated : default);
        Amount("land.forest", shares.Land?.Forest, land.TryGet(out l) ? l.Forest : default);
        var i = income.TryGet(out var known) ? known : new IncomeFacts { Year = 0 };
        Amount("income.wage", shares.Income?.Wage, i.Wage);
        Amount("income.business", shares.Income?.Business, i.Business);
        Amount("income.property", shares.Income?.Property, i.Property);
        Amount("income.transfer", shares.Income?.Transfer, i.Transfer);
        Amount("income.business_cost", shares.Income?.BusinessCost, i.BusinessCost);
        Amount("income.excluded", shares.Income?.Excluded, i.Excluded);
        foreach (var (loan, n) in (shares.Loans ?? []).Select((l, n) => (l, n)))
        {
            if (loan.Amount <= 0 || string.IsNullOrWhiteSpace(loan.Loan))
            {
                said.Wrong("wrong-share", $"shares.loans[{n}]", "请写明贷款编号和由新户承担的金额(大于 0)。", "Name the loan and the amount, above 0, that the new household takes over.");
            }
        }

        void Amount(string path, decimal? share, Fact<decimal> whole)
        {
            if (share is null or 0)
            {
                return;
            }

            if (!whole.TryGet(out var all))
            {
                said.Wrong("nothing-to-share", $"shares.{path}", "原户没有登记这一项,无法分割;请先补登记。", "Nothing is recorded here that could be shared. Record it first.");
            }
            else if (share < 0 || share > all)
            {
                said.Wrong("share-too-large", $"shares.{path}", $"应在 0 和原户的 {all} 之间。", $"Expected between 0 and the {all} that the household has.");
            }
        }
    }

    private static Fact<decimal> Part(Fact<decimal> whole, decimal? share) =>
        whole.TryGet(out var all) ? Math.Min(share ?? 0, all) : whole;

    private static Fact<decimal> Rest(Fact<decimal> whole, decimal? share) =>
        whole.TryGet(out var all) ? all - Math.Min(share ?? 0, all) : whole;

    private static Fact<decimal> Sum(Fact<decimal> one, Fact<decimal> other) =>
        one.IsUnknown || other.IsUnknown ? Fact<decimal>.Unknown
        : one.IsAbsent ? other : other.IsAbsent ? one : one.Value + other.Value;
}
