using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Keys;

/// <summary>
/// The secrets of one database, in a file of their own: data keys by version (the last one encrypts, all decrypt), the key of
/// the look-up hashes and that of the audit chains. JSON, base64, readable by its owner only.
/// </summary>
internal sealed record KeyFile(
    [property: JsonRequired] IReadOnlyList<DataKey> Data,
    [property: JsonRequired] byte[] Lookup,
    [property: JsonRequired] byte[] Audit)
{
    private const int KeyBytes = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static KeyFile New() => new([new DataKey(1, Random())], Random(), Random());

    /// <summary>The same secrets with one more data key, which encrypts from now on.</summary>
    public KeyFile WithNewDataKey()
    {
        var version = Data.Max(k => k.Version) + 1;
        return version <= byte.MaxValue
            ? this with { Data = [.. Data, new DataKey(version, Random())] }
            : throw Refusal("keys-exhausted", "数据密钥版本已用完(255)。", "All 255 data key versions are used up.");
    }

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
            throw Refusal("keys-unreadable", $"密钥文件 {path} 已损坏:{e.Message}", $"The key file {path} is damaged: {e.Message}");
        }

        var sound = keys is { Data.Count: > 0 }
            && keys.Data.All(k => k.Key?.Length == KeyBytes && k.Version is > 0 and <= byte.MaxValue)
            && keys.Data.DistinctBy(k => k.Version).Count() == keys.Data.Count
            && new[] { keys.Lookup, keys.Audit }.All(k => k.Length == KeyBytes);
        return sound
            ? keys!
            : throw Refusal("keys-unreadable", $"密钥文件 {path} 内容不完整。", $"The key file {path} does not hold complete keys of 32 bytes.");
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
