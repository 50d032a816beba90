using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Fuyao.Registry.Tests;

/// <summary>The real server and people at it. Who acts where is said by a header here; signing in is tested where it lives.</summary>
internal sealed class Office : IAsyncDisposable
{
    private const string AreaHeader = "X-Test-Area";
    private readonly TestServer server;

    private Office(TestServer server) => this.server = server;

    public TestClock Clock => server.Clock;

    public IServiceProvider Services => server.Services;

    public static async Task<Office> OpenAsync(DbEngine engine) =>
        new(await TestServer.StartAsync(engine, builder => builder.Services.AddTransient<IStartupFilter, AreaByHeader>()));

    /// <summary>Another server of the same database.</summary>
    public async Task<Office> BesideAsync() => new(await TestServer.BesideAsync(server, builder => builder.Services.AddTransient<IStartupFilter, AreaByHeader>()));

    public async Task<Clerk> ClerkAsync(string area)
    {
        var client = server.Client();
        client.DefaultRequestHeaders.Add(AreaHeader, area);
        client.DefaultRequestHeaders.Add("X-CSRF", await client.GetStringAsync("/test-csrf"));
        return new Clerk(client, this);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private sealed class AreaByHeader : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                if (RegionCode.TryParse(http.Request.Headers[AreaHeader], out var area))
                {
                    http.RequestServices.GetRequiredService<CurrentActor>().EnterOperator(area);
                }

                if (http.Request.Path == "/test-csrf")
                {
                    await http.Response.WriteAsync(http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken!);
                    return;
                }

                await rest(http);
            });
            next(app);
        };
    }
}

/// <summary>One person's requests.</summary>
internal sealed class Clerk(HttpClient client, Office office)
{
    private int writes;

    public HttpClient Client => client;

    public async Task<JsonNode> GetAsync(string path, int status = 200) => await ReadAsync(await client.GetAsync(path), status);

    public Task<JsonNode> CreateAsync(JsonObject household, int status = 201, object? validFrom = null, string? key = null) =>
        SendAsync(HttpMethod.Post, "/api/households", new JsonObject { ["reason"] = "新识别", ["valid_from"] = validFrom?.ToString(), ["household"] = household.DeepClone() }, status, null, key);

    public Task<JsonNode> ChangeAsync(JsonNode seen, JsonObject request, int status = 200, string? key = null)
    {
        request["reason"] ??= "入户核查";
        return SendAsync(HttpMethod.Patch, $"/api/households/{seen["id"]}", request, status, (string)seen["version"]!, key);
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode body, int status, string? ifMatch = null, string? key = null)
    {
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? $"key-{++writes}");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{ifMatch}\"");
        }

        return await ReadAsync(await client.SendAsync(request), status);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return JsonNode.Parse(text) ?? throw new JsonException("An empty answer.");
    }
}
