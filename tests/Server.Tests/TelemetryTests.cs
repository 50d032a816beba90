using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class TelemetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_and_measurements_hold_routes_and_states_and_nothing_of_persons()
    {
        string[] canaries = ["王大山", "610729194203050014", "13912345678", "canary-user", "%E7%8E%8B", "127.0.0.1"];
        ConcurrentBag<string> said = [];
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => said.Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events.Select(e => $"{e.Name} {string.Join(' ', e.Tags)}"))}"),
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == Telemetry.Name) { listener.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => said.Add($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.Start();

        var server = await TestServer.StartAsync(DbEngine.Sqlite);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync("canary-user", "王大山", "county-clerk", new RegionCode(610729000000), "a long password 1", ct: Ct);
        }

        using var client = server.Client();
        (await client.PostAsJsonAsync("/api/session", new { user_name = "canary-user", password = "a long password 1" }, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])["/api/households?q=王大山", "/api/households?q=610729194203050014", "/api/households/0190163d-8694-739b-aea5-966c26f8ad90", "/api/nowhere/13912345678", "/office/13912345678"])
        {
            await client.GetAsync(path, Ct);
        }

        await server.DisposeAsync();
        said.ShouldContain(s => s.Contains("/api/households/{id", StringComparison.Ordinal));
        said.ShouldContain(s => s.StartsWith("http.server.request.duration", StringComparison.Ordinal));
        foreach (var text in said)
        {
            canaries.Where(c => text.Contains(c, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(text);
            text.ShouldNotContain("0190163d");
        }
    }

    [Fact]
    public async Task Without_a_collector_nothing_listens()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        Telemetry.Source.HasListeners().ShouldBeFalse();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8;::1", true)]
    [InlineData("10.1.2.3", false)]
    public async Task Forwarded_headers_are_believed_only_from_the_proxies_that_are_named(string trusted, bool secure)
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite, settings: new KeyValuePair<string, string?>("Server:TrustedProxies", trusted));
        var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        var answer = await server.Client().SendAsync(request, Ct);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBe(secure);
    }
}
