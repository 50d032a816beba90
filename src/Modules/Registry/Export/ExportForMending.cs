using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Export;

/// <summary>
/// GET /households/mending: what the same filters show, one row a person with all columns of the registration form, to be mended in a
/// spreadsheet and imported again. A hidden mark on each row says which version it shows. Id numbers, phones and accounts are left
/// empty: empty cells change nothing, and what is typed into them is new.
/// </summary>
internal static class ExportForMending
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int HeaderRow = 2;
    private const int Batch = 200;

    /// <summary>The widest a workbook may be read back.</summary>
    private const int MaxPersons = 200_000;

    private static readonly LocalText Title = new("登记册导出 · 可在表中修改后导入,只有改过的格子会变动", "The register, to be mended and imported again: only cells that were changed count");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/mending", HandleAsync)
        .WithName("ExportForMending").RequirePermission(Permissions.HouseholdExport).Produces(StatusCodes.Status200OK, contentType: Workbook);

    private static async Task<IResult> HandleAsync(
        [AsParameters] HouseholdQuery query, [FromServices] HouseholdFilter filter, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] AccessLog log,
        [FromServices] ExportGate gate, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var day = query.On is { Length: > 0 } on && DateOnly.TryParse(on, System.Globalization.CultureInfo.InvariantCulture, out var typed) ? typed : clock.TodayInChina();
        var found = await (await filter.FindAsync(query, ct)).OrderBy(h => h.Region).ThenBy(h => h.Number).Select(h => new { h.HouseholdId, h.MemberCount }).ToListAsync(ct);
        var persons = found.Sum(h => h.MemberCount);
        if (persons > MaxPersons)
        {
            throw new Kernel.Problems.ProblemException(422, new Kernel.Problems.Problem("too-many", new LocalText(
                $"共 {persons} 人,超过一个工作表能改回的 {MaxPersons} 行。请按乡镇分别导出。", $"{persons} persons are more than one sheet of {MaxPersons} rows holds. Export township by township."), "region"));
        }

        await gate.PassAsync("household.mending", persons, ct: ct);
        var temp = await SealedTemp.WriteAsync(output => WriteAsync(output, db, seal, [.. found.Select(f => f.HouseholdId)], day, ct));
        await log.ReadAsync("household.mending", new { households = found.Count, persons, query.Region }, [new AuditSubject("area", actor.Region.ToString())]);
        return Results.Stream(temp.Detach(), Workbook, $"{new LocalText("登记册-修改用", "register-to-mend").In(actor.Language)}-{clock.TodayInChina():yyyy-MM-dd}.xlsx");
    }

    public static async Task WriteAsync(Stream output, PlatformDb db, Seal seal, IReadOnlyList<Guid> households, DateOnly day, CancellationToken ct)
    {
        Column[] columns = [ImportLayout.RowMark, .. ImportLayout.Columns.Where(c => c.Header is not ("人数" or "危房户" or "行政村代码" or "人员识别时间"))];
        using var sheet = SheetWriter.Workbook(output);
        sheet.BeginSheet(new LocalText("登记册", "Register").InCurrent(), new SheetLayout
        {
            Widths = [.. columns.Select(c => c.Width)],
            HiddenColumns = [1],
            FrozenRows = HeaderRow,
            FrozenColumns = 8,
            FilterRow = HeaderRow,
            RepeatedRows = (1, HeaderRow),
            Landscape = true,
        });
        sheet.Row(30);
        sheet.Text(Title.InCurrent(), SheetStyle.Title);
        sheet.MergeAcross(12);
        sheet.Row(32);
        sheet.Texts(columns.Select(c => c.Header), SheetStyle.Header);
        foreach (var part in households.Chunk(Batch))
        {
            ct.ThrowIfCancellationRequested();
            var loaded = (await HouseholdAggregate.LoadAsync(db, part, null, ct)).Where(a => a.On(day) is not null).GroupBy(a => a.Household.Id).ToDictionary(g => g.Key, g => g.First());
            foreach (var id in part)
            {
                if (loaded.TryGetValue(id, out var household))
                {
                    Household(sheet, columns, household, seal, day);
                }
            }
        }
    }

    private static void Household(SheetWriter sheet, Column[] columns, HouseholdAggregate household, Seal seal, DateOnly day)
    {
        var version = household.On(day)!;
        var draft = StateToDraft.Of(household.StateOn(day, seal)!);
        var versions = household.PersonsOn(day).ToDictionary(p => p.PersonId, p => p.Id);
        var first = true;
        foreach (var person in draft.Persons.OrderByDescending(p => p.Facts.Relation.Or("") == PersonState.HeadRelation).ThenBy(p => p.Matched))
        {
            person.Mark = new RowMark(person.Matched!.Value, versions[person.Matched.Value], version.Id);
            sheet.Row();
            foreach (var column in columns)
            {
                // The household's own columns stand once: a change must have one place.
                var hidden = column.Protection is Protection.IdNumber or Protection.Phone or Protection.Account
                    || (column.OfHousehold && !first && column.Header is not ("县" or "乡" or "行政村" or "户编号"));
                sheet.Value(hidden ? null : column.Write(draft, person));
            }

            first = false;
        }
    }
}
