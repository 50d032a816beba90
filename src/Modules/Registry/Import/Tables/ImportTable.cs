using System.Collections.Frozen;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Records;

namespace Fuyao.Registry.Import.Tables;

/// <summary>What a header of a file says.</summary>
/// <param name="Field">Null when the table has none of this name.</param>
/// <param name="CodeSystem">The code list that it names for bare codes.</param>
/// <param name="Unit">The unit that it names.</param>
/// <param name="Ignored">Known to say nothing the register holds.</param>
/// <param name="Exact">Our own header, not a synonym.</param>
internal readonly record struct HeaderMeaning(ImportField? Field, string? CodeSystem, Unit? Unit, bool Ignored, bool Exact);

/// <summary>A kind of rows that can be imported: what its columns may be called and hold, and by which of them a row is recognised.</summary>
/// <param name="Id">Stable name for URLs and the command line.</param>
/// <param name="Keys">Headers that identify a row, the surest first; one group must be there and filled in.</param>
internal sealed record ImportTable(string Id, LocalText Name, LocalText About, IReadOnlyList<ImportField> Fields, IReadOnlyList<IReadOnlyList<string>> Keys)
{
    private static readonly (string Mark, string System)[] Marks =
    [
        ("GB/T4761", StandardCodes.RelationSystem), ("GBT4761", StandardCodes.RelationSystem), ("GB/T3304", StandardCodes.EthnicitySystem),
        ("GBT3304", StandardCodes.EthnicitySystem), .. CountyCodes.HeaderMarks.Select(m => (m, CountyCodes.System)),
    ];

    private readonly FrozenDictionary<string, ImportField> byHeader = Fields
        .SelectMany(f => f.Synonyms.Prepend(f.Header).Select(h => (Key: HeaderKey.Of(h), Field: f)))
        .DistinctBy(p => p.Key).ToFrozenDictionary(p => p.Key, p => p.Field);

    private FrozenSet<string> ignored = [];

    /// <summary>Columns that say nothing the register holds; accepted silently.</summary>
    public IReadOnlyList<string> Ignored
    {
        get;
        init
        {
            field = value;
            ignored = value.Select(HeaderKey.Of).ToFrozenSet();
        }
    } = [];

    /// <summary>What its rows become; null for people and households.</summary>
    public RecordTarget? Target { get; init; }

    /// <summary>How many known headers make a header row.</summary>
    public int HeadersAtLeast { get; init; } = 3;

    public ImportField? Field(string? header) => header is null ? null : Fields.FirstOrDefault(f => f.Header == header);

    /// <summary>A header of a file by its name or a synonym, with or without a unit and the name of a code list.</summary>
    public HeaderMeaning Find(string header)
    {
        var key = HeaderKey.Of(header);
        string? system = null;
        foreach (var (mark, id) in Marks)
        {
            if (key.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                system = id;
                key = key.Replace(mark, "", StringComparison.OrdinalIgnoreCase);
                break;
            }
        }

        if (system is not null)
        {
            key = key.EndsWith("代码", StringComparison.Ordinal) ? key[..^2] : key;
        }

        if (byHeader.TryGetValue(key, out var field))
        {
            return new HeaderMeaning(field, system, null, false, HeaderKey.Of(field.Header) == key);
        }

        if (ignored.Contains(key))
        {
            return new HeaderMeaning(null, system, null, true, false);
        }

        foreach (var (rest, unit) in Units.AtEnd(key))
        {
            if (byHeader.TryGetValue(rest, out field) && field.Shape.Quantity == unit.Quantity)
            {
                return new HeaderMeaning(field, system, unit, false, HeaderKey.Of(field.Header) == rest);
            }
        }

        return new HeaderMeaning(null, system, null, false, false);
    }
}
