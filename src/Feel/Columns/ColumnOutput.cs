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

    public string Name { get; }
    public ColumnTable Table { get; }
    public FeelTypeKind Kind { get; }
    public decimal Denominator { get; }
    internal Array Data { get; }
    internal byte[]? States { get; }
    internal IReadOnlyList<string> Texts { get; }

    public bool IsUnknown(int row) => States is not null && States[row] == Column.Unknown;
    public bool IsNull(int row) => States is not null && States[row] == Column.Null;

    /// <summary>Held as decimals because 64-bit integers cannot be proved to suffice: <see cref="Numerator"/> is not there.</summary>
    public bool OnDecimals => Data is decimal[];

    /// <summary>The number of a row, not rounded.</summary>
    public decimal Number(int row) => Data is decimal[] decimals ? decimals[row] : Raw(row) / Denominator;

    /// <summary>The stored integer of a row: a number is this over <see cref="Denominator"/>.</summary>
    /// <exception cref="InvalidCastException">The output is <see cref="OnDecimals"/>.</exception>
    public long Numerator(int row) => Raw(row);

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
