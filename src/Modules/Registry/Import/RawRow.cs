using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import;

/// <summary>A header of one sheet: where it stands, what it means.</summary>
/// <param name="Index">0-based; −1 for what the mapping states for all rows.</param>
internal sealed record HeaderCell(int Index, string Header, ImportField Field, string? CodeSystem)
{
    /// <summary>The field as a column of the registration form.</summary>
    public Column Column => (Column)Field;

    /// <summary>Times this its numbers are in the register's unit.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>From what its cells say to what the field understands.</summary>
    public IReadOnlyDictionary<string, string>? Codes { get; init; }

    public OnConflict OnConflict { get; init; }

    public CellValue Constant { get; init; }
}

/// <summary>The recognised headers of one sheet.</summary>
/// <param name="HeaderRow">As Excel counts.</param>
internal sealed record SheetHeaders(string Sheet, int HeaderRow, IReadOnlyList<HeaderCell> Cells)
{
    private (string[][] Household, string[][] Person)? leftAlone;

    /// <summary>Paths of the contract that the sheet has no columns for.</summary>
    public (string[][] Household, string[][] Person) LeftAlone => leftAlone ??= FactsMerge.LeftAlone(Cells.Select(c => c.Column));

    /// <summary>Whether the sheet has a column.</summary>
    public bool Has(string header) => Cells.Any(c => c.Field.Header == header);

    /// <summary>Whether the file's word counts in all columns.</summary>
    public bool Replaces { get; } = Cells.All(c => c.OnConflict == OnConflict.Replace);

    /// <summary>Position in <see cref="Cells"/> of the household number; −1 when it has none.</summary>
    public int HouseholdNumber { get; } = Cells.ToList().FindIndex(c => c.Field.Header == "户编号");

    /// <summary>A sheet of households whose members stand on another one.</summary>
    public bool IsForm { get; } = Cells.Any(c => c.Field.Header == "户编号") && Cells.All(c => c.Field is not Column { OfHousehold: false, Required: true })
        && Cells.Count(c => c.Field is Column { OfHousehold: true }) > 1;
}

/// <summary>The cells of one row, in the order of the sheet's recognised headers.</summary>
internal readonly record struct RawRow(SheetHeaders Headers, int Row, CellValue[] Cells);
