using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Import.Endpoints;

/// <param name="Table">Which table the rows belong to.</param>
/// <param name="Remember">Whether the next file with these headers shall map itself.</param>
internal sealed record MappingRequest(string Table, ImportMapping Mapping, bool Remember = true);

/// <summary>The proposed mapping of an upload, a look at another one, and the one that counts.</summary>
internal static class MappingEndpoints
{
    public static void Map(IEndpointRouteBuilder imports)
    {
        imports.MapGet("/{id:guid}/mapping", GetAsync).WithName("GetImportMapping").RequirePermission(Permissions.ImportRun);
        imports.MapPost("/{id:guid}/mapping/preview", PreviewAsync).WithName("PreviewImportMapping").RequirePermission(Permissions.ImportRun);
        imports.MapPost("/{id:guid}/mapping", SetAsync).WithName("SetImportMapping").RequirePermission(Permissions.ImportRun).WithWrite("import.map")
            .Produces<ImportStarted>(StatusCodes.Status202Accepted);
    }

    /// <param name="table">Another table than the one that the upload seems to be.</param>
    private static async Task<Ok<MappingProposal>> GetAsync(
        Guid id, string? table, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] AccessLog log, CancellationToken ct)
    {
        var record = await ImportEndpoints.FindAsync(id, db, ct);
        await log.ReadAsync("import.mapping", [new AuditSubject("import", id.ToString(), record.County)]);
        using var stored = await files.OpenAsync(record.FileId, ct);
        var file = new ImportFile(record.FileName, stored.Again);
        return TypedResults.Ok(record.Mapping is not null && (table is null || table == record.Table)
            ? Said(file, ImportTables.Of(record.Table), record.MappingOf())
            : (await UploadImport.ProposeAsync(file, table ?? record.Table, record.County, db, ct)).Proposal);
    }

    private static async Task<Ok<MappingProposal>> PreviewAsync(
        Guid id, MappingRequest request, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] AccessLog log, CancellationToken ct)
    {
        var record = await ImportEndpoints.FindAsync(id, db, ct);
        await log.ReadAsync("import.mapping", [new AuditSubject("import", id.ToString(), record.County)]);
        using var stored = await files.OpenAsync(record.FileId, ct);
        return TypedResults.Ok(Said(new ImportFile(record.FileName, stored.Again), ImportTables.Of(request.Table), request.Mapping));
    }

    private static async Task<IResult> SetAsync(
        Guid id, MappingRequest request, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] JobQueue jobs, [FromServices] CurrentActor actor,
        [FromServices] AuditTrail audit, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        var record = await ImportEndpoints.TrackedAsync(id, db, ct);
        if (record.State is not (ImportState.Mapping or ImportState.Checked or ImportState.Refused))
        {
            throw new ProblemException(409, new Problem("not-open", new(
                "这次导入已在进行或已写入,不能再改列的对应。", "This import is running or stored; its mapping can no longer change.")));
        }

        var table = ImportTables.Of(request.Table);
        using (var stored = await files.OpenAsync(record.FileId, ct))
        {
            var shown = Said(new ImportFile(record.FileName, stored.Again), table, request.Mapping);
            Check(table, request.Mapping, shown);
            if (request.Remember)
            {
                await LearnedHeaders.KeepAsync(db, record.County, shown.Table, shown.Signature, request.Mapping, actor.Name, clock, ct);
            }
        }

        (record.Table, record.Mapping, record.Decisions) = (table.Id, request.Mapping.ToJson(), null);
        (record.State, record.DryRun, record.Compare) = (ImportState.Running, true, true);
        record.JobId = await jobs.EnqueueAsync(ImportJob.JobKind, new ImportJobArgs(id), new RegionCode(record.Region), ct);
        await db.SaveChangesAsync(ct);
        audit.Add("import.map", new AuditSubject("import", id.ToString(), record.County), new { table = table.Id, columns = request.Mapping.Columns.Count });
        return Results.Json(new ImportStarted(id, record.JobId), statusCode: StatusCodes.Status202Accepted);
    }

    private static MappingProposal Said(ImportFile file, ImportTable table, ImportMapping mapping) =>
        Proposal.Make(SheetSample.Read(file, table, mapping), table, mapping, LearnedHeaders.Nothing);

    private static void Check(ImportTable table, ImportMapping mapping, MappingProposal shown)
    {
        var problems = new List<Problem>();
        foreach (var (column, i) in mapping.Columns.Select((c, i) => (c, i)).Where(c => c.c.Field is not null && table.Field(c.c.Field) is null))
        {
            problems.Add(new Problem("unknown-field", new LocalText($"“{table.Name.Zh}”没有“{column.Field}”这一项。", $"“{table.Name.En}” has no field “{column.Field}”."), $"mapping.columns[{i}].field"));
        }

        foreach (var twice in mapping.Columns.Where(c => c.Field is not null).GroupBy(c => c.Field!).Where(g => g.Count() > 1 && shown.Sheets.Count == 1))
        {
            problems.Add(new Problem("field-twice", new LocalText(
                $"“{twice.Key}”对应了两列:{string.Join("、", twice.Select(c => c.Header))}。", $"Two columns are mapped to “{twice.Key}”: {string.Join(", ", twice.Select(c => c.Header))}."), "mapping.columns"));
        }

        if (shown.Missing.Count > 0)
        {
            problems.Add(new Problem(ImportCodes.MissingColumn, new LocalText(
                $"还缺:{string.Join("、", shown.Missing)}。", $"Still missing: {string.Join(", ", shown.Missing)}."), "mapping.columns"));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }
    }
}
