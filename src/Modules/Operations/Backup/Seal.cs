using System.Security.Cryptography;

namespace Fuyao.Operations.Backup;

/// <summary>
/// The end of an archive that has no passphrase: an empty gzip member whose extra field holds the SHA-256 of all before it. Any tool
/// unpacks the archive as before, and no changed bit passes, not even one that unpacking would not notice.
/// </summary>
internal static class Seal
{
    private const int Bytes = 10 + 2 + 4 + 32 + 2 + 8;

    public static async Task AppendAsync(FileStream archive, CancellationToken ct)
    {
        archive.Position = 0;
        var seal = Of(await SHA256.HashDataAsync(archive, ct));
        archive.Position = archive.Length;
        await archive.WriteAsync(seal, ct);
    }

    public static async Task<bool> HoldsAsync(FileStream archive, CancellationToken ct)
    {
        if (archive.Length <= Bytes)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        archive.Position = 0;
        for (var left = archive.Length - Bytes; left > 0;)
        {
            var read = await archive.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), ct);
            hash.AppendData(buffer.AsSpan(0, read));
            left -= read;
        }

        await archive.ReadExactlyAsync(buffer.AsMemory(0, Bytes), ct);
        archive.Position = 0;
        return buffer.AsSpan(0, Bytes).SequenceEqual(Of(hash.GetHashAndReset()));
    }

    private static byte[] Of(byte[] sha256) =>
    [
        0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, // gzip, deflate, an extra field follows, no time
        36, 0, (byte)'F', (byte)'Y', 32, 0, .. sha256,
        3, 0, 0, 0, 0, 0, 0, 0, 0, 0, // nothing, its checksum and its length
    ];
}
