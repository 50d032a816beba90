using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Contracts;

/// <summary>What is to be compared with what.</summary>
/// <param name="Pack">The pack's id.</param>
/// <param name="On">The date for which households are read and rules are in force.</param>
/// <param name="Against">Another pack, which is then the baseline; null: the pack itself, nothing supposed.</param>
/// <param name="Supposed">Other values of the pack's parameters and cells.</param>
/// <param name="Region">County, township or village; null: all of the actor's area.</param>
/// <param name="Line">The line of poverty; null: the national one of the date.</param>
/// <param name="Poor">Who is poor for coverage and its errors.</param>
/// <param name="PoorPolicy">With <see cref="PoorDefinition.Policy"/>: the policy of the baseline whose condition says who is poor.</param>
/// <param name="Marginal">Also what each of several changes costs.</param>
/// <param name="KnownAt">The register as it was known at this time; null: now.</param>
public sealed record SimulationRequest(
    string Pack, DateOnly On, string? Against = null, Supposition? Supposed = null, RegionCode? Region = null, PovertyLine? Line = null,
    PoorDefinition Poor = PoorDefinition.Income, bool Marginal = false, string? PoorPolicy = null, DateTimeOffset? KnownAt = null)
{
    /// <summary>More would take longer than anybody waits.</summary>
    public const int MostChanges = 12;

    /// <exception cref="ProblemException">Status 422: too many changes to say what each of them costs.</exception>
    public void Check()
    {
        if (Marginal && Supposed?.Count > MostChanges)
        {
            throw new ProblemException(422, new Problem("too-many-changes", new LocalText(
                $"逐项计算边际成本最多 {MostChanges} 项改动,现有 {Supposed.Count} 项。", $"Marginal costs are worked out for {MostChanges} changes at most; there are {Supposed.Count}."), "set"));
        }
    }
}
