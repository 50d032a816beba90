using System.Text.Json;
using Fuyao.Feel.Columns;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Columns;

/// <summary>One member's values while rows are still being added. Rows that say nothing of it cost nothing: they hold what absence means.</summary>
internal abstract class ColumnBuffer(SchemaNode node)
{
    protected const byte Known = 0, Unknown = 1, Null = 2;

    private byte[]? _states;

    protected SchemaNode Node => node;

    /// <summary>Rows that are filled in; the rest are absent.</summary>
    public int Filled { get; private set; }

    private byte AbsentState => node.Absent.IsUnknown ? Unknown : node.Absent.IsNull ? Null : Known;

    /// <summary>Reads the value at the reader's position into a row behind all that are filled.</summary>
    /// <returns>False when it is no such value.</returns>
    public bool Read(int row, ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            Fill(row + 1);
            State(row, Unknown);
            Filled = row + 1;
            return !HouseholdValidator.NeverNull(node);
        }

        Fill(row);
        Room(row + 1);
        if (!Put(row, ref json))
        {
            return false;
        }

        if (_states is not null)
        {
            State(row, Known);
        }

        Filled = row + 1;
        return true;
    }

    /// <summary>Forgets a row and all behind it.</summary>
    public void Cut(int row) => Filled = Math.Min(Filled, row);

    public bool IsKnown(int row) => row < Filled && (_states is null || _states[row] == Known);

    /// <summary>Adds the rows of a buffer of the same member behind the first <paramref name="rows"/> of this one.</summary>
    public void Append(ColumnBuffer next, int rows)
    {
        if (next.Filled == 0)
        {
            return;
        }

        Fill(rows);
        Room(rows + next.Filled);
        Take(next, rows);
        if (_states is not null || next._states is not null)
        {
            Widen(rows + next.Filled);
            if (next._states is null)
            {
                _states.AsSpan(rows, next.Filled).Clear();
            }
            else
            {
                next._states.AsSpan(0, next.Filled).CopyTo(_states.AsSpan(rows));
            }
        }

        Filled = rows + next.Filled;
    }

    /// <summary>The column of so many rows.</summary>
    /// <param name="count">Rows of the table.</param>
    /// <param name="there">States of the object that the member belongs to: what it holds counts only where it is; null: everywhere.</param>
    public Column Build(int count, byte[]? there) => Column(count, States(count, there));

    /// <summary>What is not known or absent among so many rows; null when all is known.</summary>
    /// <inheritdoc cref="Build(int, byte[])"/>
    public byte[]? States(int count, byte[]? there)
    {
        Fill(count);
        Room(count);
        var states = _states?.AsSpan(0, count).ToArray();
        if (states is not null && there is not null)
        {
            for (var i = 0; i < states.Length; i++)
            {
                states[i] = there[i] == Known ? states[i] : Known;
            }
        }

        return states is not null && states.AsSpan().ContainsAnyExcept(Known) ? states : null;
    }

    /// <summary>Whether a known value stands twice among rows; for plain items of a list.</summary>
    public abstract bool HasTwice(int from, int to);

    protected abstract bool Put(int row, ref Utf8JsonReader json);

    /// <summary>Makes room for so many rows.</summary>
    protected abstract void Room(int rows);

    /// <summary>Writes the value of an absent member.</summary>
    protected abstract void Clear(int from, int to);

    protected abstract void Take(ColumnBuffer next, int at);

    protected abstract Column Column(int count, byte[]? states);

    private void Fill(int to)
    {
        if (Filled >= to)
        {
            return;
        }

        Room(to);
        Clear(Filled, to);
        if (_states is not null || AbsentState != Known)
        {
            Widen(to);
            _states.AsSpan(Filled, to - Filled).Fill(AbsentState);
        }

        Filled = to;
    }

    private void State(int row, byte state)
    {
        Widen(row + 1);
        _states![row] = state;
    }

    private void Widen(int rows)
    {
        if (_states is null)
        {
            _states = new byte[Math.Max(rows, 1024)];
        }
        else if (_states.Length < rows)
        {
            Array.Resize(ref _states, Math.Max(rows, _states.Length * 2));
        }
    }
}

/// <summary>A buffer whose rows are values of one type.</summary>
internal abstract class ColumnBuffer<T>(SchemaNode node) : ColumnBuffer(node)
    where T : struct, IEquatable<T>
{
    private T[] _values = [];

    protected Span<T> Values => _values;

    protected virtual T Absent => default;

    protected T[] First(int count) => _values.AsSpan(0, count).ToArray();

    public T this[int row]
    {
        get => _values[row];
        protected set => _values[row] = value;
    }

    public override bool HasTwice(int from, int to)
    {
        for (var i = from + 1; i < to; i++)
        {
            if (IsKnown(i) && _values.AsSpan(from, i - from).Contains(_values[i]))
            {
                return true;
            }
        }

        return false;
    }

    protected override void Room(int rows)
    {
        if (_values.Length < rows)
        {
            Array.Resize(ref _values, Math.Max(rows, Math.Max(1024, _values.Length * 2)));
        }
    }

    protected override void Clear(int from, int to) => _values.AsSpan(from, to - from).Fill(Absent);

    protected override void Take(ColumnBuffer next, int at)
    {
        var other = (ColumnBuffer<T>)next;
        other._values.AsSpan(0, other.Filled).CopyTo(_values.AsSpan(at));
    }
}
