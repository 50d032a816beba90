using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fuyao.Registry.Lists;

/// <summary>Writes the facets of a household in one pass over its facts: every version that is stored has them.</summary>
internal static class FacetText
{
    private const string Members = "persons.";

    private static readonly Branch Household = Branch.Of(Facets.All.Where(f => !f.OfMembers).Select(f => (f.Path, f)));
    private static readonly Branch Person = Branch.Of(Facets.All.Where(f => f.OfMembers).Select(f => (f.Path[Members.Length..], f)));

    /// <inheritdoc cref="Facets.Of"/>
    public static string Of(ReadOnlySpan<byte> household, IEnumerable<byte[]> persons)
    {
        var text = new char[Facets.Width];
        Array.Fill(text, Facets.Unknown);
        var facts = new Utf8JsonReader(household);
        facts.Read();
        Walk(ref facts, Household, text);
        foreach (var person in persons)
        {
            var own = new Utf8JsonReader(person);
            own.Read();
            Walk(ref own, Person, text);
        }

        return new string(text);
    }

    // The reader stands at the beginning of an object, and afterwards at its end.
    private static void Walk(ref Utf8JsonReader json, Branch branch, char[] text)
    {
        var next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = branch.Find(ref json, ref next);
            json.Read();
            if (member?.Under is { } under && json.TokenType == JsonTokenType.StartObject)
            {
                Walk(ref json, under, text);
            }
            else if (member?.Facet is { } facet && json.TokenType != JsonTokenType.Null)
            {
                Write(ref json, facet, member.Codes, text.AsSpan(facet.At, facet.Width));
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void Write(ref Utf8JsonReader json, Facet facet, byte[][] codes, Span<char> text)
    {
        switch (facet.Kind)
        {
            case FacetKind.YesNo when json.TokenType is JsonTokenType.True or JsonTokenType.False:
                // A further member adds to what the members before have.
                text[0] = json.TokenType == JsonTokenType.True || (facet.OfMembers && text[0] == '1') ? '1' : '0';
                break;
            case FacetKind.One when Code(ref json, codes) is var place and >= 0:
                text[0] = Facets.Places[place];
                break;
            case FacetKind.Number when json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var number) && Math.Abs(number) < Facets.Shift / 1000:
                Facets.Number(number).CopyTo(text);
                break;
            case FacetKind.Date when json.TokenType == JsonTokenType.String && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                Facets.Date(day).CopyTo(text);
                break;
            case FacetKind.Many:
                Many(ref json, facet, codes, text);
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static void Many(ref Utf8JsonReader json, Facet facet, byte[][] codes, Span<char> text)
    {
        if (json.TokenType != JsonTokenType.StartArray && !facet.OfMembers)
        {
            json.Skip();
            return;
        }

        if (text[0] == Facets.Unknown)
        {
            text.Fill('0');
        }

        var several = json.TokenType == JsonTokenType.StartArray;
        while (!several || (json.Read() && json.TokenType != JsonTokenType.EndArray))
        {
            if (Code(ref json, codes) is var at and >= 0)
            {
                text[at] = '1';
            }

            if (!several)
            {
                return;
            }
        }
    }

    // Numbers that are as good as codes are compared as they are written.
    private static int Code(ref Utf8JsonReader json, byte[][] codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (json.TokenType == JsonTokenType.String ? json.ValueTextEquals(codes[i]) : json.TokenType == JsonTokenType.Number && json.ValueSpan.SequenceEqual(codes[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private sealed record Member(byte[] Name, Facet? Facet, Branch? Under)
    {
        public byte[][] Codes { get; } = [.. (Facet?.Codes ?? []).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The members of an object that are facets, or hold some.</summary>
    private sealed class Branch(Member[] members)
    {
        public static Branch Of(IEnumerable<(string Path, Facet Facet)> facets) => new(
        [
            .. facets.GroupBy(f => f.Path.Split('.')[0]).Select(g => new Member(
                Encoding.UTF8.GetBytes(g.Key),
                g.FirstOrDefault(f => f.Path == g.Key).Facet,
                g.Any(f => f.Path != g.Key) ? Of(g.Where(f => f.Path != g.Key).Select(f => (f.Path[(g.Key.Length + 1)..], f.Facet))) : null)),
        ]);

        /// <param name="next">Where to look first: facts are written in the order of the contract, as the members are.</param>
        public Member? Find(ref Utf8JsonReader json, ref int next)
        {
            for (var i = 0; i < members.Length; i++)
            {
                var at = (next + i) % members.Length;
                if (json.ValueTextEquals(members[at].Name))
                {
                    next = at + 1;
                    return members[at];
                }
            }

            return null;
        }
    }
}
