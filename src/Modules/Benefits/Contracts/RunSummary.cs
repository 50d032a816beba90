using System.Text.Json.Serialization;
using Fuyao.Kernel;

namespace Fuyao.Benefits.Contracts;

/// <summary>Which pack to work out, for which period, where.</summary>
/// <param name="Pack">The pack's id.</param>
/// <param name="Period">A month (<c>2016-05</c>) or a year (<c>2016</c>).</param>
/// <param name="Region">County, township or village; null for all of the actor's area in which the pack is in force.</param>
/// <param name="Supplement">
/// Also look at households again for which a completed run stands: what was entered late is awarded in a run of its own, what was
/// awarded before is not awarded again.
/// </param>
public sealed record RunRequest(string Pack, Period Period, RegionCode? Region = null, bool Supplement = false);

/// <summary>How far a run is.</summary>
/// <param name="Households">Households worked out so far.</param>
public sealed record RunProgress(int Households, int Persons, int Awards);

/// <summary>
/// What a run came to. When the place holds several counties there is one stored run a county, and the figures are their sums.
/// </summary>
public sealed record RunSummary
{
    /// <summary>The run's id; with several counties that of the first.</summary>
    public required string Run { get; init; }

    public required string Pack { get; init; }

    public required string PackVersion { get; init; }

    public required string PackHash { get; init; }

    public required string Period { get; init; }

    /// <summary>The date as of which everything was worked out.</summary>
    public required DateOnly On { get; init; }

    public required int Households { get; init; }

    /// <summary>Living persons of those households.</summary>
    public required int Persons { get; init; }

    public required int Awards { get; init; }

    public required Money Amount { get; init; }

    /// <summary>Policy → amount awarded.</summary>
    public required IReadOnlyDictionary<string, Money> ByPolicy { get; init; }

    /// <summary>Policy → number of awards.</summary>
    public required IReadOnlyDictionary<string, int> CountByPolicy { get; init; }

    /// <summary>Source of money → what it bears; sums to <see cref="Amount"/>.</summary>
    public required IReadOnlyDictionary<string, Money> BySource { get; init; }

    /// <summary>Time spent working, all sittings together.</summary>
    public required double Seconds { get; init; }

    public required bool Completed { get; init; }

    /// <summary>The run stood completed before: nothing was done.</summary>
    public bool Unchanged { get; init; }

    public required int NotEligible { get; init; }

    /// <summary>Waiting for a fact.</summary>
    public required int Undetermined { get; init; }

    /// <summary>Waiting for a person's decision.</summary>
    public required int Manual { get; init; }

    public required int Excluded { get; init; }

    /// <summary>Due, but awarded by an earlier run for the same unit of time.</summary>
    public required int Already { get; init; }

    public required int Conflicts { get; init; }

    /// <summary>All runs, when there are several counties.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Runs { get; init; }

    /// <summary>Parameters that nobody knows, with how many results wait for each; they are part of <see cref="Undetermined"/>.</summary>
    public IReadOnlyList<UnknownParameter> UnknownParameters { get; init; } = [];
}

/// <summary>A parameter of a pack that nobody knows.</summary>
/// <param name="Policy">The policy that cannot be worked out without it.</param>
/// <param name="Results">Persons or households that wait for it.</param>
public sealed record UnknownParameter(string Policy, string Parameter, int Results);
