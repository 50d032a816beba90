using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>One person signed in at the real server.</summary>
internal sealed class Person(HttpClient http) : IDisposable
{
    private const string Password = "correct horse battery";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpClient Http => http;

    public static async Task<Person> SignInAsync(TestServer server, Role role, string name, long region = 610729000000)
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, name, role.Code, new RegionCode(region), Password, ct: Ct);
        }

        var client = server.Client();
        var session = await client.PostAsJsonAsync("/api/session", new { user_name = name, password = Password }, Ct);
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Add("X-CSRF", (await session.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("csrf").GetString());
        return new Person(client);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var answer = await http.GetAsync(path, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object? body, int? revision = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (revision is not null)
        {
            request.Headers.Add("If-Match", $"\"{revision}\"");
        }

        var answer = await http.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Ct));
    }

    /// <summary>What is refused, with the codes of all problems.</summary>
    public async Task<(HttpStatusCode Status, string[] Codes)> RefusedAsync(string path, object? body, int? revision = null)
    {
        var (status, answer) = await PostAsync(path, body, revision);
        return (status, [.. answer.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()!)]);
    }

    public void Dispose() => http.Dispose();
}
