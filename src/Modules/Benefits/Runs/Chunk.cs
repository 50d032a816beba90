using System.Buffers;
using Fuyao.Kernel;

namespace Fuyao.Benefits.Runs;

/// <summary>What a stretch of households came to, before it is known which of it was awarded earlier.</summary>
internal sealed class Chunk
{
    public List<Candidate> Candidates { get; } = [];

    public List<Question> Questions { get; } = [];

    /// <summary>Explanations by the hexadecimal form of their hash.</summary>
    public Dictionary<string, Explained> Explanations { get; } = new(StringComparer.Ordinal);

    public RunTotals Totals { get; } = new();

    /// <summary>Where explanations are written before they are hashed.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(2048);

    public int Households { get; set; }

    public int Persons { get; set; }

    public long LastRegion { get; set; }

    public Guid LastHousehold { get; set; }
}

/// <summary>An award that becomes one unless its subject already has it for that unit of time.</summary>
internal sealed record Candidate(Award Award, IReadOnlyList<FundLine> Funding, string ExplanationKey);

/// <summary>An explanation with what every award that shares it repeats.</summary>
internal sealed record Explained(string Key, Explanation Explanation, string Parts, string FundingText, IReadOnlyList<FundLine> Funding);

/// <summary>Where a run stands in the order (region, household).</summary>
internal readonly record struct Cursor(long Region, Guid Household)
{
    public bool IsBefore(long region, Guid household) => region > Region || (region == Region && household.CompareTo(Household) > 0);
}

/// <summary>One run for reading and deciding: what does not change while it works.</summary>
internal sealed record RunFrame(int County, Guid Id, string Pack, string PackHash, CodeRange Area, DateOnly On, bool MonthlyFallsDue);
