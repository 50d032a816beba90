using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Documents;

/// <param name="Kind"><c>form</c>, <c>card</c> or <c>statement</c>.</param>
/// <param name="On">The day that it speaks of; today when absent.</param>
internal sealed record PrintDocumentRequest(string? Kind, Guid Household, DateOnly? On);

/// <param name="Region">A village.</param>
internal sealed record PrintVillageRequest(string? Kind, string? Region, DateOnly? On);

internal sealed record DocumentView(string Number, string Kind, Guid Household, DateOnly On, DateTimeOffset PrintedAt, string PrintedBy);

/// <param name="Items">The latest first.</param>
internal sealed record DocumentList(IReadOnlyList<DocumentView> Items);

/// <param name="State"><c>current</c>; <c>outdated</c>: what it told has changed since; <c>gone</c>: the household is no longer in the register of this area.</param>
/// <param name="Changed">What differs today: <c>facts</c>, <c>benefits</c>.</param>
internal sealed record DocumentCheck(DocumentView Document, string? HouseholdNumber, string? HeadName, string State, IReadOnlyList<string> Changed);

/// <param name="Ready">Whether the papers can be opened.</param>
internal sealed record DocumentBatchView(
    Guid Id, string Kind, string Region, string? RegionName, DateOnly On, DateTimeOffset At, string Actor, Guid? Job, bool Ready, int Households, int Persons);

internal sealed record DocumentBatchList(IReadOnlyList<DocumentBatchView> Items);

