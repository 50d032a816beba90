using System.Data.Common;
using Fuyao.Access.Audit;
using Fuyao.Access.Data;

namespace Fuyao.Access.Retaining;

/// <summary>
/// Cuts the beginning off the access log's chains. Before records go, the last of them is sealed among the signed heads outside
/// the database; from then on a chain may begin after it. The newest record always stays: the next one is chained to it.
/// </summary>
internal sealed class AccessLogPruning(Chains chains, HeadsFile heads)
{
    private const int BatchRows = 5_000;

    /// <returns>How many records went, or would go.</returns>
    public async Task<long> RunAsync(DateTimeOffset before, bool dryRun, CancellationToken ct)
    {
        if (chains.ReadsTarget.SqlitePath is { } path && !File.Exists(path))
        {
            return 0;
        }

        await using var connection = await Sql.OpenAsync(chains.ReadsTarget.AsOwner(), ct);
        var table = chains.Reads.Table;
        var total = 0L;
        foreach (var (county, first, last) in await SpansAsync(connection, table, before, ct))
        {
            total += last - first + 1;
            for (var from = first; !dryRun && from <= last; from += BatchRows)
            {
                await CutAsync(connection, table, county, Math.Min(last, from + BatchRows - 1), ct);
            }
        }

        return total;
    }

    // A clock may have gone back: only what stands before the first record young enough to stay is cut.
    private static async Task<List<(int County, long First, long Last)>> SpansAsync(DbConnection connection, string table, DateTimeOffset before, CancellationToken ct)
    {
        await using var command = Sql.Command(
            connection, null,
            $"""
            select county, min(seq), max(seq), min(case when at >= @before then seq end) from {table} group by county order by county
            """,
            ("@before", before));
        List<(int, long, long)> spans = [];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (first, newest) = (reader.GetInt64(1), reader.GetInt64(2));
            var last = Math.Min(newest - 1, reader.IsDBNull(3) ? newest - 1 : reader.GetInt64(3) - 1);
            if (last >= first)
            {
                spans.Add((reader.GetInt32(0), first, last));
            }
        }

        return spans;
    }

    private async Task CutAsync(DbConnection connection, string table, int county, long last, CancellationToken ct)
    {
        byte[] hash;
        await using (var end = Sql.Command(connection, null, $"select hash from {table} where county = @county and seq = @seq", ("@county", county), ("@seq", last)))
        {
            hash = (byte[])(await end.ExecuteScalarAsync(ct))!;
        }

        heads.Append([new ChainHead(HeadsFile.Sealed(table), county, last, hash)], true);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (open, close) = connection is Npgsql.NpgsqlConnection
            ? ($"grant delete on {table} to current_user", $"revoke delete on {table} from current_user")
            : ($"drop trigger if exists {table}_no_delete", AccessLogWriter.SqliteTable);
        await ExecuteAsync(open);
        await ExecuteAsync($"delete from {table} where county = @county and seq <= @seq", ("@county", county), ("@seq", last));
        await ExecuteAsync(close);
        await transaction.CommitAsync(ct);

        async Task ExecuteAsync(string sql, params (string, object?)[] parameters)
        {
            await using var command = Sql.Command(connection, transaction, sql, parameters);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
