namespace Fuyao.Feel.Values;

/// <summary>The ordered names of a context, each with its slot. Aliases lead to the slot of the name they stand for.</summary>
public sealed class FeelShape
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <summary>No names.</summary>
    public static readonly FeelShape Empty = new([]);

    /// <summary>Names by slot, and aliases with the name that each stands for.</summary>
    public FeelShape(IEnumerable<string> names, IEnumerable<KeyValuePair<string, string>>? aliases = null)
    {
        Names = [.. names];
        for (var i = 0; i < Names.Count; i++)
            if (!_slots.TryAdd(Names[i], i))
                throw new ArgumentException($"The name '{Names[i]}' is given twice.", nameof(names));
        foreach (var (alias, name) in aliases ?? [])
            if (!_slots.TryAdd(alias, _slots[name]) && _slots[alias] != _slots[name])
                throw new ArgumentException($"The alias '{alias}' already stands for '{Names[_slots[alias]]}'.", nameof(aliases));
    }

    /// <summary>By slot.</summary>
    public IReadOnlyList<string> Names { get; }
    /// <summary>Slots.</summary>
    public int Count => Names.Count;

    /// <summary>The slot of a name or alias; -1 when there is none.</summary>
    public int Slot(string name) => _slots.TryGetValue(name, out var slot) ? slot : -1;

    internal IEnumerable<string> AllNames => _slots.Keys;
}
