using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Households;

internal sealed record QuoteView(string File, string? Plan, string Quote);

/// <summary>One step of a reason: an expression with its value, or a table's matched row (from 1).</summary>
internal sealed record ReasonView
{
    public string? Expression { get; init; }

    public JsonElement? Value { get; init; }

    public bool Unknown { get; init; }

    public string? Table { get; init; }

    public int? Row { get; init; }

    /// <summary>The dated parameter that the expression names, with its own quote.</summary>
    public ParameterView? Parameter { get; init; }
}

internal sealed record ParameterView
{
    public string Id { get; init; } = "";

    public string? From { get; init; }

    public QuoteView? Source { get; init; }
}

internal sealed record PartView(string Kind, string? Payee, Money Amount);

internal sealed record FundingView(string Source, Money Amount);

/// <summary>What one policy gives one subject, and why: the contract's result with names for people.</summary>
internal sealed record ResultView
{
    public string Policy { get; init; } = "";

    public LocalText? Title { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>The person's name, or the head's for a household policy.</summary>
    public string? SubjectName { get; init; }

    public string Unit { get; init; } = "";

    public string Period { get; init; } = "";

    public string Status { get; init; } = "";

    public Money? Amount { get; init; }

    public string? Value { get; init; }

    public IReadOnlyList<PartView> Parts { get; init; } = [];

    public IReadOnlyList<FundingView> Funding { get; init; } = [];

    public string? By { get; init; }

    public IReadOnlyList<string> Needs { get; init; } = [];

    public IReadOnlyList<ReasonView> Because { get; init; } = [];

    public QuoteView? Source { get; init; }
}

/// <summary>A row of a policy's table as its author wrote it.</summary>
internal sealed record TableRowView(IReadOnlyList<string> Conditions, string Output);

internal sealed record TableView(string Name, string Hit, IReadOnlyList<string> Inputs, IReadOnlyList<TableRowView> Rows);

/// <summary>The rule itself, for whoever asks why.</summary>
internal sealed record RuleView(
    string Policy, LocalText Title, string Eligible, string? Amount, TableView? Table, IReadOnlyList<LocalText> Readings, QuoteView? Source);

internal sealed record ConflictView(string Code, string Subject, IReadOnlyList<string> Policies, LocalText Message);

/// <summary>What a pack says about the household on the date.</summary>
internal sealed record PackBenefits(
    string Pack, LocalText Title, string Version, string Hash, bool OutOfValidity, IReadOnlyList<ResultView> Results, IReadOnlyList<ConflictView> Conflicts,
    IReadOnlyList<RuleView> Rules);

/// <summary>Something that was awarded, with the explanation as it was given then.</summary>
internal sealed record StoredAward(
    Guid Id, Guid Run, DateTimeOffset AwardedAt, string Pack, string PackHash, Money Cash, string? Payee, ResultView Result);

internal sealed record HouseholdBenefits(Guid Household, string Number, DateOnly On, IReadOnlyList<PackBenefits> Packs, IReadOnlyList<StoredAward> Awards);
