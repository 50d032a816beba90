using Fuyao.Access.Contracts;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Households;

/// <param name="Job">Makes the file; its result names it (<c>/api/files/{file}</c>).</param>
internal sealed record ExportStarted(Guid Job);

/// <summary>
/// GET /households/export: the whole list that the same filters show, with the columns that are shown, as a workbook. A long list is made
/// by a job (202), so that nobody waits before a spinning wheel and no connection has to hold.
/// </summary>
internal static class ExportHouseholds
{
    /// <summary>Households beyond which a job makes the file.</summary>
    public const int MostAtOnce = 50_000;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/export", HandleAsync)
        .WithName("ExportHouseholds")
        .RequirePermission(Permissions.HouseholdExport)
        .Produces(StatusCodes.Status200OK, contentType: HouseholdExport.Workbook)
        .Produces<ExportStarted>(StatusCodes.Status202Accepted);

    /// <param name="columns">Keys of the list's columns and paths of fields, in order; the usual ones when absent.</param>
    /// <param name="later">True: by a job, however short the list.</param>
    private static async Task<IResult> HandleAsync(
        [AsParameters] HouseholdQuery query,
        string? columns,
        bool? later,
        [FromServices] HouseholdFilter filter,
        [FromServices] HouseholdExport export,
        [FromServices] ExportGate gate,
        [FromServices] JobQueue queue,
        [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock,
        HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdOrder.Check(query.Sort);
        _ = ListColumn.Read(columns);
        var (households, persons) = await ListHouseholds.CountAsync(await filter.FindAsync(query, ct), ct);
        var pass = await gate.PassAsync("household.export", persons, null, ct);
        var asked = new HouseholdExportArgs(query, columns, [.. About(http.Request, query, clock)], pass, actor.Language == "en", households);
        if (later == true || households > MostAtOnce)
        {
            return Results.Json(new ExportStarted(await queue.EnqueueAsync(HouseholdExportJob.JobKind, asked, actor.Region, ct)), statusCode: StatusCodes.Status202Accepted);
        }

        var temp = await export.WriteAsync(asked, null, ct);
        return Results.Stream(temp.Detach(), HouseholdExport.Workbook, HouseholdExport.Name(clock));
    }

    private static IEnumerable<ExportLine> About(HttpRequest request, HouseholdQuery query, TimeProvider clock)
    {
        var conditions = request.Query.Where(q => q.Key is not ("columns" or "approval" or "later" or "q")).Select(q => $"{q.Key}={q.Value}").ToList();
        if (query.Q is { Length: > 0 } text)
        {
            // What was typed may be an id number.
            conditions.Add($"q={(text.Any(char.IsAsciiDigit) ? "***" : text)}");
        }

        yield return new(new LocalText("筛选条件", "Conditions"), conditions.Count == 0 ? "—" : string.Join("; ", conditions));
        yield return new(new LocalText("登记册日期", "Register as of"), query.On is { Length: > 0 } on ? on : $"{clock.TodayInChina():yyyy-MM-dd}");
    }
}
