using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <param name="Job">For <c>/api/jobs/{id}</c> and its events.</param>
internal sealed record ImportStarted(Guid Id, Guid Job);

/// <summary>Person rows.</summary>
internal sealed record ImportCounts(int Accepted, int Unchanged, int Refused, int Warnings);

/// <param name="Findings">Errors and warnings in all.</param>
/// <param name="HasWorkbook">Whether a marked copy can be fetched.</param>
/// <param name="Problems">Why the whole file was refused.</param>
internal sealed record ImportView(
    Guid Id, string FileName, string Region, string RegionName, ImportState State, bool DryRun, bool AllOrNothing, DateOnly? AsOf, string ActorName, DateTimeOffset CreatedAt,
    Guid? Job, ImportCounts Counts, int Findings, bool HasWorkbook, IReadOnlyList<Problem> Problems);

internal sealed record ImportPage(IReadOnlyList<ImportView> Items, string? Next, int Total);

internal sealed record FindingPage(IReadOnlyList<ImportFinding> Items, string? Next, int Total);

/// <summary>Upload, check, apply, and look at imports.</summary>
internal static class ImportEndpoints
{
    private const long UploadBytes = 300L << 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/imports");
        group.MapPost("", UploadAsync).WithName("CreateImport").RequirePermission(Permissions.ImportRun).WithWrite("import.upload", deferred: true)
            .Accepts<IFormFile>("multipart/form-data").Produces<ImportStarted>(StatusCodes.Status202Accepted)
            .WithMetadata(new RequestSizeLimitAttribute(UploadBytes));
        group.MapPost("/{id:guid}/apply", ApplyAsync).WithName("ApplyImport").RequirePermission(Permissions.ImportRun).WithWrite("import.apply")
            .Produces<ImportStarted>(StatusCodes.Status202Accepted);
        group.MapGet("", ListAsync).WithName("ListImports").RequirePermission(Permissions.ImportView);
        group.MapGet("/{id:guid}", GetAsync).WithName("GetImport").RequirePermission(Permissions.ImportView);
        group.MapGet("/{id:guid}/errors", ErrorsAsync).WithName("ListImportErrors").RequirePermission(Permissions.ImportView);
        group.MapGet("/{id:guid}/workbook", WorkbookAsync).WithName("GetImportWorkbook").RequirePermission(Permissions.ImportView)
            .Produces(StatusCodes.Status200OK, contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    }

    private static async Task<IResult> UploadAsync(
        HttpContext http, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] JobQueue jobs, [FromServices] WriteSession session,
        [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock)
    {
        var ct = http.RequestAborted;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = UploadBytes, MemoryBufferThreshold = 1 << 16 }));
        if (!http.Request.HasFormContentType)
        {
            throw Bad("file", "请用 multipart/form-data 上传文件。", "Upload the file as multipart/form-data.");
        }

        var form = await http.Request.ReadFormAsync(ct);
        var file = form.Files.GetFile("file") ?? throw Bad("file", "缺少文件。", "There is no file.");
        var region = Region(form["region"].ToString(), actor);
        DateOnly? asOf = form["as_of"].ToString() is not { Length: > 0 } day ? null
            : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw Bad("as_of", "日期应写成 2016-05-01。", "A date is written 2016-05-01.");
        await using var upload = await CheckedAsync(file, ct);
        await session.BeginAsync(ct);
        var record = new ImportRecord
        {
            County = region.Level >= RegionLevel.County ? region.County : 0,
            Id = Ids.New(clock),
            Region = region.Value,
            FileName = Path.GetFileName(file.FileName),
            FileId = await files.SaveAsync(file.FileName, "application/octet-stream", upload, region, Permissions.ImportRun, ct: ct),
            ActorName = actor.Name,
            CreatedAt = clock.GetUtcNow(),
            AsOf = asOf,
            DryRun = Flag(form, "dry_run"),
            AllOrNothing = Flag(form, "all_or_nothing"),
        };
        record.JobId = await jobs.EnqueueAsync(ImportJob.JobKind, new ImportJobArgs(record.Id), region, ct);
        db.Set<ImportRecord>().Add(record);
        await db.SaveChangesAsync(ct);
        audit.Add("import.upload", new AuditSubject("import", record.Id.ToString(), record.County), new { region = region.ToShort(), record.DryRun });
        return Results.Json(new ImportStarted(record.Id, record.JobId.Value), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ApplyAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] JobQueue jobs, [FromServices] AuditTrail audit, CancellationToken ct)
    {
        var record = await db.Set<ImportRecord>().SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw ProblemException.NotFound("import", "导入");
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

    private static async Task<ImportRecord> FindAsync(Guid id, PlatformDb db, CancellationToken ct) =>
        await db.Set<ImportRecord>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw ProblemException.NotFound("import", "导入");

    private static ImportView View(ImportRecord i) => new(
        i.Id, i.FileName, new RegionCode(i.Region).ToString(), RegionCatalog.NameOf(new RegionCode(i.Region)) ?? "", i.State, i.DryRun, i.AllOrNothing, i.AsOf, i.ActorName, i.CreatedAt, i.JobId,
        new ImportCounts(i.Accepted, i.Unchanged, i.Refused, i.Warnings), i.Findings, i.MarkedId is not null,
        i.Problems is null ? [] : JsonSerializer.Deserialize<List<Problem>>(i.Problems, ImportReports.Json)!);

    // A hostile or foreign file is refused here and now; nothing of it is kept.
    private static async Task<FileStream> CheckedAsync(IFormFile file, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuyao-upload-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var upload = new FileStream(path, options);
        try
        {
            await file.CopyToAsync(upload, ct);
            await upload.FlushAsync(ct);
            using (var first = new RowSource(path, Path.GetFileName(file.FileName), SheetLimits.Default).Read().GetEnumerator())
            {
                first.MoveNext();
            }

            upload.Position = 0;
            return upload;
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    private static RegionCode Region(string text, CurrentActor actor)
    {
        var region = text.Length == 0 ? actor.Region : RegionCode.TryParse(text, out var typed) ? typed
            : throw Bad("region", "行政区划代码应为 2、4、6、9 或 12 位数字。", "A region code has 2, 4, 6, 9 or 12 digits.");
        return region.Range.Intersect(actor.Area) == region.Range ? region : throw ProblemException.NotFound("region", "行政区划");
    }

    private static bool Flag(IFormCollection form, string name) => form[name].ToString() is "true" or "1" or "on";

    private static ProblemException Bad(string path, string zh, string en) => new(400, new Problem("bad-upload", new(zh, en), path));
}
