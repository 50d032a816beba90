using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Writes;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Keys;

/// <summary>Makes one keyed hash of every row anew, in small transactions beside ongoing work.</summary>
internal sealed class HashRewriting
{
    private const int BatchRows = 500;

    private readonly PlatformDb db;
    private readonly WriteGate gate;
    private readonly KeyedHash hash;
    private readonly string table;
    private readonly StoredColumn target;
    private readonly StoredColumn[] key;
    private readonly StoredColumn[] inputs;

    public HashRewriting(PlatformDb db, WriteGate gate, KeyedHash hash)
    {
        (this.db, this.gate, this.hash) = (db, gate, hash);
        var entity = db.Model.FindEntityType(hash.Entity) ?? throw new InvalidOperationException($"{hash.Entity.Name} is not in the model.");
        var columns = StoredColumn.Of(db, entity).ToDictionary(c => c.Property.Name);
        table = entity.GetTableName()!;
        target = columns[hash.Property];
        key = [.. entity.FindPrimaryKey()!.Properties.Select(p => columns[p.Name])];
        inputs = [.. hash.Inputs.Select(i => columns[i])];
    }

    public string Name => $"{table}.{target.Name}";

    /// <returns>How many rows had another hash.</returns>
    public async Task<long> RunAsync(Action<long> progress, CancellationToken ct)
    {
        var changed = 0L;
        object?[]? after = null;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            do
            {
                (var count, after) = await BatchAsync(after, ct);
                changed += count;
                progress(changed);
            }
            while (after is not null);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return changed;
    }

    private async Task<(int Changed, object?[]? Last)> BatchAsync(object?[]? after, CancellationToken ct)
    {
        using var turn = await gate.EnterAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (rows, last) = await ReadAsync(after, ct);
        var changed = 0;
        foreach (var (id, old, next) in rows)
        {
            await using var update = Sql.Command(
                db, $"update {table} set {target.Delimited} = @next where {target.Delimited} = @old and {string.Join(" and ", key.Select((k, i) => $"{k.Delimited} = @k{i}"))}",
                ("@next", next), ("@old", old));
            foreach (var (column, i) in key.Select((k, i) => (k, i)))
            {
                column.Bind(update, $"@k{i}", id[i]);
            }

            changed += await update.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return (changed, last);
    }

    // Only what differs comes back: the second pass, which finds nothing, writes nothing.
    private async Task<(List<(object?[] Key, byte[] Old, byte[] Next)> Rows, object?[]? Last)> ReadAsync(object?[]? after, CancellationToken ct)
    {
        var list = string.Join(", ", key.Select(k => k.Delimited));
        var beyond = after is null ? "" : $" and ({list}) > ({string.Join(", ", after.Select((_, i) => $"@k{i}"))})";
        await using var select = Sql.Command(
            db,
            $"select {list}, {target.Delimited}{string.Concat(inputs.Select(c => $", {c.Delimited}"))} from {table} "
                + $"where {target.Delimited} is not null{beyond} order by {list} limit {BatchRows}");
        foreach (var (value, i) in (after ?? []).Select((v, i) => (v, i)))
        {
            key[i].Bind(select, $"@k{i}", value);
        }

        var rows = new List<(object?[], byte[], byte[])>();
        object?[]? last = null;
        var read = 0;
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            read++;
            last = [.. key.Select((k, i) => k.Read(reader, i))];
            var old = (byte[])reader[key.Length];
            var next = hash.Compute([.. inputs.Select((c, i) => c.Read(reader, key.Length + 1 + i))])!;
            if (!old.AsSpan().SequenceEqual(next))
            {
                rows.Add((last, old, next));
            }
        }

        return (rows, read < BatchRows ? null : last);
    }
}
