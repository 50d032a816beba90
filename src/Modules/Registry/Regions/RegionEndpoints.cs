using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>Look up places: one, or those directly below one. Public knowledge, so any signed-in person may ask for any place.</summary>
internal static class RegionEndpoints
{
    /// <param name="Code">12 digits.</param>
    /// <param name="Path">Names from the province down, itself last.</param>
    internal sealed record RegionView(string Code, string Name, RegionLevel Level, DateOnly? ValidTo, string? MergedInto, IReadOnlyList<string> Path);

    internal sealed record RegionList(IReadOnlyList<RegionView> Items);

    public static IReadOnlyList<RouteHandlerBuilder> Map(IEndpointRouteBuilder routes) =>
    [
        routes.MapGet("/regions", ListAsync).WithName("ListRegions"),
        routes.MapGet("/regions/{code}", GetAsync).WithName("GetRegion"),
    ];

    private static async Task<RegionList> ListAsync(string? parent, RegionLoader loader, PlatformDb db, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (string.IsNullOrEmpty(parent))
        {
            return new RegionList([.. RegionCatalog.Provinces.Order().Select(p => RegionCatalog.Province(p)[0]).Select(p => new RegionView(p.Code.ToString(), p.Name, p.Code.Level, null, null, [p.Name]))]);
        }

        var above = Parse(parent, "parent");
        await loader.EnsureAsync(above, ct);
        var (range, level) = (above.Range, above.Level + 1);
        // Some cities have no counties: their townships are directly below.
        List<Region> rows = [];
        for (; rows.Count == 0 && level <= RegionLevel.Village; level++)
        {
            rows = await db.Set<Region>().AsNoTracking().Where(r => r.Code >= range.From && r.Code < range.To && r.Level == level && r.ValidTo == null).OrderBy(r => r.Code).ToListAsync(ct);
        }

        return new RegionList([.. rows.Select(Answer)]);
    }

    private static async Task<RegionView> GetAsync(string code, RegionLoader loader, PlatformDb db, HttpContext context)
    {
        var place = Parse(code, "code");
        await loader.EnsureAsync(place, context.RequestAborted);
        var row = await db.Set<Region>().AsNoTracking().FirstOrDefaultAsync(r => r.Code == place.Value, context.RequestAborted);
        return row is null ? throw ProblemException.NotFound("region", "行政区划") : Answer(row);
    }

    private static RegionCode Parse(string text, string path) => RegionCode.TryParse(text, out var code) ? code
        : throw new ProblemException(400, RegionCode.Wrong(path));

    private static RegionView Answer(Region row)
    {
        var path = new List<string>();
        for (RegionCode? at = new RegionCode(row.Code); at is { Value: > 0 } code; at = code.Parent)
        {
            path.Insert(0, RegionCatalog.NameOf(code) ?? row.Name);
        }

        return new RegionView(new RegionCode(row.Code).ToString(), row.Name, row.Level, row.ValidTo, row.MergedInto is { } m ? new RegionCode(m).ToString() : null, path);
    }
}
