using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Dictionary;

internal enum SchemaKind
{
    Text,
    Date,
    Enum,
    Number,
    Integer,
    Boolean,
    Object,
    Array,
}

/// <summary>One member of the household schema, with what rules need to know about it.</summary>
internal sealed class SchemaNode
{
    public required string Name { get; init; }

    /// <summary>Path as rules write it: members of persons are named from the person (<c>disability.grade</c>).</summary>
    public required string Path { get; init; }

    public required SchemaKind Kind { get; init; }

    public required LocalText Label { get; init; }

    public string? Unit { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Of an enumeration: its codes, their labels, and the values ready to use.</summary>
    public IReadOnlyList<(string Code, string Label)> Codes { get; init; } = [];

    public byte[][] CodeBytes { get; init; } = [];

    public FeelValue[] CodeValues { get; init; } = [];

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public string? Pattern { get; init; }

    public bool Required { get; init; }

    /// <summary>Of an object: its members in schema order.</summary>
    public IReadOnlyList<SchemaNode> Members { get; init; } = [];

    /// <summary>Of an array.</summary>
    public SchemaNode? Element { get; init; }

    /// <summary>Names and account data are checked but are no input of rules.</summary>
    public bool IsRuleInput { get; init; } = true;

    /// <summary>The value when the member is absent: none, false, a default, or unknown.</summary>
    public FeelValue Absent { get; set; }

    /// <summary>The value when the member is null: nobody knows.</summary>
    public FeelValue Unknown { get; init; }

    public FeelType Type { get; set; } = FeelType.Any;

    /// <summary>Of an object: the slots of its context, derived variables last.</summary>
    public FeelMembers? Slots { get; set; }

    /// <summary>Of an object: member by UTF-8 name.</summary>
    public NameTable? Names { get; set; }
}

/// <summary>Finds the member of an object by its UTF-8 name without allocating.</summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly int[] _buckets;
    private readonly int _mask;

    public NameTable(IReadOnlyList<SchemaNode> members, Func<SchemaNode, int> slot)
    {
        _names = [.. members.Select(m => System.Text.Encoding.UTF8.GetBytes(m.Name))];
        Members = [.. members];
        Slots = [.. members.Select(slot)];
        var size = 16;
        while (size < members.Count * 4)
        {
            size *= 2;
        }

        _mask = size - 1;
        _buckets = new int[size];
        for (var i = 0; i < _names.Length; i++)
        {
            var bucket = Hash(_names[i]) & _mask;
            while (_buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & _mask;
            }

            _buckets[bucket] = i + 1;
        }
    }

    public SchemaNode[] Members { get; }

    /// <summary>The context slot of each member; −1 for members that are no rule input.</summary>
    public int[] Slots { get; }

    /// <summary>The member's index, or −1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var bucket = Hash(name) & _mask; _buckets[bucket] != 0; bucket = (bucket + 1) & _mask)
        {
            if (name.SequenceEqual(_names[_buckets[bucket] - 1]))
            {
                return _buckets[bucket] - 1;
            }
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)(hash ^ (hash >> 15));
    }
}
