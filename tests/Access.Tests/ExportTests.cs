using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class ExportTests
{
    private const string Address = "/wells/export?persons=1500&village=b&kind=a";

    [Theory, EachEngine]
    public async Task A_large_export_passes_once_after_another_persons_approval_and_carries_its_purpose(DbEngine engine)
    {
        await using var host = await StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.TownshipClerk, new(610729101000));
        using var approver = await host.SignInAsync(Roles.Approver);

        var refused = await clerk.GetAsync(Address);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.CodeAsync()).ShouldBe("export-needs-approval");
        var wish = refused.Headers.Location!.ToString();
        (await clerk.PostAsync(wish + "/request", new { purpose = "省厅抽查核对" })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var queue = await approver.Http.GetFromJsonAsync<JsonElement>("/api/exports?state=requested", TestContext.Current.CancellationToken);
        var waiting = queue.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        waiting.GetProperty("purpose").GetString().ShouldBe("省厅抽查核对");
        waiting.GetProperty("may_decide").GetBoolean().ShouldBeTrue();
        (await approver.PostAsync(wish + "/approve", null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var id = wish.Split('/')[^1];
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => clerk.GetAsync($"{Address}&approval={id}")));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var pass = await answers.Single(a => a.IsSuccessStatusCode).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        pass.ShouldContain("省厅抽查核对");
        pass.ShouldContain(approver.User!.Name);
        foreach (var lost in answers.Where(a => !a.IsSuccessStatusCode))
        {
            (await lost.CodeAsync()).ShouldBe("export-not-approved");
        }
    }

    [Theory, EachEngine]
    public async Task An_approval_is_for_this_requester_this_address_and_its_hours_only(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await StartAsync(engine, clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        using var other = await host.SignInAsync(Roles.CountyClerk);
        using var approver = await host.SignInAsync(Roles.Approver);
        var wish = (await clerk.GetAsync(Address)).Headers.Location!.ToString();
        var id = wish.Split('/')[^1];
        (await other.PostAsync(wish + "/request", new { purpose = "别人的申请" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await approver.PostAsync(wish + "/approve", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await clerk.PostAsync(wish + "/request", new { purpose = "年度档案装订" });
        (await clerk.PostAsync(wish + "/approve", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.GetAsync($"{Address}&approval={id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await approver.PostAsync(wish + "/approve", null);

        (await other.GetAsync($"{Address}&approval={id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.GetAsync($"/wells/export?persons=1500&village=c&kind=a&approval={id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        clock.Advance(TimeSpan.FromHours(25));
        using var later = host.Visit();
        (await later.SignInAsync(clerk.User!.UserName, AccessHost.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await later.GetAsync($"{Address}&approval={id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, EachEngine]
    public async Task Many_small_exports_of_a_day_count_as_one_large_one(DbEngine engine)
    {
        await using var host = await StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        (await clerk.GetAsync("/wells/export?persons=600")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await clerk.GetAsync("/wells/export?persons=400")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await clerk.GetAsync("/wells/export?persons=1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, EachEngine]
    public async Task Nobody_approves_their_own_export_even_with_the_permission(DbEngine engine)
    {
        await using var host = await StartAsync(engine);
        using var leader = await host.SignInAsync(Roles.Leader);
        var wish = (await leader.GetAsync("/wells/shown?persons=1500")).Headers.Location!.ToString();
        await leader.PostAsync(wish + "/request", new { purpose = "汇报材料" });
        var own = await leader.PostAsync(wish + "/approve", null);
        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await own.CodeAsync()).ShouldBe("own-work");
        using var stranger = await host.SignInAsync(Roles.Leader, AccessHost.OtherCounty);
        (await stranger.PostAsync(wish + "/approve", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<AccessHost> StartAsync(DbEngine engine, TimeProvider? clock = null) => AccessHost.StartAsync(
        engine,
        app =>
        {
            app.MapGet("/wells/export", ExportAsync).RequirePermission(Permissions.HouseholdExport);
            app.MapGet("/wells/shown", ExportAsync).RequirePermission(Permissions.HouseholdView);
        },
        clock: clock);

    private static async Task<IResult> ExportAsync(long persons, ExportGate gate, CancellationToken ct) =>
        Results.Text(string.Join('\n', (await gate.PassAsync("well.export", persons, ct: ct)).Lines.Select(l => $"{l.Label.Zh}:{l.Value}")));
}
