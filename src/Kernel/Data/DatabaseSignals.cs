using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Tells the other servers of a cluster that something which they keep in memory has changed. Only PostgreSQL carries signals; one may be lost with
/// its connection, so whoever listens also looks now and then by itself.
/// </summary>
public sealed class DatabaseSignals(DatabaseTarget target, ILogger<DatabaseSignals> log)
{
    // A connection that died without a word is noticed within so many seconds.
    private const int KeepAliveSeconds = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Sends a signal with the transaction that is open: it arrives when that is committed, and not at all when it is not.</summary>
    /// <param name="channel">Small letters, digits and underscores.</param>
    public static Task SendAsync(PlatformDb db, string channel, CancellationToken ct) =>
        db.Engine == DbEngine.Postgres ? db.Database.ExecuteSqlAsync($"select pg_notify({channel}, '')", ct) : Task.CompletedTask;

    /// <summary>Listens until it is stopped, on a connection of its own.</summary>
    /// <param name="channel">As it is sent.</param>
    /// <param name="heard">Called for every signal, and whenever the connection is new: signals may have been missed.</param>
    /// <param name="ct">Stops it.</param>
    public async Task ListenAsync(string channel, Func<CancellationToken, Task> heard, CancellationToken ct)
    {
        var text = target.Engine == DbEngine.Postgres
            ? new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false, KeepAlive = KeepAliveSeconds }.ConnectionString : null;
        while (text is not null && !ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(text);
                await connection.OpenAsync(ct);
                await using (var listen = new NpgsqlCommand($"listen {new NpgsqlCommandBuilder().QuoteIdentifier(channel)}", connection))
                {
                    await listen.ExecuteNonQueryAsync(ct);
                }

                while (true)
                {
                    await heard(ct);
                    await connection.WaitAsync(ct);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Signals of {Channel} cannot be heard; trying again", channel);
                await Task.Delay(Pause, ct);
            }
        }
    }
}
