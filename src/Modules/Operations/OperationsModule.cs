using Fuyao.Access.Contracts;
using Fuyao.Operations.Backup;
using Fuyao.Operations.Contracts;
using Fuyao.Operations.Status;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Operations;

/// <summary>What keeps the system alive: backups, restores, moves between databases, its state for the operator.</summary>
public static class OperationsModule
{
    /// <param name="place">Where this system lies.</param>
    public static IServiceCollection AddOperations(this IServiceCollection services, SystemPlace place, Action<OperationsOptions>? configure = null)
    {
        var options = new OperationsOptions { Shelf = place.Target.Beside(".backups") };
        configure?.Invoke(options);
        services.AddSingleton(place).AddSingleton(options).AddSingleton<Shelf>();
        services.AddSingleton(s => new Backups(s.GetRequiredService<TimeProvider>(), s));
        services.AddScoped<DailyBackup>()
            .AddScoped<IScheduledWork>(s => s.GetRequiredService<DailyBackup>())
            .AddScoped<IJobHandler>(s => s.GetRequiredService<DailyBackup>());
        services.AddScoped<SystemHealth>();
        services.AddHostedService<ServingMark>();
        return services;
    }

    /// <summary>Maps the module's routes below the host's prefix.</summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder api)
    {
        OperationsEndpoints.Map(api);
        return api;
    }
}
