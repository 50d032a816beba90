using System.Text;
using System.Text.Json;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Columns;

/// <summary>The rows of one table while they are being added: households, persons, or the items of a list.</summary>
internal sealed class TableLayout
{
    // Facts about a place beside the contract's object (the id, the village, the members) are no part of it here.
    private readonly ObjectLayout? _row;
    private readonly ColumnBuffer? _item;

    /// <param name="row">What a row is: an object, or a plain value.</param>
    /// <param name="apart">Members that do not come with the row's own text.</param>
    public TableLayout(SchemaNode row, IReadOnlySet<string> apart)
    {
        if (row.Kind == SchemaKind.Object)
        {
            _row = new ObjectLayout(row, "", apart);
        }
        else
        {
            _item = ObjectLayout.Buffer(row);
        }
    }

    public int Count { get; private set; }

    public ColumnBuffer Member(string name) => _row!.Member(name);

    /// <summary>Reads a row at the reader's position.</summary>
    public bool Add(ref Utf8JsonReader json)
    {
        var sound = _item is not null ? _item.Read(Count, ref json) : _row!.Read(Count, ref json);
        Count++;
        return sound;
    }

    /// <summary>Forgets all rows from one on.</summary>
    public void Cut(int row)
    {
        _item?.Cut(row);
        _row?.Cut(row);
        Count = row;
    }

    public void Append(TableLayout next)
    {
        _item?.Append(next._item!, Count);
        _row?.Append(next._row!, Count, next.Count);
        Count += next.Count;
    }

    public bool HasTwice(int from) => _item is not null && _item.HasTwice(from, Count);

    public ColumnTable Build(ColumnTable table)
    {
        if (_item is not null)
        {
            table.Add("", _item.Build(Count, null));
        }

        _row?.Build(table, null);
        return table;
    }
}

/// <summary>The members of an object that every row of a table may have.</summary>
internal sealed class ObjectLayout
{
    private readonly string _prefix;
    private readonly NameTable _names;
    private readonly Slot[] _slots;
    private readonly ulong _required;

    /// <param name="node">The object.</param>
    /// <param name="prefix">Of its members' columns: empty, or its own path in the table with a dot.</param>
    /// <param name="apart">Members that do not come with the object's own text.</param>
    public ObjectLayout(SchemaNode node, string prefix, IReadOnlySet<string> apart)
    {
        (_prefix, _names) = (prefix, node.Names!);
        _slots = [.. _names.Members.Select(m => new Slot(m, prefix, apart.Contains(m.Name)))];
        for (var i = 0; i < _slots.Length; i++)
        {
            _required |= _names.Members[i].Required && !apart.Contains(_names.Members[i].Name) ? 1ul << i : 0;
        }
    }

    public ColumnBuffer Member(string name) => _slots[Array.FindIndex(_names.Members, m => m.Name == name)].Buffer!;

    public static ColumnBuffer Buffer(SchemaNode node) => node.Kind switch
    {
        SchemaKind.Boolean => new FlagBuffer(node),
        SchemaKind.Enum => new CodeBuffer(node),
        SchemaKind.Date => new DayBuffer(node),
        SchemaKind.Number or SchemaKind.Integer => new NumberBuffer(node),
        SchemaKind.Text => new TextBuffer(node),
        _ => new PresenceBuffer(node),
    };

    /// <summary>Reads the object at the reader's position into a row; false when it is not sound.</summary>
    public bool Read(int row, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        ulong seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var index = _names.Find(json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan);
            if (index < 0 || (seen & (1ul << index)) != 0 || !json.Read() || !_slots[index].Read(row, ref json))
            {
                return false;
            }

            seen |= 1ul << index;
        }

