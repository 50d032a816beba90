using Fuyao.Kernel;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// Told of every event of the register in the transaction that records it: what depends on households in other modules (loans,
/// helpers, cases) follows together with it, or refuses it by a <see cref="Kernel.Problems.ProblemException"/>. Register as a scoped service.
/// </summary>
public interface IRegisterEventListener
{
    Task RecordedAsync(RegisterEventNotice notice, CancellationToken ct);
}

/// <param name="Kind">Code of the kind: <c>split</c>, <c>merge</c>, <c>death</c>, <c>move</c>, <c>undo</c> …</param>
/// <param name="On">First day on which it holds.</param>
/// <param name="Household">The household that it was recorded at.</param>
/// <param name="Other">The household that a split made, or the one merged into, married into or come from; null when there is none.</param>
/// <param name="Persons">Members whom it concerns, as far as they are registered already.</param>
/// <param name="Loans">Loans that the new household of a split takes over, as the clerk states.</param>
/// <param name="Undoes">The event that this one takes back.</param>
public sealed record RegisterEventNotice(
    Guid Id, string Kind, DateOnly On, Guid Household, Guid? Other, IReadOnlyList<Guid> Persons, IReadOnlyList<LoanAssumed> Loans, Guid? Undoes);

/// <param name="Loan">Number or id of the loan.</param>
/// <param name="Amount">Of what is still owed.</param>
public sealed record LoanAssumed(string Loan, Money Amount);
