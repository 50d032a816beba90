namespace Fuyao.Kernel.Sheets;

/// <summary>How a cell looks. The writer knows these and no others: all workbooks of the house look alike.</summary>
public enum SheetStyle
{
    /// <summary>Bordered cell, as in every printed table.</summary>
    Body,

    /// <summary>Bordered, centred.</summary>
    Centred,

    /// <summary>Bordered, wrapped.</summary>
    Wrapped,

    /// <summary>Bold on a tinted ground, wrapped, centred: the column names.</summary>
    Header,

    /// <summary>Large, bold, centred, no border: the sheet's title, usually merged over all columns.</summary>
    Title,

    /// <summary>Small, grey, no border: unit, date, who made it.</summary>
    Note,

    /// <summary>Bold, bordered: sums.</summary>
    Total,

    /// <summary>White on red: an error that must be mended.</summary>
    Error,

    /// <summary>Dark on amber: a warning to look at.</summary>
    Warning,
}

/// <summary>What a sheet looks like on screen and on paper. Rows and columns count from 1, as in Excel.</summary>
public sealed record SheetLayout
{
    /// <summary>Column widths in characters, from the first column on.</summary>
    public IReadOnlyList<double> Widths { get; init; } = [];

    public int FrozenRows { get; init; }

    public int FrozenColumns { get; init; }

    /// <summary>First and last row printed again at the top of each page; (0, 0) for none.</summary>
    public (int First, int Last) RepeatedRows { get; init; }

    /// <summary>Columns of the print area; 0 prints what is there.</summary>
    public int PrintColumns { get; init; }

    public bool Landscape { get; init; }

    /// <summary>Row of the column names when they get filter buttons; 0 for none.</summary>
    public int FilterRow { get; init; }

    /// <summary>Text at the foot of each printed page, besides the page number.</summary>
    public string? Footer { get; init; }

    public IReadOnlyList<SheetCheck> Checks { get; init; } = [];

    /// <summary>Columns that are not shown.</summary>
    public IReadOnlyList<int> HiddenColumns { get; init; } = [];
}
