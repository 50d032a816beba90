using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Access.Jobs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class JobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.04, 0d, 2475d)] // once 99 / 0.0: no number that JSON has, so the page of a slow job was a fault of the server
    [InlineData(2.5, 2.5, 39.6)]
    [InlineData(0, null, null)]
    [InlineData(double.PositiveInfinity, null, null)]
    [InlineData(double.NaN, null, null)]
    public void However_slow_a_job_is_what_is_left_of_it_is_a_number_or_unknown(double rate, double? shown, double? left) =>
        JobEndpoints.Pace(new JobProgress(1, 100, null, rate)).ShouldBe((shown, left));

    [Theory, EachEngine]
    public async Task A_queued_job_runs_as_whoever_asked_in_its_area_and_its_end_is_streamed(DbEngine engine)
    {
        await using var host = await StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk, name: "clerk");
        Guid id;
        await using (var scope = host.Operator())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Enter(clerk.User!.Id, "clerk", "county-clerk", AccessHost.County, Channels.Form, Roles.CountyClerk.Permissions);
            id = await scope.ServiceProvider.GetRequiredService<JobQueue>().EnqueueAsync("digging", new Digging(3), new RegionCode(610729101000), Ct);
        }

        using var stream = new StreamReader(await clerk.Http.GetStreamAsync($"/api/jobs/{id}/events", Ct));
        var events = (await stream.ReadToEndAsync(Ct)).Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).ToList();
        var last = JsonElement.Parse(events[^1]["data:".Length..]);
        last.GetProperty("state").GetString().ShouldBe("done", events[^1]);
        last.GetProperty("result").GetProperty("by").GetString().ShouldBe("clerk");
        last.GetProperty("result").GetProperty("area").GetString().ShouldBe("610729101");
        last.GetProperty("done").GetInt64().ShouldBe(3);
        (await clerk.Http.GetFromJsonAsync<JsonElement>("/api/jobs", Ct)).GetProperty("items").GetArrayLength().ShouldBe(1);
        using var stranger = await host.SignInAsync(Roles.CountyClerk, AccessHost.OtherCounty);
        (await stranger.GetAsync($"/api/jobs/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.Http.GetFromJsonAsync<JsonElement>("/api/jobs", Ct)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task A_job_whose_process_died_continues_from_its_checkpoint_and_does_nothing_twice(DbEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        Guid id;
        await using (var first = await StartAsync(engine, database, runJobs: false))
        {
            await using var scope = first.Operator(AccessHost.County);
            id = await scope.ServiceProvider.GetRequiredService<JobQueue>().EnqueueAsync("digging", new Digging(6, DieAfter: 2), null, Ct);

            // Dies as kill -9 leaves it: no end is written and the heart stops.
            var runner = first.Services.GetRequiredService<JobRunner>();
            _ = runner.RunAsync(id, CancellationToken.None);
            await WellDigger.DiedAsync(id).WaitAsync(Ct);
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            var longAgo = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1);
            await db.Set<Job>().Where(j => j.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.Runner, Ids.New(TimeProvider.System)).SetProperty(j => j.HeartbeatAt, longAgo), Ct);
            (await db.Set<Well>().CountAsync(Ct)).ShouldBe(2);
        }

        await using var second = await StartAsync(engine, database);
        var job = await FinishedAsync(second, id);
        job.State.ShouldBe(JobState.Done);
        job.Attempts.ShouldBe(2);
        await using var after = second.Operator(AccessHost.County);
        (await after.ServiceProvider.GetRequiredService<PlatformDb>().Set<Well>().CountAsync(Ct)).ShouldBe(6);
        (await second.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).Ok.ShouldBeTrue();
    }

    [Theory, EachEngine]
    public async Task A_running_job_is_cancelled_by_its_owner_and_a_waiting_one_never_starts(DbEngine engine)
    {
        await using var host = await StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        Guid running;
        await using (var scope = host.Operator(AccessHost.County))
        {
            running = await scope.ServiceProvider.GetRequiredService<JobQueue>().EnqueueAsync("digging", new Digging(100_000, MsEach: 20), null, Ct);
        }

        await Eventually.IsAsync(async () => (await clerk.Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{running}", Ct)).GetProperty("done").GetInt64() > 2, Ct);
        (await clerk.PostAsync($"/api/jobs/{running}/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FinishedAsync(host, running)).State.ShouldBe(JobState.Cancelled);

        await using var idle = await StartAsync(engine, host.Database, runJobs: false);
        await using var other = idle.Operator(AccessHost.County);
        var job = other.ServiceProvider.GetRequiredService<JobQueue>().New("digging", "{}", null);
        job.State = JobState.Cancelled;
        other.ServiceProvider.GetRequiredService<PlatformDb>().Add(job);
        await other.ServiceProvider.GetRequiredService<PlatformDb>().SaveChangesAsync(Ct);
        (await idle.Services.GetRequiredService<JobRunner>().RunAsync(job.Id, Ct)).ShouldBeNull();
    }

    [Theory, EachEngine]
    public async Task A_server_that_stops_puts_its_job_back_and_the_next_one_finishes_it(DbEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        Guid id;
        await using (var first = await StartAsync(engine, database))
        {
            await using var scope = first.Operator(AccessHost.County);
            id = await scope.ServiceProvider.GetRequiredService<JobQueue>().EnqueueAsync("digging", new Digging(40, MsEach: 50), null, Ct);
            await Eventually.IsAsync(() => scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Well>().AnyAsync(Ct), Ct);
        }

        await using var second = await StartAsync(engine, database);
        (await FinishedAsync(second, id)).State.ShouldBe(JobState.Done);
        await using var after = second.Operator(AccessHost.County);
        (await after.ServiceProvider.GetRequiredService<PlatformDb>().Set<Well>().CountAsync(Ct)).ShouldBe(40);
    }

    [Theory, EachEngine]
    public async Task The_command_line_runs_a_job_at_once_and_hears_its_progress_and_its_problems(DbEngine engine)
    {
        await using var host = await StartAsync(engine, runJobs: false);
        await using var scope = host.Operator(AccessHost.County);
        var runner = host.Services.GetRequiredService<JobRunner>();
        var heard = new List<long>();
        var outcome = await runner.RunInlineAsync(scope.ServiceProvider, "digging", new Digging(3), null, p => heard.Add(p.Done), Ct);
        outcome.State.ShouldBe("done");
        heard.ShouldBe([1, 2, 3]);
        var failed = await runner.RunInlineAsync(scope.ServiceProvider, "digging", new Digging(-1), null, null, Ct);
        failed.State.ShouldBe("failed");
        failed.Problems.Single().Code.ShouldBe("too-few");
    }

    private static Task<AccessHost> StartAsync(DbEngine engine, TestDatabase? on = null, bool runJobs = true) =>
        AccessHost.StartAsync(engine, configure: s => s.AddScoped<IJobHandler, WellDigger>(), on: on, runJobs: runJobs);

    private static async Task<Job> FinishedAsync(AccessHost host, Guid id)
    {
        await using var scope = host.Operator();
        var jobs = scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Job>().AsNoTracking();
        return await Eventually.GetAsync(() => jobs.SingleAsync(j => j.Id == id, Ct), job => job.FinishedAt is not null, Ct);
    }

    private sealed record Digging(int Wells, int MsEach = 0, int? DieAfter = null);

    private sealed class WellDigger(PlatformDb db, WriteSession write, CurrentActor actor) : IJobHandler
    {
        private static readonly ConcurrentDictionary<Guid, TaskCompletionSource> Deaths = [];

        public static Task DiedAsync(Guid job) => Deaths.GetOrAdd(job, _ => new TaskCompletionSource()).Task;

        public string Kind => "digging";

        public async Task RunAsync(JobContext job)
        {
            var args = job.ArgsAs<Digging>();
            if (args.Wells < 0)
            {
                throw new ProblemException(422, new Problem("too-few", new LocalText("太少", "too few")));
            }

            for (var i = int.Parse(job.Checkpoint ?? "0", System.Globalization.CultureInfo.InvariantCulture); i < args.Wells; i++)
            {
                job.CancellationToken.ThrowIfCancellationRequested();
                if (i == args.DieAfter && Deaths.GetOrAdd(job.Id, _ => new TaskCompletionSource()).TrySetResult())
                {
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                }

                await write.RunAsync("dig", async () =>
                {
                    db.Add(new Well { County = actor.County, Id = Ids.New(TimeProvider.System), Region = actor.Region.Value });
                    await job.SaveCheckpointAsync($"{i + 1}");
                }, job.CancellationToken);
                job.Report(i + 1, args.Wells);
                await Task.Delay(args.MsEach, job.CancellationToken);
            }

            job.SetResult(new { by = actor.Name, area = actor.Region.ToShort() });
        }
    }
}
