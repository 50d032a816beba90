using System.Data.Common;
using System.Threading.Channels;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Audit;

/// <summary>Writes the second chain for the whole process: whatever has gathered while one commit ran goes into the next.</summary>
internal sealed class AccessLogWriter : IAsyncDisposable
{
    private const int MostRecordsInOneCommit = 20_000;

    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Chains chains;
    private readonly HeadsFile heads;
    private readonly Task loop;
    private DbConnection? connection;

    public AccessLogWriter(Chains chains, HeadsFile heads)
    {
        this.chains = chains;
        this.heads = heads;
        loop = Task.Run(RunAsync);
    }

    /// <summary>Completes when the records have reached the disk.</summary>
    public Task AppendAsync(IReadOnlyList<ChainRecord> records)
    {
        if (records.Count == 0)
        {
            return Task.CompletedTask;
        }

        var waiting = new Waiting(records, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return queue.Writer.TryWrite(waiting) ? waiting.Done.Task : throw new ObjectDisposedException(nameof(AccessLogWriter));
    }

    /// <summary>A connection to the file or table, which exists afterwards.</summary>
    public static async Task<DbConnection> OpenAsync(Chains chains, CancellationToken ct)
    {
        if (chains.ReadsTarget.SqlitePath is { } path)
        {
            PrivateFile.Ensure(path);
        }

        var connection = await Sql.OpenAsync(chains.ReadsTarget, ct);
        if (chains.ReadsTarget.Engine == DbEngine.Sqlite)
        {
            await using var create = Sql.Command(connection, null, SqliteTable);
            await create.ExecuteNonQueryAsync(ct);
        }

        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var batch = new List<Waiting>();
            var records = 0;
            while (records < MostRecordsInOneCommit && queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
                records += waiting.Records.Count;
            }

            try
            {
                await WriteAsync(batch);
                batch.ForEach(w => w.Done.SetResult());
            }
            catch (Exception e)
            {
                // Whoever waits must not answer; the next batch tries with a fresh connection.
                batch.ForEach(w => w.Done.TrySetException(e));
                if (connection is not null)
                {
                    await connection.DisposeAsync();
                    connection = null;
                }
            }
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        connection ??= await OpenAsync(chains, CancellationToken.None);
        IReadOnlyList<ChainHead> ends;
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            ends = await chains.Reads.AppendAsync(connection, transaction, batch.SelectMany(w => w.Records), CancellationToken.None);
            await transaction.CommitAsync();
        }

        heads.Append(ends);
    }

    private sealed record Waiting(IReadOnlyList<ChainRecord> Records, TaskCompletionSource Done);

    internal const string SqliteTable = """
        create table if not exists access_log (
            county integer not null, seq integer not null, at integer not null, actor blob not null, actor_name text not null,
            role text not null, channel text not null, action text not null, subject_kind text not null, subject_id text not null,
            detail text, prev_hash blob not null, hash blob not null, primary key (county, seq)) without rowid;
        create index if not exists ix_access_log_subject on access_log (county, subject_kind, subject_id);
        create index if not exists ix_access_log_actor on access_log (county, actor_name, seq);
        create trigger if not exists access_log_no_update before update on access_log
            begin select raise(abort, 'access_log is append-only'); end;
        create trigger if not exists access_log_no_delete before delete on access_log
            begin select raise(abort, 'access_log is append-only'); end;
        """;
}
