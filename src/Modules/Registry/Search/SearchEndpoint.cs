using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Search;

/// <summary>GET /search: persons, households and places by whatever is known of them. What was typed is not logged: it may be an id number.</summary>
internal static class SearchEndpoint
{
    private const int LongestText = 64;
    private const int MostAtOnce = 50;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/search", HandleAsync)
        .WithName("Search")
        .WithLimit(Limits.Search)
        .RequirePermission(Permissions.HouseholdView);

    /// <param name="q">Name or part of one (also traditional), pinyin or initials, id number, beginning of a household's number, place, phone for those who may reveal it.</param>
    private static async Task<SearchHits> HandleAsync(
        string q, int? limit, [FromServices] SearchRegister register, [FromServices] AccessLog log, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        if (q.Length > LongestText)
        {
            throw new ProblemException(400, new Problem("too-long", new LocalText(
                $"最多输入 {LongestText} 个字符。", $"Type at most {LongestText} characters."), "q"));
        }

        var hits = await register.FindAsync(q, Math.Clamp(limit ?? 20, 1, MostAtOnce), ct);
        var shown = hits.Items.Where(h => h.Household is not null && h.Region is not null).ToList();
        if (shown.Count > 0)
        {
            await log.ReadAsync("search", [.. shown.Select(h => new AuditSubject(h.Kind, h.Id, new RegionCode(long.Parse(h.Region!.Code, System.Globalization.CultureInfo.InvariantCulture)).County))]);
        }

        return hits;
    }
}
