using System.Text.Json;
using System.Text.Json.Serialization;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Mapping;

namespace Fuyao.Registry.Contracts;

/// <summary>What an empty cell says.</summary>
public enum BlankCells
{
    /// <summary>Nothing: what the register knows stays.</summary>
    Keep,

    /// <summary>That there is nothing: what the register knows is taken away.</summary>
    Erase,
}

/// <summary>What to do with a cell where the register states something else.</summary>
public enum OnConflict
{
    /// <summary>The file wins.</summary>
    Replace,

    /// <summary>The register wins; only what it does not know yet is filled in.</summary>
    Keep,

    /// <summary>Nothing is written until a clerk has decided.</summary>
    Ask,
}

/// <summary>How a column came to its field.</summary>
public enum MappedBy
{
    /// <summary>A clerk of the county said so for an earlier file.</summary>
    Learned,
    Header,
    Synonym,
    Similar,
    Values,
    Said,
    None,
}

/// <summary>What one column of a file means.</summary>
/// <param name="Header">As the file has it.</param>
/// <param name="Field">Header of the field in its table; null: the column is left out.</param>
public sealed record ColumnMap(string Header, string? Field)
{
    /// <summary>The unit of its numbers, such as 万元; null: the one that the header or the title names, else the register's.</summary>
    public string? Unit { get; init; }

    /// <summary>Whose bare codes these are, when the header does not say: <c>gbt4761</c>, <c>gbt3304</c> or <c>county-app</c>.</summary>
    public string? CodeSystem { get; init; }

    /// <summary>From what the cells say to what the field understands.</summary>
    public IReadOnlyDictionary<string, string>? Codes { get; init; }

    /// <summary>Null: the field's own.</summary>
    public OnConflict? OnConflict { get; init; }
}

/// <summary>What the columns of a file mean. Columns that it does not name are recognised by their headers.</summary>
public sealed record ImportMapping
{
    public static readonly ImportMapping None = new();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public IReadOnlyList<ColumnMap> Columns { get; init; } = [];

    /// <summary>What all rows state though the file has no column for it, by field: 享受低保 = 是 for a roster of 低保.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    public BlankCells Blank { get; init; }

    /// <summary>For all columns that say nothing of their own; null: each field's.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <exception cref="ProblemException">422: the text is no mapping.</exception>
    public static ImportMapping Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportMapping>(json, Json) ?? None;
        }
        catch (JsonException e)
        {
            throw new ProblemException(422, new Problem("bad-mapping", new LocalText(
                $"列对应文件不是所要求的 JSON(第 {e.LineNumber + 1} 行)。", $"The mapping is not the JSON that is expected (line {e.LineNumber + 1})."), "map"));
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    internal ColumnMap? For(string header)
    {
        if (Columns.Count == 0)
        {
            return null;
        }

        var key = HeaderKey.Of(header);
        return Columns.FirstOrDefault(c => HeaderKey.Of(c.Header) == key);
    }
}
