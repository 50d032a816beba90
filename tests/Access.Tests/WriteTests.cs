using System.Net;
using System.Net.Http.Json;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class WriteTests
{
    [Theory, EachEngine]
    public async Task Fifty_requests_with_one_key_at_once_are_one_write_with_fifty_equal_answers(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var body = new { region = AccessHost.County.Value };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => clerk.PostAsync("/wells", body, "same-key")));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        var texts = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        texts.Distinct().Count().ShouldBe(1);
        answers.Select(a => a.Headers.Location!.ToString()).Distinct().Count().ShouldBe(1);
        (await clerk.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(1);
        (await AuditCountAsync(host, "well.add")).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task The_same_key_with_another_body_is_refused_and_changes_nothing(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        (await clerk.PostAsync("/wells", new { region = AccessHost.County.Value }, "k1")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var other = await clerk.PostAsync("/wells", new { region = AccessHost.County.Value + 1 }, "k1");
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await other.CodeAsync()).ShouldBe("idempotency-key-reused");
        (await clerk.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task One_persons_key_means_nothing_to_another(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var one = await host.SignInAsync(Roles.CountyClerk);
        using var two = await host.SignInAsync(Roles.CountyClerk);
        var body = new { region = AccessHost.County.Value };
        (await one.PostAsync("/wells", body, "k")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var second = await two.PostAsync("/wells", body, "k");
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        (await one.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    [Fact]
    public async Task A_write_without_a_key_is_refused()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var answer = await clerk.PostAsync("/wells", new { region = AccessHost.County.Value }, key: "");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.CodeAsync()).ShouldBe("idempotency-key-missing");
    }

    [Theory, EachEngine]
    public async Task A_write_that_answers_an_error_leaves_no_row_no_record_and_no_used_key(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        (await clerk.PostAsync("/wells/refused", new { }, "k")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await clerk.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(0);
        (await AuditCountAsync(host, "well.refused")).ShouldBe(0);
        (await clerk.PostAsync("/wells", new { region = AccessHost.County.Value }, "k")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory, EachEngine]
    public async Task A_deferred_write_takes_its_upload_before_the_writer_is_held(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine, app => app.MapPost("/upload", async (HttpRequest request, WriteSession write, FileStore files, CancellationToken ct) =>
        {
            write.IsOpen.ShouldBeFalse();
            using var held = new MemoryStream();
            await request.Body.CopyToAsync(held, ct);
            held.Position = 0;
            await write.BeginAsync(ct);
            return Results.Ok(await files.SaveAsync("a.bin", "application/octet-stream", held, ct: ct));
        }).RequirePermission(Permissions.ImportRun).WithWrite("upload", deferred: true));
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        async Task<HttpResponseMessage> Upload(byte content)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = new ByteArrayContent([content, 2, 3]) };
            request.Headers.Add("Idempotency-Key", "up");
            return await clerk.SendAsync(request);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Upload(1)));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))).Distinct().Count().ShouldBe(1);
        (await Upload(9)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AuditCountAsync(host, "file.save")).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task Work_that_throws_outside_http_rolls_back_and_frees_the_writer(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        await using var scope = host.Operator(AccessHost.County);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var write = scope.ServiceProvider.GetRequiredService<WriteSession>();
        await Should.ThrowAsync<InvalidOperationException>(() => write.RunAsync("x", async () =>
        {
            db.Add(new Well { County = AccessHost.County.County, Id = Ids.New(TimeProvider.System), Region = AccessHost.County.Value });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            throw new InvalidOperationException();
        }, TestContext.Current.CancellationToken));
        (await db.Set<Well>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        await using var next = host.Operator(AccessHost.County);
        await next.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("y", () => Task.CompletedTask, TestContext.Current.CancellationToken);
        (await AuditCountAsync(host, "y")).ShouldBe(1);
        (await AuditCountAsync(host, "x")).ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task Answers_are_forgotten_after_a_month_and_not_before(DbEngine engine)
    {
        var clock = new TestClock();
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        await clerk.PostAsync("/wells", new { region = AccessHost.County.Value });
        foreach (var (days, left) in new[] { (30, 1), (2, 0) })
        {
            clock.Advance(TimeSpan.FromDays(days));
            await using var scope = host.Operator();
            await scope.ServiceProvider.GetRequiredService<Retention>().RunAsync(false, TestContext.Current.CancellationToken);
            (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<IdempotencyRow>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(left);
        }
    }

    private static async Task<int> AuditCountAsync(AccessHost host, string action)
    {
        await using var scope = host.Operator();
        return await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<AuditRow>().CountAsync(r => r.Action == action);
    }
}
