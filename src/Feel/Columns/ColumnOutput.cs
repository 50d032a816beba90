using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns;

/// <summary>What a program computes under a name: one value for every row of a table.</summary>
public sealed class ColumnOutput
{
    internal ColumnOutput(string name, ColumnTable table, FeelTypeKind kind, Array data, decimal denominator, byte[]? states, IReadOnlyList<string> texts)
    {
        Name = name;
        Table = table;
        Kind = kind;
        Data = data;
        Denominator = denominator;
        States = states;
        Texts = texts;
    }

    /// <summary>As it was asked for.</summary>
    public string Name { get; }
    /// <summary>Whose rows it has.</summary>
    public ColumnTable Table { get; }
    /// <summary>What the values are.</summary>
    public FeelTypeKind Kind { get; }
    /// <summary>Of numbers: what <see cref="Numerator"/> is over; a power of ten unless a division left thirds, sevenths …</summary>
    public decimal Denominator { get; }
    internal Array Data { get; }
    internal byte[]? States { get; }
    internal IReadOnlyList<string> Texts { get; }

    /// <summary>A fact that decides this row (from 0) is not known.</summary>
    public bool IsUnknown(int row) => States is not null && States[row] == Column.Unknown;
    /// <summary>This row has no value.</summary>
    public bool IsNull(int row) => States is not null && States[row] == Column.Null;

    /// <summary>Held as decimals because 64-bit integers cannot be proved to suffice: <see cref="Numerator"/> is not there.</summary>
    public bool OnDecimals => Data is decimal[];

    /// <summary>The number of a row, not rounded.</summary>
    public decimal Number(int row) => Data is decimal[] decimals ? decimals[row] : Raw(row) / Denominator;

    /// <summary>The stored integer of a row: a number is this over <see cref="Denominator"/>.</summary>
    /// <exception cref="InvalidCastException">The output is <see cref="OnDecimals"/>.</exception>
    public long Numerator(int row) => Raw(row);

    /// <summary>The value of a row (from 0), as the interpreter would give it; an Unknown names the output, not the fact.</summary>
    public FeelValue At(int row) => IsUnknown(row) ? FeelValue.Unknown(Name) : IsNull(row) ? default : Kind switch
    {
        FeelTypeKind.Number => FeelValue.Of(Number(row)),
        FeelTypeKind.Boolean => FeelValue.Of(Raw(row) != 0),
        FeelTypeKind.Date => FeelValue.Of(FeelDate.FromDayNumber(Raw(row))),
        FeelTypeKind.YearsMonths => FeelValue.YearsMonths(Raw(row)),
        FeelTypeKind.String => FeelValue.Of(Texts[(int)Raw(row)]),
        _ => default,
    };

    internal long Raw(int row) => Data switch
    {
        byte[] b => b[row],
        int[] i => i[row],
        _ => ((long[])Data)[row],
    };
}
