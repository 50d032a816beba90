using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Import.Endpoints;

/// <param name="Job">For <c>/api/jobs/{id}</c> and its events; null while the columns wait to be mapped.</param>
internal sealed record ImportStarted(Guid Id, Guid? Job);

/// <summary>POST /imports: a file, the area it is for and – if known – its table and mapping.</summary>
internal static class UploadImport
{
    private const long UploadBytes = 300L << 20;

    public static void Map(IEndpointRouteBuilder imports) => imports.MapPost("", HandleAsync)
        .WithName("CreateImport").RequirePermission(Permissions.ImportRun).WithWrite("import.upload", deferred: true)
        .Accepts<IFormFile>("multipart/form-data").Produces<ImportStarted>(StatusCodes.Status202Accepted)
        .WithMetadata(new RequestSizeLimitAttribute(UploadBytes));

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] JobQueue jobs, [FromServices] WriteSession session,
        [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock)
    {
        var ct = http.RequestAborted;
        using var form = await UploadForm.ReadAsync(http.Request, ct);
        var region = form.Region(actor);
        var county = region.Level >= RegionLevel.County ? region.County : 0;
        var record = new ImportRecord
        {
            County = county,
            Id = Ids.New(clock),
            Region = region.Value,
            FileName = form.FileName,
            ActorName = actor.Name,
            CreatedAt = clock.GetUtcNow(),
            AsOf = form.Day("as_of"),
            DryRun = form.Flag("dry_run"),
            AllOrNothing = form.Flag("all_or_nothing"),
            Compare = form.Flag("map"),
        };

        // A hostile or foreign file is refused here and now; nothing of it is kept.
        var mayStart = await CheckAsync(form, record, db, ct);
        await session.BeginAsync(ct);
        await using (var content = form.Content!.Open())
        {
            record.FileId = await files.SaveAsync(form.FileName, "application/octet-stream", content, region, Permissions.ImportRun, keep: FileKeep.Upload, ct: ct);
        }

        record.JobId = mayStart ? await jobs.EnqueueAsync(ImportJob.JobKind, new ImportJobArgs(record.Id), region, ct) : null;
        record.State = mayStart ? ImportState.Running : ImportState.Mapping;
        db.Set<ImportRecord>().Add(record);
        await db.SaveChangesAsync(ct);
        audit.Add("import.upload", new AuditSubject("import", record.Id.ToString(), record.County), new { region = region.ToShort(), record.Table, record.DryRun });
        return Results.Json(new ImportStarted(record.Id, record.JobId), statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Settles table and mapping, as far as they are certain.</summary>
    private static async Task<bool> CheckAsync(UploadForm form, ImportRecord record, PlatformDb db, CancellationToken ct)
    {
        if (form.Flag("map"))
        {
            var (table, proposal) = await ProposeAsync(FileOf(form), form["table"], record.County, db, ct);
            record.Table = table.Id;
            record.DryRun = true;
            if (proposal.Certain)
            {
                record.Mapping = proposal.Mapping.ToJson();
            }

            return proposal.Certain;
        }

        record.Table = ImportTables.Of(form["table"]).Id;
        record.Mapping = form["mapping"] is { Length: > 0 } given ? ImportMapping.Parse(given).ToJson() : null;
        using var first = new RowSource(FileOf(form), ImportTables.Of(record.Table), record.MappingOf()).Read().GetEnumerator();
        first.MoveNext();
        return true;
    }

    private static ImportFile FileOf(UploadForm form) => new(form.FileName, form.Content!.Open);

    /// <summary>What the columns of a file seem to mean, for the given table or the likeliest one.</summary>
    /// <exception cref="ProblemException">422: unreadable, or without any row of column names.</exception>
    public static async Task<(ImportTable Table, MappingProposal Proposal)> ProposeAsync(ImportFile file, string? tableId, int county, PlatformDb db, CancellationToken ct)
    {
        var named = string.IsNullOrEmpty(tableId) ? null : ImportTables.Of(tableId);
        var sheets = SheetSample.Read(file, named, ImportMapping.None);
        if (sheets.Count == 0)
        {
            throw new ProblemException(422, new Problem("unrecognised-file", new(
                "前 30 行内没有找到列名。请确认文件里有一行是各列的名称。", "No row of column names was found within the first 30 rows. One row must name the columns.")));
        }

        var table = named ?? Proposal.Guess(sheets);
        var learned = await LearnedHeaders.LoadAsync(db, county, table.Id, sheets.SelectMany(s => s.Head.Texts).OfType<string>(), ct);
        return (table, Proposal.Make(sheets, table, null, learned));
    }
}
