using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fuyao.App;

/// <summary>The only place that lists the modules. The server, the command line and the tests are hosts of this.</summary>
public static class FuyaoApp
{
    /// <summary>Registers the clock and every module's services.</summary>
    public static IServiceCollection AddFuyao(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Maps every module's endpoints.</summary>
    public static IEndpointRouteBuilder MapFuyao(this IEndpointRouteBuilder app) => app;
}
