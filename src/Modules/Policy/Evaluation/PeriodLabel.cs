using System.Globalization;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>Names the unit of time in which a date falls.</summary>
internal static class PeriodLabel
{
    public static string Of(PolicyPeriod unit, DateOnly on) => unit switch
    {
        PolicyPeriod.Month => Period.MonthOf(on).ToString(),
        PolicyPeriod.Year => Period.OfYear(on.Year).ToString(),
        // The spring term runs from March to August, the autumn term from September to February.
        PolicyPeriod.Term => on.Month is >= 3 and <= 8 ? $"{on.Year:0000}-spring" : $"{(on.Month < 3 ? on.Year - 1 : on.Year):0000}-autumn",
        PolicyPeriod.SchoolYear => on.Month >= 9 ? $"{on.Year:0000}-{on.Year + 1:0000}" : $"{on.Year - 1:0000}-{on.Year:0000}",
        PolicyPeriod.Once => "once",
        _ => on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
