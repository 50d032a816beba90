using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

public enum FactType
{
    Number,
    Integer,
    Boolean,
    Date,
    Text,

    /// <summary>One of <see cref="SubjectFact.Codes"/>.</summary>
    Code,

    /// <summary>Some of <see cref="SubjectFact.Codes"/>, or rows of <see cref="SubjectFact.Members"/>.</summary>
    List,
}

/// <summary>A code and what people call it (in Chinese, as plans write it).</summary>
public sealed record FactCode(string Code, string Label);

/// <summary>A fact that a pack's checks read about a village, a school, a loan … and that somebody has to state.</summary>
/// <param name="Id">As the pack's rules call it.</param>
/// <param name="Key">
/// What it is called beyond the pack: the id of the subject's dictionary; a pack's own fact, or one that means something else by the
/// dictionary's word, has its Chinese title behind the id. Facts of two packs with the same key are one fact.
/// </param>
/// <param name="Optional">There may be none of it (a loan not repaid has no day of repayment).</param>
/// <param name="Members">Of a list of rows.</param>
public sealed record SubjectFact(
    string Id, string Key, LocalText Title, string? Unit, FactType Type, IReadOnlyList<FactCode> Codes, decimal? Minimum, decimal? Maximum, bool Optional,
    IReadOnlyList<SubjectFact> Members);

/// <summary>A check as its reader sees it.</summary>
/// <param name="Own">The pack's own, not a parent's.</param>
/// <param name="When">The FEEL condition under which it is about a subject; null: always.</param>
/// <param name="Holds">The FEEL condition.</param>
/// <param name="Facts">Ids of the facts that it reads, directly or through what is worked out from them; none of households and persons, whose facts the register has.</param>
public sealed record CheckInfo(string Id, LocalText Title, PolicySubject Subject, bool Own, SourceQuote? Source, string? When, string Holds, IReadOnlyList<string> Facts);
