using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class SignInTests
{
    [Theory, EachEngine]
    public async Task A_session_tells_who_one_is_and_a_write_with_its_token_passes(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk, name: "王县");
        var session = await (await clerk.GetAsync("/api/session")).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        session.GetProperty("user").GetProperty("name").GetString().ShouldBe("王县");
        session.GetProperty("user").GetProperty("role").GetString().ShouldBe("county-clerk");
        session.GetProperty("user").GetProperty("area").GetProperty("code").GetString().ShouldBe("610729");
        (await clerk.PostAsync("/wells", new { region = AccessHost.County.Value })).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        await host.AddUserAsync("li", Roles.Finance);
        using var browser = host.Visit();
        var cookies = (await browser.SignInAsync("li", AccessHost.Password)).Headers.GetValues("Set-Cookie").ToList();
        var cookie = cookies.Single(c => c.StartsWith("fuyao=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
    }

    [Theory, EachEngine]
    public async Task A_write_without_the_antiforgery_header_is_refused(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var answer = await clerk.PostAsync("/wells", new { region = AccessHost.County.Value }, withCsrf: false);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.CodeAsync()).ShouldBe("csrf");
        (await clerk.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task A_disabled_account_is_refused_within_a_second_on_every_server(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        await using var other = await AccessHost.StartAsync(engine, on: host.Database, clock: new AheadClock(out var later));
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        (await clerk.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var replay = other.Visit();
        foreach (Cookie cookie in clerk.Cookies.GetAllCookies())
        {
            replay.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", "127.0.0.1"));
        }

        (await replay.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using (var scope = host.Operator())
        {
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().SetDisabledAsync(clerk.User!.Id, true, TestContext.Current.CancellationToken);
        }

        (await clerk.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        later.Add(TimeSpan.FromSeconds(1));
        (await replay.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, EachEngine]
    public async Task Signing_out_ends_the_session_for_whoever_kept_the_cookie(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        using var thief = host.Visit();
        foreach (Cookie cookie in clerk.Cookies.GetAllCookies())
        {
            thief.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", "127.0.0.1"));
        }

        (await thief.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/api/session"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await thief.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Guessing_tells_nobody_which_accounts_there_are()
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite, clock: clock);
        await host.AddUserAsync("zhao", Roles.Finance);
        using var browser = host.Visit();
        async Task<List<(HttpStatusCode, string)>> GuessAsync(string name)
        {
            List<(HttpStatusCode, string)> answers = [];
            for (var i = 0; i < 8; i++)
            {
                using var answer = await browser.SignInAsync(name, $"guess {i}");
                answers.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            }

            return answers;
        }

        var real = await GuessAsync("zhao");
        real[^1].Item1.ShouldBe(HttpStatusCode.TooManyRequests);
        (await GuessAsync("Nobody")).ShouldBe(real);
        (await browser.SignInAsync("nobody", "once more")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "a name is one however it is written");
        clock.Advance(TimeSpan.FromMinutes(16));
        (await GuessAsync("nobody")).ShouldBe(real);
    }

    [Theory, EachEngine]
    public async Task Fifty_guesses_at_once_are_five_guesses_and_then_even_the_right_password_waits(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        await host.AddUserAsync("zhao", Roles.Finance);
        using var browser = host.Visit();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => browser.SignInAsync("zhao", $"guess {i}")));
        answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(5);
        answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(45);
        (await browser.SignInAsync("zhao", AccessHost.Password)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        clock.Advance(TimeSpan.FromMinutes(16));
        (await browser.SignInAsync("zhao", AccessHost.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_new_password_needs_the_old_one_and_ends_every_other_session(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var here = await host.SignInAsync(Roles.Finance, name: "sun");
        using var elsewhere = host.Visit();
        await elsewhere.SignInAsync("sun", AccessHost.Password);
        (await here.PostAsync("/api/session/password", new { old_password = "wrong", password = "a longer one" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await here.PostAsync("/api/session/password", new { old_password = AccessHost.Password, password = "short" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await elsewhere.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await here.PostAsync("/api/session/password", new { old_password = AccessHost.Password, password = "a longer one" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await here.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await elsewhere.SignInAsync("sun", AccessHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await elsewhere.SignInAsync("sun", "a longer one")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_restart_signs_nobody_out()
    {
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        CookieContainer cookies;
        await using (var host = await AccessHost.StartAsync(DbEngine.Sqlite, on: database))
        {
            using var clerk = await host.SignInAsync(Roles.CountyClerk);
            cookies = clerk.Cookies;
        }

        await using var again = await AccessHost.StartAsync(DbEngine.Sqlite, on: database);
        using var browser = again.Visit();
        foreach (Cookie cookie in cookies.GetAllCookies())
        {
            browser.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", "127.0.0.1"));
        }

        (await browser.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task An_account_is_refused_with_all_its_faults_at_once(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var admin = await host.SignInAsync(Roles.Administrator);
        var answer = await admin.PostAsync("/api/users", new { user_name = "", name = "x", role = "king", region = "610730", password = "short" });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var codes = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("problems").EnumerateArray().Select(p => p.GetString());
        codes.ShouldBe(["user-name", "role", "region", "password-too-short"]);
    }

    [Theory, EachEngine]
    public async Task An_administrator_neither_sees_nor_changes_accounts_outside_the_area(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var admin = await host.SignInAsync(Roles.Administrator);
        var stranger = await host.AddUserAsync("stranger", Roles.Finance, AccessHost.OtherCounty);
        (await (await admin.GetAsync("/api/users")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("stranger");
        (await admin.PostAsync($"/api/users/{stranger.Id}/disable", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostAsync($"/api/users/{admin.User!.Id}/disable", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await admin.GetAsync("/api/users")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
