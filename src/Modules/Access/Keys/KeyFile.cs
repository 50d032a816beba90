using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Keys;

/// <summary>
/// The secrets of one database, in a file of their own: data keys by version (the last one encrypts, all decrypt), the keys of
/// the look-up hashes by version and that of the audit chains. JSON, base64, readable by its owner only.
/// </summary>
/// <param name="LookupWrites">Version of the look-up key that new hashes are made with; null means the last. It is behind the
/// last only while a rotation gives every process the time to learn the new key.</param>
internal sealed record KeyFile(
    [property: JsonRequired] IReadOnlyList<DataKey> Data,
    [property: JsonRequired, JsonConverter(typeof(LookupKeysJson))] IReadOnlyList<DataKey> Lookup,
    [property: JsonRequired] byte[] Audit,
    int? LookupWrites = null)
{
    private const int KeyBytes = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static KeyFile New() => new([new DataKey(1, Random())], [new DataKey(1, Random())], Random());

    /// <summary>The look-up key of new hashes.</summary>
    [JsonIgnore]
    public DataKey WritingLookup => LookupWrites is { } version ? Lookup.First(k => k.Version == version) : Lookup[^1];

    /// <summary>The same secrets with one more data key, which encrypts from now on.</summary>
    public KeyFile WithNewDataKey()
    {
        var version = Data.Max(k => k.Version) + 1;
        return version <= byte.MaxValue
            ? this with { Data = [.. Data, new DataKey(version, Random())] }
            : throw Refusal("keys-exhausted", "数据密钥版本已用完(255)。", "All 255 data key versions are used up.");
    }

    /// <summary>The same secrets with one more look-up key, which is looked up with from now on but not yet written with.</summary>
    public KeyFile WithNewLookupKey() => this with
    {
        Lookup = [.. Lookup, new DataKey(Lookup.Max(k => k.Version) + 1, Random())],
        LookupWrites = WritingLookup.Version,
    };

    public static KeyFile Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            throw Refusal(
                "keys-readable",
                $"密钥文件 {path} 可被其他用户读取。请执行:chmod 600 {path}",
                $"The key file {path} can be read by other users. Run: chmod 600 {path}");
        }

        KeyFile? keys;
        try
        {
            keys = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException e)
        {
            throw Refusal("keys-unreadable",
                $"密钥文件 {path} 已损坏({e.Message})。请恢复密钥备份:fuyao keys restore 文件。",
                $"The key file {path} is damaged ({e.Message}). Put a backup of it back: fuyao keys restore FILE.");
        }

        var sound = keys is { Data.Count: > 0 }
            && keys.Data.All(k => k.Key?.Length == KeyBytes && k.Version is > 0 and <= byte.MaxValue)
            && keys.Data.DistinctBy(k => k.Version).Count() == keys.Data.Count
            && keys.Lookup is { Count: > 0 } && keys.Lookup.All(k => k.Key?.Length == KeyBytes && k.Version > 0)
            && keys.Lookup.DistinctBy(k => k.Version).Count() == keys.Lookup.Count
            && (keys.LookupWrites is null || keys.Lookup.Any(k => k.Version == keys.LookupWrites))
            && keys.Audit.Length == KeyBytes;
        return sound
            ? keys!
            : throw Refusal("keys-unreadable",
                $"密钥文件 {path} 内容不完整。请恢复密钥备份:fuyao keys restore 文件。",
                $"The key file {path} does not hold complete keys of 32 bytes. Put a backup of it back: fuyao keys restore FILE.");
    }

    /// <summary>Writes beside and renames, so that the file is either the old or the new one, whatever happens.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = path + ".new";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(beside, options))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(true);
        }

        File.Move(beside, path, true);
    }

    internal static ProblemException Refusal(string code, string zh, string en) => new(503, new Problem(code, new LocalText(zh, en)));

    private static byte[] Random() => RandomNumberGenerator.GetBytes(KeyBytes);
}

internal sealed record DataKey(int Version, byte[] Key);

/// <summary>A file made before look-up keys had versions holds its only one as a plain text.</summary>
internal sealed class LookupKeysJson : JsonConverter<IReadOnlyList<DataKey>>
{
    public override IReadOnlyList<DataKey> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? [new DataKey(1, reader.GetBytesFromBase64())]
            : JsonSerializer.Deserialize<List<DataKey>>(ref reader, options)!;

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<DataKey> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);
}
