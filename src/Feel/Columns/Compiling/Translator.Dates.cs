using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>Dates and months. What depends on a day alone is looked up by the day.</summary>
internal sealed partial class Translator
{
    private const int MostDays = 4_000_000;

    private readonly Dictionary<(int Value, string What), DayTable> _days = [];

    private Lane Months(Lane number, Lane months)
    {
        if (number.Denominator != 1 || number.Repeating)
            throw new NotInColumnsException("a part of a month");
        var (a, b) = (Lift(number, Deeper(number.Level, months.Level)), Lift(months, Deeper(number.Level, months.Level)));
        if (exact)
        {
            var product = Op(OpCode.MultiplyDecimal, a.Level, a.Value, Op(OpCode.ToDecimal, a.Level, b.Value));
            var range = Checked(a.Range.Times(b.Range));
            return range.High - range.Low < long.MaxValue ? b with { Value = Op(OpCode.Truncate, a.Level, product), Range = range } : throw new NotInColumnsException("so many months");
        }
        return b with { Value = Op(OpCode.Multiply, a.Level, a.Value, b.Value), Range = Checked(a.Range.Times(b.Range)) };
    }

    private Lane AddMonths(Lane date, Lane months)
    {
        var level = Deeper(date.Level, months.Level);
        var (a, b) = (Lift(date, level), Lift(months, level));
        if (b.Range.Low < -120_000 || b.Range.High > 120_000 || a.Range.Low < -4_000_000 || a.Range.High > 4_000_000)
            throw new NotInColumnsException("dates thousands of years away");
        return a with { Value = Op(OpCode.AddMonths, level, a.Value, b.Value), Range = new(a.Range.Low + (b.Range.Low * 32) - 32, a.Range.High + (b.Range.High * 32) + 32) };
    }

    /// <summary>Completed years on a day; whoever is born on 29 February has the birthday on 1 March in common years.</summary>
    public Lane Age(int level, Column births, DateOnly on)
    {
        var today = FeelDate.From(on);
        return ByDay(Loaded(level, births) with
        {
            Unknown = births.HasUnknown ? Op(OpCode.LoadUnknown, level, detail: births) : -1,
            Null = births.HasNull ? Op(OpCode.LoadNull, level, detail: births) : -1,
        }, "age " + on, born => Math.Max(0, today.Year - born.Year - (today.Month < born.Month || (today.Month == born.Month && today.Day < born.Day) ? 1 : 0)));
    }

    private Lane Component(Lane date, string name) => ByDay(date, name, day => Components.Of(FeelValue.Of(day), name, out var component) && component.IsNumber
        ? (int)component.AsNumber : throw new NotInColumnsException($"the {name} of a date"));

    /// <summary>A whole number by the day of a date lane.</summary>
    private Lane ByDay(Lane date, string what, Func<FeelDate, int> number)
    {
        if (!_days.TryGetValue((date.Value, what), out var table))
        {
            if (date.Range.High - date.Range.Low > MostDays)
                throw new NotInColumnsException("dates thousands of years apart");
            var first = (long)date.Range.Low;
            var numbers = new ushort[(long)date.Range.High - first + 1];
            for (var day = 0; day < numbers.Length; day++)
                numbers[day] = checked((ushort)number(FeelDate.FromDayNumber(first + day)));
            _days[(date.Value, what)] = table = new DayTable(first, numbers);
        }
        var value = Op(OpCode.ByDay, date.Level, date.Value, detail: table);
        return Whole(date with { Kind = FeelTypeKind.Number, Value = value, Range = new Interval(table.Numbers.Min(), table.Numbers.Max()), Denominator = 1 });
    }
}
