using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.App;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Operations.Contracts;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Operations.Tests;

public sealed class BackupTests
{
    private const string Passphrase = "a passphrase of tests";
    private const long Village = 610729100201;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_backup_taken_while_everybody_writes_comes_back_whole_and_its_audit_holds(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, Enumerable.Range(1, 120).Select(n => Some.Household($"{n:0000}", Village, Some.Person("1950-01-01"))));
        var file = await SaveFileAsync(system.Services, "a list");
        var (place, backups) = (system.Services.GetRequiredService<SystemPlace>(), system.Services.GetRequiredService<Backups>());
        var archive = Path.Combine(system.Database.Folder, "shelf", "one.backup");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = Task.Run(async () =>
        {
            for (var n = 1; !ended.IsCancellationRequested; n++)
            {
                await Register.AddAsync(system.Services, Some.Household($"9{n:0000}", Village, Some.Person("1950-01-01")));
                await SaveFileAsync(system.Services, $"file {n}");
                await LookAsync(system, n % 2 == 0 ? 610729 : 610700 + (n % 29));
            }
        }, Ct);
        await Eventually.IsAsync(async () => (await CountAsync(system.Services)).Households > 121, Ct);
        var report = await backups.CreateAsync(place, archive, Passphrase, Ct);
        await ended.CancelAsync();
        await writing;
        report.Ok.ShouldBeTrue();

        (await backups.VerifyAsync(archive, Passphrase, place, Ct)).ShouldSatisfyAllConditions(
            c => c.Problems.ShouldBeEmpty(), c => c.Sha256.ShouldBe(report.Sha256), c => c.Rows.ShouldBe(report.Rows), c => c.Files.ShouldBe(report.Files));
        (await backups.DrillAsync(archive, Passphrase, place, Ct)).Problems.ShouldBeEmpty();

        await using var other = await RestoredAsync(system, archive);
        var (households, _) = await CountAsync(other.Services);
        households.ShouldBeGreaterThanOrEqualTo(120);
        (await other.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
        (await ReadFileAsync(other.Services, file)).ShouldBe("a list");
    }

    [Theory, EachEngine]
    public async Task A_restore_refuses_to_replace_and_with_force_keeps_the_old_aside(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, Some.Household("1", Village, Some.Person("1950-01-01")));
        var (place, backups) = (system.Services.GetRequiredService<SystemPlace>(), system.Services.GetRequiredService<Backups>());
        var archive = Path.Combine(system.Database.Folder, "one.backup");
        await backups.CreateAsync(place, archive, null, Ct);
        await using var other = await RestoredAsync(system, archive);
        await Register.AddAsync(other.Services, Some.Household("2", Village, Some.Person("1950-01-01")));
        (await CountAsync(other.Services)).Households.ShouldBe(2);
        await other.CloseAsync();

