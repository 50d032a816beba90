using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Books;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Received;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry.Records;

internal static class RecordServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddSingleton<IModelPart, RecordModel>()
        .AddSingleton<IModelPart, ReceivedModel>()
        .AddSingleton<RecordPlanner>()
        .AddScoped<RecordWrites>()
        .AddScoped<GetRecord.RecordReader>()
        .AddScoped<ListPlaces.PlaceReader>()
        .AddScoped<YearAnswers.Sheets>()
        .AddScoped<RecordMoves>()
        .AddScoped<BookReader>()
        .AddScoped<GroupBook>()
        .AddScoped<GroupReader>()
        .AddScoped<ReceivedMatcher>()
        .AddScoped<ReceivedWriter>()
        .AddScoped(s => new PlaceDirectory(s.GetRequiredService<PlatformDb>(), s.GetRequiredService<RegionLoader>()))
        .AddScoped(s => new RegisterFigures(s.GetRequiredService<PlatformDb>(), s.GetRequiredService<RegionLoader>()))
        .AddSingleton<IKeyedHashes, ReceivedWriter.Keyed>();

    public static void MapRecords(this IEndpointRouteBuilder api)
    {
        GetRecord.Map(api);
        RecordHistory.Map(api);
        ChangeRecord.Map(api);
        YearAnswers.Map(api);
        ListPlaces.Map(api);
        ListRecords.Map(api);
        ReceivedEndpoints.Map(api);
        SettleReceived.Map(api);
        SplitReceived.Map(api);
        BookEndpoints.Map(api);
    }
}
