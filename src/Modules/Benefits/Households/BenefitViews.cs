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

    /// <summary>The policy whose result the expression reads.</summary>
    public string? Policy { get; init; }

    /// <summary>Its title.</summary>
    public LocalText? PolicyTitle { get; init; }

    /// <summary>Who recorded the facts that were read, each with when and why.</summary>
    public IReadOnlyList<OriginView> Origins { get; init; } = [];
}

/// <summary>One change of the register that brought facts in.</summary>
/// <param name="Facts">Paths as in household JSON; those of the person begin with <c>person.</c></param>
internal sealed record OriginView(
    IReadOnlyList<string> Facts, Guid Change, DateTimeOffset At, string Actor, string Channel, string Reason, string? Evidence, string? Source);

/// <summary>The smallest change of one input that alters the result.</summary>
/// <param name="From">For an age: the day on which it is reached.</param>
/// <param name="Message">The whole in one sentence.</param>
internal sealed record AlternativeView(
    string Input, JsonElement Value, JsonElement To, decimal? Change, DateOnly? From, string Status, string? Class, Money? Amount, LocalText Message);

internal sealed record ParameterView
{
    public string Id { get; init; } = "";

    public string? From { get; init; }

    public QuoteView? Source { get; init; }
}

internal sealed record PartView(string Kind, string? Payee, Money Amount);

internal sealed record FundingView(string Source, Money Amount);

/// <summary>What one policy gives one subject, and why: the contract's result with names for people.</summary>
internal record ResultView
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

    /// <summary>The result and its reasons to read aloud.</summary>
    public LocalText? Says { get; init; }

    /// <summary>What would change it.</summary>
    public IReadOnlyList<AlternativeView> WouldChange { get; init; } = [];

    /// <summary>The pack whose rule this is.</summary>
    public string? Pack { get; init; }
}

/// <summary>Something that was awarded, with the explanation as it was given then.</summary>
internal sealed record StoredAward : ResultView
{
    public Guid Id { get; init; }

    public Guid Run { get; init; }

    public Guid Household { get; init; }

    public DateTimeOffset AwardedAt { get; init; }

    /// <summary>Hash of the pack's content that decided.</summary>
    public string PackHash { get; init; } = "";

    /// <summary>The version of the household that was read.</summary>
    public Guid HouseholdVersion { get; init; }

    /// <summary>The part that goes to a card.</summary>
    public Money Cash { get; init; }

    /// <summary>Who receives it: person or household.</summary>
    public string? Payee { get; init; }

    public string State => "awarded";
}

internal sealed record ConflictView(string Code, string Subject, IReadOnlyList<string> Policies, LocalText Message);

internal sealed record PackView(string Id, LocalText Title, string Version, string Hash, bool OutOfValidity);

/// <param name="Pack">The first of <paramref name="Packs"/>; null when none is in force.</param>
/// <param name="Results">What the packs say for the date; each names its pack.</param>
/// <param name="Awards">What was awarded so far, the latest first.</param>
internal sealed record HouseholdBenefits(
    Guid Household, string Number, DateOnly On, PackView? Pack, IReadOnlyList<PackView> Packs, IReadOnlyList<ResultView> Results, IReadOnlyList<ConflictView> Conflicts,
    IReadOnlyList<StoredAward> Awards);
