using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Drafts;
using Fuyao.Policy.Endpoints;
using Fuyao.Policy.Publishing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Policy;

/// <summary>Policy packs and their evaluation.</summary>
public static class PolicyModule
{
    /// <summary>Adds a <see cref="PolicyEngine"/> over the directories that the options name.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, PolicyOptions options) =>
        services.AddSingleton(options)
            .AddSingleton<IModelPart, PolicyModel>()
            .AddSingleton<PublishedPacks>()
            .AddSingleton(s => new PolicyEngine(options, s.GetRequiredService<PublishedPacks>()))
            .AddSingleton<PublishedPacksReader>()
            .AddHostedService(s => s.GetRequiredService<PublishedPacksReader>())
            .AddScoped<DraftStore>()
            .AddScoped<VersionStore>()
            .AddScoped(s => new PolicyDrafts(s.GetRequiredService<DraftStore>(), s.GetRequiredService<PolicyEngine>()));

    /// <summary>What must be known before the first use: the versions published here. The tables must exist.</summary>
    public static Task PreparePolicyAsync(this IServiceProvider services, CancellationToken ct = default) =>
        services.GetRequiredService<PublishedPacksReader>().RefreshAsync(ct);

    /// <summary>Maps the module's routes below the host's prefix.</summary>
    public static IEndpointRouteBuilder MapPolicy(this IEndpointRouteBuilder api)
    {
        PackEndpoints.Map(api);
        VersionEndpoints.Map(api);
        PackDraftEndpoints.Map(api);
        PackDraftDecisions.Map(api);
        return api;
    }
}
