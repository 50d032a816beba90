using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Records;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Export;

/// <summary>
/// GET /received/mending: rows of other departments' lists, to be mended in a spreadsheet and imported again as the table
/// <c>received</c>. A hidden mark says which row each is; id numbers are left empty, and what is typed there is new.
/// </summary>
internal static class ReceivedForMending
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int MaxRows = 200_000;
    private static readonly LocalText Title = new("部门名册导出 · 可在表中修改后导入,只有改过的格子会变动", "Other departments' lists, to be mended and imported again: only cells that were changed count");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/received/mending", HandleAsync)
        .WithName("ExportReceivedForMending").RequirePermission(Permissions.HouseholdExport).Produces(StatusCodes.Status200OK, contentType: Workbook);

    private static async Task<IResult> HandleAsync(
        string? state, string? region, string? department, string? programme, Guid? list, string? q, string? on, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] AccessLog log,
        [FromServices] ExportGate gate, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var known = await Knowing.AtAsync(db, null, ct);
        var rows = ReceivedEndpoints.Fitting(known.Of(db.Set<ReceivedBenefitRow>().AsNoTracking()), new ReceivedFilter(region, department, programme, list, q, on), actor, seal, clock);
        rows = state is { Length: > 0 } ? rows.Where(r => r.State == state) : rows;
        // A row and its parts sum to one another: they are changed by splitting, not cell by cell.
        rows = rows.Where(r => r.State != MatchStates.Split && r.SplitOf == null);
        var total = await rows.CountAsync(ct);
        if (total > MaxRows)
        {
            throw new Kernel.Problems.ProblemException(422, new Kernel.Problems.Problem("too-many", new LocalText(
                $"共 {total} 行,超过一个工作表能改回的 {MaxRows} 行。请按名册或乡镇分别导出。", $"{total} rows are more than one sheet of {MaxRows} holds. Export list by list or township by township."), "region"));
        }

        await gate.PassAsync("received.mending", total, ct: ct);
        var temp = await SealedTemp.WriteAsync(output => WriteAsync(output, rows, ct));
        await log.ReadAsync("received.mending", new { rows = total, region, list }, [new AuditSubject("area", actor.Region.ToString())]);
        return Results.Stream(temp.Detach(), Workbook, $"{new LocalText("部门名册-修改用", "received-to-mend").In(actor.Language)}-{clock.TodayInChina():yyyy-MM-dd}.xlsx");
    }

    private static async Task WriteAsync(Stream output, IQueryable<ReceivedBenefitRow> rows, CancellationToken ct)
    {
        var columns = ImportTables.All.Single(t => t.Id == RecordTables.Received).Fields.OfType<RecordColumn>().Where(c => c.Header is not ("乡" or "行政村")).ToList();
        using var sheet = SheetWriter.Workbook(output);
        sheet.BeginSheet(new LocalText("部门名册", "Received").InCurrent(), new SheetLayout
        {
            Widths = [.. columns.Select(c => c.Width)], HiddenColumns = [1], FrozenRows = 2, FilterRow = 2, RepeatedRows = (1, 2), Landscape = true,
        });
        sheet.Row(30);
        sheet.Text(Title.InCurrent(), SheetStyle.Title);
        sheet.MergeAcross(8);
        sheet.Row(32);
        sheet.Texts(columns.Select(c => c.Header), SheetStyle.Header);
        await foreach (var row in rows.OrderBy(r => r.Region).ThenBy(r => r.ListId).ThenBy(r => r.SheetRow).ThenBy(r => r.RowId).AsAsyncEnumerable().WithCancellation(ct))
        {
            sheet.Row();
            foreach (var column in columns)
            {
                sheet.Value(column.Header switch
                {
                    "系统码" => new RowMark(row.RowId, row.Id, Guid.Empty).ToString(),
                    "姓名" => row.PersonName,
                    "户编号" => row.HouseholdNumber,
                    "部门" => row.Department,
                    "项目" => row.Programme,
                    "金额" => row.Amount.Yuan,
                    "日期" => row.Date,
                    "截止日期" => row.ValidTo == Span.Forever ? null : row.ValidTo.AddDays(-1),
                    "频次" => row.Recurring is { } often ? column.Text(often) : null,
                    _ => null,
                });
            }
        }
    }
}
