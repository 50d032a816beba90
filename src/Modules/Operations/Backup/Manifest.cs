using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fuyao.Operations.Backup;

/// <summary>What an archive must hold, written last: an archive without it was cut.</summary>
/// <param name="Format">Of the archive; a program refuses one that it does not know.</param>
/// <param name="Engine"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Schema">Applied migrations, in order.</param>
/// <param name="KeyChecks">By which the keys that it needs are recognised; they tell nothing about the keys.</param>
/// <param name="Tables">Rows by table.</param>
/// <param name="Places">Stored files that the database names, by their random names.</param>
internal sealed record Manifest(
    int Format,
    string Engine,
    DateTimeOffset At,
    string Program,
    IReadOnlyList<string> Schema,
    IReadOnlyDictionary<string, string> KeyChecks,
    IReadOnlyDictionary<string, long> Tables,
    IReadOnlyDictionary<string, long> Sequences,
    IReadOnlyList<ChainEnd> Chains,
    IReadOnlyList<string> Places,
    IReadOnlyList<ManifestEntry> Entries)
{
    public const int PresentFormat = 1;

    public const string EntryName = "manifest.json";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public long Rows => Tables.Values.Sum();

    public int Files => Entries.Count(e => e.Path.StartsWith("files/", StringComparison.Ordinal));
}

internal sealed record ManifestEntry(string Path, long Bytes, string Sha256);

/// <summary>The last record of a chain of one county.</summary>
internal sealed record ChainEnd(string Chain, int County, long Seq);
