using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Books;

/// <summary>GET /books/{code}: 一村一册 or 一乡一簿 for a day; /books/{code}/workbook the same as Excel.</summary>
internal static class BookEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/books/{code}", GetAsync).WithName("GetBook").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/books/{code}/workbook", WorkbookAsync).WithName("GetBookWorkbook").RequirePermission(Permissions.HouseholdExport)
            .Produces(StatusCodes.Status200OK, contentType: Workbook);
    }

    private static Task<PlaceBook> GetAsync(
        string code, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] BookReader books, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, known) = GetRecord.AsOf(on, knownAt, clock);
        return books.ReadAsync(code, day, known, ct);
    }

    private static async Task<IResult> WorkbookAsync(
        string code, string? on, [FromQuery(Name = "known_at")] string? knownAt, [FromServices] BookReader books, [FromServices] ExportGate gate, [FromServices] AccessLog log,
        [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var (day, known) = GetRecord.AsOf(on, knownAt, clock);
        var book = await books.ReadAsync(code, day, known, ct);
        var place = new RegionCode(long.Parse(book.Record.Key, System.Globalization.CultureInfo.InvariantCulture));
        // A township's book tells of villages; only a village's names households.
        var pass = book.Households.Count == 0 ? null : await gate.PassAsync("book.export", book.Figures.Persons, place, ct);
        await log.ReadAsync("book.export", new AuditSubject("area", place.ToString(), place.County));
        var content = new MemoryStream();
        BookWorkbook.Write(content, book, pass);
        content.Position = 0;
        return Results.Stream(content, Workbook, $"{(place.Level == RegionLevel.Village ? "一村一册" : "一乡一簿")}-{book.Record.Name}-{day:yyyy-MM-dd}.xlsx");
    }
}
