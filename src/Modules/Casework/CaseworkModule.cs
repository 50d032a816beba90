using Fuyao.Access.Contracts;
using Fuyao.Casework.Checks;
using Fuyao.Casework.Contracts;
using Fuyao.Casework.Quotas;
using Fuyao.Casework.Ranking;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Casework;

/// <summary>Procedures of identification and exit; so far the ranking by income that they begin with, and what plans are checked against.</summary>
public static class CaseworkModule
{
    public static IServiceCollection AddCasework(this IServiceCollection services) => services
        .AddSingleton<IModelPart, CaseworkModel>()
        .AddSingleton<IModelPart, QuotaModel>()
        .AddScoped<QuotaBook>()
        .AddSingleton<IModelPart, CheckModel>()
        .AddSingleton<CheckPlans>()
        .AddScoped<SubjectFinder>()
        .AddScoped<CheckDesk>()
        .AddScoped<FactWrites>()
        .AddScoped<FactImport>()
        .AddScoped(s => new Rankings(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<WriteSession>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<CurrentActor>(),
            s.GetRequiredService<HouseholdReader>(), s.GetRequiredService<PolicyEngine>(), s.GetRequiredService<TimeProvider>(), s.GetService<IRegionNames>()))
        .AddScoped<IJobHandler, RankingJob>();

    public static IEndpointRouteBuilder MapCasework(this IEndpointRouteBuilder app)
    {
        app.MapRanking();
        app.MapQuotas();
        app.MapChecks();
        return app;
    }
}
