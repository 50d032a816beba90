using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.BankAnswers;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Documents;
using Fuyao.Benefits.Households;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Populations;
using Fuyao.Benefits.Reviews;
using Fuyao.Benefits.Runs;
using Fuyao.Benefits.Simulation;
using Fuyao.Benefits.Windows;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits;

/// <summary>What people are due: runs of packs over the register, awards with their explanation, payment lists.</summary>
public static class BenefitsModule
{
    /// <param name="services">The application's.</param>
    /// <param name="configure">How benefits are paid.</param>
    /// <param name="snapshots">How much of the register simulations may keep in memory.</param>
    public static IServiceCollection AddBenefits(this IServiceCollection services, Action<BenefitOptions>? configure = null, SnapshotOptions? snapshots = null) => services
        .AddSingleton(_ =>
        {
            var options = new BenefitOptions();
            configure?.Invoke(options);
            return options;
        })
        .AddSingleton<IModelPart, BenefitsModel>()
        .AddScoped(s => new BenefitRuns(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<WriteSession>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<CurrentActor>(),
            s.GetRequiredService<PolicyEngine>(), s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<TimeProvider>()))
        .AddScoped(s => new PaymentLists(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<WriteSession>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<AccessLog>(),
            s.GetRequiredService<CurrentActor>(), s.GetRequiredService<FileStore>(), s.GetRequiredService<FieldCipher>(), s.GetRequiredService<ExportGate>(),
            s.GetRequiredService<OrderDesk>(), s.GetRequiredService<PolicyEngine>(), s.GetRequiredService<TimeProvider>(), s.GetService<IRegionNames>()))
        .AddSimulation(snapshots ?? new SnapshotOptions())
        .AddScoped(s => new RunViews(s.GetRequiredService<PolicyEngine>(), s.GetService<IRegionNames>()))
        .AddScoped(s => new PaymentOrders(s.GetRequiredService<OrderDesk>()))
        .AddScoped(s => new BankAnswerFiles(s.GetRequiredService<BankAnswerDesk>()))
        .AddScoped<BankAnswerDesk>()
        .AddScoped<OrderDesk>()
        .AddScoped<OrderBuilder>()
        .AddScoped<OrderViews>()
        .AddScoped<OpenAdjustments>()
        .AddScoped<Retroaction>()
        .AddScoped<RunDifferences>()
        .AddScoped<QuestionQueue>()
        .AddScoped<AdjustmentViews>()
        .AddScoped<PaymentWindows>()
        .AddScoped<IJobHandler, RetroactionJob>()
        .AddScoped<DifferenceReasons>()
        .AddScoped<IJobHandler, OrderJob>()
        .AddScoped<AwardReplay>()
        .AddSingleton<PopulationLoader>()
        .AddScoped<IJobHandler, RunJob>()
        .AddScoped<DocumentContents>()
        .AddScoped<DocumentNumbers>()
        .AddScoped<IJobHandler, DocumentBatchJob>();

    public static IEndpointRouteBuilder MapBenefits(this IEndpointRouteBuilder app)
    {
        app.MapRuns();
        app.MapReviews();
        app.MapOrders();
        app.MapBankAnswers();
        app.MapSimulation();
        app.MapQuestions();
        app.MapAdjustments();
        app.MapWindows();
        app.MapHouseholdPayments();
        app.MapEntitlements();
        app.MapHouseholdBenefits();
        app.MapPersonAwards();
        app.MapDocuments();
        app.MapHouseholdIncome();
        return app;
    }
}
