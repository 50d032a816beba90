using System.Text.Json;

namespace Fuyao.Registry.Events;

/// <summary>What happened, as a clerk states it. Which members a kind asks for stands in <see cref="EventKinds"/>.</summary>
/// <param name="Kind">Code of the kind: <c>birth</c>, <c>death</c>, <c>split</c> …</param>
/// <param name="On">First day on which it holds.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Evidence">What it rests on: a certificate's number, a photo's id.</param>
/// <param name="Persons">Members whom it concerns; with <paramref name="Household"/> in a joining event those who come from there.</param>
/// <param name="NewPersons">Persons not yet registered, as the contract's person objects (also <c>phone</c>); their <c>id</c> may be left out.</param>
/// <param name="Household">The other household: that one merges into, marries into or comes from.</param>
/// <param name="Head">The head afterwards: of the new household in a split, else of this one.</param>
/// <param name="RemainingHead">In a split whose head goes: the head of those who remain.</param>
/// <param name="Relations">Relation to the head afterwards (GB/T 4761), by person id or by the place in <paramref name="NewPersons"/> (<c>new:0</c>).</param>
/// <param name="Region">Where to, 12 digits.</param>
/// <param name="Group">Village group where to.</param>
/// <param name="Number">户编号 of the new household; made from the old one when absent.</param>
/// <param name="Shares">What the new household takes with it in a split; the rest remains.</param>
/// <param name="Changes">For a correction: members with their new values, as for PATCH.</param>
/// <param name="Clear">For a correction: paths of members that are to be absent.</param>
internal sealed record RecordEventRequest(
    string? Kind,
    DateOnly? On,
    string? Reason,
    string? Evidence,
    IReadOnlyList<Guid>? Persons,
    IReadOnlyList<JsonElement>? NewPersons,
    Guid? Household,
    Guid? Head,
    Guid? RemainingHead,
    IReadOnlyDictionary<string, string>? Relations,
    string? Region,
    string? Group,
    string? Number,
    EventShares? Shares,
    JsonElement? Changes,
    IReadOnlyList<string>? Clear);

/// <summary>What one household gives another when they part.</summary>
internal sealed record EventShares(LandShare? Land, IncomeShare? Income, IReadOnlyList<LoanShare>? Loans);

/// <summary>亩.</summary>
internal sealed record LandShare(decimal? Cultivated, decimal? Forest);

/// <summary>Yuan of the income year that the household states.</summary>
internal sealed record IncomeShare(decimal? Wage, decimal? Business, decimal? Property, decimal? Transfer, decimal? BusinessCost, decimal? Excluded);

/// <param name="Loan">Number or id of the loan.</param>
/// <param name="Amount">Yuan of what is still owed that the new household takes over.</param>
internal sealed record LoanShare(string Loan, decimal Amount);
