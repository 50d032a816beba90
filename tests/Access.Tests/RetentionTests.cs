using Fuyao.Access.Audit;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Files;
using Fuyao.Access.Jobs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class RetentionTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task The_access_log_loses_its_beginning_and_still_verifies_while_any_other_cut_is_found(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        await LookAsync(host, 30);
        clock.Advance(TimeSpan.FromDays(1000));
        await LookAsync(host, 5);
        clock.Advance(TimeSpan.FromDays(100));
        var would = await RunAsync(host, dryRun: true);
        would["access_log"].ShouldBe(30);
        (await CountAsync(host)).ShouldBe(35);
        (await RunAsync(host, dryRun: false))["access_log"].ShouldBe(30);
        (await CountAsync(host)).ShouldBe(5);
        (await VerifyAsync(host)).ShouldBeNull();
        (await RunAsync(host, dryRun: false))["access_log"].ShouldBe(0);

        // All is old: the newest record stays, and the chain goes on from it.
        clock.Advance(TimeSpan.FromDays(2000));
        (await RunAsync(host, dryRun: false))["access_log"].ShouldBe(4);
        (await VerifyAsync(host)).ShouldBeNull();
        await LookAsync(host, 8);
        (await VerifyAsync(host)).ShouldBeNull();

        // What somebody else cuts off is missed, though the log may begin anywhere.
        await TamperAsync(host, "delete from access_log where seq <= 37");
        (await VerifyAsync(host)).ShouldBe(new AuditBreak("access_log", 610729, 38, "missing"));
    }

    [Theory, EachEngine]
    public async Task Killed_between_sealing_and_removing_the_log_verifies_and_the_next_run_goes_on(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        await LookAsync(host, 20);
        var chains = host.Services.GetRequiredService<Chains>();
        byte[] hash;
        await using (var connection = await Sql.OpenAsync(chains.ReadsTarget.AsOwner(), Ct))
        {
            await using var command = Sql.Command(connection, null, "select hash from access_log where county = 610729 and seq = 12");
            hash = (byte[])(await command.ExecuteScalarAsync(Ct))!;
        }

        host.Services.GetRequiredService<HeadsFile>().Append([new ChainHead("access_log.sealed", 610729, 12, hash)], true);
        (await VerifyAsync(host)).ShouldBeNull();
        clock.Advance(TimeSpan.FromDays(2000));
        (await RunAsync(host, dryRun: false))["access_log"].ShouldBe(19);
        (await VerifyAsync(host)).ShouldBeNull();
    }

    [Theory, EachEngine]
    public async Task Uploads_lose_their_content_and_keep_their_row_old_jobs_go_and_what_is_kept_for_ever_stays(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        Guid upload, evidence;
        await using (var scope = host.Operator(AccessHost.County))
        {
            var files = scope.ServiceProvider.GetRequiredService<FileStore>();
            upload = await files.SaveAsync("list.xlsx", "text/plain", new MemoryStream([1, 2, 3]), keep: FileKeep.Upload, ct: Ct);
            evidence = await files.SaveAsync("photo.jpg", "text/plain", new MemoryStream([1, 2, 3]), ct: Ct);
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            foreach (var ended in new[] { clock.GetUtcNow(), (DateTimeOffset?)null })
            {
                db.Add(new Job { County = 610729, Id = Ids.New(clock), Kind = "test", Region = AccessHost.County.Value, State = ended is null ? JobState.Cancelled : JobState.Done, CreatedAt = clock.GetUtcNow(), FinishedAt = ended });
            }

            await db.SaveChangesAsync(Ct);
        }

        var stored = Directory.GetFiles(host.Database.Folder, "*", SearchOption.AllDirectories).Count(IsStored);
        clock.Advance(TimeSpan.FromDays(401));
        var gone = await RunAsync(host, dryRun: false);
        gone.ShouldContainKeyAndValue("uploads", 1);
        gone.ShouldContainKeyAndValue("jobs", 1);
        Directory.GetFiles(host.Database.Folder, "*", SearchOption.AllDirectories).Count(IsStored).ShouldBe(stored - 1);
        await using (var scope = host.Operator(AccessHost.County))
        {
            var files = scope.ServiceProvider.GetRequiredService<FileStore>();
            (await Should.ThrowAsync<ProblemException>(() => files.OpenAsync(upload, Ct))).ShouldSatisfyAllConditions(
                e => e.Status.ShouldBe(410), e => e.Problems.Single().Code.ShouldBe("file-removed"));
            using var kept = await files.OpenAsync(evidence, Ct);
            kept.Length.ShouldBe(3);
            (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<StoredFile>().CountAsync(Ct)).ShouldBe(2);
        }

        (await VerifyAsync(host)).ShouldBeNull();

        bool IsStored(string path) => Path.GetRelativePath(host.Database.Folder, path).StartsWith("test.files", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_days_work_is_planned_runs_at_its_hour_and_is_planned_once()
    {
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        // A machine that is slow may plan the work only after its hour; then the work is planned anew for a later one.
        foreach (var seconds in new[] { 3, 15, 90 })
        {
            var work = new Counted(TimeSpan.FromSeconds(seconds));
            await using var host = await AccessHost.StartAsync(DbEngine.Sqlite, configure: s => s.AddSingleton<IScheduledWork>(work), on: database, runJobs: true);
            var late = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds + 10);
            await Eventually.IsAsync(() => Task.FromResult(work.Runs > 0 || TimeProvider.System.GetUtcNow() > late), Ct);
            if (work.Runs > 0)
            {
                work.Runs.ShouldBe(1);
                return;
            }
        }

        Assert.Fail("It never ran.");
    }

    private static async Task LookAsync(AccessHost host, int times)
    {
        await using var scope = host.Operator(AccessHost.County);
        for (var n = 0; n < times; n++)
        {
            await scope.ServiceProvider.GetRequiredService<AccessLog>().ReadAsync("well.list", new AuditSubject("well", $"{n}", 610729));
        }
    }

    private static async Task<Dictionary<string, long>> RunAsync(AccessHost host, bool dryRun)
    {
        await using var scope = host.Operator();
        return (await scope.ServiceProvider.GetRequiredService<Retention>().RunAsync(dryRun, Ct)).ToDictionary(l => l.Kind, l => l.Count);
    }

    private static async Task<AuditBreak?> VerifyAsync(AccessHost host) => (await host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken;

    private static async Task<long> CountAsync(AccessHost host)
    {
        await using var connection = await Sql.OpenAsync(host.Services.GetRequiredService<Chains>().ReadsTarget.AsOwner(), Ct);
        await using var command = Sql.Command(connection, null, "select count(*) from access_log");
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task TamperAsync(AccessHost host, string sql)
    {
        var target = host.Services.GetRequiredService<Chains>().ReadsTarget.AsOwner();
        await using var connection = await Sql.OpenAsync(target, Ct);
        await using var command = Sql.Command(
            connection, null, target.Engine == DbEngine.Sqlite ? $"drop trigger access_log_no_delete; {sql}" : $"grant delete on access_log to current_user; {sql}");
        await command.ExecuteNonQueryAsync(Ct);
    }

    private sealed class Counted(TimeSpan ahead) : IScheduledWork
    {
        private readonly Lazy<TimeOnly> at = new(() => TimeOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime + ahead));

        public string Name => "counted";

        /// <summary>So long after the scheduler first asks.</summary>
        public TimeOnly? At => at.Value;

        public int Runs { get; private set; }

        public Task RunAsync(CancellationToken ct)
        {
            Runs++;
            return Task.CompletedTask;
        }
    }
}