        return (seen & _required) == _required;
    }

    public void Cut(int row)
    {
        foreach (var slot in _slots)
        {
            slot.Cut(row);
        }
    }

    public void Append(ObjectLayout next, int rows, int more)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i].Append(next._slots[i], rows, more);
        }
    }

    /// <param name="table">Where the columns go.</param>
    /// <param name="there">States of this object; null: every row has it.</param>
    public void Build(ColumnTable table, byte[]? there)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i].Build(table, _prefix + _names.Members[i].Name, there);
        }
    }

    /// <summary>Where a member's value goes: a column, an object's columns, or a table of its own.</summary>
    private sealed class Slot
    {
        private static readonly HashSet<string> None = [];

        private readonly SchemaNode _node;
        private readonly ObjectLayout? _object;
        private readonly TableLayout? _list;
        private readonly List<int> _ends = [];
        private readonly bool _apart;

        public Slot(SchemaNode node, string prefix, bool apart)
        {
            (_node, _apart) = (node, apart || !node.IsRuleInput);
            if (_apart)
            {
                return;
            }

            Buffer = ObjectLayout.Buffer(node);
            _object = node.Kind == SchemaKind.Object ? new ObjectLayout(node, $"{prefix}{node.Name}.", None) : null;
            _list = node.Kind == SchemaKind.Array ? new TableLayout(node.Element!, None) : null;
        }

        /// <summary>The member's values; of an object or a list whether it is there.</summary>
        public ColumnBuffer? Buffer { get; }

        public bool Read(int row, ref Utf8JsonReader json)
        {
            if (_apart)
            {
                json.Skip();
                return true;
            }

            var absent = json.TokenType == JsonTokenType.Null;
            return Buffer!.Read(row, ref json) && (absent || (_object?.Read(row, ref json) ?? _list is null || Items(row, ref json)));
        }

        private bool Items(int row, ref Utf8JsonReader json)
        {
            Ends(row);
            var first = _list!.Count;
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (!_list.Add(ref json))
                {
                    return false;
                }
            }

            _ends.Add(_list.Count);
            return !(_list.Count - first > _node.MaxItems) && !(_node.UniqueItems && _list.HasTwice(first));
        }

        // Rows that do not state the list have none of its items.
        private void Ends(int rows)
        {
            while (_ends.Count < rows)
            {
                _ends.Add(_ends.Count == 0 ? 0 : _ends[^1]);
            }
        }

        public void Cut(int row)
        {
            Buffer?.Cut(row);
            _object?.Cut(row);
            if (_list is not null)
            {
                _ends.RemoveRange(Math.Min(row, _ends.Count), Math.Max(0, _ends.Count - row));
                _list.Cut(_ends.Count == 0 ? 0 : _ends[^1]);
            }
        }

        public void Append(Slot next, int rows, int more)
        {
            if (_apart)
            {
                return;
            }

            Buffer!.Append(next.Buffer!, rows);
            _object?.Append(next._object!, rows, more);
            if (_list is not null)
            {
                Ends(rows);
                var before = _list.Count;
                _ends.AddRange(next._ends.Select(end => before + end));
                _list.Append(next._list!);
            }
        }

        public void Build(ColumnTable table, string path, byte[]? there)
        {
            if (_apart)
            {
                return;
            }

            // What nobody states is absent anyway; lists are always there, and so is what absence leaves unknown.
            if (Buffer!.Filled == 0 && _list is null && !_node.Absent.IsUnknown)
            {
                return;
            }

            if (_object is not null)
            {
                var states = Buffer.States(table.Count, there) ?? new byte[table.Count];
                table.Add(path, ((PresenceBuffer)Buffer).Of(states));
                _object.Build(table, there is null ? states : [.. states.Zip(there, Math.Max)]);
            }
            else if (_list is not null)
            {
                if (Buffer.States(table.Count, there) is { } states)
                {
                    table.Add(path, ((PresenceBuffer)Buffer).Of(states));
                }

                Ends(table.Count);
                _list.Build(table.AddList(path, [0, .. _ends]));
            }
            else
            {
                table.Add(path, Buffer.Build(table.Count, there));
            }
        }
    }
}
