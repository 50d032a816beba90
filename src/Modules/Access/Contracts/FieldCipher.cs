using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Keys;

namespace Fuyao.Access.Contracts;

/// <summary>
/// Encrypts single values: AES-256-GCM, one byte of key version, 12 of nonce, the text, 16 of tag. Equal values give different
/// bytes; to find one by its value, store its <see cref="LookupHash"/> beside it. Thread-safe; a microsecond a value.
/// </summary>
public sealed class FieldCipher
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Overhead = 1 + NonceBytes + TagBytes;
    private const int NoncesDrawnAtOnce = 256;

    private readonly KeyRing keys;

    // AesGcm is not thread-safe and costs more to make than to use.
    private readonly ThreadLocal<Engine> engines = new(() => new Engine());

    internal FieldCipher(KeyRing keys) => this.keys = keys;

    public byte[] Encrypt(string value)
    {
        var max = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var text = max <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(max);
        try
        {
            return Encrypt(text[..Encoding.UTF8.GetBytes(value, text)]);
        }
        finally
        {
            text.Clear();
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    public byte[] Encrypt(ReadOnlySpan<byte> value)
    {
        var key = keys.Current.Data[^1];
        var cipher = new byte[value.Length + Overhead];
        cipher[0] = (byte)key.Version;
        var engine = engines.Value!;
        var nonce = cipher.AsSpan(1, NonceBytes);
        engine.NextNonce(nonce);
        engine.For(key).Encrypt(nonce, value, cipher.AsSpan(1 + NonceBytes, value.Length), cipher.AsSpan(cipher.Length - TagBytes));
        return cipher;
    }

    /// <exception cref="CryptographicException">The bytes were changed, cut, or written with keys that are not in the key file.</exception>
    public string Decrypt(ReadOnlySpan<byte> cipher) => Encoding.UTF8.GetString(DecryptBytes(cipher));

    /// <inheritdoc cref="Decrypt"/>
    public byte[] DecryptBytes(ReadOnlySpan<byte> cipher)
    {
        if (cipher.Length < Overhead)
        {
            throw new CryptographicException("An encrypted value is too short: it was cut.");
        }

        var version = cipher[0];
        var key = keys.Find(version)
            ?? throw new CryptographicException($"An encrypted value needs data key {version}, which the key file does not hold.");
        var value = new byte[cipher.Length - Overhead];
        engines.Value!.For(key).Decrypt(cipher.Slice(1, NonceBytes), cipher[(1 + NonceBytes)..^TagBytes], cipher[^TagBytes..], value);
        return value;
    }

    /// <summary>The look-up keys in force: new hashes are made with the first; two while a rotation goes on.</summary>
    public IReadOnlyList<LookupKey> LookupKeys => keys.Lookups;

    /// <summary>The hash to store beside a value: sixteen bytes that are equal for equal values of one field and tell nothing without the key.</summary>
    /// <param name="field">Separates the fields, so that an id number and a phone never hash alike: <c>id</c>, <c>phone</c>, <c>account</c>.</param>
    public byte[] LookupHash(string field, string value) => keys.Lookups[0].Hash(field, value);

    /// <summary>The hashes to look for: a value is stored under one of them.</summary>
    public byte[][] LookupHashes(string field, string value) => [.. keys.Lookups.Select(k => k.Hash(field, value))];

    private sealed class Engine
    {
        private readonly byte[] nonces = new byte[NonceBytes * NoncesDrawnAtOnce];
        private readonly Dictionary<DataKey, AesGcm> made = new(ReferenceEqualityComparer.Instance);
        private int next = NoncesDrawnAtOnce;

        public AesGcm For(DataKey key)
        {
            if (!made.TryGetValue(key, out var aes))
            {
                made[key] = aes = new AesGcm(key.Key, TagBytes);
            }

            return aes;
        }

        public void NextNonce(Span<byte> nonce)
        {
            if (next == NoncesDrawnAtOnce)
            {
                RandomNumberGenerator.Fill(nonces);
                next = 0;
            }

            nonces.AsSpan(next++ * NonceBytes, NonceBytes).CopyTo(nonce);
        }
    }
}
