using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns;

/// <summary>
/// One fact of every row. Numbers are integers over a common denominator, dates are days since 1970-01-01, strings and booleans are codes.
/// The column knows the least and greatest value it holds: range analysis rests on them.
/// </summary>
public sealed class Column
{
    internal const byte Known = 0, Unknown = 1, Null = 2;

    private Column(FeelTypeKind kind, Array data, long denominator, IReadOnlyList<string>? codes, byte[]? states)
    {
        Kind = kind;
        Data = data;
        Denominator = denominator;
        Codes = codes;
        States = states;
        (Min, Max) = Bounds(data);
        HasUnknown = states is not null && states.AsSpan().Contains(Unknown);
        HasNull = states is not null && states.AsSpan().Contains(Null);
    }

    /// <summary>What the values are; of an object or a list that may be absent: that only.</summary>
    public FeelTypeKind Kind { get; }
    /// <summary>Rows.</summary>
    public int Count => Data.Length;

    /// <summary>Of numbers: a stored 21993 over 1000 is 21.993.</summary>
    public long Denominator { get; }

    /// <summary>Of strings: the text of every code.</summary>
    public IReadOnlyList<string>? Codes { get; }

    internal Array Data { get; }
    internal byte[]? States { get; }
    internal long Min { get; }
    internal long Max { get; }
    internal bool HasUnknown { get; }
    internal bool HasNull { get; }

    /// <param name="values">Numerators; rows that are not known hold 0.</param>
    /// <param name="denominator">A power of ten.</param>
    /// <param name="states">Per row 0 known, 1 unknown, 2 null; none: all known.</param>
    public static Column Numbers(long[] values, long denominator = 1, byte[]? states = null) => new(FeelTypeKind.Number, Narrow(values), denominator, null, states);

    /// <inheritdoc cref="Numbers(long[], long, byte[])"/>
    public static Column Numbers(int[] values, long denominator = 1, byte[]? states = null) => new(FeelTypeKind.Number, values, denominator, null, states);

    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="states">As for numbers.</param>
    public static Column Dates(int[] days, byte[]? states = null) => new(FeelTypeKind.Date, days, 1, null, states);

    /// <param name="codes">Positions in <paramref name="texts"/>.</param>
    /// <param name="texts">The text of every code.</param>
    /// <param name="states">As for numbers.</param>
    public static Column Strings(byte[] codes, IReadOnlyList<string> texts, byte[]? states = null) => new(FeelTypeKind.String, codes, 1, texts, states);

    /// <inheritdoc cref="Strings(byte[], IReadOnlyList{string}, byte[])"/>
    public static Column Strings(int[] codes, IReadOnlyList<string> texts, byte[]? states = null) =>
        texts.Count <= 256 ? Strings(Array.ConvertAll(codes, c => (byte)c), texts, states) : new(FeelTypeKind.String, codes, 1, texts, states);

    /// <param name="values">0 or 1.</param>
    /// <param name="states">As for numbers.</param>
    public static Column Booleans(byte[] values, byte[]? states = null) => new(FeelTypeKind.Boolean, values, 1, null, states);

    /// <summary>Whether an object (or a list) is there: what its members hold counts only where it is.</summary>
    public static Column Presence(FeelTypeKind kind, byte[] states) => new(kind, new byte[states.Length], 1, null, states);

    /// <summary>Nobody knows the value of this row (from 0).</summary>
    public bool IsUnknown(int row) => States is not null && States[row] == Unknown;
    /// <summary>This row has no value.</summary>
    public bool IsNull(int row) => States is not null && States[row] == Null;

    /// <summary>The stored integer of a row.</summary>
    internal long Raw(int row) => Data switch
    {
        byte[] b => b[row],
        short[] s => s[row],
        int[] i => i[row],
        _ => ((long[])Data)[row],
    };

    /// <summary>The value of a row.</summary>
    public FeelValue At(int row)
    {
        switch (States?[row] ?? Known)
        {
            case Unknown: return FeelValue.Unknown("column");
            case Null: return default;
        }
        var raw = Raw(row);
        return Kind switch
        {
            FeelTypeKind.Number => FeelValue.Of((decimal)raw / Denominator),
            FeelTypeKind.Date => FeelValue.Of(FeelDate.FromDayNumber(raw)),
            FeelTypeKind.Boolean => FeelValue.Of(raw != 0),
            FeelTypeKind.String => FeelValue.Of(Codes![(int)raw]),
            FeelTypeKind.YearsMonths => FeelValue.YearsMonths(raw),
            _ => throw new InvalidOperationException("Presence has no value of its own."),
        };
    }

    private static Array Narrow(long[] values)
    {
        var (min, max) = Bounds(values);
        return min >= int.MinValue && max <= int.MaxValue ? Array.ConvertAll(values, v => (int)v) : values;
    }

    private static (long Min, long Max) Bounds(Array data)
    {
        switch (data)
        {
            case { Length: 0 }:
                return (0, 0);
            case byte[] b:
                return (b.Min(), b.Max());
            case short[] s:
                return (s.Min(), s.Max());
            case int[] i:
                return (i.Min(), i.Max());
            default:
                var l = (long[])data;
                return (l.Min(), l.Max());
        }
    }
}
