using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Import.Layout;

/// <summary>One column that the import understands, and how the same column is written.</summary>
/// <param name="Header">What our own files call it.</param>
/// <param name="Path">Member of the household contract that it carries; null for identity, protected and checking columns.</param>
/// <param name="Read">Takes a clean, non-empty text into the drafts.</param>
/// <param name="Write">The value for a file: text, number (decimal, int), date, or null for an empty cell.</param>
internal sealed record Column(string Header, string? Path, LocalText Meaning, Action<CellContext> Read, Func<HouseholdDraft, PersonDraft, object?> Write)
{
    /// <summary>Other headers for the same column, compared without blanks, brackets and line breaks.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>Speaks of the household: stands on its first row or is repeated on all.</summary>
    public bool OfHousehold { get; init; }

    /// <summary>A file without this column is refused, and so is a household with an empty cell in it.</summary>
    public bool Required { get; init; }

    /// <summary>The column is required, but single cells may be empty.</summary>
    public bool MayBeBlank { get; init; }

    /// <summary>Shown masked in findings.</summary>
    public Protection Protection { get; init; }

    /// <summary>One of the national export's own columns.</summary>
    public bool National { get; init; }

    public double Width { get; init; } = 12;
}

internal enum Protection
{
    Open,
    IdNumber,
    Phone,
    Account,
    Name,
}
