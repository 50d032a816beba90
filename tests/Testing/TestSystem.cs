using Fuyao.Access.Contracts;
using Fuyao.App;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Testing;

/// <summary>
/// The whole application without its web, over a fresh database: for tests of modules below HTTP.
/// <code>
/// await using var system = await TestSystem.CreateAsync(engine);
/// await using var scope = system.Enter(RegionCode.Nation);
/// var db = scope.ServiceProvider.GetRequiredService&lt;PlatformDb&gt;();
/// </code>
/// </summary>
public sealed class TestSystem : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly TestDatabase database;

    private TestSystem(ServiceProvider services, TestDatabase database, TestClock clock)
    {
        this.services = services;
        this.database = database;
        Clock = clock;
    }

    public IServiceProvider Services => services;

    public TestDatabase Database => database;

    public TestClock Clock { get; }

    /// <param name="engine">Which database.</param>
    /// <param name="configure">Services changed or added after the application's own.</param>
    /// <param name="settings">Settings over the defaults.</param>
    public static async Task<TestSystem> CreateAsync(
        DbEngine engine,
        Action<IServiceCollection>? configure = null,
        params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var database = await PreparedDatabase.CreateAsync(engine);
        var clock = new TestClock();
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddLogging();
        var configuration = Configuration(database, settings);
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddFuyao(configuration);
        configure?.Invoke(collection);
        var services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        await services.PrepareFuyaoAsync();
        return new TestSystem(services, database, clock);
    }

    /// <summary>A scope of the operator, who may do everything in the given place.</summary>
    public AsyncServiceScope Enter(RegionCode region)
    {
        var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(region);
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    internal static IConfiguration Configuration(TestDatabase database, IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Home", Repository.Root),
            new("Database:Connection", database.Target.SqlitePath ?? database.Target.ConnectionString),
            new("Database:Owner", database.Target.OwnerConnectionString),
            new("Server:Urls", "http://127.0.0.1:0"),
            new("Keys", Path.Combine(database.Folder, "test.keys")),
            new("Heads", Path.Combine(database.Folder, "test.heads")),
            new("Files", Path.Combine(database.Folder, "test.files")),
            new("Packs:Versions", Path.Combine(database.Folder, "test.packs")),
        ]).AddInMemoryCollection(settings).Build();
}
