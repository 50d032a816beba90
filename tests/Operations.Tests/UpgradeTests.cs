using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Operations.Backup;
using Fuyao.Operations.Contracts;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Fuyao.Operations.Tests;

public sealed class UpgradeTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_county_of_the_first_schema_is_brought_up_with_all_its_data_its_audit_and_its_figures(DbEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var old = await UnpackAsync(engine, database);
        var before = await RowsAsync(old.Place.Target);
        before["household_versions"].ShouldBe(40);
        before["awards"].ShouldBeGreaterThan(10);

        await old.OpenAsync();
        var after = await RowsAsync(old.Place.Target);
        // Explanations are rebuilt on reading; payment files come from approved orders now.
        string[] given = ["explanations", "payment_files", "__EFMigrationsHistory", "__EFMigrationsLock"];
        foreach (var (table, rows) in before.Where(t => !given.Contains(t.Key)))
        {
            after.ShouldContainKey(table);
            after[table].ShouldBe(rows, table);
        }

        after["__EFMigrationsHistory"].ShouldBeGreaterThanOrEqualTo(before["__EFMigrationsHistory"]);
        if (engine == DbEngine.Sqlite && after["__EFMigrationsHistory"] > before["__EFMigrationsHistory"])
        {
            Directory.GetFiles(database.Folder, "*.before-*.backup").ShouldHaveSingleItem();
        }

        (await old.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
        using var run = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(database.Folder, "run.json"), Ct));
        await using var scope = old.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Database.SqlQueryRaw<long>("select sum(amount) as \"Value\" from awards").SingleAsync(Ct))
            .ShouldBe((long)(decimal.Parse(run.RootElement.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture) * 100));
        (await BackupTests.CountAsync(old.Services)).Households.ShouldBe(run.RootElement.GetProperty("households").GetInt32());
    }

    [Theory, EachEngine]
    public async Task A_database_of_a_newer_schema_is_refused_and_left_alone(DbEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var old = await UnpackAsync(engine, database);
        await using (System.Data.Common.DbConnection connection = engine == DbEngine.Sqlite
            ? new Microsoft.Data.Sqlite.SqliteConnection(old.Place.Target.ConnectionString)
            : new NpgsqlConnection(old.Place.Target.ConnectionString))
        {
            await connection.OpenAsync(Ct);
            await using var insert = connection.CreateCommand();
            insert.CommandText = "insert into \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") values ('29991231000000_Later', '99')";
            await insert.ExecuteNonQueryAsync(Ct);
        }

        var before = await RowsAsync(old.Place.Target);
        (await Should.ThrowAsync<ProblemException>(old.OpenAsync)).Problems[0].Code.ShouldBe("schema-newer");
        (await RowsAsync(old.Place.Target)).ShouldBe(before);
    }

    private static async Task<RestoredSystem> UnpackAsync(DbEngine engine, TestDatabase database)
    {
        var fixtures = Repository.Path("tests", "Operations.Tests", "FirstSchema");
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(fixtures, engine == DbEngine.Sqlite ? "sqlite.tar.gz" : "postgres.tar.gz")), CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(packed, database.Folder, overwriteFiles: true, Ct);
        }

        if (engine == DbEngine.Sqlite)
        {
            var file = Path.Combine(database.Folder, "first.db");
            return new RestoredSystem(database, new SystemPlace(DatabaseTarget.Parse(file), file + ".keys", file + ".heads", file + ".files", file + ".packs"));
        }

        await LoadAsync(Path.Combine(fixtures, "postgres.sql.gz"), database.Target.AsOwner());
        var first = Path.Combine(database.Folder, "first");
        return new RestoredSystem(database, new SystemPlace(database.Target.AsOwner(), first + ".keys", first + ".heads", first + ".files", first + ".packs"));
    }

    // A dump is for psql, which stands beside every PostgreSQL server that runs these tests.
    private static async Task LoadAsync(string dump, DatabaseTarget target)
    {
        var connection = new NpgsqlConnectionStringBuilder(target.ConnectionString);
        var start = new ProcessStartInfo("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, connection.Database!])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var psql = Process.Start(start)!;
        var (said, complained) = (psql.StandardOutput.ReadToEndAsync(Ct), psql.StandardError.ReadToEndAsync(Ct));
        await using (var text = new GZipStream(File.OpenRead(dump), CompressionMode.Decompress))
        {
            await text.CopyToAsync(psql.StandardInput.BaseStream, Ct);
        }

        psql.StandardInput.Close();
        await psql.WaitForExitAsync(Ct);
        psql.ExitCode.ShouldBe(0, await complained + await said);
    }

    private static async Task<Dictionary<string, long>> RowsAsync(DatabaseTarget target)
    {
        if (target.SqlitePath is { } path)
        {
            return (await SqliteSnapshot.DescribeAsync(path, Ct)).Tables.Where(t => !t.Key.StartsWith("search_entries", StringComparison.Ordinal)).ToDictionary();
        }

        await using var connection = await PostgresSnapshot.OpenAsync(target.ConnectionString, Ct);
        return (await Snapshot.DescribeAsync(connection, null, await PostgresSnapshot.TablesAsync(connection, Ct), Ct)).Tables
            .Where(t => t.Key != "search_entries").ToDictionary();
    }
}
