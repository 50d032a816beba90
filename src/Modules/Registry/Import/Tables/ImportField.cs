using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Mapping;

namespace Fuyao.Registry.Import.Tables;

/// <summary>One thing that rows of a table can state: how people head its column, and what a cell of it holds.</summary>
/// <param name="Header">What our own files call it; unique in its table.</param>
internal abstract record ImportField(string Header, LocalText Meaning)
{
    /// <summary>Other headers for the same column, compared without blanks, brackets and line breaks.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>A file without this column is refused, and so is a row with an empty cell in it.</summary>
    public bool Required { get; init; }

    /// <summary>The column is required, but single cells may be empty.</summary>
    public bool MayBeBlank { get; init; }

    /// <summary>Shown masked in findings and previews.</summary>
    public Protection Protection { get; init; }

    public double Width { get; init; } = 12;

    /// <summary>What to do where the register states something else, unless the clerk says otherwise.</summary>
    public OnConflict OnConflict { get; init; }

    /// <summary>What the cells hold: for previews, templates, and to recognise a column by its values.</summary>
    public abstract FieldShape Shape { get; }

    /// <summary>Reads a clean, non-empty cell as an import does and gives what was understood, as our own files write it.</summary>
    public abstract string? Preview(CellContext cell);
}

internal enum FieldKind
{
    Text,
    Name,
    Number,
    Integer,
    Date,
    YesNo,
    Code,

    /// <summary>Several codes in one cell.</summary>
    Codes,

    /// <summary>Several records in one cell.</summary>
    Records,
    IdNumber,
    Card,
    Phone,
    Account,

    /// <summary>12-digit code of a village.</summary>
    Region,

    /// <summary>Our own mark of a row that was exported for mending.</summary>
    RowMark,
}

internal sealed record FieldShape(FieldKind Kind, Quantity Quantity = Quantity.None)
{
    /// <summary>The labels of a code, in order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }
}
