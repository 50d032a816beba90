using System.Buffers.Binary;
using System.Security.Cryptography;
using Fuyao.Access.Files;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Contracts;

/// <summary>
/// A stream sealed with a passphrase: a header (magic, rounds, salt), then blocks of AES-256-GCM under the key that PBKDF2-SHA-256
/// makes of the passphrase. Used for backups of keys and, if wanted, of the system.
/// </summary>
public static class PassphraseFile
{
    private const int Rounds = 600_000;
    private const int SaltBytes = 16;
    private const int HeaderBytes = 8 + 4 + SaltBytes;
    private const int LeastCharacters = 12;

    private static ReadOnlySpan<byte> Magic => "FUYAOSL1"u8;

    /// <summary>Seals what is written to the returned stream; dispose it to finish. The target stays open.</summary>
    public static Stream Create(Stream target, string passphrase)
    {
        if (passphrase.Length < LeastCharacters)
        {
            throw new ProblemException(400, new Problem("passphrase-short", new LocalText(
                $"口令至少须 {LeastCharacters} 个字符。", $"The passphrase must have at least {LeastCharacters} characters.")));
        }

        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), Rounds);
        RandomNumberGenerator.Fill(header.AsSpan(12));
        target.Write(header);
        return SealedStream.Create(target, KeyOf(passphrase, header));
    }

    /// <summary>Whether the file begins as a sealed one; its position is unchanged.</summary>
    public static bool IsSealed(Stream file)
    {
        var (at, head) = (file.Position, new byte[Magic.Length]);
        var sealedFile = file.ReadAtLeast(head, head.Length, false) == head.Length && head.AsSpan().SequenceEqual(Magic);
        file.Position = at;
        return sealedFile;
    }

    /// <summary>Opens a sealed, seekable file. Reading it throws <see cref="CryptographicException"/> where it was changed or cut.</summary>
    /// <exception cref="ProblemException">400 <c>passphrase-wrong</c> or <c>passphrase-missing</c>.</exception>
    public static Stream Open(Stream file, string? passphrase)
    {
        if (string.IsNullOrEmpty(passphrase))
        {
            throw new ProblemException(400, new Problem("passphrase-missing", new LocalText(
                "此文件已用口令加密。请用 --passphrase-file 指明口令文件,或设 FUYAO_PASSPHRASE。",
                "This file is sealed with a passphrase. Name the passphrase's file with --passphrase-file, or set FUYAO_PASSPHRASE.")));
        }

        var header = new byte[HeaderBytes];
        file.Position = 0;
        file.ReadExactly(header);
        var rounds = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8));
        if (rounds is < 1 or > 10_000_000)
        {
            throw Wrong();
        }

        var plain = SealedStream.Open(file, KeyOf(passphrase, header, rounds), SealedStream.PlainLength(file.Length - HeaderBytes), HeaderBytes);
        try
        {
            _ = plain.ReadByte();
            plain.Position = 0;
            return plain;
        }
        catch (CryptographicException)
        {
            throw Wrong();
        }
    }

    private static ProblemException Wrong() => new(400, new Problem("passphrase-wrong", new LocalText(
        "口令不对,或文件开头已损坏。", "The passphrase is wrong, or the beginning of the file is damaged.")));

    private static byte[] KeyOf(string passphrase, byte[] header, int rounds = Rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase, header.AsSpan(12, SaltBytes), rounds, HashAlgorithmName.SHA256, 32);
}
