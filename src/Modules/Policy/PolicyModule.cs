using Fuyao.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Policy;

/// <summary>Policy packs and their evaluation.</summary>
public static class PolicyModule
{
    /// <summary>Adds a <see cref="PolicyEngine"/> over the directories that the options name.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, PolicyOptions options) =>
        services.AddSingleton(options).AddSingleton<PolicyEngine>();
}
