using System.Globalization;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fuyao.App;

/// <summary>
/// Brings the database to the schema of this program before anything else uses it: a SQLite file is copied first, two programs
/// that start together take turns, and a schema newer than the program is refused instead of damaged.
/// </summary>
internal static class DatabaseStartup
{
    // Any number that nobody else uses: it names the advisory lock on PostgreSQL.
    private const long LockNumber = 0x46757961_6F000001;

    /// <summary>Creates or migrates the database and runs the modules' idempotent scripts.</summary>
    /// <returns>The copy made before migrating, or null when none was needed.</returns>
    /// <exception cref="ProblemException">503 <c>schema-newer</c>: the database was made by a newer program. Nothing was changed.</exception>
    public static async Task<string?> PrepareDatabaseAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.OpenOwner();
        var target = scope.ServiceProvider.GetRequiredService<DatabaseTarget>();
        await using var turn = await TakeTurnAsync(db, target, ct);
        var backup = await MigrateAsync(db, target, scope.ServiceProvider.GetRequiredService<TimeProvider>(), ct);
        await scope.ServiceProvider.RunScriptsAsync(db, ct);
        return backup;
    }

    private static async Task<string?> MigrateAsync(PlatformDb db, DatabaseTarget target, TimeProvider clock, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToList();
        var history = db.GetService<IHistoryRepository>();
        var applied = await history.ExistsAsync(ct) ? (await history.GetAppliedMigrationsAsync(ct)).Select(row => row.MigrationId).ToList() : [];
        RefuseNewer(applied.Except(known).ToList(), target);
        if (known.Count == 0)
        {
            await db.Database.EnsureCreatedAsync(ct);
            return null;
        }

        if (applied.Count == known.Count)
        {
            return null;
        }

        string? backup = null;
        if (target.SqlitePath is { } path && applied.Count > 0)
        {
            var stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
            backup = $"{path}.before-{known.Except(applied).First()}.{stamp}.backup";
            CreatePrivate(backup);
            // Page by page: rows keep the numbers by which search indexes find them, which vacuuming would not promise.
            await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = backup, Pooling = false }.ConnectionString);
            await db.Database.OpenConnectionAsync(ct);
            ((SqliteConnection)db.Database.GetDbConnection()).BackupDatabase(copy);
            await db.Database.CloseConnectionAsync();
        }

        if (target.Engine == DbEngine.Sqlite)
        {
            // EF's own lock row outlives a killed program and would block every later start; the file lock held here does not.
            await db.Database.ExecuteSqlRawAsync("drop table if exists \"__EFMigrationsLock\"", ct);
        }

        await db.Database.MigrateAsync(ct);
        return backup;
    }

    private static void RefuseNewer(List<string> unknown, DatabaseTarget target)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        var where = target.SqlitePath ?? new NpgsqlConnectionStringBuilder(target.ConnectionString).Database;
        var names = string.Join(", ", unknown);
        throw new ProblemException(503, new Problem("schema-newer", new LocalText(
            $"数据库 {where} 由更新版本的扶摇建立(本程序不认识:{names})。请安装新版本,或恢复升级前的备份。数据未被改动。",
            $"The database {where} was made by a newer Fuyao (unknown here: {names}). Install the newer version, or restore the backup made before the upgrade. Nothing was changed.")));
    }

    private static async Task<IAsyncDisposable> TakeTurnAsync(PlatformDb db, DatabaseTarget target, CancellationToken ct)
    {
        if (File.Exists(Path.Combine(target.Beside(".restoring"), "moving")))
        {
            throw new ProblemException(503, new Problem("restore-unfinished", new LocalText(
                "上次恢复备份中途停止,数据处于新旧之间。请再次运行 fuyao restore。", "A restore was interrupted half-way. Run fuyao restore again before anything else.")));
        }

        if (target.SqlitePath is { } path)
        {
            Ground.RefuseRootOnForeignFiles(path);
            CreatePrivateFolder(Path.GetDirectoryName(path)!);
            CreatePrivate(path);
            var turn = await LockFileAsync(path + ".start-lock", ct);
            // EF first looks through a read-only connection, which could not switch an empty file to the write-ahead log.
            await using var first = new SqliteConnection(target.ConnectionString);
            await first.OpenAsync(ct);
            SqlitePragmas.Apply(first);
            return turn;
        }

        var creator = (RelationalDatabaseCreator)db.GetService<IDatabaseCreator>();
        if (!await creator.ExistsAsync(ct))
        {
            await creator.CreateAsync(ct);
        }

        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.AsOwner().ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = LockNumber } } };
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    // The operating system drops this lock with its process, however that ends.
    private static async Task<FileStream> LockFileAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // Only its owner reads the register; SQLite gives the journal files the same mode as the database file.
    private static void CreatePrivate(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            new FileStream(path, options).Dispose();
        }
    }
}
