using System.Text.Json;
using Fuyao.Kernel;

namespace Fuyao.Benefits.Runs;

/// <summary>What a run has found so far, kept beside its cursor so that an interrupted run loses no count.</summary>
internal sealed class RunTotals
{
    public SortedDictionary<string, Sum> ByPolicy { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Money> BySource { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Parameters that nobody knows: how many results wait for each and for nothing else, by policy and parameter (<c>policy/parameter</c>).</summary>
    public SortedDictionary<string, int> UnknownParameters { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Results that give nothing; counted, not stored.</summary>
    public int NotEligible { get; set; }

    /// <summary>Due by themselves, but another award excludes them; counted, not stored.</summary>
    public int Excluded { get; set; }

    /// <summary>Waiting for a fact, stored as questions, or for a parameter, see <see cref="UnknownParameters"/>.</summary>
    public int Undetermined { get; set; }

    /// <summary>Waiting for a person's decision; stored as questions.</summary>
    public int Manual { get; set; }

    /// <summary>Due, but awarded by an earlier run for the same unit of time.</summary>
    public int Already { get; set; }

    /// <summary>Policies that classify, or that come to zero: no money, no award.</summary>
    public int WithoutAmount { get; set; }

    /// <summary>Households in which rules contradict one another.</summary>
    public int Conflicts { get; set; }

    public static RunTotals Read(string json) => JsonSerializer.Deserialize<RunTotals>(json, BenefitsJson.Options)!;

    public string Write() => JsonSerializer.Serialize(this, BenefitsJson.Options);

    public void Count(Award award, IReadOnlyList<FundLine> funding)
    {
        var sum = ByPolicy.GetValueOrDefault(award.Policy);
        ByPolicy[award.Policy] = new Sum(sum.Count + 1, sum.Amount + award.Amount);
        foreach (var line in funding)
        {
            BySource[line.Source] = BySource.GetValueOrDefault(line.Source) + line.Amount;
        }
    }

    public void Unknown(string policy, string parameter, int results) =>
        UnknownParameters[$"{policy}/{parameter}"] = UnknownParameters.GetValueOrDefault($"{policy}/{parameter}") + results;

    /// <summary>Adds the counts that a chunk found; sums of money are added award by award.</summary>
    public void Add(RunTotals chunk)
    {
        NotEligible += chunk.NotEligible;
        Excluded += chunk.Excluded;
        Undetermined += chunk.Undetermined;
        Manual += chunk.Manual;
        WithoutAmount += chunk.WithoutAmount;
        Conflicts += chunk.Conflicts;
        foreach (var (key, results) in chunk.UnknownParameters)
        {
            UnknownParameters[key] = UnknownParameters.GetValueOrDefault(key) + results;
        }
    }

    public readonly record struct Sum(int Count, Money Amount);
}
