namespace Fuyao.Registry.Changes;

/// <summary>How the register protects single values: encrypted, with a keyed hash beside it where it must be found by value.</summary>
internal sealed class Seal(Func<string, byte[]> encrypt, Func<byte[], string> decrypt, Func<string, string, byte[]> lookup)
{
    public byte[]? Encrypt(string? value) => value is null ? null : encrypt(value);

    public string? Open(byte[]? sealedValue) => sealedValue is null ? null : decrypt(sealedValue);

    public byte[]? IdNumberHash(string? value) => value is null ? null : lookup("id", value);

    public byte[]? PhoneHash(string? value) => value is null ? null : lookup("phone", value);

    public byte[]? AccountHash(string? value) => value is null ? null : lookup("account", value);

    public byte[]? CardHash(string? value) => value is null ? null : lookup("card", value);
}
