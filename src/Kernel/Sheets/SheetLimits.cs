namespace Fuyao.Kernel.Sheets;

/// <summary>
/// What a file may cost before it is refused. The defaults let every honest county workbook through and stop bombs before
/// they are unpacked.
/// </summary>
public sealed record SheetLimits
{
    public static readonly SheetLimits Default = new();

    /// <summary>Bytes of a workbook on disk.</summary>
    public long WorkbookBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of a CSV file on disk; it is never held in memory, so only the disk bounds it.</summary>
    public long CsvBytes { get; init; } = 64L << 30;

    /// <summary>Parts in the zip of a workbook.</summary>
    public int Parts { get; init; } = 500;

    /// <summary>Bytes of all parts of a workbook, unpacked.</summary>
    public long UnpackedBytes { get; init; } = 1536L << 20;

    /// <summary>Bytes of the table of shared strings, which must be held in memory.</summary>
    public long SharedStringBytes { get; init; } = 48L << 20;

    /// <summary>Unpacked bytes for each packed byte of one part; parts below 4 MiB unpacked are not asked.</summary>
    public int Ratio { get; init; } = 80;

    /// <summary>Rows with cells in one sheet of a workbook.</summary>
    public int WorkbookRows { get; init; } = 200_010;

    public int Columns { get; init; } = 512;

    public int Sheets { get; init; } = 64;

    /// <summary>Characters of one cell; Excel itself allows 32,767.</summary>
    public int CellCharacters { get; init; } = 32_767;
}
