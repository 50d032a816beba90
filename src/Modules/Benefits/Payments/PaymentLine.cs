using Fuyao.Kernel;

namespace Fuyao.Benefits.Payments;

/// <summary>One payment on its way.</summary>
/// <param name="Id">The order line's id: the reference by which the bank answers.</param>
/// <param name="Number">户编号</param>
/// <param name="Head">户主</param>
/// <param name="Receiver">领款人: the person, or the head for a household.</param>
/// <param name="IdNumber">Of the receiver, whole.</param>
/// <param name="Account">The household's card, whole; null when the register had none.</param>
/// <param name="Purpose">The policy's title, and for whom when that is not the receiver.</param>
internal sealed record PaymentLine(
    Guid Id, long Village, string Number, string? Head, string? Receiver, string? IdNumber, string? Account, string Purpose, Money Amount)
{
    /// <summary>Of a line on the schools' list; null when it is not known.</summary>
    public string? School { get; init; }

    /// <summary>Arrears, withholding, a missing account – in words, for the list.</summary>
    public string Remark { get; init; } = "";
}

/// <summary>The lines of one village, in the order of 户编号.</summary>
internal sealed record VillageLines(long Region, string Name, IReadOnlyList<PaymentLine> Lines)
{
    public Money Amount => new(Lines.Sum(l => l.Amount.Fen));

    public int Households => Lines.Select(l => l.Number).Distinct().Count();
}

/// <summary>What stands at the head of a list.</summary>
/// <param name="Place">Name of the order's place.</param>
/// <param name="Period">As people write it: 2016年5月.</param>
/// <param name="Order">The order's number and the beginning of its checksum.</param>
internal sealed record PaymentHeading(string Place, string Period, string Pack, string PackTitle, string PackVersion, string Order, string ApprovedBy, string Title);
