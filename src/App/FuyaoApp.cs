using System.Reflection;
using Fuyao.Access;
using Fuyao.Benefits;
using Fuyao.Casework;
using Fuyao.Kernel.Data;
using Fuyao.Operations;
using Fuyao.Policy;
using Fuyao.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fuyao.App;

/// <summary>The only place that lists the modules. The server, the command line and the tests are hosts of this.</summary>
public static class FuyaoApp
{
    /// <summary>The assemblies of generated migrations; naming them makes every host carry them.</summary>
    public static readonly IReadOnlyDictionary<DbEngine, Assembly> MigrationChains = new Dictionary<DbEngine, Assembly>
    {
        [DbEngine.Sqlite] = typeof(Migrations.Sqlite.Chain).Assembly,
        [DbEngine.Postgres] = typeof(Migrations.Postgres.Chain).Assembly,
    };

    /// <summary>Registers the clock, the database and every module's services. The configuration is checked first, whole.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">400: settings that cannot work, all of them.</exception>
    public static IServiceCollection AddFuyao(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = FuyaoSettings.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddPlatformDb(settings.Database.ToTarget());
        services.ConfigureHttpJsonOptions(http => ApiJson.Configure(http.SerializerOptions));

        services.AddAccess(settings.Apply);
        services.AddRegistry();
        services.AddPolicy(settings.Packs.ToOptions(settings.Home, settings.Database.ToTarget()));
        services.AddCasework();
        services.AddBenefits(settings.Benefits.Apply, settings.Simulation.ToOptions());
        services.AddOperations(settings.Place(), settings.Backup.Apply);
        return services;
    }

    /// <summary>What must be right before the first use: the database's schema, then the keys.</summary>
    /// <returns>The copy of the database made before migrating, or null when none was needed.</returns>
    public static async Task<string?> PrepareFuyaoAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        var backup = await services.PrepareDatabaseAsync(ct);
        await services.PrepareAccessAsync(ct);
        await services.PrepareRegistryAsync(ct);
        await services.PreparePolicyAsync(ct);
        return backup;
    }

    /// <summary>The modules' middleware, between routing and endpoints: sign-in, permissions, area scope.</summary>
    public static IApplicationBuilder UseFuyao(this IApplicationBuilder app) => app.UseAccess();

    /// <summary>Maps every module's endpoints; how they refuse is said here once.</summary>
    public static IEndpointRouteBuilder MapFuyao(this IEndpointRouteBuilder app)
    {
        var modules = app.MapGroup("");
        foreach (var status in (int[])[400, 401, 403, 404])
        {
            modules.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ProblemDocument.ContentType]));
        }

        modules.MapAccess();
        modules.MapGroup("/api").MapRegistry().MapPolicy().MapCasework().MapOperations().MapBenefits();
        return app;
    }
}
