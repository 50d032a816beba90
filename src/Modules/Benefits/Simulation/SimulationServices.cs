using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Simulation;

internal static class SimulationServices
{
    public static IServiceCollection AddSimulation(this IServiceCollection services, SnapshotOptions snapshots) => services
        .AddSingleton(snapshots)
        .AddSingleton<SnapshotLoader>()
        .AddSingleton<RegisterSnapshots>()
        .AddSingleton(s => new Reporting(s.GetRequiredService<PolicyEngine>(), s.GetService<IRegionNames>()))
        .AddScoped<PaidBenefits>()
        .AddScoped(s => new SimulatedHouseholds(s.GetRequiredService<HouseholdReader>(), s.GetRequiredService<AccessLog>(), s.GetService<IRegionNames>()))
        .AddScoped(s => new PolicySimulation(s.GetRequiredService<CurrentActor>(), s.GetRequiredService<SnapshotLoader>(), s.GetRequiredService<Reporting>()));
}
