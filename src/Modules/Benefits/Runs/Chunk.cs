using Fuyao.Kernel;

namespace Fuyao.Benefits.Runs;

/// <summary>What a stretch of households came to, before it is known which of it was awarded earlier.</summary>
internal sealed class Chunk
{
    public List<Candidate> Candidates { get; } = [];

    public List<Question> Questions { get; } = [];

    public RunTotals Totals { get; } = new();

    public int Households { get; set; }

    public int Persons { get; set; }

    public long LastRegion { get; set; }

    public Guid LastHousehold { get; set; }
}

/// <summary>An award that becomes one unless its subject already has it for that unit of time.</summary>
internal readonly record struct Candidate(Award Award, IReadOnlyList<FundLine> Funding);

/// <summary>Where a run stands in the order (region, household).</summary>
internal readonly record struct Cursor(long Region, Guid Household);

/// <summary>One run for reading and deciding: what does not change while it works.</summary>
/// <param name="KnownAt">The register as it was known then is what the run sees, however often it is taken up again.</param>
internal sealed record RunFrame(int County, Guid Id, CodeRange Area, DateOnly On, DateTimeOffset KnownAt, bool MonthlyFallsDue);
