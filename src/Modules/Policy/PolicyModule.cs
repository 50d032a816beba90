using Fuyao.Policy.Contracts;
using Fuyao.Policy.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Policy;

/// <summary>Policy packs and their evaluation.</summary>
public static class PolicyModule
{
    /// <summary>Adds a <see cref="PolicyEngine"/> over the directories that the options name.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, PolicyOptions options) =>
        services.AddSingleton(options).AddSingleton<PolicyEngine>();

    /// <summary>Maps the module's routes below the host's prefix.</summary>
    public static IEndpointRouteBuilder MapPolicy(this IEndpointRouteBuilder api)
    {
        PackEndpoints.Map(api);
        return api;
    }
}
