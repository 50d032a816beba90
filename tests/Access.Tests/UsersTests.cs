using System.Net;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class UsersTests
{
    private static readonly RegionCode Township = new(610729101000);

    [Theory, EachEngine]
    public async Task A_new_user_gets_a_password_for_one_sign_in_and_must_choose_another(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var admin = await host.SignInAsync(Roles.Administrator);
        var added = await admin.DoAsync("/api/users", new { user_name = "xin", name = "新同事", role = "county-clerk", region = "610729" });
        var password = added.GetProperty("one_time_password").GetString()!;
        using var user = host.Visit();
        (await user.SignInAsync("xin", password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await user.JsonAsync("/api/session")).GetProperty("user").GetProperty("duty").GetString().ShouldBe("change-password");
        (await user.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await user.PostAsync("/api/session/password", new { old_password = password, password = "my own and long enough" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await user.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task An_administrators_role_waits_for_a_second_administrator(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var first = await host.SignInAsync(Roles.Administrator);
        using var second = await host.SignInAsync(Roles.Administrator);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var id = clerk.User!.Id;
        (await first.PostAsync($"/api/users/{id}/roles", new { role = "administrator", region = "610729" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await clerk.PostAsync("/api/session/role", new { role = "administrator" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var grant = await PendingAsync(first, id);
        (await (await first.PostAsync($"/api/users/{id}/roles/{grant}/confirm", null)).CodeAsync()).ShouldBe("own-work");
        (await clerk.PostAsync($"/api/users/{id}/roles/{grant}/confirm", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await second.PostAsync($"/api/users/{id}/roles/{grant}/confirm", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await clerk.PostAsync("/api/session/role", new { role = "administrator" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await clerk.GetAsync("/api/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Nobody_rises_by_their_own_hand(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var admin = await host.SignInAsync(Roles.Administrator);
        using var other = await host.SignInAsync(Roles.Administrator);
        using var small = await host.SignInAsync(Roles.Administrator, Township);
        var me = admin.User!.Id;
        (await (await admin.PostAsync($"/api/users/{me}/roles", new { role = "county-clerk", region = "610729" })).CodeAsync()).ShouldBe("own-account");
        (await (await admin.PostAsync($"/api/users/{other.User!.Id}/reset", new { second_factor = true })).CodeAsync()).ShouldBe("administrator-reset");
        (await (await admin.PostAsync("/api/users", new { user_name = "up", name = "x", role = "leader", region = "61" })).CodeAsync()).ShouldBe("region");
        (await (await small.PostAsync("/api/users", new { user_name = "up", name = "x", role = "leader", region = "610729" })).CodeAsync()).ShouldBe("region");
        (await small.PostAsync($"/api/users/{me}/disable", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostAsync("/api/session/role", new { role = "county-clerk" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, EachEngine]
    public async Task A_role_has_its_days_and_when_taken_away_ends_within_a_second(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var admin = await host.SignInAsync(Roles.Administrator);
        using var clerk = await host.SignInAsync(Roles.Leader);
        await admin.PostAsync($"/api/users/{clerk.User!.Id}/roles", new { role = "finance", region = "610729", from = "2016-05-02", to = "2016-05-03" });
        (await clerk.PostAsync("/api/session/role", new { role = "finance" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var (hours, expected) in new[] { (24, HttpStatusCode.NoContent), (24, HttpStatusCode.NoContent), (24, HttpStatusCode.Forbidden) })
        {
            clock.Advance(TimeSpan.FromHours(hours));
            await clerk.SignInAsync(clerk.User.UserName, AccessHost.Password);
            (await clerk.PostAsync("/api/session/role", new { role = "finance" })).StatusCode.ShouldBe(expected);
        }
    }

    [Theory, EachEngine]
    public async Task A_session_is_listed_and_ended_from_another_within_a_second_on_every_server(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        await using var other = await AccessHost.StartAsync(engine, on: host.Database, clock: new AheadClock(out var later));
        using var desk = await host.SignInAsync(Roles.CountyClerk);
        using var phone = other.Visit();
        await phone.SignInAsync(desk.User!.UserName, AccessHost.Password);
        (await phone.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var sessions = (await desk.JsonAsync("/api/account")).GetProperty("sessions").EnumerateArray().ToList();
        sessions.Count.ShouldBe(2);
        sessions.ShouldAllBe(s => s.GetProperty("address").GetString() == "127.0.0.1");
        var lost = sessions.Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        (await desk.PostAsync($"/api/account/sessions/{lost}/end", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        later.Add(TimeSpan.FromSeconds(1));
        (await phone.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await desk.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Idle_sessions_end_and_what_a_page_asks_by_itself_keeps_none_alive(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine, clock: new Moving(out var clock));
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        clock.Advance(TimeSpan.FromMinutes(20));
        (await clerk.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(20));
        (await clerk.GetAsync("/api/jobs")).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(11));
        (await clerk.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> PendingAsync(Browser admin, Guid user) => (await admin.JsonAsync("/api/users")).GetProperty("items").EnumerateArray()
        .Single(u => u.GetProperty("id").GetGuid() == user).GetProperty("grants").EnumerateArray()
        .Single(g => g.GetProperty("state").GetString() == "pending").GetProperty("id").GetString()!;

    /// <summary>A clock whose ticks move with its time, as those of the cache of sessions must.</summary>
    private sealed class Moving : TimeProvider
    {
        private DateTimeOffset now = new(2016, 5, 1, 1, 0, 0, TimeSpan.Zero);

        public Moving(out Moving self) => self = this;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => now.Ticks;

        public void Advance(TimeSpan by) => now += by;
    }
}
