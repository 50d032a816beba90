using Fuyao.Access.Contracts;
using Fuyao.App;
using Fuyao.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli;

/// <summary>The application as verbs use it: without the web, over the database that <c>--db</c> names.</summary>
internal static class SystemHost
{
    /// <summary>The settings: file, environment, then <c>--db</c> and <c>--keys</c> of this call.</summary>
    public static IConfigurationRoot Configuration(this Invocation run, params IEnumerable<KeyValuePair<string, string?>> more) => FuyaoConfiguration.Read(
    [
        new("Database:Connection", run.Parsed.GetResult(CommonOptions.Database) is null ? null : run.Get(CommonOptions.Database)),
        new("Keys", run.Parsed.GetResult(CommonOptions.Keys) is null ? null : run.Get(CommonOptions.Keys)),
        .. more,
    ]);

    /// <summary>The application's services over a database that was created or migrated when it had to be.</summary>
    public static async Task<ServiceProvider> OpenSystemAsync(
        this Invocation run, CancellationToken ct, params IEnumerable<KeyValuePair<string, string?>> more)
    {
        var services = run.BuildSystem(more);
        try
        {
            await services.PrepareFuyaoAsync(ct);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>The application's services with nothing opened: no database is made or migrated, no key read.</summary>
    public static ServiceProvider BuildSystem(this Invocation run, params IEnumerable<KeyValuePair<string, string?>> more)
    {
        var configuration = run.Configuration(more);
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddFuyao(configuration)
            .BuildServiceProvider();
    }

    /// <summary>A scope of the operator of this machine, who sees the given place.</summary>
    public static AsyncServiceScope EnterOperator(this IServiceProvider services, RegionCode region)
    {
        var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(region);
        return scope;
    }
}
