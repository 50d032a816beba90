using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fuyao.Access.Identity;

/// <summary>
/// One-time codes by time (RFC 6238: SHA-1, 30 s, six digits, as every authenticator app takes them). Unlike ASP.NET's own
/// provider it tells which time step a code belongs to, so that no code is ever taken twice.
/// </summary>
internal static class Totp
{
    private const int Digits = 6;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    /// <summary>The step that the code is of: the present one, or one before or after for clocks that differ; else null.</summary>
    public static long? Find(byte[] secret, string code, DateTimeOffset now)
    {
        var present = now.ToUnixTimeSeconds() / 30;
        var given = Encoding.ASCII.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        long? found = null;
        for (var step = present - 1; step <= present + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Code(secret, step))))
            {
                found = step;
            }
        }

        return found;
    }

    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // SHA-1 is what the standard and the apps use; HMAC does not rest on collisions.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>Base 32 without padding (RFC 4648), as people type a secret.</summary>
    public static string Spell(byte[] secret)
    {
        var text = new StringBuilder();
        var (bits, value) = (0, 0);
        foreach (var b in secret)
        {
            (value, bits) = ((value << 8) | b, bits + 8);
            while (bits >= 5)
            {
                text.Append(Letters[(value >> (bits -= 5)) & 31]);
            }
        }

        return bits > 0 ? text.Append(Letters[(value << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    public static string Address(byte[] secret, string user) =>
        $"otpauth://totp/{Uri.EscapeDataString("扶摇")}:{Uri.EscapeDataString(user)}?secret={Spell(secret)}&issuer={Uri.EscapeDataString("扶摇")}&digits=6&period=30";
}
