using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;

namespace Fuyao.Access.Keys;

/// <summary>The secrets of this database in memory, opened once a process and checked against the database.</summary>
internal sealed class KeyRing
{
    private const long LookAgainMs = 1_000;

    private readonly string path;
    private readonly Lock reloading = new();
    private volatile KeyFile file;
    private DateTime written;
    private long lookedAt = Environment.TickCount64;

    public KeyRing(AccessOptions options, DatabaseTarget target)
    {
        path = options.KeysAt(target);
        using var checks = KeyChecks.Open(target);
        if (File.Exists(path))
        {
            file = KeyFile.Read(path);
            checks.Verify(file, path);
        }
        else
        {
            checks.RefuseIfKeyed(path);
            file = KeyFile.New();
            file.Write(path);
        }

        checks.Store(file);
        written = File.GetLastWriteTimeUtc(path);
    }

    /// <summary>The keys. Another process may rotate them: within a second this one encrypts with the new key too.</summary>
    public KeyFile Current
    {
        get
        {
            if (Environment.TickCount64 - Volatile.Read(ref lookedAt) > LookAgainMs)
            {
                Reload();
            }

            return file;
        }
    }

    /// <summary>The data key of a version; one that another process has just added is read from the file.</summary>
    public DataKey? Find(int version)
    {
        var known = file.Data;
        for (var i = known.Count - 1; i >= 0; i--)
        {
            if (known[i].Version == version)
            {
                return known[i];
            }
        }

        Reload();
        return file.Data.FirstOrDefault(k => k.Version == version);
    }

    private void Reload()
    {
        lock (reloading)
        {
            Volatile.Write(ref lookedAt, Environment.TickCount64);
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) is var at && at != written)
            {
                KeyFile next;
                try
                {
                    next = KeyFile.Read(path);
                }
                catch (ProblemException)
                {
                    return; // A spoilt file must not stop a server that holds sound keys; the next start will say so.
                }

                written = at;

                // Known keys stay the same objects: the ciphers made from them are kept by reference.
                file = next with { Data = [.. next.Data.Select(k => file.Data.FirstOrDefault(o => o.Version == k.Version) ?? k)] };
            }
        }
    }

    /// <summary>Adds a data key: first to the file, so that nothing is ever encrypted with a key that is not on disk.</summary>
    public void AddDataKey(DatabaseTarget target)
    {
        lock (reloading)
        {
            var next = KeyFile.Read(path).WithNewDataKey();
            next.Write(path);
            using var checks = KeyChecks.Open(target);
            checks.Store(next);
        }

        Reload();
    }

    /// <summary>Stores the check values of these keys in a database that has only now got its tables.</summary>
    public void StoreChecks(DatabaseTarget target)
    {
        using var checks = KeyChecks.Open(target);
        checks.Verify(file, path);
        checks.Store(file);
    }

    /// <summary>Shows that a key is the same one again without showing the key.</summary>
    internal static byte[] CheckValue(byte[] key) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("fuyao key check"))[..16];
}
