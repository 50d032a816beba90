using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>
/// GET /households/export: the whole list that the same filters show, with the columns that are shown, as a workbook that can be checked
/// afterwards (<see cref="CheckedTable"/>); protected values masked as there.
/// </summary>
internal static class ExportHouseholds
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly LocalText Title = new("农户名单", "Households");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/export", HandleAsync)
        .WithName("ExportHouseholds")
        .RequirePermission(Permissions.HouseholdExport)
        .Produces(StatusCodes.Status200OK, contentType: Workbook);

    /// <param name="columns">Keys of the list's columns and paths of fields, in order; the usual ones when absent.</param>
    private static async Task<IResult> HandleAsync(
        [AsParameters] HouseholdQuery query,
        string? columns,
        [FromServices] HouseholdFilter filter,
        [FromServices] PlatformDb db,
        [FromServices] Seal seal,
        [FromServices] AccessLog log,
        [FromServices] ExportGate gate,
        [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock,
        HttpContext http)
    {
        var ct = http.RequestAborted;
        var sort = HouseholdOrder.Check(query.Sort);
        var (shown, fields) = ListColumn.Read(columns);
        var all = await filter.FindAsync(query, ct);
        var pass = await gate.PassAsync("household.export", (await ListHouseholds.CountAsync(all, ct)).Persons, null, ct);
        var found = ListHouseholds.Shown(HouseholdOrder.Apply(all, sort, null));

        // Written to a sealed file that vanishes when it is closed: any number of rows in bounded memory, nothing of it in the clear
        // on the disk, and nothing is sent before the export is recorded.
        long rows = 0;
        var day = HouseholdFilter.Day(query);
        var english = actor.Language == "en";
        var temp = await SealedTemp.WriteAsync(async output =>
        {
            using var sheet = SheetWriter.Workbook(output);
            using var table = new CheckedTable(sheet, Title.InCurrent(), [.. shown.Select(c => new CheckedColumn(c.Title.InCurrent(), c.Width, c.Sum))]);
            await db.Database.OpenConnectionAsync(ct);
            try
            {
                await SpillAsync(db, toDisk: true);
                await foreach (var row in found.AsAsyncEnumerable().WithCancellation(ct))
                {
                    var line = ListHouseholds.Line(row, seal, fields, day);
                    table.Row();
                    foreach (var column in shown)
                    {
                        column.Write(table, line, english);
                    }
                }
            }
            finally
            {
                await SpillAsync(db, toDisk: false);
                await db.Database.CloseConnectionAsync();
            }

            table.Finish(About(http.Request, query, clock, pass));
            rows = table.Rows;
            pass.WriteSheet(sheet);
        });
        try
        {
            await log.ReadAsync(
                "household.export",
                new { rows, query.Region, query.Status, query.Category, query.Cause, query.IncomeFrom, query.IncomeTo, query.On, query.Where, columns, searched = query.Q is not null },
                [new AuditSubject("area", actor.Region.ToString())]);
            return Results.Stream(temp.Detach(), Workbook, $"households-{clock.InChina():yyyy-MM-dd}.xlsx");
        }
        catch
        {
            temp.Dispose();
            throw;
        }
    }

    // Sorting a million rows may take the disk, not the memory of everybody else.
    private static Task SpillAsync(PlatformDb db, bool toDisk) => db.Engine != DbEngine.Sqlite ? Task.CompletedTask
        : toDisk ? db.Database.ExecuteSqlRawAsync("pragma temp_store = file") : db.Database.ExecuteSqlRawAsync("pragma temp_store = memory");

    private static IEnumerable<(LocalText Label, string Value)> About(HttpRequest request, HouseholdQuery query, TimeProvider clock, ExportPass pass)
    {
        var conditions = request.Query.Where(q => q.Key is not ("columns" or "approval" or "q")).Select(q => $"{q.Key}={q.Value}").ToList();
        if (query.Q is { Length: > 0 } text)
        {
            // What was typed may be an id number.
            conditions.Add($"q={(text.Any(char.IsAsciiDigit) ? "***" : text)}");
        }

        yield return (new("筛选条件", "Conditions"), conditions.Count == 0 ? "—" : string.Join("; ", conditions));
        yield return (new("登记册日期", "Register as of"), query.On is { Length: > 0 } on ? on : $"{clock.InChina():yyyy-MM-dd}");
        foreach (var line in pass.Lines)
        {
            yield return line;
        }
    }
}
