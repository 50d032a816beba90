using System.Globalization;
using System.Text.Json.Nodes;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Lists;

internal enum FacetKind
{
    /// <summary>One code: its place among the codes.</summary>
    One,

    /// <summary>Any of some codes: a one or zero for each. Of members too: whether any living member has it.</summary>
    Many,
    YesNo,
    Number,
    Date,
}

/// <summary>A field that lists can be filtered, sorted and summed by.</summary>
/// <param name="Path">As in the contract: <c>housing.grade</c>; <c>persons.labour</c> speaks of any member.</param>
/// <param name="At">Where its text begins in a household's facets.</param>
/// <param name="Codes">In the contract's order.</param>
internal sealed record Facet(string Path, FacetKind Kind, int At, int Width, string[] Codes)
{
    public bool OfMembers => Path.StartsWith("persons.", StringComparison.Ordinal);
}

/// <summary>
/// The facts of a household as one text of fixed places, so that any field can be compared inside an index, on both databases, without
/// reading a document: a code or a yes is one character, a date eight digits, a number thirteen (hundredths, shifted to be positive, so that
/// texts are in the order of the numbers). What is not known is <c>-</c>, which comes before every digit.
/// </summary>
/// <remarks>New fields of the contract are appended by their order there; a register is brought up to date by <c>search rebuild</c>.</remarks>
internal static class Facets
{
    public const char Unknown = '-';
    public const int NumberWidth = 13;
    public const long Shift = 1_000_000_000_000;
    public const string Places = "0123456789abcdefghijklmnopqrstuvwxyz";

    // Identity, text and what has a column of its own are not here; nor what a member has as an amount, which no single place can say.
    private static readonly HashSet<string> Left = ["id", "region", "persons.id", "persons.name", "persons.relation", "persons.ethnicity", "persons.birth", "persons.death"];

    public static IReadOnlyList<Facet> All { get; } = Build();

    private static readonly Dictionary<string, Facet> ByPath = All.ToDictionary(f => f.Path);

    public static readonly int Width = All[^1].At + All[^1].Width;

    public static Facet? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <param name="household">Canonical JSON of the household's facts.</param>
    /// <param name="persons">Of its living members.</param>
    public static string Of(ReadOnlyMemory<byte> household, IEnumerable<byte[]> persons) => FacetText.Of(household.Span, persons);

    /// <summary>The place of a code, as it stands in the text.</summary>
    public static string Place(Facet facet, string code) => Places[Array.IndexOf(facet.Codes, code)].ToString();

    public static string Number(decimal value) => ((long)decimal.Round(value * 100m, MidpointRounding.AwayFromZero) + Shift).ToString("0000000000000", CultureInfo.InvariantCulture);

    public static decimal ToNumber(long text) => (text - Shift) / 100m;

    public static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The value of a field as the contract writes it; null when it is not known.</summary>
    public static JsonNode? Read(Facet facet, string facets)
    {
        if (facets.Length < facet.At + facet.Width || facets[facet.At] == Unknown)
        {
            return null;
        }

        var text = facets.AsSpan(facet.At, facet.Width);
        return facet.Kind switch
        {
            FacetKind.One => facet.Codes[Places.IndexOf(text[0], StringComparison.Ordinal)],
            FacetKind.YesNo => text[0] == '1',
            FacetKind.Number => JsonValue.Create(ToNumber(long.Parse(text, CultureInfo.InvariantCulture))),
            FacetKind.Date => $"{text[..4]}-{text[4..6]}-{text[6..]}",
            _ => new JsonArray([.. facet.Codes.Where((_, i) => facets[facet.At + i] == '1').Select(c => (JsonNode)c)]),
        };
    }

    private static List<Facet> Build()
    {
        List<Facet> facets = [];
        var at = 0;
        foreach (var (path, schema) in HouseholdSchema.Members())
        {
            if (!Left.Contains(path) && Kind(path, schema) is var (kind, codes))
            {
                var width = kind switch { FacetKind.Number => NumberWidth, FacetKind.Date => 8, FacetKind.Many => codes.Length, _ => 1 };
                facets.Add(new Facet(path, kind, at, width, codes));
                at += width;
            }
        }

        return facets;
    }

    private static (FacetKind Kind, string[] Codes)? Kind(string path, JsonObject schema)
    {
        var member = path.StartsWith("persons.", StringComparison.Ordinal);
        if ((schema["enum"] ?? schema["items"]?["enum"]) is JsonArray codes)
        {
            return (member || schema["enum"] is null ? FacetKind.Many : FacetKind.One, [.. codes.Where(c => c is not null).Select(c => (string)c!)]);
        }

        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : [(string?)schema["type"] ?? ""];
        if (types.Contains("boolean"))
        {
            return (FacetKind.YesNo, []);
        }

        if (member)
        {
            // A few whole numbers, such as the grades of a disability, are as good as codes.
            return types.Contains("integer") && schema["minimum"] is { } low && schema["maximum"] is { } high
                ? (FacetKind.Many, [.. Enumerable.Range((int)low, (int)high - (int)low + 1).Select(n => n.ToString(CultureInfo.InvariantCulture))])
                : null;
        }

        return types.Contains("number") || types.Contains("integer") ? (FacetKind.Number, [])
            : types.Contains("string") && (string?)schema["format"] == "date" ? (FacetKind.Date, [])
            : null;
    }
}