        (await RefusalAsync(() => backups.RestoreAsync(archive, null, other.Place, force: false, Ct))).ShouldBe("restore-would-replace");
        var report = await backups.RestoreAsync(archive, null, other.Place, force: true, Ct);
        report.Aside.ShouldNotBeNull();
        await other.OpenAsync();
        (await CountAsync(other.Services)).Households.ShouldBe(1);
        if (engine == DbEngine.Sqlite)
        {
            File.Exists(Path.Combine(report.Aside, "database.db")).ShouldBeTrue();
        }
        else
        {
            report.Aside.ShouldContain("_replaced_");
        }
    }

    [Fact]
    public async Task Any_flipped_bit_a_cut_and_a_wrong_passphrase_are_found_and_nothing_is_restored()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await Register.AddAsync(system.Services, Some.Household("1", Village, Some.Person("1950-01-01")));
        await SaveFileAsync(system.Services, "a list");
        var (place, backups) = (system.Services.GetRequiredService<SystemPlace>(), system.Services.GetRequiredService<Backups>());
        var random = new Random(7);
        foreach (var passphrase in new[] { null, Passphrase })
        {
            var archive = Path.Combine(system.Database.Folder, $"one{passphrase?.Length}.backup");
            await backups.CreateAsync(place, archive, passphrase, Ct);
            var sound = await File.ReadAllBytesAsync(archive, Ct);
            var empty = SystemPlace.In(Path.Combine(system.Database.Folder, "empty"), place.Keys);
            for (var n = 0; n < 25; n++)
            {
                var damaged = n == 0 ? sound[..^100] : (byte[])sound.Clone();
                damaged[n == 0 ? 1000 : random.Next(damaged.Length)] ^= (byte)(n == 0 ? 0 : 1 << random.Next(8));
                await File.WriteAllBytesAsync(archive + ".damaged", damaged, Ct);
                (await IsSoundAsync(archive + ".damaged")).ShouldBeFalse($"change {n}");
                if (n < 3)
                {
                    await Should.ThrowAsync<ProblemException>(() => backups.RestoreAsync(archive + ".damaged", passphrase, empty, force: false, Ct));
                    Directory.Exists(empty.Staging).ShouldBeFalse();
                    File.Exists(empty.Target.SqlitePath).ShouldBeFalse();
                }
            }

            if (passphrase is not null)
            {
                (await RefusalAsync(() => backups.VerifyAsync(archive, "another passphrase", place, Ct))).ShouldBe("passphrase-wrong");
                (await RefusalAsync(() => backups.VerifyAsync(archive, null, place, Ct))).ShouldBe("passphrase-missing");
                Encoding.Latin1.GetString(sound).ShouldNotContain("database.db");
            }

            // A change in the header of a sealed archive looks like a wrong passphrase.
            async Task<bool> IsSoundAsync(string path)
            {
                try
                {
                    return (await backups.VerifyAsync(path, passphrase, place, Ct)).Ok;
                }
                catch (ProblemException e) when (e.Problems.Single().Code == "passphrase-wrong")
                {
                    return false;
                }
            }
        }
    }

    [Fact]
    public async Task Without_its_keys_or_under_a_running_server_nothing_is_restored()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        var (place, backups) = (server.Services.GetRequiredService<SystemPlace>(), server.Services.GetRequiredService<Backups>());
        var archive = Path.Combine(server.Database.Folder, "one.backup");
        await backups.CreateAsync(place, archive, null, Ct);
        (await RefusalAsync(() => backups.RestoreAsync(archive, null, place, force: true, Ct))).ShouldBe("server-runs");
        var folder = Path.Combine(server.Database.Folder, "keyless");
        (await RefusalAsync(() => backups.RestoreAsync(archive, null, SystemPlace.In(folder, Path.Combine(folder, "keys")), force: false, Ct))).ShouldBe("keys-missing");
        (await RefusalAsync(() => backups.CreateAsync(place, archive, null, Ct))).ShouldBe("backup-exists");
    }

    [Fact]
    public async Task A_restore_killed_between_two_moves_keeps_the_system_from_starting_until_it_is_done_again()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await Register.AddAsync(system.Services, Some.Household("1", Village, Some.Person("1950-01-01")));
        var (place, backups) = (system.Services.GetRequiredService<SystemPlace>(), system.Services.GetRequiredService<Backups>());
        var archive = Path.Combine(system.Database.Folder, "one.backup");
        await backups.CreateAsync(place, archive, null, Ct);
        await using var other = await RestoredAsync(system, archive);
        await other.CloseAsync();
        Directory.CreateDirectory(other.Place.Staging);
        await File.WriteAllTextAsync(Path.Combine(other.Place.Staging, "moving"), "", Ct);
        File.Move(other.Place.Target.SqlitePath!, other.Place.Target.SqlitePath + ".lost");
        (await RefusalAsync(other.OpenAsync)).ShouldBe("restore-unfinished");
        File.Exists(other.Place.Target.SqlitePath).ShouldBeFalse();
        await backups.RestoreAsync(archive, null, other.Place, force: false, Ct);
        await other.OpenAsync();
        (await CountAsync(other.Services)).Households.ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task After_a_recovery_to_an_earlier_moment_the_heads_are_cut_to_it_and_the_former_ones_kept(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, Some.Household("1", Village, Some.Person("1950-01-01")));
        var (place, backups) = (system.Services.GetRequiredService<SystemPlace>(), system.Services.GetRequiredService<Backups>());
        var archive = Path.Combine(system.Database.Folder, "one.backup");
        await backups.CreateAsync(place, archive, Passphrase, Ct);
        await Register.AddAsync(system.Services, Some.Household("2", Village, Some.Person("1950-01-01")));
        await using var other = await RestoredAsync(system, archive);
        await other.CloseAsync();

        // The database is that of the backup, the heads are today's.
        File.Copy(place.Heads, other.Place.Heads, overwrite: true);
        await other.OpenAsync();
        (await other.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken!.Reason.ShouldBe("truncated");
        await other.CloseAsync();
        var aside = await backups.RewindHeadsAsync(other.Place, Ct);
        (await File.ReadAllBytesAsync(aside, Ct)).ShouldBe(await File.ReadAllBytesAsync(place.Heads, Ct));
        await other.OpenAsync();
        (await other.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
    }

    internal static async Task<RestoredSystem> RestoredAsync(TestSystem system, string archive)
    {
        var place = system.Services.GetRequiredService<SystemPlace>();
        var database = await TestDatabase.CreateAsync(system.Database.Target.Engine);
        var other = new RestoredSystem(database, SystemPlace.In(database.Folder, place.Keys));
        if (system.Database.Target.Engine == DbEngine.Postgres)
        {
            other = new RestoredSystem(database, other.Place with { Target = database.Target.AsOwner() });
        }

        await system.Services.GetRequiredService<Backups>().RestoreAsync(archive, Passphrase, other.Place, force: false, Ct);
        await other.OpenAsync();
        return other;
    }

    internal static async Task<(int Households, int Persons)> CountAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        return await scope.ServiceProvider.GetRequiredService<HouseholdReader>().CountAsync(CodeRange.Everything, new DateOnly(2016, 5, 1), Ct);
    }

    internal static async Task<Guid> SaveFileAsync(IServiceProvider services, string text)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(new RegionCode(610729000000));
        return await scope.ServiceProvider.GetRequiredService<FileStore>().SaveAsync("list.txt", "text/plain", new MemoryStream(Encoding.UTF8.GetBytes(text)), ct: Ct);
    }

    private static async Task<string> ReadFileAsync(IServiceProvider services, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(new RegionCode(610729000000));
        using var file = await scope.ServiceProvider.GetRequiredService<FileStore>().OpenAsync(id, Ct);
        using var reader = new StreamReader(file.Content);
        return await reader.ReadToEndAsync(Ct);
    }

    // Also begins chains of counties that had none: the backup must hold a chain's beginning or nothing of it.
    private static async Task LookAsync(TestSystem system, int county)
    {
        await using var scope = system.Enter(new RegionCode(county * 1_000_000L));
        await scope.ServiceProvider.GetRequiredService<AccessLog>().ReadAsync("household.list", new AuditSubject("household", "1", county));
    }

    private static async Task<string> RefusalAsync(Func<Task> work) => (await Should.ThrowAsync<ProblemException>(work)).Problems[0].Code;
}

/// <summary>A system that was restored somewhere else, opened as a start opens it.</summary>
internal sealed class RestoredSystem(TestDatabase database, SystemPlace place) : IAsyncDisposable
{
    private ServiceProvider? services;

    public SystemPlace Place => place;

    public IServiceProvider Services => services!;

    public async Task OpenAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Home", Repository.Root), new("Database:Connection", place.Target.SqlitePath ?? place.Target.ConnectionString), new("Keys", place.Keys), new("Heads", place.Heads),
            new("Files", place.Files), new("Packs:Versions", place.Packs),
        ]).Build();
        var opened = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddFuyao(configuration).BuildServiceProvider();
        await opened.PrepareFuyaoAsync();
        services = opened;
    }

    public async Task CloseAsync()
    {
        await services!.DisposeAsync();
        services = null;
        if (place.Target.SqlitePath is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }
        else
        {
            Npgsql.NpgsqlConnection.ClearPool(new Npgsql.NpgsqlConnection(place.Target.ConnectionString));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await CloseAsync();
        }

        await database.DisposeAsync();
    }
}
