using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry;

/// <summary>The register: regions, households and persons with all that was known of them over time.</summary>
public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services) =>
        services.AddSingleton<IModelPart, RegisterModel>()
            .AddSingleton<IModelPart, RegionModel>()
            .AddScoped<RegionLoader>();
}
