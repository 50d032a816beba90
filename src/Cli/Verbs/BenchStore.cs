using Fuyao.Access.Contracts;
using Fuyao.App;
using Fuyao.Benchmarks;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>
/// The database of a benchmark. <c>--db postgres</c> makes one on the server that <c>FUYAO_TEST_POSTGRES</c> names; a path or a
/// connection string names one that is filled when it is empty and kept.
/// </summary>
internal sealed class BenchStore : IRegisterStore
{
    private readonly ServiceProvider services;
    private readonly DatabaseTarget target;
    private readonly bool kept;

    private BenchStore(ServiceProvider services, string connection, bool kept)
    {
        this.services = services;
        this.kept = kept;
        Connection = connection;
        target = DatabaseTarget.Parse(connection);
    }

    public string Connection { get; }

    public static async Task<BenchStore> OpenAsync(string? named, string folder, long persons, Action<string> tell, CancellationToken ct)
    {
        var kept = named is not (null or "" or "sqlite" or "postgres");
        var connection = kept ? named!
            : named == "postgres"
                ? $"{Environment.GetEnvironmentVariable("FUYAO_TEST_POSTGRES") ?? throw new VerbException("no-server", new LocalText(
                    "--db postgres 需要环境变量 FUYAO_TEST_POSTGRES 指明服务器。", "--db postgres needs FUYAO_TEST_POSTGRES to name a server."))};Database=fuyao_bench_{Environment.ProcessId}_{persons}"
                : Path.Combine(folder, $"register-{persons}.db");
        var configuration = FuyaoConfiguration.Read(new KeyValuePair<string, string?>("Database:Connection", connection));
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddFuyao(configuration).BuildServiceProvider();
        await services.PrepareFuyaoAsync(ct);
        tell(DatabaseTarget.Parse(connection).Engine == DbEngine.Sqlite ? $"SQLite: {connection}" : "PostgreSQL");
        return new BenchStore(services, connection, kept);
    }

    public async Task<bool> FillAsync(string region, int households, CancellationToken ct)
    {
        await using (var scope = services.EnterOperator(Code(region)))
        {
            if ((await scope.ServiceProvider.GetRequiredService<HouseholdReader>().CountAsync(Code(region).Range, new DateOnly(2016, 1, 1), ct)).Households > 0)
            {
                return false;
            }
        }

        await SyntheticCounty.FillAsync(services, Code(region), households, 7, null, ct);
        if (target.Engine == DbEngine.Postgres)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            // Beside the transaction that every command of the application runs in: vacuum cannot.
            await db.Database.OpenConnectionAsync(ct);
            await using var vacuum = db.Database.GetDbConnection().CreateCommand();
            (vacuum.CommandText, vacuum.CommandTimeout) = ("vacuum analyze", 1800);
            await vacuum.ExecuteNonQueryAsync(ct);
        }

        return true;
    }

    public Task<RegisterSample> SampleAsync(string region, int most, CancellationToken ct) => SyntheticCounty.SampleAsync(services, Code(region), most, ct);

    public async Task<(string Name, string Password)> AddUserAsync(string region, string role, CancellationToken ct)
    {
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var (name, password) = ($"bench-{Ids.New(TimeProvider.System):N}"[..20], UserAdmin.RandomPassword());
        await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, name, role, Code(region), password, ct: ct);
        return (name, password);
    }

    public void CopyTo(string path)
    {
        if (target.SqlitePath is null)
        {
            throw new VerbException("sqlite-only", new LocalText("这项基准只用于 SQLite。", "This benchmark is for SQLite alone."));
        }

        using (var scope = services.CreateScope())
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>().Database;
            db.OpenConnection();
            copy.Open();
            ((SqliteConnection)db.GetDbConnection()).BackupDatabase(copy);
        }

        foreach (var beside in (string[])[".keys", ".heads", ".access"])
        {
            if (File.Exists(target.Beside(beside)))
            {
                File.Copy(target.Beside(beside), path + beside);
            }
        }
    }

    public long Size()
    {
        if (target.SqlitePath is { } path)
        {
            return new FileInfo(path).Length;
        }

        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<PlatformDb>().Database.SqlQuery<long>($"select pg_database_size(current_database()) as \"Value\"").AsEnumerable().Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (!kept && target.Engine == DbEngine.Postgres)
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<PlatformDb>().Database.EnsureDeletedAsync();
        }

        await services.DisposeAsync();
        if (!kept && target.Engine == DbEngine.Postgres)
        {
            // Keys and files that lie beside a file lie in the working directory, under the name of the database.
            var beside = target.Beside("");
            foreach (var path in Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(beside)!, Path.GetFileName(beside) + ".*"))
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
        }
    }

    private static RegionCode Code(string region) => RegionCode.TryParse(region, out var code) ? code : throw new ArgumentException(region);
}
