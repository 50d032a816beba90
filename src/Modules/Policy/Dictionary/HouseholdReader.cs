using System.Text.Json;
using Fuyao.Feel.Values;

namespace Fuyao.Policy.Dictionary;

/// <summary>A household's facts by slot, not yet with its derived variables.</summary>
internal sealed class HouseholdFacts
{
    public string Id { get; set; } = "";

    public required FeelValue[] Values { get; set; }

    public List<PersonFacts> Persons { get; } = [];

    /// <summary>Only the living are there: who of the household has died is not known here.</summary>
    public bool LivingOnly { get; init; }
}

/// <param name="Values">The person's slots; derived ones are still null.</param>
internal sealed record PersonFacts(string Id, FeelValue[] Values);

/// <summary>
/// Reads the JSON of a household, or of another subject, straight into slots. It only says whether the document is sound;
/// <see cref="HouseholdValidator"/> finds out what is wrong with one that is not.
/// </summary>
/// <param name="root">What the document is.</param>
/// <param name="persons">The household's persons, who are kept apart; null for other subjects.</param>
internal sealed class HouseholdReader(SchemaNode root, SchemaNode? persons)
{
    private const int MaxDepth = 16;

    /// <summary>The facts, or null when the document is not sound.</summary>
    public HouseholdFacts? Read(ReadOnlySpan<byte> json)
    {
        var facts = new HouseholdFacts { Values = [] };
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !Object(ref reader, root, facts, out var values)
                || (reader.Read() && reader.TokenType != JsonTokenType.None))
            {
                return null;
            }

            facts.Values = values;
            facts.Id = values[0].IsString ? values[0].AsString : "";
            return facts;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Object(ref Utf8JsonReader reader, SchemaNode node, HouseholdFacts facts, out FeelValue[] values)
    {
        var names = node.Names!;
        values = new FeelValue[node.Slots!.Shape.Count];
        // A village has more facts than a word has bits, once a pack adds its own.
        Span<ulong> seen = stackalloc ulong[(names.Members.Length + 63) / 64];
        seen.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = names.Find(reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
            if (index < 0 || (seen[index >> 6] & (1ul << index)) != 0 || !reader.Read() || !Value(ref reader, names.Members[index], facts, out var value))
            {
                return false;
            }

            seen[index >> 6] |= 1ul << index;
            if (names.Slots[index] >= 0)
            {
                values[names.Slots[index]] = value;
            }
        }

        for (var i = 0; i < names.Members.Length; i++)
        {
            if ((seen[i >> 6] & (1ul << i)) == 0)
            {
                if (names.Members[i].Required)
                {
                    return false;
                }

                if (names.Slots[i] >= 0)
                {
                    values[names.Slots[i]] = names.Members[i].Absent;
                }
            }
        }

        return true;
    }

    private bool Value(ref Utf8JsonReader reader, SchemaNode node, HouseholdFacts facts, out FeelValue value)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            value = node.Unknown;
            return !HouseholdValidator.NeverNull(node);
        }

        value = default;
        switch (node.Kind)
        {
            case SchemaKind.Text:
                if (reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                // Free text is no rule input as a rule; it is only materialised where it is one.
                var text = reader.GetString()!;
                value = FeelValue.Of(text);
                return node.Pattern is null || HouseholdValidator.Matches(node.Pattern, text);
            case SchemaKind.Date:
                if (reader.TokenType != JsonTokenType.String || !Date(reader.ValueSpan, out var date))
                {
                    return false;
                }

                value = FeelValue.Of(date);
                return true;
            case SchemaKind.Enum:
                if (reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                for (var i = 0; i < node.CodeBytes.Length; i++)
                {
                    if (reader.ValueTextEquals(node.CodeBytes[i]))
                    {
                        value = node.CodeValues[i];
                        return true;
                    }
                }

                return false;
            case SchemaKind.Number or SchemaKind.Integer:
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var number) || !HouseholdValidator.InRange(node, number))
                {
                    return false;
                }

                value = FeelValue.Of(number);
                return true;
            case SchemaKind.Boolean:
                value = FeelValue.Of(reader.TokenType == JsonTokenType.True);
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            case SchemaKind.Object:
                if (reader.TokenType != JsonTokenType.StartObject || !Object(ref reader, node, facts, out var members))
                {
                    return false;
                }

                value = FeelValue.Of(new FeelContext(node.Slots!.Shape, members));
                return true;
            default:
                return Array(ref reader, node, facts, out value);
        }
    }

    private bool Array(ref Utf8JsonReader reader, SchemaNode node, HouseholdFacts facts, out FeelValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var isPersons = node == persons;
        List<FeelValue>? items = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (isPersons)
            {
                if (reader.TokenType != JsonTokenType.StartObject || !Object(ref reader, node.Element!, facts, out var person))
                {
                    return false;
                }

                var id = person[0].AsString;
                if (facts.Persons.Exists(p => p.Id == id))
                {
                    return false;
                }

                facts.Persons.Add(new PersonFacts(id, person));
                continue;
            }

            if (!Value(ref reader, node.Element!, facts, out var item))
            {
                return false;
            }

            (items ??= []).Add(item);
        }

        if (isPersons)
        {
            return facts.Persons.Count >= (node.MinItems ?? 0);
        }

        if (items?.Count > node.MaxItems || (node.UniqueItems && items is not null && items.Distinct().Count() != items.Count))
        {
            return false;
        }

        value = items is null ? node.Absent : FeelValue.List([.. items]);
        return true;
    }

    /// <summary>A day of the calendar as <c>2016-05-01</c>.</summary>
    public static bool Date(ReadOnlySpan<byte> text, out FeelDate date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new FeelDate(year, month, day);
        return true;

        static bool Digits(ReadOnlySpan<byte> text, out int number)
        {
            number = 0;
            foreach (var digit in text)
            {
                if (digit is < (byte)'0' or > (byte)'9')
                {
                    return false;
                }

                number = (number * 10) + digit - '0';
            }

            return true;
        }
    }
}
