namespace Fuyao.Kernel.Sheets;

/// <summary>What a spreadsheet program lets be typed into the cells of a check.</summary>
public enum SheetCheckKind
{
    /// <summary>Anything; only the note is shown.</summary>
    Any,

    /// <summary>One of some texts, as a drop-down list.</summary>
    List,

    Date,

    WholeNumber,

    Number,
}

/// <summary>A data validation: what may be typed into the cells of one column, and a note that is shown when one is chosen. Columns and rows count from 1.</summary>
/// <param name="LastRow">Included.</param>
public sealed record SheetCheck(int Column, int FirstRow, SheetCheckKind Kind, int LastRow = 1_048_576)
{
    /// <summary>For a short list, at most 255 characters together.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>For a long list: the cells that hold it, such as <c>'代码'!$A$2:$A$60</c>.</summary>
    public string? ListAt { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>Whether other texts are refused instead of asked about.</summary>
    public bool Strict { get; init; }

    /// <summary>Heading of the note; 32 characters at most are shown.</summary>
    public string? NoteTitle { get; init; }

    /// <summary>255 characters at most are shown.</summary>
    public string? Note { get; init; }
}
