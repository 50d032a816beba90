using System.Security.Cryptography;
using Fuyao.Access.Data;
using Fuyao.Access.Keys;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Contracts;

/// <summary>The key file, sealed with a passphrase, to be kept apart from the backups of the database.</summary>
public static class KeyBackup
{
    /// <param name="keys">Path of the key file.</param>
    /// <param name="path">The copy; it must not exist yet.</param>
    public static void Write(string keys, string path, string passphrase)
    {
        _ = KeyFile.Read(keys);
        var beside = path + ".new";
        File.Delete(beside);
        try
        {
            using (var target = PrivateFile.Open(beside, FileMode.CreateNew, FileShare.None))
            {
                using (var sealing = PassphraseFile.Create(target, passphrase))
                {
                    sealing.Write(File.ReadAllBytes(keys));
                }

                target.Flush(true);
            }

            File.Move(beside, path, false);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Puts a backup of the keys back. Keys that are there already are kept beside, unless they are the same.</summary>
    /// <returns>Where the former key file now is; null when there was none.</returns>
    /// <exception cref="ProblemException">The passphrase is wrong, the copy damaged, or it does not belong to the database; nothing was changed.</exception>
    public static string? Restore(string path, string keys, string passphrase, DatabaseTarget target, TimeProvider clock)
    {
        var beside = keys + ".restored";
        File.Delete(beside);
        try
        {
            using (var file = File.OpenRead(path))
            {
                if (!PassphraseFile.IsSealed(file))
                {
                    throw new ProblemException(400, new Problem("keys-unreadable", new LocalText(
                        $"{path} 不是密钥备份。", $"{path} is not a backup of keys.")));
                }

                using var plain = PassphraseFile.Open(file, passphrase);
                using var copy = PrivateFile.Open(beside, FileMode.CreateNew, FileShare.None);
                plain.CopyTo(copy);
                copy.Flush(true);
            }

            using (var checks = KeyChecks.Open(target))
            {
                checks.Verify(KeyFile.Read(beside), beside);
            }

            string? former = null;
            if (File.Exists(keys) && !File.ReadAllBytes(keys).AsSpan().SequenceEqual(File.ReadAllBytes(beside)))
            {
                former = $"{keys}.before-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
                File.Move(keys, former, false);
            }

            File.Move(beside, keys, true);
            return former;
        }
        catch (CryptographicException)
        {
            throw new ProblemException(400, new Problem("keys-unreadable", new LocalText($"密钥备份 {path} 已损坏。", $"The backup of keys {path} is damaged.")));
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
