using System.Data.Common;
using System.Globalization;
using Fuyao.Kernel.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Fuyao.Access.Keys;

/// <summary>
/// Table <c>key_checks</c>: by which the database knows the keys it was written with. Plain SQL, because the keys are opened
/// before, and also without, anything else.
/// </summary>
internal sealed class KeyChecks : IDisposable
{
    private readonly DbConnection? connection;
    private readonly Dictionary<string, byte[]> stored = [];

    private KeyChecks(DbConnection? connection)
    {
        this.connection = connection;
        if (connection is null)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "select name, value from key_checks";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            stored[reader.GetString(0)] = (byte[])reader[1];
        }
    }

    public static KeyChecks Open(DatabaseTarget target)
    {
        if (target.SqlitePath is not null && !File.Exists(target.SqlitePath))
        {
            return new KeyChecks(null);
        }

        DbConnection connection = target.Engine == DbEngine.Sqlite
            ? new SqliteConnection(target.ConnectionString)
            : new NpgsqlConnection(target.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = target.Engine == DbEngine.Sqlite
                ? "select count(*) from sqlite_master where type = 'table' and name = 'key_checks'"
                : "select case when to_regclass('key_checks') is null then 0 else 1 end";
            if (Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 1)
            {
                return new KeyChecks(connection);
            }

            connection.Dispose();
            return new KeyChecks(null);
        }
        catch (NpgsqlException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            connection.Dispose();
            return new KeyChecks(null);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void RefuseIfKeyed(string path)
    {
        if (stored.Count > 0)
        {
            throw KeyFile.Refusal(
                "keys-missing",
                $"找不到密钥文件 {path},而数据库已用它加密。请从备份恢复密钥文件,或用 --keys 或 FUYAO_KEYS 指明位置。",
                $"The key file {path} is missing, but the database is encrypted with it. Restore it from the backup, or say where it is with --keys or FUYAO_KEYS.");
        }
    }

    /// <summary>The oldest look-up key that hashes in this database may have been made with; null when nothing says.</summary>
    public int? OldestLookup => stored.Keys.Select(LookupVersion).Min();

    public void Verify(KeyFile keys, string path)
    {
        var values = Values(keys).ToDictionary(v => v.Name, v => v.Value);
        var wrong = stored.Where(s => !values.TryGetValue(s.Key, out var value) || !value.AsSpan().SequenceEqual(s.Value))
            .Select(s => s.Key).Order(StringComparer.Ordinal).ToList();
        if (wrong.Count > 0)
        {
            throw KeyFile.Refusal(
                "keys-wrong",
                $"密钥文件 {path} 不属于此数据库(不符的密钥:{string.Join("、", wrong)})。请使用与该数据库一同创建的密钥文件。",
                $"The key file {path} does not belong to this database (keys that differ: {string.Join(", ", wrong)}). Use the key file that was made with it.");
        }
    }

    public void Store(KeyFile keys)
    {
        if (connection is null)
        {
            return;
        }

        // A retired look-up key is kept for old backups; it must not seem in use again.
        var oldest = OldestLookup ?? keys.WritingLookup.Version;
        foreach (var (name, value) in Values(keys).Where(v => !stored.ContainsKey(v.Name) && !(LookupVersion(v.Name) < oldest)))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "insert into key_checks (name, value) values (@name, @value) on conflict do nothing";
            Add(command, "@name", name);
            Add(command, "@value", value);
            command.ExecuteNonQuery();
            stored[name] = value;
        }
    }

    /// <summary>No hash in this database was made with an older look-up key any more.</summary>
    public void RetireLookupsBefore(int version)
    {
        foreach (var name in stored.Keys.Where(n => LookupVersion(n) < version).ToList())
        {
            using var command = connection!.CreateCommand();
            command.CommandText = "delete from key_checks where name = @name";
            Add(command, "@name", name);
            command.ExecuteNonQuery();
            stored.Remove(name);
        }
    }

    public void Dispose() => connection?.Dispose();

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static IEnumerable<(string Name, byte[] Value)> Values(KeyFile keys) =>
        keys.Data.Select(k => ($"data-{k.Version}", KeyRing.CheckValue(k.Key)))
            .Concat(keys.Lookup.Select(k => (LookupName(k.Version), KeyRing.CheckValue(k.Key))))
            .Append(("audit", KeyRing.CheckValue(keys.Audit)));

    // The first one is called as it was when there could be only one.
    private static string LookupName(int version) => version == 1 ? "lookup" : $"lookup-{version}";

    private static int? LookupVersion(string name) =>
        name == "lookup" ? 1
        : name.StartsWith("lookup-", StringComparison.Ordinal) ? int.Parse(name["lookup-".Length..], CultureInfo.InvariantCulture)
        : null;
}
