using System.Data.Common;
using Fuyao.Access.Data;
using Fuyao.Access.Keys;
using Fuyao.Access.Writes;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fuyao.Access.Contracts;

/// <summary>What a rotation did.</summary>
/// <param name="Key">Version of the data key that now encrypts everything.</param>
public sealed record RotationReport(int Key, long Values, int Columns);

/// <summary>
/// A new data key, and every encrypted value written anew with it, in small transactions beside ongoing work. Killed half-way,
/// it loses nothing – every value says which key it needs – and goes on with <c>newKey: false</c>. Likewise a new look-up key and
/// every hash made anew with it: meanwhile values are looked up under both keys.
/// </summary>
public sealed class KeyRotation
{
    private const int BatchRows = 500;

    private readonly PlatformDb db;
    private readonly KeyRing keys;
    private readonly FieldCipher cipher;
    private readonly WriteGate gate;
    private readonly WriteSession write;
    private readonly AuditTrail audit;
    private readonly DatabaseTarget target;
    private readonly IReadOnlyList<KeyedHash> hashes;

    internal KeyRotation(
        PlatformDb db, KeyRing keys, FieldCipher cipher, WriteGate gate, WriteSession write, AuditTrail audit, DatabaseTarget target, IEnumerable<KeyedHash> hashes)
    {
        this.hashes = [.. hashes];
        this.db = db;
        this.keys = keys;
        this.cipher = cipher;
        this.gate = gate;
        this.write = write;
        this.audit = audit;
        this.target = target;
    }

    /// <param name="newKey">False: only finish what an earlier rotation began.</param>
    public async Task<RotationReport> RotateAsync(bool newKey, Action<string, long>? progress = null, CancellationToken ct = default)
    {
        if (newKey)
        {
            keys.AddDataKey(target);
        }

        var version = keys.Current.Data[^1].Version;
        await write.RunAsync("keys.rotate", () =>
        {
            audit.Add("keys.rotate", "data-key", version.ToString(System.Globalization.CultureInfo.InvariantCulture), new { new_key = newKey });
            return Task.CompletedTask;
        }, ct);
        var columns = Columns().ToList();
        long values = 0;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            foreach (var column in columns)
            {
                object[]? after = null;
                do
                {
                    (var count, after) = await BatchAsync(column, version, after, ct);
                    values += count;
                    progress?.Invoke($"{column.Table}.{column.Name}", values);
                }
                while (after is not null);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return new RotationReport(version, values, columns.Count);
    }

    /// <param name="newKey">False: only finish what an earlier rotation began, or what a restored backup needs.</param>
    /// <returns>The look-up key's version and how many hashes were made anew; none when nothing was begun.</returns>
    public async Task<RotationReport> RotateLookupAsync(bool newKey, Action<string, long>? progress = null, CancellationToken ct = default)
    {
        if (newKey && keys.Lookups.Count == 1)
        {
            // First everybody learns to find by the new key, then everybody writes with it: no process ever misses what another has written.
            keys.AddLookupKey(target);
            await Task.Delay(KeyRing.LearnedWithin, ct);
        }

        if (keys.Current.LookupWrites is not null)
        {
            keys.WriteWithNewLookup(target);
            await Task.Delay(KeyRing.LearnedWithin, ct);
        }

        var version = keys.Current.WritingLookup.Version;
        if (keys.Lookups.Count == 1)
        {
            return new RotationReport(version, 0, hashes.Count);
        }

        await write.RunAsync("keys.rotate-lookup", () =>
        {
            audit.Add("keys.rotate-lookup", "lookup-key", version.ToString(System.Globalization.CultureInfo.InvariantCulture), new { new_key = newKey });
            return Task.CompletedTask;
        }, ct);
        var (total, pass) = (0L, -1L);
        // A write that had begun before the switch may have committed behind the first pass; the last one finds nothing to do.
        while (pass != 0)
        {
            pass = 0;
            foreach (var hash in hashes)
            {
                var rewriting = new HashRewriting(db, gate, hash);
                pass += await rewriting.RunAsync(done => progress?.Invoke(rewriting.Name, total + pass + done), ct);
            }

            total += pass;
        }

        keys.RetireOlderLookups(target);
        return new RotationReport(version, total, hashes.Count);
    }

    private IEnumerable<Column> Columns() =>
        from entity in db.Model.GetEntityTypes()
        from property in entity.GetProperties()
        where property.FindAnnotation(Encrypted.Annotation) is not null
        let table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema())
        select new Column(table.Name, property.GetColumnName(table)!, [.. entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName(table)!)]);

    /// <returns>Values written, and the key of the last row looked at (null at the end of the table).</returns>
    private async Task<(int Count, object[]? Last)> BatchAsync(Column column, int version, object[]? after, CancellationToken ct)
    {
        using var turn = await gate.EnterAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = new List<(object[] Key, byte[] Value)>();
        await using (var select = Select(column, version, after))
        await using (var reader = await select.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                rows.Add(([.. Enumerable.Range(0, column.Key.Length).Select(reader.GetValue)], (byte[])reader[column.Key.Length]));
            }
        }

        var count = 0;
        foreach (var (key, value) in rows)
        {
            await using var update = Sql.Command(
                db,
                $"update {column.Table} set {column.Name} = @new where {column.Name} = @old and {string.Join(" and ", column.Key.Select((k, i) => $"{k} = @k{i}"))}",
                [("@new", cipher.Encrypt(cipher.DecryptBytes(value))), ("@old", value), .. key.Select((k, i) => ($"@k{i}", (object?)k))]);
            count += await update.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return (count, rows.Count < BatchRows ? null : rows[^1].Key);
    }

    private DbCommand Select(Column column, int version, object[]? after)
    {
        var keyList = string.Join(", ", column.Key);
        var first = db.Engine == DbEngine.Sqlite ? $"substr({column.Name}, 1, 1) <> @version" : $"substring({column.Name} from 1 for 1) <> @version";
        var beyond = after is null ? "" : $" and ({keyList}) > ({string.Join(", ", after.Select((_, i) => $"@k{i}"))})";
        return Sql.Command(
            db,
            $"select {keyList}, {column.Name} from {column.Table} where {column.Name} is not null and {first}{beyond} order by {keyList} limit {BatchRows}",
            [("@version", new[] { (byte)version }), .. (after ?? []).Select((k, i) => ($"@k{i}", (object?)k))]);
    }

    private sealed record Column(string Table, string Name, string[] Key);
}
