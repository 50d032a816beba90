using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>The contract's codes for what the policy engine says.</summary>
internal static class Codes
{
    public static string Of(PolicyPeriod unit) => unit == PolicyPeriod.SchoolYear ? "school-year" : unit.ToString().ToLowerInvariant();

    public static string Of(BenefitKind kind) => kind == BenefitKind.InKind ? "in_kind" : kind.ToString().ToLowerInvariant();

    public static string Of(Payee payee) => payee.ToString().ToLowerInvariant();
}
