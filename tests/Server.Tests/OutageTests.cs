using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class OutageTests
{
    private const long Village = 610729001201;
    private const string Password = "a long password 1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void What_the_ground_cannot_do_is_told_from_what_the_program_does_wrong()
    {
        Outage.Is(new SqliteException("database or disk is full", 13)).ShouldBeTrue();
        Outage.Is(new InvalidOperationException("saving", new SqliteException("disk I/O error", 10))).ShouldBeTrue();
        Outage.Is(new IOException("No space left on device", 28)).ShouldBeTrue();
        Outage.Is(new NpgsqlException("gone", new IOException("reset"))).ShouldBeTrue();
        Outage.Is(new AggregateException(new IOException("No space left on device", 28))).ShouldBeTrue();
        Outage.Is(new SqliteException("constraint", 19)).ShouldBeFalse();
        Outage.Is(new InvalidOperationException("a mistake")).ShouldBeFalse();
    }

    [Fact]
    public async Task Connections_that_PostgreSQL_ends_at_random_lose_nothing_acknowledged_and_count_nothing_twice()
    {
        Assert.SkipWhen(TestDatabase.PostgresServer is null, "FUYAO_TEST_POSTGRES is not set: run ./fuyao test, which starts a server");
        await using var server = await TestServer.StartAsync(DbEngine.Postgres, builder => builder.Logging.SetMinimumLevel(LogLevel.None));
        using var client = await SignInAsync(server);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var killing = Task.Run(async () =>
        {
            await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(TestDatabase.PostgresServer) { Pooling = false }.ConnectionString);
            await owner.OpenAsync(Ct);
            var name = new NpgsqlConnectionStringBuilder(server.Database.Target.ConnectionString).Database;
            while (!ended.IsCancellationRequested)
            {
                await using var kill = new NpgsqlCommand($"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{name}' and random() < 0.5", owner);
                await kill.ExecuteScalarAsync(Ct);
                await Task.Delay(40, Ct);
            }
        }, Ct);
        var (acknowledged, open, statuses) = (new ConcurrentBag<string>(), new ConcurrentDictionary<string, string>(), new ConcurrentBag<HttpStatusCode>());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
        {
            for (var n = 0; n < 15; n++)
            {
                var (number, key) = ($"L{worker}{n:000}", Ids.New(TimeProvider.System).ToString());
                var status = await RegisterAsync(client, number, key);
                statuses.Add(status);
                if (status == HttpStatusCode.Created)
                {
                    acknowledged.Add(number);
                }
                else
                {
                    open[number] = key;
                }
            }
        }));
        await ended.CancelAsync();
        await killing;
        statuses.Except([HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable]).ShouldBeEmpty();
        foreach (var (number, key) in open)
        {
            for (var attempt = 0; attempt < 5 && !acknowledged.Contains(number); attempt++)
            {
                if (await RegisterAsync(client, number, key) == HttpStatusCode.Created)
                {
                    acknowledged.Add(number);
                }
            }
        }

        acknowledged.Distinct().Count().ShouldBe(60);
        // A connection that was ended while it lay in the pool tells only when it is used.
        NpgsqlConnection.ClearAllPools();
        await using var look = new NpgsqlConnection(server.Database.Target.AsOwner().ConnectionString);
        await look.OpenAsync(Ct);
        await using var count = new NpgsqlCommand("select count(*) || '/' || count(distinct number) from households where number like 'L%'", look);
        (await count.ExecuteScalarAsync(Ct)).ShouldBe("60/60");
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
    }

    [Theory, EachEngine]
    public async Task A_clock_that_goes_back_a_year_breaks_neither_writing_nor_the_audit(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        using (var client = await SignInAsync(server))
        {
            (await RegisterAsync(client, "C1", "one")).ShouldBe(HttpStatusCode.Created);
        }

        server.Clock.Advance(TimeSpan.FromDays(-400));
        using var back = await SignInAsync(server);
        (await RegisterAsync(back, "C2", "two")).ShouldBe(HttpStatusCode.Created);
        server.Clock.Advance(TimeSpan.FromDays(800));
        using var ahead = await SignInAsync(server);
        (await RegisterAsync(ahead, "C3", "three")).ShouldBe(HttpStatusCode.Created);
        (await ahead.GetFromJsonAsync<JsonElement>("/api/households", Ct)).GetProperty("total").GetInt32().ShouldBe(3);
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
    }

    private static async Task<HttpStatusCode> RegisterAsync(HttpClient client, string number, string key)
    {
        var household = Some.Household(number, Village, Some.Person("1950-01-01", $"张{number}"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/households") { Content = JsonContent.Create(new JsonObject { ["reason"] = "test", ["household"] = household }) };
        request.Headers.Add("Idempotency-Key", key);
        return (await client.SendAsync(request, Ct)).StatusCode;
    }

    private static async Task<HttpClient> SignInAsync(TestServer server)
    {
        var name = $"clerk{Ids.New(TimeProvider.System):N}";
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, "职员", "county-clerk", new RegionCode(610729000000), Password, ct: Ct);
        }

        var client = server.Client();
        var answer = await client.PostAsJsonAsync("/api/session", new { user_name = name, password = Password }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        client.DefaultRequestHeaders.Add("X-CSRF", (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("csrf").GetString());
        return client;
    }
}
