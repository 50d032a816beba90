using System.Text.Json;
using System.Text.Json.Serialization;
using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Records;

/// <summary>What is recorded besides households and persons. All kinds are kept by one mechanism.</summary>
internal static class RecordKinds
{
    public const string Village = "village";
    public const string Township = "township";
    public const string Organisation = "organisation";
    public const string Group = "group";
    public const string Linkage = "linkage";

    /// <summary>Where a household lives, as a point of the map; key: the household's id. Void once the household lives in another village.</summary>
    public const string Dwelling = "dwelling";
}

/// <param name="Yearly">Its yearly fields are answered once a year.</param>
internal sealed record RecordKind(string Id, LocalText Label, LocalText About, bool Yearly);

internal sealed record RecordSection(string Id, LocalText Label);

internal sealed record RecordCode(string Code, LocalText Label);

/// <summary>One field: forms, templates, lists, workbooks and papers are made from it.</summary>
internal sealed record RecordField
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Kinds { get; init; }

    public required string Section { get; init; }

    /// <summary><c>integer, number, yuan, boolean, date, year, text, code, credit_code</c> or <c>reference</c> (a record's id).</summary>
    public required string Type { get; init; }

    public required LocalText Label { get; init; }

    public LocalText? About { get; init; }

    public LocalText? Unit { get; init; }

    /// <summary>Where the field comes from: a form's name or the quoted sentence.</summary>
    public required string Source { get; init; }

    /// <summary>Answered anew each year; the others hold until they are changed.</summary>
    public bool Yearly { get; init; }

    /// <summary>Must be answered, or said to be unknown.</summary>
    public bool Required { get; init; }

    /// <summary>The figure of a township is the sum of those of its villages.</summary>
    public bool Sum { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    /// <summary>Decimal places at most; two unless said otherwise.</summary>
    public int? Places { get; init; }

    /// <summary>Another field of the record that this one is a part of.</summary>
    public string? AtMost { get; init; }

    /// <summary>A date that this one cannot come before.</summary>
    public string? After { get; init; }

    /// <summary>The figure of the register that says the same, shown beside the field.</summary>
    public string? Register { get; init; }

    public IReadOnlyList<RecordCode>? Codes { get; init; }

    /// <summary>Asked of organisations of these kinds alone (codes of the field <c>kind</c>); null: of all.</summary>
    public IReadOnlyList<string>? Of { get; init; }

    public bool Is(string kind) => Kinds.Contains(kind);
}

/// <summary>The dictionary of fields (<c>fields.json</c>), the one place that says what is asked of villages, townships, organisations, groups and linkages.</summary>
internal sealed record RecordDictionary(IReadOnlyList<RecordKind> Kinds, IReadOnlyList<RecordSection> Sections, IReadOnlyList<RecordField> Fields)
{
    private static readonly Lazy<RecordDictionary> Loaded = new(Load);

    public static RecordDictionary Instance => Loaded.Value;

    public static RecordKind? Kind(string id) => Instance.Kinds.FirstOrDefault(k => k.Id == id);

    /// <summary>The fields of a kind in the order in which they are asked.</summary>
    public static IEnumerable<RecordField> Of(string kind, bool yearly) => Instance.Fields.Where(f => f.Yearly == yearly && f.Is(kind));

    public static RecordField? Find(string kind, string field) => Instance.Fields.FirstOrDefault(f => f.Id == field && f.Is(kind));

    private static RecordDictionary Load()
    {
        using var file = typeof(RecordDictionary).Assembly.GetManifestResourceStream("fields.json")!;
        return JsonSerializer.Deserialize<RecordDictionary>(file, new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        })!;
    }
}
