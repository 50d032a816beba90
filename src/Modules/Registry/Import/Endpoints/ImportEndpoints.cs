using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import.Endpoints;

/// <summary>Person rows.</summary>
internal sealed record ImportCounts(int Accepted, int Unchanged, int Refused, int Warnings);

/// <param name="Findings">Errors and warnings in all.</param>
/// <param name="HasWorkbook">Whether a marked copy can be fetched.</param>
/// <param name="Problems">Why the whole file was refused.</param>
/// <param name="Rows">Rows by what becomes of them, when they were compared.</param>
/// <param name="CanUndo">Whether what it stored can be asked back.</param>
internal sealed record ImportView(
    Guid Id, string FileName, string Region, string RegionName, ImportState State, bool DryRun, bool AllOrNothing, DateOnly? AsOf, string ActorName, DateTimeOffset CreatedAt,
    Guid? Job, ImportCounts Counts, int Findings, bool HasWorkbook, IReadOnlyList<Problem> Problems, string Table, LocalText TableName, DifferenceCounts? Rows, bool CanUndo);

internal sealed record ImportPage(IReadOnlyList<ImportView> Items, string? Next, int Total);

internal sealed record FindingPage(IReadOnlyList<ImportFinding> Items, string? Next, int Total);

/// <summary>Upload, check, apply, and look at imports.</summary>
internal static class ImportEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/imports");
        UploadImport.Map(group);
        MappingEndpoints.Map(group);
        DifferenceEndpoints.Map(group);
        UndoEndpoints.Map(group);
        TableEndpoints.Map(api);
        group.MapPost("/{id:guid}/apply", ApplyAsync).WithName("ApplyImport").RequirePermission(Permissions.ImportRun).WithWrite("import.apply")
            .Produces<ImportStarted>(StatusCodes.Status202Accepted);
        group.MapGet("", ListAsync).WithName("ListImports").RequirePermission(Permissions.ImportView);
        group.MapGet("/{id:guid}", GetAsync).WithName("GetImport").RequirePermission(Permissions.ImportView);
        group.MapGet("/{id:guid}/errors", ErrorsAsync).WithName("ListImportErrors").RequirePermission(Permissions.ImportView);
        group.MapGet("/{id:guid}/workbook", WorkbookAsync).WithName("GetImportWorkbook").RequirePermission(Permissions.ImportView)
            .Produces(StatusCodes.Status200OK, contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    }

    private static async Task<IResult> ApplyAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] JobQueue jobs, [FromServices] AuditTrail audit, CancellationToken ct)
    {
        var record = await TrackedAsync(id, db, ct);
        if (record.State != ImportState.Checked)
        {
            throw new ProblemException(409, new Problem("not-checked", new(
                "只有试运行完成的导入才能正式导入。", "Only an import whose dry run has ended can be applied.")));
        }

        record.DryRun = false;
        record.State = ImportState.Running;
        record.JobId = await jobs.EnqueueAsync(ImportJob.JobKind, new ImportJobArgs(id), new RegionCode(record.Region), ct);
        await db.SaveChangesAsync(ct);
        audit.Add("import.apply", new AuditSubject("import", id.ToString(), record.County));
        return Results.Json(new ImportStarted(id, record.JobId.Value), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Ok<ImportPage>> ListAsync(int? limit, string? cursor, [FromServices] PlatformDb db, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var all = db.Set<ImportRecord>().AsNoTracking();
        var page = Guid.TryParse(cursor, out var before) ? all.Where(i => i.Id.CompareTo(before) < 0) : all;
        var rows = await page.OrderByDescending(i => i.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(new ImportPage([.. rows.Take(size).Select(View)], rows.Count > size ? rows[size - 1].Id.ToString() : null, await all.CountAsync(ct)));
    }

    private static async Task<Ok<ImportView>> GetAsync(Guid id, [FromServices] PlatformDb db, CancellationToken ct) => TypedResults.Ok(View(await FindAsync(id, db, ct)));

    private static async Task<Ok<FindingPage>> ErrorsAsync(
        Guid id, int? limit, string? cursor, string? severity, [FromServices] PlatformDb db, [FromServices] FileStore files, CancellationToken ct)
    {
        var record = await FindAsync(id, db, ct);
        if (record.ReportId is not { } report)
        {
            return TypedResults.Ok(new FindingPage([], null, 0));
        }

        using var stored = await files.OpenAsync(report, ct);
        var findings = await JsonSerializer.DeserializeAsync<List<ImportFinding>>(stored.Content, ImportReports.Json, ct) ?? [];
        var chosen = severity is null ? findings : findings.Where(f => f.Severity == severity).ToList();
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var from = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var next = from + size < chosen.Count ? (from + size).ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new FindingPage([.. chosen.Skip(from).Take(size)], next, chosen.Count));
    }

    private static async Task<IResult> WorkbookAsync(Guid id, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] AccessLog log, CancellationToken ct)
    {
        var record = await FindAsync(id, db, ct);
        if (record.MarkedId is not { } marked)
        {
            throw ProblemException.NotFound("marked copy", "标注的副本");
        }

        await log.ReadAsync("import.workbook", [new AuditSubject("import", id.ToString(), record.County)]);
        var stored = await files.OpenAsync(marked, ct);
        return Results.Stream(stored.Content, stored.ContentType, stored.Name);
    }

    public static async Task<ImportRecord> FindAsync(Guid id, PlatformDb db, CancellationToken ct) =>
        await db.Set<ImportRecord>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw ProblemException.NotFound("import", "导入");

    public static async Task<ImportRecord> TrackedAsync(Guid id, PlatformDb db, CancellationToken ct) =>
        await db.Set<ImportRecord>().SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw ProblemException.NotFound("import", "导入");

    private static ImportView View(ImportRecord i) => new(
        i.Id, i.FileName, new RegionCode(i.Region).ToString(), RegionCatalog.NameOf(new RegionCode(i.Region)) ?? "", i.State, i.DryRun, i.AllOrNothing, i.AsOf, i.ActorName, i.CreatedAt, i.JobId,
        new ImportCounts(i.Accepted, i.Unchanged, i.Refused, i.Warnings), i.Findings, i.MarkedId is not null,
        i.Problems is null ? [] : JsonSerializer.Deserialize<List<Problem>>(i.Problems, ImportReports.Json)!,
        i.Table, ImportTables.Of(i.Table).Name, i.RowCountsOf(), i.State == ImportState.Applied && i.ChangesOf().Count > 0);
}
