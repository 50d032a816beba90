namespace Fuyao.Benefits.Contracts;

/// <summary>How a county pays.</summary>
public sealed class BenefitOptions
{
    /// <summary>How much of each payment may be kept back for earlier overpayments, in percent; 0 recovers them apart from payments.</summary>
    public int OffsetPercent { get; set; } = 100;
}
