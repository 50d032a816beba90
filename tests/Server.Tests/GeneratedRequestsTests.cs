using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Benchmarks.Requests;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

/// <summary>
/// Requests made from the committed OpenAPI file: every operation with parameters and bodies that fit, nearly fit or do not fit at all. Whatever
/// is sent, the answer is never a fault of the server. <c>./fuyao bench requests</c> sends as many as wanted to the real server.
/// </summary>
public class GeneratedRequestsTests
{
    private const string Password = "correct horse battery";
    private const int EachOperation = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task No_request_made_from_the_interface_file_ends_in_a_fault_of_the_server(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine, null, [.. new[] { "Search", "Export", "Reveal", "RevealsPerDay", "SignIn", "Upload" }.Select(l => new KeyValuePair<string, string?>($"Limits:{l}", "1000000"))]);
        var ids = await Register.AddAsync(server.Services, Some.Household("001", 610729101201, Some.Person("1942-03-05", "张大山"), Some.Person("1969-11-20", "李梅", "female")));
        var clients = new List<HttpClient>();
        foreach (var role in new[] { Roles.CountyClerk, Roles.Administrator, Roles.Finance, Roles.Auditor, Roles.Approver })
        {
            clients.Add(await SignInAsync(server, role));
        }

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "shared", "openapi.json"), Stop))!;
        var make = new RequestMaker(file, 20_161_122, ids.Values.Select(i => i.ToString()));
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var sent = 0;
        foreach (var operation in make.Operations)
        {
            for (var i = 0; i < EachOperation; i++)
            {
                foreach (var client in i == 0 ? clients : [clients[i % clients.Count]])
                {
                    using var request = make.Make(operation);
                    var said = $"{request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(Stop))}";
                    using var answer = await client.SendAsync(request, Stop);
                    sent++;
                    if ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                    {
                        faults.TryAdd($"{operation}", $"{(int)answer.StatusCode} {said[..Math.Min(said.Length, 600)]} → {await answer.Content.ReadAsStringAsync(Stop)}");
                    }
                }
            }
        }

        clients.ForEach(c => c.Dispose());
        sent.ShouldBeGreaterThan(1000);
        faults.ShouldBeEmpty($"{sent} requests");
    }

    [Theory, EachEngine]
    public async Task What_once_ended_in_a_fault_of_the_server_is_answered_or_refused(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        using var auditor = await SignInAsync(server, Roles.Auditor);
        foreach (var path in (string[])["audit", "audit/export"])
        {
            using var answer = await auditor.GetAsync($"/api/{path}?county=610729&from=0001-01-01&to=9999-12-31", Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        }

        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        foreach (var items in (string[])["null", "[null]"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/quotas") { Content = new StringContent($$"""{"year":2016,"reason":"x","items":{{items}}}""", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", items);
            using var answer = await clerk.SendAsync(request, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync(Stop));
        }
    }

    private static async Task<HttpClient> SignInAsync(TestServer server, Role role)
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(role.Code, role.Code, role.Code, new RegionCode(610729000000), Password, ct: Stop);
        }

        var client = server.Client();
        var session = await client.PostAsJsonAsync("/api/session", new { user_name = role.Code, password = Password }, Stop);
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Add("X-CSRF", (await session.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("csrf").GetString());
        return client;
    }
}
