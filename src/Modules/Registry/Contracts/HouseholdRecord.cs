using Fuyao.Kernel;

namespace Fuyao.Registry.Contracts;

/// <summary>A household with its members as known for one day.</summary>
/// <param name="County">Six-digit county number that begins every key.</param>
/// <param name="Number">户编号.</param>
/// <param name="Region">12-digit code of the village.</param>
/// <param name="Group">村民小组.</param>
/// <param name="VersionId">The version that holds; changes whenever anything about the household or a member changes.</param>
/// <param name="Status">登记状态, a code of the contract.</param>
/// <param name="BankAccount">Sealed by <c>FieldCipher</c>; null when none is known.</param>
/// <param name="StatedIncomePerHead">
/// Net income per head that a source states, for when its components, which <paramref name="Json"/> has, are not known; null when none is.
/// </param>
/// <param name="Json">
/// The contract's household object in UTF-8, as policies evaluate it: ids are the UUIDs of household and persons; no names, id
/// numbers or accounts.
/// </param>
public sealed record HouseholdRecord(
    int County,
    Guid Id,
    string Number,
    long Region,
    string? Group,
    string? HeadName,
    Guid VersionId,
    string? Status,
    byte[]? BankAccount,
    Money? StatedIncomePerHead,
    IReadOnlyList<PersonLine> Persons,
    ReadOnlyMemory<byte> Json);

/// <summary>A member of a household.</summary>
/// <param name="Relation">GB/T 4761; <c>02</c> is the head.</param>
/// <param name="IdNumber">Sealed by <c>FieldCipher</c>; null when unknown.</param>
public sealed record PersonLine(Guid Id, string? Name, DateOnly Birth, string? Relation, byte[]? IdNumber);
