using Fuyao.Operations.Backup;
using Fuyao.Operations.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Operations;

/// <summary>What keeps the system alive: backups, restores, moves between databases, retention, its state for the operator.</summary>
public static class OperationsModule
{
    /// <param name="place">Where this system lies.</param>
    public static IServiceCollection AddOperations(this IServiceCollection services, SystemPlace place)
    {
        services.AddSingleton(place);
        services.AddSingleton(s => new Backups(s.GetRequiredService<TimeProvider>(), s));
        services.AddHostedService<ServingMark>();
        return services;
    }
}
