using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Import.Templates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Import.Endpoints;

/// <param name="Units">What its numbers may be written in, the register's own first.</param>
/// <param name="Codes">The labels of its code list.</param>
internal sealed record ImportFieldView(
    string Header, LocalText Meaning, bool Required, string Kind, IReadOnlyList<string> Units, IReadOnlyList<string> Codes, OnConflict OnConflict);

/// <param name="Keys">Groups of fields of which one must be there: they say whom a row is about.</param>
internal sealed record ImportTableView(string Id, LocalText Name, LocalText About, IReadOnlyList<ImportFieldView> Fields, IReadOnlyList<IReadOnlyList<string>> Keys);

internal sealed record ImportTableList(IReadOnlyList<ImportTableView> Items);

/// <summary>The tables that can be imported, and their templates.</summary>
internal static class TableEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/import-tables", () => TypedResults.Ok(new ImportTableList([.. ImportTables.All.Select(View)]))).WithName("ListImportTables").RequirePermission(Permissions.ImportRun);
        api.MapGet("/import-tables/{table}/template", Template).WithName("GetImportTemplate").RequirePermission(Permissions.ImportRun)
            .Produces(StatusCodes.Status200OK, contentType: Workbook);
    }

    private static FileContentHttpResult Template(string table, string? region, [FromServices] CurrentActor actor)
    {
        var area = string.IsNullOrEmpty(region) ? actor.Region : RegionCode.TryParse(region, out var typed) && typed.Range.Intersect(actor.Area) == typed.Range ? typed
            : throw ProblemException.NotFound("region", "行政区划");
        var found = ImportTables.Of(table);
        using var workbook = new MemoryStream();
        ImportTemplates.Write(found, area, workbook);
        return TypedResults.File(workbook.ToArray(), Workbook, new Kernel.Text.LocalText($"{found.Name.Zh}-模板.xlsx", $"{found.Name.En} - template.xlsx").InCurrent());
    }

    private static ImportTableView View(ImportTable table) => new(table.Id, table.Name, table.About,
        [.. table.Fields.Where(f => f.Shape.Kind != FieldKind.RowMark).Select(f => new ImportFieldView(
            f.Header, f.Meaning, f.Required, System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Shape.Kind.ToString()),
            [.. Units.Of(f.Shape.Quantity).OrderBy(u => u.Factor != 1).Select(u => u.Text)], f.Shape.Labels, f.OnConflict))],
        table.Keys);
}
