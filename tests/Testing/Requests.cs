using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Fuyao.Testing;

/// <summary>People at the real server.</summary>
public static class Requests
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
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
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
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public static async Task DoneAsync(HttpClient client, string job)
    {
        var ended = await Eventually.GetAsync(() => GetAsync(client, $"/api/jobs/{job}"), j => j.GetProperty("state").GetString() is not ("queued" or "running"), Ct);
        Assert.True(ended.GetProperty("state").GetString() == "done", ended.ToString());
    }

    /// <summary>A file as a form sends it, with the other fields beside it.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(HttpClient client, string path, string name, byte[] content, string? key = null, params (string Field, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent("the-same-bytes-when-sent-again") { { new ByteArrayContent(content), "file", name } };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request, Ct);
    }

    /// <summary>The household register's month worked out, approved by another person, and recorded as sent to the bank: the order, and the lines of its bank file.</summary>
    public static async Task<(string Order, string[] File)> SentAsync(HttpClient clerk, HttpClient approver, HttpClient finance, string pack, string period)
    {
        var run = await BegunAsync(clerk, "/api/runs", new { pack, period }, $"run-{pack}-{period}");
        var order = await BegunAsync(clerk, "/api/orders", new { run }, $"order-{run}");
        var checksum = (await GetAsync(clerk, $"/api/orders/{order}")).GetProperty("checksum").GetString();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(approver, $"/api/orders/{order}/approve", new { checksum }, $"approve-{order}")).StatusCode);
        var file = await finance.GetStringAsync($"/api/orders/{order}/bank.csv", Ct);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(finance, $"/api/orders/{order}/send", new { }, $"send-{order}")).StatusCode);
        return (order, file.TrimStart('\uFEFF').TrimEnd().Split("\r\n"));
    }

    // Starts something that a job does, and waits for it.
    private static async Task<string> BegunAsync(HttpClient client, string path, object body, string key)
    {
        var begun = await (await PostAsync(client, path, body, key)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(client, begun.GetProperty("job").GetString()!);
        return begun.GetProperty("id").GetString()!;
    }
}
