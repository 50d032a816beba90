using System.Globalization;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import.Layout;

/// <summary>One column of the registration form: what it carries into the drafts of a household and a person, and back.</summary>
/// <param name="Path">Member of the household contract that it carries; null for identity, protected and checking columns.</param>
/// <param name="Read">Takes a clean, non-empty text into the drafts.</param>
/// <param name="Write">The value for a file: text, number (decimal, int), date, or null for an empty cell.</param>
internal sealed record Column(string Header, string? Path, LocalText Meaning, Action<CellContext> Read, Func<HouseholdDraft, PersonDraft, object?> Write)
    : ImportField(Header, Meaning)
{
    /// <summary>Speaks of the household: stands on its first row or is repeated on all.</summary>
    public bool OfHousehold { get; init; }

    /// <summary>One of the national export's own columns.</summary>
    public bool National { get; init; }

    public override FieldShape Shape => ColumnShapes.Of(this);

    /// <summary>The value for a file as text.</summary>
    public string? Text(HouseholdDraft household, PersonDraft person) => Write(household, person) switch
    {
        null => null,
        DateOnly date => DateText.Write(date),
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    public override string? Preview(CellContext cell)
    {
        (cell.Household, cell.Person) = (new HouseholdDraft(), new PersonDraft());
        Read(cell);
        return Text(cell.Household, cell.Person);
    }
}

internal enum Protection
{
    Open,
    IdNumber,
    Phone,
    Account,
    Name,
}
