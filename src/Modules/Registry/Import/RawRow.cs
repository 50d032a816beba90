using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import;

/// <summary>A header of one sheet: where it stands, what it means.</summary>
internal sealed record HeaderCell(int Index, string Header, Column Column, string? CodeSystem);

/// <summary>The recognised headers of one sheet.</summary>
/// <param name="HeaderRow">As Excel counts.</param>
internal sealed record SheetHeaders(string Sheet, int HeaderRow, IReadOnlyList<HeaderCell> Cells)
{
    /// <summary>Paths of the contract that the sheet has no columns for.</summary>
    public (string[][] Household, string[][] Person) LeftAlone { get; } = FactsMerge.LeftAlone(Cells.Select(c => c.Column));

    /// <summary>Whether the sheet has a column.</summary>
    public bool Has(string header) => Cells.Any(c => c.Column.Header == header);

    /// <summary>Position in <see cref="Cells"/> of the household number.</summary>
    public int HouseholdNumber { get; } = Cells.ToList().FindIndex(c => c.Column.Header == "户编号");
}

/// <summary>The cells of one row, in the order of the sheet's recognised headers.</summary>
internal readonly record struct RawRow(SheetHeaders Headers, int Row, CellValue[] Cells);
