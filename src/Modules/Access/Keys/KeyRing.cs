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
    private volatile LookupKey[] lookups = [];
    private int oldestLookup;
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
        Look(checks);
        written = File.GetLastWriteTimeUtc(path);
    }

    /// <summary>How long every process may go on with the keys it knew before the file changed.</summary>
    internal static TimeSpan LearnedWithin { get; } = TimeSpan.FromMilliseconds(2 * LookAgainMs);

    /// <summary>The look-up keys that hashes in the database may have been made with; new hashes are made with the first.</summary>
    public IReadOnlyList<LookupKey> Lookups
    {
        get
        {
            _ = Current;
            return lookups;
        }
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
                lookups = LookupsOf(file);
            }
        }
    }

    /// <summary>Adds a data key: first to the file, so that nothing is ever encrypted with a key that is not on disk.</summary>
    public void AddDataKey(DatabaseTarget target) => Change(target, keys => keys.WithNewDataKey());

    /// <summary>Adds a look-up key, by which hashes are found from now on; they are made with it after <see cref="WriteWithNewLookup"/>.</summary>
    public void AddLookupKey(DatabaseTarget target) => Change(target, keys => keys.WithNewLookupKey());

    public void WriteWithNewLookup(DatabaseTarget target) => Change(target, keys => keys with { LookupWrites = null });

    /// <summary>Every hash in the database has been made anew: the older look-up keys stay in the file for old backups alone.</summary>
    public void RetireOlderLookups(DatabaseTarget target)
    {
        lock (reloading)
        {
            using var checks = KeyChecks.Open(target);
            checks.RetireLookupsBefore(file.WritingLookup.Version);
            Look(checks);
        }
    }

    /// <summary>Changes the file, then the database's knowledge of it: what is not on disk is never used.</summary>
    private void Change(DatabaseTarget target, Func<KeyFile, KeyFile> change)
    {
        lock (reloading)
        {
            var next = change(KeyFile.Read(path));
            next.Write(path);
            using var checks = KeyChecks.Open(target);
            checks.Store(next);
            Look(checks);
        }

        Reload();
    }

    private void Look(KeyChecks checks)
    {
        oldestLookup = checks.OldestLookup ?? file.WritingLookup.Version;
        lookups = LookupsOf(file);
    }

    private LookupKey[] LookupsOf(KeyFile keys) =>
    [
        new(keys.WritingLookup.Key),
        .. keys.Lookup.Where(k => k.Version >= oldestLookup && k.Version != keys.WritingLookup.Version).Select(k => new LookupKey(k.Key)),
    ];

    /// <summary>Stores the check values of these keys in a database that has only now got its tables.</summary>
    public void StoreChecks(DatabaseTarget target)
    {
        using var checks = KeyChecks.Open(target);
        checks.Verify(file, path);
        checks.Store(file);
        Look(checks);
    }

    /// <summary>Shows that a key is the same one again without showing the key.</summary>
    internal static byte[] CheckValue(byte[] key) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("fuyao key check"))[..16];
}
