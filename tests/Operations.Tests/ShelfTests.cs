using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Operations.Backup;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Operations.Tests;

public sealed class ShelfTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void A_year_of_daily_backups_leaves_the_last_days_weeks_and_months()
    {
        var last = new DateTimeOffset(2016, 12, 30, 18, 30, 0, TimeSpan.Zero);
        var shelf = new HashSet<DateTimeOffset>();
        for (var day = 0; day < 500; day++)
        {
            shelf.Add(last.AddDays(day - 499));
            shelf = Shelf.Keep([.. shelf], (7, 4, 12));
        }

        var ages = shelf.Select(at => (last - at).Days).Order().ToList();
        ages[..7].ShouldBe([0, 1, 2, 3, 4, 5, 6]);
        ages.Count.ShouldBeInRange(7 + 3 + 10, 7 + 4 + 12);
        ages[^1].ShouldBeInRange(320, 370);
        Shelf.Keep([last], (0, 0, 0)).ShouldBe([last]);
        Shelf.Keep([], (7, 4, 12)).ShouldBeEmpty();
    }

    [Theory, EachEngine]
    public async Task The_administrator_starts_a_backup_and_sees_it_verified_and_drilled_and_nobody_else_does(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine, settings: new KeyValuePair<string, string?>("Backup:At", "02:30"));
        using var admin = await SignInAsync(server, "administrator");
        (await HealthAsync(admin)).GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "backup").GetProperty("status").GetString().ShouldBe("warning");
        var started = await admin.PostAsync("/api/operations/backups", null, Ct);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync(Ct));
        var state = await Eventually.GetAsync(
            () => admin.GetFromJsonAsync<JsonElement>("/api/operations", Ct),
            s => s.GetProperty("backups").TryGetProperty("last_drill_at", out _) || s.GetProperty("backups").TryGetProperty("last_failure", out _), Ct);
        var backups = state.GetProperty("backups");
        backups.TryGetProperty("last_failure", out var failure).ShouldBeFalse(failure.ToString());
        backups.GetProperty("last_good").GetProperty("rows").GetInt64().ShouldBeGreaterThan(0);
        // 02:30 in China, on the day after the clock's own (09:00 there).
        backups.GetProperty("next_at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2016, 5, 1, 18, 30, 0, TimeSpan.Zero));
        state.GetProperty("retention").GetArrayLength().ShouldBe(6);
        server.Clock.Advance(TimeSpan.FromHours(40));
        using var again = await SignInAsync(server, "administrator");
        (await HealthAsync(again)).GetProperty("status").GetString().ShouldBe("failing");

        using var clerk = await SignInAsync(server, "county-clerk");
        (await clerk.GetAsync("/api/operations", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.GetAsync("/api/health", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.Client().GetAsync("/health/ready", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<JsonElement> HealthAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>("/api/health", Ct);

    private static async Task<HttpClient> SignInAsync(TestServer server, string role)
    {
        const string password = "a long password 1";
        var name = $"{role}{server.Clock.GetUtcNow().Ticks}";
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, role, role, new RegionCode(610729000000), password, ct: Ct);
        }

        var client = server.Client();
        var answer = await client.PostAsJsonAsync("/api/session", new { user_name = name, password }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        client.DefaultRequestHeaders.Add("X-CSRF", (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("csrf").GetString());
        client.DefaultRequestHeaders.Add("Idempotency-Key", Ids.New(TimeProvider.System).ToString());
        return client;
    }
}
