using System.Globalization;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <param name="Pack">The pack.</param>
/// <param name="On">The date; the register must have been read for it.</param>
/// <param name="Region">The place that was read; the actor's area when absent.</param>
/// <param name="Against">Another pack as the baseline.</param>
/// <param name="Set">Parameter → value as text.</param>
/// <param name="Cells">Cells of tables.</param>
/// <param name="Line"><c>2952</c> or <c>median:0.6</c>; the nation's line of the date when absent.</param>
/// <param name="Poor"><c>income</c>, <c>registered</c> or <c>policy</c>.</param>
/// <param name="Marginal">Also what each change costs.</param>
/// <param name="Draft">A draft of the pack that takes its place; the pack itself is then the baseline.</param>
/// <param name="KnownAt">The register as it was known at this time; now when absent.</param>
/// <param name="PoorPolicy">The policy of the baseline whose condition says who is poor, with <c>policy</c>.</param>
internal sealed record SimulationBody(
    string Pack, string On, string? Region = null, string? Against = null, Dictionary<string, string>? Set = null, List<SupposedCell>? Cells = null,
    string? Line = null, PoorDefinition Poor = PoorDefinition.Income, bool Marginal = false, Guid? Draft = null, string? PoorPolicy = null,
    DateTimeOffset? KnownAt = null)
{
    /// <exception cref="ProblemException">400: everything that cannot be read.</exception>
    public SimulationRequest Read()
    {
        List<Problem> problems = [];
        var on = ReadDay(On, problems);
        var region = ReadRegion(Region, problems);
        var line = ReadLine(Line, problems);
        return problems.Count == 0
            ? new SimulationRequest(Pack, on, Against, new Supposition(Set ?? [], Cells ?? []), region, line, Poor, Marginal, PoorPolicy, KnownAt)
            : throw new ProblemException(400, problems);
    }

    public static DateOnly ReadDay(string? text, List<Problem> problems)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            problems.Add(new Problem("wrong-date", new LocalText("日期应写作 2016-05-01。", "Write the date as 2016-05-01."), "on"));
        }

        return on;
    }

    public static RegionCode? ReadRegion(string? text, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (RegionCode.TryParse(text, out var code))
        {
            return code;
        }

        problems.Add(RegionCode.Wrong("region"));
        return null;
    }

    public static PovertyLine? ReadLine(string? text, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (PovertyLine.TryParse(text.Trim(), out var line))
        {
            return line;
        }

        problems.Add(new Problem("wrong-line", new LocalText("贫困线应为大于零的金额,如 2952,或中位数的倍数,如 median:0.6。", "A line is an amount above nothing such as 2952, or a share of the median such as median:0.6."), "line"));
        return null;
    }
}

/// <param name="Query">What is compared.</param>
/// <param name="List">Which households.</param>
/// <param name="Grouping"><c>region</c>, <c>type</c> or <c>status</c>: only one group of it.</param>
/// <param name="Key">That group.</param>
internal sealed record SimulatedListBody(SimulationBody Query, SimulatedList List, string? Grouping = null, string? Key = null, int Limit = 20, string? Cursor = null);

/// <param name="State"><c>loading</c> or <c>ready</c>.</param>
/// <param name="Read">Households read so far.</param>
/// <param name="KnownAt">When it was read; null while it is being read.</param>
/// <param name="ChangesSince">Change sets published since that concern the place: above nothing, the register in memory may be out of date.</param>
internal sealed record SnapshotView(string State, int Read, int Households, int Persons, DateTimeOffset? KnownAt, int ChangesSince);

/// <param name="Before">A year, all policies together.</param>
internal sealed record SimulatedHousehold(
    Guid Id, string Number, string? HeadName, int Members, SimulatedPlace Region, string? Group, string? Status, string? Category, double? IncomePerHead,
    Money Before, Money After, Money Change, IReadOnlyList<SimulatedBenefit> Policies);

internal sealed record SimulatedPlace(string Code, string Name);

/// <summary>One policy for one household, a year.</summary>
internal sealed record SimulatedBenefit(string Policy, LocalText Title, Money Before, Money After);

internal sealed record SimulatedHouseholdPage(IReadOnlyList<SimulatedHousehold> Items, string? Next, int Total);
