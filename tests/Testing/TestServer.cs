using System.Net;
using Fuyao.App;
using Fuyao.Kernel.Data;
using Fuyao.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuyao.Testing;

/// <summary>The real server on a free port of this machine, over a fresh database.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly bool isGuest;

    private TestServer(WebApplication app, TestDatabase database, TestClock clock, bool isGuest = false)
    {
        (this.app, this.isGuest) = (app, isGuest);
        Database = database;
        Clock = clock;
        Address = new Uri(app.Urls.First());
    }

    public IServiceProvider Services => app.Services;

    public TestDatabase Database { get; }

    public TestClock Clock { get; }

    public Uri Address { get; }

    /// <param name="engine">Which database.</param>
    /// <param name="customise">What the test changes in the host.</param>
    /// <param name="settings">Settings over the defaults.</param>
    public static async Task<TestServer> StartAsync(
        DbEngine engine,
        Action<WebApplicationBuilder>? customise = null,
        params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var database = await PreparedDatabase.CreateAsync(engine);
        return await StartAsync(database, new TestClock(), isGuest: false, customise, settings);
    }

    /// <summary>A second server at the same time, of the same database and clock.</summary>
    public static Task<TestServer> BesideAsync(TestServer first, Action<WebApplicationBuilder>? customise = null) => StartAsync(first.Database, first.Clock, isGuest: true, customise, []);

    private static async Task<TestServer> StartAsync(
        TestDatabase database, TestClock clock, bool isGuest, Action<WebApplicationBuilder>? customise, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var app = FuyaoServer.Create(TestSystem.Configuration(database, settings), builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            customise?.Invoke(builder);
        });
        await app.Services.PrepareFuyaoAsync();
        await app.StartAsync();
        return new TestServer(app, database, clock, isGuest);
    }

    /// <summary>A client with cookies of its own: one person at one browser.</summary>
    public HttpClient Client(string language = "en")
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (!isGuest)
        {
            await Database.DisposeAsync();
        }
    }
}
