namespace Fuyao.Feel.Columns;

/// <summary>
/// Rows as columns: the households, and below every household its persons, below every person its courses… A list's rows lie behind one
/// another in the order of their owners; <see cref="Offsets"/> says where each owner's begin.
/// </summary>
public sealed class ColumnTable
{
    private readonly Dictionary<string, Column> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnTable> _lists = new(StringComparer.Ordinal);

    /// <summary>An outermost table of so many rows.</summary>
    public ColumnTable(string name, int count)
    {
        Name = name;
        Count = count;
    }

    private ColumnTable(string name, ColumnTable parent, int[] offsets)
        : this(name, offsets[^1])
    {
        Parent = parent;
        Offsets = offsets;
        for (var i = 0; i + 1 < offsets.Length; i++)
            Longest = Math.Max(Longest, offsets[i + 1] - offsets[i]);
    }

    /// <summary>For messages.</summary>
    public string Name { get; }
    /// <summary>Rows.</summary>
    public int Count { get; }
    /// <summary>The table whose rows own these; null for the outermost.</summary>
    public ColumnTable? Parent { get; }

    /// <summary>Owner i has the rows from <c>Offsets[i]</c> up to <c>Offsets[i + 1]</c>; null for the outermost table.</summary>
    public int[]? Offsets { get; }

    /// <summary>Rows of the owner that has most.</summary>
    internal int Longest { get; }

    /// <summary>By path.</summary>
    public IReadOnlyDictionary<string, Column> Columns => _columns;
    /// <summary>Lists below the rows, by path.</summary>
    public IReadOnlyDictionary<string, ColumnTable> Lists => _lists;

    /// <param name="path">The member as rules write it: <c>birth</c>, <c>disability.grade</c>; empty for the items of a list of plain values.</param>
    /// <param name="column">As many rows as the table.</param>
    public ColumnTable Add(string path, Column column)
    {
        if (column.Count != Count)
            throw new ArgumentException($"The column {path} has {column.Count} rows, the table {Name} {Count}.", nameof(column));
        _columns.Add(path, column);
        return this;
    }

    /// <summary>Adds the rows of a list member.</summary>
    public ColumnTable AddList(string path, int[] offsets)
    {
        if (offsets.Length != Count + 1 || offsets[0] != 0)
            throw new ArgumentException($"The list {path} needs {Count + 1} offsets that begin with 0.", nameof(offsets));
        var list = new ColumnTable(path, this, offsets);
        _lists.Add(path, list);
        return list;
    }
}
