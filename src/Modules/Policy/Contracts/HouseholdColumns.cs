using Fuyao.Feel.Columns;

namespace Fuyao.Policy.Contracts;

/// <summary>Households and their living persons as columns: rows of households from 0, rows of persons in the order of their households.</summary>
public sealed class HouseholdColumns
{
    private readonly ColumnTable _persons;

    internal HouseholdColumns(ColumnTable table) => (Table, _persons) = (table, table.Lists["persons"]);

    public ColumnTable Table { get; }

    public int Households => Table.Count;

    public int Persons => _persons.Count;

    /// <summary>The rows of a household's persons: from the first up to the end.</summary>
    public (int First, int End) PersonsOf(int household) => (_persons.Offsets![household], _persons.Offsets[household + 1]);

    /// <summary>A fact of a household that is a code or a text, such as <c>status</c> or <c>housing.grade</c>; null when it is absent or nobody knows.</summary>
    public string? Text(string path, int household) =>
        Table.Columns.TryGetValue(path, out var column) && column.At(household) is { IsString: true } value ? value.AsString : null;
}
