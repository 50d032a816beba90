using System.Net;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task Beyond_the_rate_the_answer_is_429_with_the_time_to_wait_for_this_user_alone()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite, Map, set: o => o.Limits.Search = 5);
        using var one = await host.SignInAsync(Roles.CountyClerk);
        using var other = await host.SignInAsync(Roles.CountyClerk);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add(await one.GetAsync("/wells/search"));
        }

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(5);
        answers[^1].StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answers[^1].Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await other.GetAsync("/wells/search")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await one.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var auditor = await host.SignInAsync(Roles.Auditor);
        var record = (await auditor.JsonAsync("/api/audit?chain=access_log&action=refused:rate")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (record.GetProperty("actor").GetProperty("name").GetString(), record.GetProperty("subject").GetProperty("id").GetString()).ShouldBe((one.User!.Name, "/wells/search"));
    }

    [Fact]
    public async Task Sign_ins_are_limited_by_address()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite, set: o => o.Limits.SignIn = 3);
        using var stranger = host.Visit();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add((await stranger.SignInAsync($"somebody {i}", "a guess")).StatusCode);
        }

        answers.ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]);
    }

    [Fact]
    public async Task A_user_makes_so_many_files_at_once_and_no_more()
    {
        var gate = new TaskCompletionSource();
        await using var host = await AccessHost.StartAsync(
            DbEngine.Sqlite, app => app.MapGet("/wells/slow", async () => await gate.Task).RequirePermission(Permissions.HouseholdExport), set: o => o.Limits.AtOnce = 2);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var running = Enumerable.Range(0, 5).Select(_ => clerk.GetAsync("/wells/slow")).ToList();
        while (running.Count(r => r.IsCompleted) < 3)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        gate.SetResult();
        (await Task.WhenAll(running)).Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(3);
    }

    [Theory, EachEngine]
    public async Task Full_numbers_are_counted_a_day_and_the_auditor_sees_who_saw_how_many(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, Map, clock: clock, set: o => (o.RevealsPerDay, o.Limits.Reveal) = (10, 1000));
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => clerk.PostAsync("/wells/reveal", null)));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(10);
        (await answers.First(a => !a.IsSuccessStatusCode).CodeAsync()).ShouldBe("reveal-limit");
        using var auditor = await host.SignInAsync(Roles.Auditor);
        var figure = (await auditor.JsonAsync("/api/audit/figures?from=2016-05-01&to=2016-05-01")).GetProperty("items").EnumerateArray().Single();
        (figure.GetProperty("actor").GetString(), figure.GetProperty("count").GetInt64()).ShouldBe((clerk.User!.Name, 10));
        clock.Advance(TimeSpan.FromHours(24));
        using var tomorrow = host.Visit();
        await tomorrow.SignInAsync(clerk.User.UserName, AccessHost.Password);
        (await tomorrow.PostAsync("/wells/reveal", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_thousand_knocks_of_a_stranger_leave_one_record_a_minute_that_counts_them(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var stranger = host.Visit();
        for (var i = 0; i < 200; i++)
        {
            await stranger.GetAsync("/wells");
        }

        clock.Advance(TimeSpan.FromMinutes(2));
        await stranger.GetAsync("/wells");
        using var auditor = await host.SignInAsync(Roles.Auditor, Kernel.RegionCode.Nation);
        var records = (await auditor.JsonAsync("/api/audit?chain=access_log&county=0&action=refused:anonymous")).GetProperty("items").EnumerateArray().ToList();
        records.Select(r => r.GetProperty("detail").GetProperty("times").GetInt64()).ShouldBe([200, 1]);
        records[0].GetProperty("detail").GetProperty("address").GetString().ShouldBe("127.0.0.1");
        (await auditor.GetAsync("/api/audit/verify")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task The_audit_is_filtered_by_person_time_and_subject_and_taken_as_a_workbook(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk, name: "王县");
        using var other = await host.SignInAsync(Roles.CountyClerk);
        foreach (var who in new[] { clerk, other, clerk })
        {
            await who.PostAsync("/wells", new { region = AccessHost.County.Value });
        }

        using var auditor = await host.SignInAsync(Roles.Auditor);
        async Task<int> CountAsync(string query) => (await auditor.JsonAsync("/api/audit?" + query)).GetProperty("items").GetArrayLength();
        (await CountAsync("actor=王县&action=well.add")).ShouldBe(2);
        (await CountAsync("subject_kind=well")).ShouldBe(3);
        (await CountAsync("subject_kind=household")).ShouldBe(0);
        (await CountAsync("action=well.add&from=2016-05-01&to=2016-05-01")).ShouldBe(3);
        (await CountAsync("action=well.add&from=2016-05-02")).ShouldBe(0);
        var file = await auditor.GetAsync("/api/audit/export?action=well.add");
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(1000);
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/wells/search", () => "found").RequirePermission(Permissions.HouseholdView).WithLimit(Limits.Search);
        app.MapPost("/wells/reveal", () => Results.Ok(new { value = "x" })).RequirePermission(Permissions.HouseholdReveal);
    }
}
