using Fuyao.Casework.Quotas;
using Fuyao.Casework.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Casework.Ranking;

/// <summary>From the register's household and its income working to an entry of the ranking.</summary>
internal static class RankingEntry
{
    /// <param name="definition">Set from the first household that has a working: it is one for all.</param>
    public static RankedHousehold Of(HouseholdRecord household, IncomeWorking income, ref IncomeDefinition? definition)
    {
        definition ??= Define(income);
        var (flags, unknown, category) = Exclusions.Of(household.Json);
        var stated = income.PerHead is null && income.Heads > 0 ? household.StatedIncomePerHead : null;
        return new RankedHousehold
        {
            Id = household.Id,
            Village = household.Region,
            Number = household.Number,
            Group = household.Group,
            HeadName = household.HeadName,
            Status = household.Status,
            Category = category,
            Heads = income.Heads,
            Basis = income.PerHead is not null ? IncomeBasis.Computed : stated is not null ? IncomeBasis.Stated : IncomeBasis.Unknown,
            PerHead = income.PerHead ?? stated,
            Total = income.Total,
            IncomeYear = income.Year,
            Components = income.Lines,
            Needs = income.Needs,
            Flags = flags,
            Unchecked = unknown,
        };
    }

    /// <summary>What the working says when there is none; null when there is.</summary>
    public static LocalText? Note(IncomeBasis basis) => basis == IncomeBasis.Stated ? StatedNote : null;

    private static readonly LocalText StatedNote = new("登记册所载数,没有收入构成", "stated in the register, no components");

    public static RankingSummary Summary(RankingRun run) => new()
    {
        Ranking = run.Id,
        Region = new RegionCode(run.Region).ToShort(),
        Year = run.Year,
        On = run.On,
        KnownAt = run.KnownAt,
        MadeAt = run.StartedAt,
        Households = run.Households,
        Ranked = run.Ranked,
        Stated = run.Stated,
        Unknown = run.Unknown,
        Tied = run.Tied,
        Flagged = run.Flagged,
    };

    private static IncomeDefinition? Define(IncomeWorking income) => income.Lines.Count == 0 ? null : new(
        income.Definition, income.Meaning, income.Source?.Quote, income.Source?.File,
        income.Lines.GroupBy(l => l.Id).ToDictionary(l => l.Key, l => l.First().Label));
}

/// <summary>A stored ranking, read back to be written out.</summary>
/// <param name="Names">Township and village by the village's code.</param>
/// <param name="Quotas">As they stand when the document is written: they are set beside the ranking, not in it.</param>
internal sealed record RankingDocument(
    RankingRun Run, string Place, IncomeDefinition Definition, IReadOnlyList<RankingLine> Lines, IReadOnlyDictionary<long, (string Township, string Village)> Names,
    QuotaMarks Quotas);
