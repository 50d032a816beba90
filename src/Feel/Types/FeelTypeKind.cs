namespace Fuyao.Feel.Types;

public enum FeelTypeKind
{
    Any, Null, Number, String, Boolean, Date, Time, DateTime, DaysTime, YearsMonths, List, Context, Function, Range,
}
