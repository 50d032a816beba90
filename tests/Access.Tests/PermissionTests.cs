using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class PermissionTests
{
    [Fact]
    public async Task A_route_that_names_no_permission_stops_the_start_and_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => AccessHost.StartAsync(DbEngine.Sqlite, app => app.MapGet("/forgotten", () => "secret"), on: database));
        failure.Message.ShouldContain("/forgotten");
    }

    [Theory, EachEngine]
    public async Task Every_route_and_method_refuses_whoever_is_not_signed_in(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var nobody = host.Visit();
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Identity.AnonymousMetadata>() is null).ToList();
        routes.Count.ShouldBeGreaterThan(15);
        foreach (var route in routes)
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/').Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{grant:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)
                .Replace("{kind}", "household", StringComparison.Ordinal).Replace("{id}", "1", StringComparison.Ordinal);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                var answer = await nobody.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task Where_there_is_no_route_there_is_nothing_to_refuse()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        using var nobody = host.Visit();
        (await nobody.GetAsync("/no/such/route")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachEngine]
    public async Task A_role_may_do_what_its_permissions_say_and_nothing_else_and_the_refusal_is_on_record(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var leader = await host.SignInAsync(Roles.Leader);
        (await leader.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await leader.PostAsync("/wells", new { region = AccessHost.County.Value })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await leader.GetAsync("/api/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await leader.GetAsync("/api/users")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var auditor = await host.SignInAsync(Roles.Auditor);
        var log = await auditor.Http.GetFromJsonAsync<JsonElement>("/api/audit?chain=access_log", TestContext.Current.CancellationToken);
        var refused = log.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("action").GetString()!.StartsWith("refused:", StringComparison.Ordinal))
            .Select(i => (i.GetProperty("action").GetString(), i.GetProperty("subject").GetProperty("id").GetString())).ToList();
        refused.ShouldBe([("refused:user.manage", "/api/users"), ("refused:audit.view", "/api/audit"), ("refused:household.change", "/wells")], ignoreOrder: true);
    }

    [Theory, EachEngine]
    public async Task What_lies_outside_the_area_is_not_found_and_not_counted(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var mine = await host.SignInAsync(Roles.CountyClerk);
        using var theirs = await host.SignInAsync(Roles.CountyClerk, AccessHost.OtherCounty);
        using var township = await host.SignInAsync(Roles.TownshipClerk, new RegionCode(610729101000));
        var created = await mine.PostAsync("/wells", new { region = 610729102201 });
        var path = created.Headers.Location!.ToString();
        (await mine.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await theirs.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await township.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(0);
        (await mine.Http.GetFromJsonAsync<int>("/wells", TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public void Nobody_checks_what_they_made_themselves_in_whatever_role()
    {
        var actor = new CurrentActor(new AreaScope());
        actor.EnterOperator(AccessHost.County);
        Should.Throw<ProblemException>(() => MakerChecker.Require(actor, Guid.Empty, actor.Id)).Status.ShouldBe(403);
        MakerChecker.Require(actor, Guid.Empty);
    }

    [Theory, EachEngine]
    public async Task A_person_with_two_roles_acts_in_one_at_a_time(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        var user = await host.AddUserAsync("two", Roles.Leader);
        await using (var scope = host.Operator())
        {
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AssignAsync(user.Id, "finance", AccessHost.OtherCounty, ct: TestContext.Current.CancellationToken);
        }

        using var browser = host.Visit();
        (await browser.SignInAsync("two", AccessHost.Password, "finance")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var session = await browser.Http.GetFromJsonAsync<JsonElement>("/api/session", TestContext.Current.CancellationToken);
        session.GetProperty("user").GetProperty("role").GetString().ShouldBe("finance");
        session.GetProperty("user").GetProperty("area").GetProperty("code").GetString().ShouldBe("610730");
        (await browser.SignInAsync("two", AccessHost.Password, "auditor")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await browser.PostAsync("/api/session/role", new { role = "leader" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.Http.GetFromJsonAsync<JsonElement>("/api/session", TestContext.Current.CancellationToken))
            .GetProperty("user").GetProperty("area").GetProperty("code").GetString().ShouldBe("610729");
        (await browser.PostAsync("/api/session/role", new { role = "auditor" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
