using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns;

/// <summary>
/// Where the names of an expression's scope come from: the columns of one table (the default), constants, or another place in the population.
/// </summary>
public sealed class ColumnScope(ColumnTable table)
{
    private readonly Dictionary<string, FeelValue> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ColumnTable, string)> _paths = new(StringComparer.Ordinal);

    /// <summary>The rows that the expression is evaluated for.</summary>
    public ColumnTable Table => table;

    internal IReadOnlyDictionary<string, FeelValue> Constants => _constants;
    internal IReadOnlyDictionary<string, (ColumnTable Table, string Path)> Paths => _paths;

    /// <summary>A parameter or a date: the same for every row; may be Unknown.</summary>
    public ColumnScope Bind(string name, FeelValue value)
    {
        _constants[name] = value;
        return this;
    }

    /// <summary>A member of this table or of one that its rows lie in; an empty path is the row itself.</summary>
    public ColumnScope Bind(string name, ColumnTable owner, string path = "")
    {
        _paths[name] = (owner, path);
        return this;
    }
}
