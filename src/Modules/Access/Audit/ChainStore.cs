using System.Data.Common;
using System.Runtime.CompilerServices;
using Fuyao.Access.Data;
using Npgsql;

namespace Fuyao.Access.Audit;

/// <summary>A table of chained records, one chain a county: <c>audit</c> for writes, <c>access_log</c> for reads and refusals.</summary>
internal sealed class ChainStore(string table, Func<byte[]> key, HeadsFile headsFile)
{
    public const string Columns =
        "county, seq, at, actor, actor_name, role, channel, action, subject_kind, subject_id, detail, prev_hash, hash";

    public string Table => table;

    public byte[] Key => key();

    /// <summary>Chains the records onto their counties' ends within the transaction.</summary>
    /// <returns>The new end of each chain touched.</returns>
    public async Task<IReadOnlyList<ChainHead>> AppendAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<ChainRecord> records, CancellationToken ct)
    {
        var heads = new List<ChainHead>();
        await using var insert = Sql.Command(
            connection, transaction, $"insert into {table} ({Columns}) values ({string.Join(", ", Columns.Split(", ").Select(c => "@" + c))})");
        var parameters = Columns.Split(", ").Select(c =>
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = "@" + c;
            insert.Parameters.Add(parameter);
            return parameter;
        }).ToArray();

        // Always in the order of counties, so that two writers never wait for each other.
        foreach (var chain in records.GroupBy(r => r.County).OrderBy(g => g.Key))
        {
            var (seq, hash) = await EndAsync(connection, transaction, chain.Key, ct);
            if (seq == 0)
            {
                // Announced before its first commit, so that a chain without any head is always a sign of tampering.
                headsFile.Append([new ChainHead(table, chain.Key, 0, hash)], true);
            }

            foreach (var record in chain)
            {
                var linked = record.Linked(Key, table, ++seq, hash);
                hash = linked.Hash;
                var values = Values(linked);
                for (var i = 0; i < parameters.Length; i++)
                {
                    parameters[i].Value = Sql.Bind(connection, values[i]);
                    if (parameters[i] is NpgsqlParameter { Value: DBNull } unknown)
                    {
                        unknown.NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
                    }
                }

                await insert.ExecuteNonQueryAsync(ct);
            }

            heads.Add(new ChainHead(table, chain.Key, seq, hash));
        }

        return heads;
    }

    /// <summary>Records that fulfil a condition, unbuffered.</summary>
    public async IAsyncEnumerable<ChainRecord> ReadAsync(
        DbConnection connection, string where, (string Name, object? Value)[] parameters, string order = "county, seq", int? limit = null,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var command = Sql.Command(
            connection, null, $"select {Columns} from {table} where {where} order by {order}{(limit is null ? "" : $" limit {limit}")}", parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new ChainRecord(
                reader.GetInt32(0), reader.GetInt64(1), Sql.ReadInstant(reader, 2), Sql.ReadGuid(reader, 3), reader.GetString(4),
                reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetString(9),
                Sql.ReadText(reader, 10), (byte[])reader[11], (byte[])reader[12]);
        }
    }

    private async Task<(long Seq, byte[] Hash)> EndAsync(DbConnection connection, DbTransaction transaction, int county, CancellationToken ct)
    {
        if (connection is NpgsqlConnection)
        {
            // One writer at a time extends a county's chain; SQLite has one writer anyway.
            await using var wait = Sql.Command(
                connection, transaction, "select pg_advisory_xact_lock(hashtext(@table), @county)", ("@table", "fuyao:" + table), ("@county", county));
            await wait.ExecuteNonQueryAsync(ct);
        }

        await using var command = Sql.Command(
            connection, transaction, $"select seq, hash from {table} where county = @county order by seq desc limit 1", ("@county", county));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), (byte[])reader[1]) : (0, ChainRecord.Beginning);
    }

    private static object?[] Values(ChainRecord r) =>
    [
        r.County, r.Seq, r.At, r.Actor, r.ActorName, r.Role, r.Channel, r.Action, r.SubjectKind, r.SubjectId, r.Detail, r.PrevHash, r.Hash,
    ];
}

/// <summary>The end of one chain: what must still be there when the chain is looked at again.</summary>
internal sealed record ChainHead(string Chain, int County, long Seq, byte[] Hash);
