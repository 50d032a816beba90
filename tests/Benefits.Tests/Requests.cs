using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

/// <summary>People at the real server.</summary>
internal static class Requests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<HttpClient> SignInAsync(TestServer server, Role role, long region = 610729000000)
    {
        var name = $"{role.Code}-{region}";
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, name, role.Code, new RegionCode(region), Password, ct: Ct);
        }

        var client = server.Client();
        var session = await client.PostAsJsonAsync("/api/session", new { user_name = name, password = Password }, Ct);
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Add("X-CSRF", (await session.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("csrf").GetString());
        return client;
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Ct);
    }

    public static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public static async Task DoneAsync(HttpClient client, string job)
    {
        var ended = await Eventually.GetAsync(() => GetAsync(client, $"/api/jobs/{job}"), j => j.GetProperty("state").GetString() is not ("queued" or "running"), Ct);
        ended.GetProperty("state").GetString().ShouldBe("done", ended.ToString());
    }
}