/// <summary>Papers with a number: for one household, for a village, and whether one that lies on the table still holds.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/documents").WithTags("documents");
        group.MapPost("", PrintAsync).WithName("PrintDocument").RequirePermission(Permissions.HouseholdView).WithWrite("document.print").Produces<DocumentView>(StatusCodes.Status201Created).ProducesProblem(422);
        group.MapGet("/{number}", CheckAsync).WithName("CheckDocument").RequirePermission(Permissions.HouseholdView);
        group.MapGet("/batches", BatchesAsync).WithName("ListDocumentBatches").RequirePermission(Permissions.HouseholdExport);
        group.MapPost("/batches", PrintVillageAsync).WithName("PrintVillage").RequirePermission(Permissions.HouseholdExport).WithWrite("document.batch")
            .Produces<DocumentBatchView>(StatusCodes.Status202Accepted).ProducesProblem(422);
        group.MapGet("/batches/{id:guid}", BatchAsync).WithName("GetDocumentBatch").RequirePermission(Permissions.HouseholdExport);
        group.MapGet("/batches/{id:guid}/content", ContentAsync).WithName("GetDocumentBatchContent").RequirePermission(Permissions.HouseholdExport).Produces<IReadOnlyList<BatchPaper>>();
        app.MapGet("/households/{id:guid}/documents", OfHouseholdAsync).WithName("ListHouseholdDocuments").WithTags("documents").RequirePermission(Permissions.HouseholdView);
    }

    private static async Task<IResult> PrintAsync(
        PrintDocumentRequest request, [FromServices] DocumentContents contents, [FromServices] DocumentNumbers numbers, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var kind = Kind(request.Kind);
        var on = request.On ?? clock.TodayInChina();
        var content = await contents.ReadAsync(request.Household, on, ct) ?? throw ProblemException.NotFound("household", "农户");
        var issued = await numbers.IssueAsync(kind, on, [(request.Household, content)], null, ct);
        return Results.Json(View(issued[0]), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<DocumentCheck> CheckAsync(
        string number, [FromServices] PlatformDb db, [FromServices] DocumentContents contents, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var document = await db.Set<PrintedDocument>().AsNoTracking().SingleOrDefaultAsync(d => d.Number == number, ct) ?? throw ProblemException.NotFound("document", "这份文书");
        var now = await contents.ReadAsync(document.HouseholdId, clock.TodayInChina(), ct);
        await log.ReadAsync("document.check", new AuditSubject("household", document.HouseholdId.ToString(), document.County));
        if (now is null)
        {
            return new DocumentCheck(View(document), null, null, "gone", []);
        }

        List<string> changed = [];
        if (!now.FactsHash.AsSpan().SequenceEqual(document.Facts))
        {
            changed.Add("facts");
        }

        if (!now.BenefitsHash.AsSpan().SequenceEqual(document.Benefits))
        {
            changed.Add("benefits");
        }

        return new DocumentCheck(
            View(document), now.Benefits.Number, now.Household.TryGetProperty("head_name", out var head) ? head.GetString() : null, changed.Count == 0 ? "current" : "outdated", changed);
    }

    private static async Task<DocumentList> OfHouseholdAsync(Guid id, [FromServices] PlatformDb db, CancellationToken ct) =>
        new([.. (await db.Set<PrintedDocument>().AsNoTracking().Where(d => d.HouseholdId == id).OrderByDescending(d => d.PrintedAt).Take(100).ToListAsync(ct)).Select(View)]);

    private static async Task<IResult> PrintVillageAsync(
        PrintVillageRequest request, [FromServices] PlatformDb db, [FromServices] JobQueue jobs, [FromServices] CurrentActor actor, [FromServices] AuditTrail audit, [FromServices] TimeProvider clock,
        [FromServices] IRegionNames names, CancellationToken ct)
    {
        var kind = Kind(request.Kind);
        if (!RegionCode.TryParse(request.Region, out var village) || village.Level != RegionLevel.Village)
        {
            throw new ProblemException(422, new Problem("not-a-village", new("请选择一个村。", "Choose a village."), "region"));
        }

        if (!actor.Area.Contains(village.Value))
        {
            throw ProblemException.NotFound("region", "行政村");
        }

        var batch = new DocumentBatch
        {
            County = village.County, Id = Ids.New(clock), Region = village.Value, Kind = kind, On = request.On ?? clock.TodayInChina(), At = clock.GetUtcNow(), Actor = actor.Name,
        };
        batch.JobId = await jobs.EnqueueAsync(DocumentBatchJob.KindName, new DocumentBatchArgs(batch.County, batch.Id), village, ct);
        db.Add(batch);
        await db.SaveChangesAsync(ct);
        audit.Add("document.batch", new AuditSubject("village", village.ToString(), village.County), new { batch = batch.Id, kind });
        return Results.Json(await ViewAsync(batch, names, ct), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<DocumentBatchList> BatchesAsync([FromServices] PlatformDb db, [FromServices] IRegionNames names, CancellationToken ct)
    {
        List<DocumentBatchView> items = [];
        foreach (var batch in await db.Set<DocumentBatch>().AsNoTracking().OrderByDescending(b => b.At).Take(20).ToListAsync(ct))
        {
            items.Add(await ViewAsync(batch, names, ct));
        }

        return new DocumentBatchList(items);
    }

    private static async Task<DocumentBatchView> BatchAsync(Guid id, [FromServices] PlatformDb db, [FromServices] IRegionNames names, CancellationToken ct) => await ViewAsync(await FindAsync(db, id, ct), names, ct);

    private static async Task<IResult> ContentAsync(Guid id, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] ExportGate gate, [FromServices] AccessLog log, CancellationToken ct)
    {
        var batch = await FindAsync(db, id, ct);
        if (batch.FileId is not { } file)
        {
            throw new ProblemException(409, new Problem("not-ready", new("文书还在生成,请稍候。", "The papers are still being put together."), null));
        }

        await gate.PassAsync("document.batch", batch.Persons, new RegionCode(batch.Region), ct);
        await log.ReadAsync("document.batch", new AuditSubject("village", new RegionCode(batch.Region).ToString(), batch.County));
        var opened = await files.OpenAsync(file, ct);
        return Results.Stream(opened.Content, "application/json");
    }

    private static async Task<DocumentBatch> FindAsync(PlatformDb db, Guid id, CancellationToken ct) =>
        await db.Set<DocumentBatch>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw ProblemException.NotFound("batch", "这批文书");

    private static string Kind(string? kind) => kind is not null && DocumentKinds.All.Contains(kind) ? kind
        : throw new ProblemException(422, new Problem("wrong-kind", new("文书种类应为 form、card 或 statement。", "The kind is form, card or statement."), "kind"));

    private static DocumentView View(PrintedDocument d) => new(d.Number, d.Kind, d.HouseholdId, d.On, d.PrintedAt, d.PrintedBy);

    private static async Task<DocumentBatchView> ViewAsync(DocumentBatch b, IRegionNames names, CancellationToken ct) => new(
        b.Id, b.Kind, new RegionCode(b.Region).ToString(), await names.NameAsync(new RegionCode(b.Region), ct), b.On, b.At, b.Actor, b.JobId, b.FileId is not null, b.Households, b.Persons);
}
