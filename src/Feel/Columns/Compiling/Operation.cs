namespace Fuyao.Feel.Columns.Compiling;

internal enum OpCode
{
    // Results are 64-bit integers: numerators, day numbers, codes, masks.
    Constant, Load, LoadUnknown, LoadNull,
    Add, Subtract, Multiply, Negate, Min, Max, Abs, RoundDivide,
    Equal, Less, LessOrEqual,
    And, Or, AndNot, Xor, Not, Select,
    Broadcast, Sum, Length, SegmentMin, SegmentMax, NotZero,
    ByDay, AddMonths,
    EqualDecimal, LessDecimal, LessOrEqualDecimal, Truncate,

    // Results are decimals.
    ConstantDecimal, LoadDecimal, ToDecimal,
    AddDecimal, SubtractDecimal, MultiplyDecimal, DivideDecimal, NegateDecimal, MinDecimal, MaxDecimal, AbsDecimal, RoundDecimal,
    SelectDecimal, BroadcastDecimal, SumDecimal, SegmentMinDecimal, SegmentMaxDecimal,
}

/// <summary>One operation over the rows of a level. Equal operations are done once.</summary>
internal readonly record struct Operation(OpCode Code, int Level, int A = -1, int B = -1, int C = -1, object? Detail = null)
{
    public bool IsDecimal => Code >= OpCode.ConstantDecimal;
    public bool IsConstant => Code is OpCode.Constant or OpCode.ConstantDecimal;
}

/// <summary>A column to load; strings with the program's code of every code of theirs.</summary>
internal sealed record ColumnSource(Column Column, int[]? Codes)
{
    public bool Equals(ColumnSource? other) => other is not null && ReferenceEquals(Column, other.Column);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Column);
}

/// <summary>How a number is rounded: times <paramref name="Multiplier"/>, divided by <paramref name="Divisor"/>.</summary>
internal sealed record Rounding(long Multiplier, long Divisor, MidpointRounding Mode);

/// <summary>A whole number by day – completed years by day of birth, the year of a date: <c>Numbers[day − First]</c>.</summary>
internal sealed class DayTable(long first, ushort[] numbers)
{
    public long First => first;
    public ushort[] Numbers => numbers;
}

/// <summary>The operations of a program in the order in which they are done.</summary>
internal sealed class OperationList
{
    private readonly Dictionary<Operation, int> _known = [];

    public List<Operation> All { get; } = [];

    public int Add(Operation operation)
    {
        if (!_known.TryGetValue(operation, out var at))
        {
            _known[operation] = at = All.Count;
            All.Add(operation);
        }
        return at;
    }

    public bool IsConstant(int operation, long value) => All[operation] is { Code: OpCode.Constant, Detail: long constant } && constant == value;
}
