using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Keys;

/// <summary>The secrets of this database in memory, opened once a process and checked against the database.</summary>
internal sealed class KeyRing
{
    private readonly string path;
    private KeyFile file;

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
    }

    public KeyFile Current => file;

    public string FilePath => path;

    /// <summary>Adds a data key: first to the file, so that nothing is ever encrypted with a key that is not on disk.</summary>
    public void AddDataKey(DatabaseTarget target)
    {
        var next = file.WithNewDataKey();
        next.Write(path);
        using var checks = KeyChecks.Open(target);
        checks.Store(next);
        file = next;
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
