using System.Security.Cryptography;
using System.Text;

namespace Fuyao.Access.Contracts;

/// <summary>Makes the hashes by which encrypted values are found (HMAC-SHA-256, cut to sixteen bytes).</summary>
public sealed class LookupKey
{
    private readonly byte[] key;

    internal LookupKey(byte[] key) => this.key = key;

    /// <param name="field">Separates the fields, so that an id number and a phone never hash alike.</param>
    public byte[] Hash(string field, string value)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{field}\0{value}"), hash);
        return hash[..16].ToArray();
    }
}
