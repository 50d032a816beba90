using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Attachments;
using Fuyao.Registry.Balance;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Events;
using Fuyao.Registry.Export;
using Fuyao.Registry.Forms;
using Fuyao.Registry.Households;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Endpoints;
using Fuyao.Registry.Import.Undo;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Model;
using Fuyao.Registry.Pages;
using Fuyao.Registry.Persons;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Fuyao.Registry.Search;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry;

/// <summary>The register: regions, households and persons with all that was known of them over time.</summary>
public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services) =>
        services.AddSingleton<IModelPart, RegisterModel>()
            .AddSingleton<IModelPart, RegionModel>()
            .AddSingleton<IModelPart, SearchModel>()
            .AddSingleton<IModelPart, ListModel>()
            .AddScoped<SearchIndex>()
            .AddScoped<SearchRegister>()
            .AddScoped<BulkChange>()
            .AddScoped<IJobHandler, BulkJob>()
            .AddScoped<IJobHandler, BulkUndoJob>()
            .AddSingleton<IRegionNames, RegionNames>()
            .AddSingleton<RegionBook>()
            .AddTransient<IStartupFilter, RegionBook.OfHost>()
            .AddScoped<RegionUndo>()
            .AddScoped<EarlierCounties>()
            .AddScoped<IJobHandler, RegionUndoJob>()
            .AddScoped<RegionLoader>()
            .AddScoped<RegionPlanner>()
            .AddScoped<RegionMover>()
            .AddScoped<Belongings>()
            .AddScoped<RegionChanger>()
            .AddScoped<IJobHandler, RegionChangeJob>()
            .AddSingleton<Seal>()
            .AddSingleton<VersionRows>()
            .AddSingleton<IKeyedHashes>(services => services.GetRequiredService<VersionRows>())
            .AddSingleton<HouseholdPlanner>()
            .AddScoped<ChangeWriter>()
            .AddSingleton<HouseholdRewrite>()
            .AddScoped<ChangeReversal>()
            .AddSingleton<IModelPart, EventModel>()
            .AddScoped<EventReader>()
            .AddScoped<EventWriter>()
            .AddRecords()
            .AddScoped<BalanceReader>()
            .AddScoped<HouseholdFilter>()
            .AddScoped<HouseholdExport>()
            .AddScoped<IJobHandler, HouseholdExportJob>()
            .AddScoped<HouseholdWrites>()
            .AddScoped<HouseholdReader>()
            .AddScoped<RegisterReader>()
            .AddScoped<RegisterChanges>()
            .AddScoped(s => new ListReader(s.GetRequiredService<PlatformDb>(), s.GetRequiredService<CurrentActor>(), s.GetRequiredService<TimeProvider>()))
            .AddScoped(s => new PupilSchools(s.GetRequiredService<PlatformDb>()))
            .AddScoped(s => new StatedIncomes(s.GetRequiredService<PlatformDb>()))
            .AddScoped(s => new HouseholdPages(s.GetRequiredService<PlatformDb>(), s.GetRequiredService<Seal>()))
            .AddScoped(services => new FactOrigins(services.GetRequiredService<PlatformDb>(), services.GetRequiredService<Seal>()))
            .AddSingleton<IModelPart, FormsModel>()
            .AddScoped<CheckRecords>()
            .AddSingleton<IModelPart, AttachmentModel>()
            .AddSingleton<IModelPart, ImportModel>()
            .AddTransient<ImportRunner>()
            .AddScoped<IJobHandler, ImportJob>()
            .AddScoped<ImportUndo>()
            .AddScoped(services => new ImportUndoing(services.GetRequiredService<ImportUndo>()))
            .AddScoped<IJobHandler, ImportUndoJob>()
            .AddScoped(services => new HouseholdImport(services.GetRequiredService<ImportRunner>));

    /// <summary>What must be right before the first use: a register that is older than the facets or the index of names gets them.</summary>
    public static async Task PrepareRegistryAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<RegionBook>();
        await book.RefreshAsync(ct);
        RegionCatalog.Serve(book);
        await ActivatorUtilities.CreateInstance<FacetFill>(scope.ServiceProvider).FillAsync(ct);
        if (await scope.ServiceProvider.GetRequiredService<SearchIndex>().IsMissingAsync(ct))
        {
            await services.RebuildSearchAsync(null, ct);
        }

        await scope.ServiceProvider.GetRequiredService<PlatformDb>().RefreshStatisticsAsync(ct);
    }

    /// <summary>Makes the index of names anew from the register, in short transactions.</summary>
    /// <param name="progress">Called with the names written so far.</param>
    /// <returns>How many names there are.</returns>
    public static async Task<int> RebuildSearchAsync(this IServiceProvider services, Action<int>? progress, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SearchIndex>().RebuildAsync(progress, ct);
    }

    /// <summary>Maps the module's routes below the host's prefix.</summary>
    public static IEndpointRouteBuilder MapRegistry(this IEndpointRouteBuilder api)
    {
        foreach (var route in RegionEndpoints.Map(api))
        {
            route.RequirePermission(Permissions.RegionView);
        }

        HomeFigures.Map(api);
        SearchEndpoint.Map(api);
        HouseholdTotals.Map(api);
        BulkEndpoints.Map(api);
        ListViewEndpoints.Map(api);
        ListHouseholds.Map(api);
        ExportHouseholds.Map(api);
        ExportForMending.Map(api);
        ReceivedForMending.Map(api);
        GetHousehold.Map(api);
        GetAccessRecord.Map(api);
        HouseholdHistory.Map(api);
        FieldHistory.Map(api);
        CreateHousehold.Map(api);
        ChangeHousehold.Map(api);
        RevealField.Map(api);
        EventEndpoints.Map(api);
        EventQueries.Map(api);
        BalanceEndpoints.Map(api);
        ChangeRegions.Map(api);
        ImportEndpoints.Map(api);
        ValidateHousehold.Map(api);
        LookUpPerson.Map(api);
        DraftEndpoints.Map(api);
        CheckRecords.Map(api);
        QrImage.Map(api);
        api.MapRecords();
        AttachmentEndpoints.Map(api);
        GetPerson.Map(api);
        return api;
    }
}
