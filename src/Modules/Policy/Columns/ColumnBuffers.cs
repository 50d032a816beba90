using System.Text;
using System.Text.Json;
using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Columns;

internal sealed class FlagBuffer(SchemaNode node) : ColumnBuffer<byte>(node)
{
    protected override byte Absent => (byte)(Node.Absent.IsTrue ? 1 : 0);

    protected override bool Put(int row, ref Utf8JsonReader json)
    {
        this[row] = (byte)(json.TokenType == JsonTokenType.True ? 1 : 0);
        return json.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    protected override Column Column(int count, byte[]? states) => Feel.Columns.Column.Booleans(First(count), states);
}

internal sealed class CodeBuffer(SchemaNode node) : ColumnBuffer<byte>(node)
{
    protected override byte Absent => Node.Absent.IsString ? (byte)Node.Codes.ToList().FindIndex(c => c.Code == Node.Absent.AsString) : (byte)0;

    protected override bool Put(int row, ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            var codes = Node.CodeBytes;
            for (var i = 0; i < codes.Length; i++)
            {
                if (json.ValueIsEscaped ? json.ValueTextEquals(codes[i]) : json.ValueSpan.SequenceEqual(codes[i]))
                {
                    this[row] = (byte)i;
                    return true;
                }
            }
        }

        return false;
    }

    protected override Column Column(int count, byte[]? states) => Feel.Columns.Column.Strings(First(count), [.. Node.Codes.Select(c => c.Code)], states);
}

internal sealed class DayBuffer(SchemaNode node) : ColumnBuffer<int>(node)
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    protected override bool Put(int row, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String || !HouseholdReader.Date(json.ValueSpan, out var date))
        {
            return false;
        }

        this[row] = (int)date.DayNumber;
        return true;
    }

    /// <summary>Whether a row holds a day that has come on a day.</summary>
    public bool HasCome(int row, DateOnly on) => IsKnown(row) && this[row] <= on.DayNumber - Epoch;

    /// <summary>Whether a row holds a day that has yet to come.</summary>
    public bool IsAhead(int row, DateOnly on) => IsKnown(row) && this[row] > on.DayNumber - Epoch;

    protected override Column Column(int count, byte[]? states) => Feel.Columns.Column.Dates(First(count), states);
}

/// <summary>Texts by their number in a list that grows as new ones are met.</summary>
internal sealed class TextBuffer(SchemaNode node) : ColumnBuffer<int>(node)
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly char[] _chars = new char[64];

    protected override int Absent => Node.Absent.IsString ? Number(Node.Absent.AsString) : Number("");

    protected override bool Put(int row, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (json.ValueIsEscaped || json.ValueSpan.Length > _chars.Length)
        {
            return Put(row, json.GetString()!);
        }

        var length = Encoding.UTF8.GetChars(json.ValueSpan, _chars);
        if (!_numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(_chars.AsSpan(0, length), out var number))
        {
            return Put(row, _chars.AsSpan(0, length).ToString());
        }

        this[row] = number;
        return true;
    }

    protected override void Take(ColumnBuffer next, int at)
    {
        var other = (TextBuffer)next;
        var numbers = other._texts.ConvertAll(Number);
        for (var i = 0; i < other.Filled; i++)
        {
            this[at + i] = numbers[other[i]];
        }
    }

    protected override Column Column(int count, byte[]? states) => Feel.Columns.Column.Strings(First(count), [.. _texts], states);

    // The form of a text is looked at once, when it is first met.
    private bool Put(int row, string text)
    {
        if (!_numbers.ContainsKey(text) && Node.Pattern is { } pattern && !HouseholdValidator.Matches(pattern, text))
        {
            return false;
        }

        this[row] = Number(text);
        return true;
    }

    private int Number(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
        {
            _numbers.Add(text, number = _texts.Count);
            _texts.Add(text);
        }

        return number;
    }
}

/// <summary>Numbers as integers over the least power of ten that holds them all.</summary>
internal sealed class NumberBuffer(SchemaNode node) : ColumnBuffer<long>(node)
{
    private const int MostPlaces = 6;
    private const decimal Most = 1_000_000_000_000m;

    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    private int _scale;

    protected override long Absent => Node.Absent.IsNumber ? (long)(Node.Absent.AsNumber * Powers[_scale]) : 0;

    protected override bool Put(int row, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        // Most are short whole numbers; the rest go the long way.
        if (json.ValueSpan.Length < 10 && System.Buffers.Text.Utf8Parser.TryParse(json.ValueSpan, out int whole, out var read) && read == json.ValueSpan.Length)
        {
            this[row] = whole * Powers[_scale];
            return (Node.Minimum is null && Node.Maximum is null) || HouseholdValidator.InRange(Node, whole);
        }

        return json.TryGetDecimal(out var number) && HouseholdValidator.InRange(Node, number) && Put(row, number);
    }

    protected override void Take(ColumnBuffer next, int at)
    {
        var other = (NumberBuffer)next;
        if (other._scale > _scale)
        {
            Shift(other._scale, at);
        }

        var factor = Powers[_scale - other._scale];
        for (var i = 0; i < other.Filled; i++)
        {
            this[at + i] = other[i] * factor;
        }
    }

    protected override Column Column(int count, byte[]? states) => Feel.Columns.Column.Numbers(First(count), Powers[_scale], states);

    // Of places those that count: 1.50 has one. More of them, or of digits, than the register ever holds have no column.
    private bool Put(int row, decimal number)
    {
        var scale = (number / 1.0000000000000000000000000000m).Scale;
        if (scale > MostPlaces || Math.Abs(number) > Most)
        {
            return false;
        }

        if (scale > _scale)
        {
            Shift(scale, row);
        }

        this[row] = (long)(number * Powers[_scale]);
        return true;
    }

    private void Shift(int scale, int rows)
    {
        var factor = Powers[scale - _scale];
        foreach (ref var value in Values[..rows])
        {
            value *= factor;
        }

        _scale = scale;
    }
}

/// <summary>Where an object, or a list, is there.</summary>
internal sealed class PresenceBuffer(SchemaNode node) : ColumnBuffer<byte>(node)
{
    protected override bool Put(int row, ref Utf8JsonReader json) =>
        json.TokenType == (Node.Kind == SchemaKind.Array ? JsonTokenType.StartArray : JsonTokenType.StartObject);

    protected override Column Column(int count, byte[]? states) => Of(states ?? new byte[count]);

    public Column Of(byte[] states) => Feel.Columns.Column.Presence(Node.Kind == SchemaKind.Array ? FeelTypeKind.List : FeelTypeKind.Context, states);
}
