using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Npgsql;

namespace Fuyao.Registry.Import;

/// <summary>
/// One import at a time into a database, over all processes. The operating system or the server lets go of it when the process
/// dies, so whoever holds it knows that unpublished imports are abandoned.
/// </summary>
internal sealed class ImportLock : IAsyncDisposable
{
    private const long AdvisoryKey = 0x46555941_494D504F;
    private readonly IAsyncDisposable held;

    private ImportLock(IAsyncDisposable held) => this.held = held;

    /// <exception cref="ProblemException">409: another import is running.</exception>
    public static async Task<ImportLock> TakeAsync(DatabaseTarget target, CancellationToken ct)
    {
        if (target.SqlitePath is { } path)
        {
            try
            {
                return new ImportLock(new FileStream(path + ".import-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
            }
            catch (IOException)
            {
                throw Busy();
            }
        }

        // Not from the pool: a pooled connection would keep the lock after it is closed.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = AdvisoryKey } } };
        if (await command.ExecuteScalarAsync(ct) is true)
        {
            return new ImportLock(connection);
        }

        await connection.DisposeAsync();
        throw Busy();
    }

    public ValueTask DisposeAsync() => held.DisposeAsync();

    private static ProblemException Busy() => new(409, new Problem("import-running", new(
        "另一项导入正在进行,请等它结束后再试。", "Another import is running. Try again when it is done.")));
}
