using Fuyao.Access.Contracts;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>GET /households/export: the whole list that the same filters show, as a workbook, protected values masked as there.</summary>
internal static class ExportHouseholds
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly double[] Widths = [18, 12, 16, 10, 12, 8, 16, 20, 14, 14, 14];

    private static readonly LocalText Title = new("农户名单", "Households");

    private static readonly LocalText[] Heads =
    [
        new("户编号", "Number"), new("乡镇", "Township"), new("村", "Village"), new("组", "Group"), new("户主", "Head"), new("人数", "Members"),
        new("登记状态", "Status"), new("户属性", "Category"), new("主要致贫原因", "Main cause"), new("人均纯收入(元)", "Income per head (yuan)"), new("联系电话", "Phone"),
    ];

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/export", HandleAsync)
        .WithName("ExportHouseholds")
        .RequirePermission(Permissions.HouseholdExport)
        .Produces(StatusCodes.Status200OK, contentType: Workbook);

    private static async Task<IResult> HandleAsync(
        [AsParameters] HouseholdQuery query,
        [FromServices] HouseholdFilter filter,
        [FromServices] Seal seal,
        [FromServices] AccessLog log,
        [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock,
        CancellationToken ct)
    {
        var sort = HouseholdOrder.Check(query.Sort);
        var found = HouseholdOrder.Apply(await filter.FindAsync(query, ct), sort, null);

        // Written to a file that vanishes when it is closed: any number of rows in bounded memory, and nothing is sent before
        // the export is recorded.
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            var rows = 0;
            using (var sheet = SheetWriter.Workbook(file))
            {
                sheet.BeginSheet(Title.InCurrent(), new SheetLayout
                {
                    Widths = Widths, FrozenRows = 1, RepeatedRows = (1, 1), PrintColumns = Heads.Length, Landscape = true, FilterRow = 1,
                });
                sheet.Row();
                sheet.Texts(Heads.Select(h => h.InCurrent()), SheetStyle.Header);
                await foreach (var row in found.AsAsyncEnumerable().WithCancellation(ct))
                {
                    Write(sheet, ListHouseholds.Line(row, seal, []), actor.Language == "en");
                    rows++;
                }
            }

            await log.ReadAsync(
                "household.export", new { rows, query.Region, query.Status, query.Category, query.Cause, query.IncomeFrom, query.IncomeTo, query.On, searched = query.Q is not null },
                [new AuditSubject("area", actor.Region.ToString())]);
            file.Position = 0;
            return Results.File(file, Workbook, $"households-{clock.InChina():yyyy-MM-dd}.xlsx");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static void Write(SheetWriter sheet, HouseholdLine line, bool english)
    {
        sheet.Row();
        sheet.Text(line.Number);
        sheet.Text(line.Region.Township);
        sheet.Text(line.Region.Name);
        sheet.Text(line.Group);
        sheet.Text(line.HeadName);
        sheet.Integer(line.Members);
        sheet.Text(Label("status", line.Status));
        sheet.Text(Label("category", line.Category));
        sheet.Text(Label("causes", line.MainCause));
        sheet.Money(line.IncomePerHead);
        sheet.Text(line.PhoneMasked);

        string? Label(string field, string? code) => code is null ? null : english ? code.Replace('_', ' ') : HouseholdSchema.CodeLabel(field, code) ?? code;
    }
}
