using Fuyao.Access.Contracts;

namespace Fuyao.Registry.Changes;

/// <summary>How the register protects single values: encrypted, with a keyed hash beside it where it must be found by value.</summary>
internal sealed class Seal(FieldCipher cipher)
{
    public byte[]? Encrypt(string? value) => value is null ? null : cipher.Encrypt(value);

    public string? Open(byte[]? sealedValue) => sealedValue is null ? null : cipher.Decrypt(sealedValue);

    public byte[]? IdNumberHash(string? value) => value is null ? null : cipher.LookupHash("id", value);

    public byte[]? PhoneHash(string? value) => value is null ? null : cipher.LookupHash("phone", value);

    public byte[]? AccountHash(string? value) => value is null ? null : cipher.LookupHash("account", value);

    public byte[]? CardHash(string? value) => value is null ? null : cipher.LookupHash("card", value);

    /// <summary>What an id number may be stored under: look for any of them.</summary>
    public byte[][] IdNumberHashes(string value) => cipher.LookupHashes("id", value);

    /// <inheritdoc cref="IdNumberHashes"/>
    public byte[][] PhoneHashes(string value) => cipher.LookupHashes("phone", value);

    public IReadOnlyList<LookupKey> LookupKeys => cipher.LookupKeys;
}
