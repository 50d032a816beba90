using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Casework.Checks;

/// <summary>方案核查: how the plans stand, what is stated for them, and both as workbooks.</summary>
internal static class CheckEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const long UploadBytes = 20L << 20;

    public static void MapChecks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/checks").WithTags("checks");
        group.MapGet("", OverviewAsync).WithName("GetChecks").RequirePermission(Permissions.RecordView);
        group.MapGet("sheet", SheetAsync).WithName("GetCheckSheet").RequirePermission(Permissions.RecordView);
        group.MapGet("facts/history", HistoryAsync).WithName("GetFactHistory").RequirePermission(Permissions.RecordView);
        group.MapPost("facts", (StateFactsRequest request, [FromServices] FactWrites writes, CancellationToken ct) => writes.StateAsync(request, ct))
            .WithName("StateFacts").RequirePermission(Permissions.RecordChange).WithWrite("fact.state").ProducesProblem(412).ProducesProblem(422);
        group.MapPost("subjects", (AddSubjectRequest request, [FromServices] FactWrites writes, CancellationToken ct) => writes.AddAsync(request, ct))
            .WithName("AddCheckSubject").RequirePermission(Permissions.RecordChange).WithWrite("check.subject").ProducesProblem(422);
        group.MapGet("template", TemplateAsync).WithName("GetFactTemplate").RequirePermission(Permissions.RecordView).Produces(200, contentType: Workbook);
        group.MapPost("import", ImportAsync).WithName("ImportFacts").RequirePermission(Permissions.RecordChange).WithWrite("fact.import", deferred: true)
            .Accepts<IFormFile>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(UploadBytes)).ProducesProblem(412).ProducesProblem(422);
        group.MapGet("results", ResultsAsync).WithName("GetCheckResults").RequirePermission(Permissions.RecordView).Produces(200, contentType: Workbook);
    }

    private static async Task<CheckOverview> OverviewAsync(
        [FromServices] CheckDesk desk, [FromServices] AccessLog log, CancellationToken ct, string? pack = null, string? region = null, int? year = null,
        [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null)
    {
        var place = desk.Place(region);
        var overview = await desk.OverviewAsync(pack, place, desk.When(year, knownAt), ct);
        if (overview.Subjects.Any(s => s.Kind == PolicySubject.Household))
        {
            await log.ReadAsync("check.view", new AuditSubject("place", place.ToString(), place.County));
        }

        return overview;
    }

    private static Task<CheckSheet> SheetAsync(
        string kind, string key, [FromServices] CheckDesk desk, CancellationToken ct, string? pack = null, int? year = null, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null) =>
        desk.SheetAsync(pack, Kind(kind), key, desk.When(year, knownAt), ct);

    private static Task<FactHistory> HistoryAsync(
        string kind, string key, int year, string fact, [FromServices] FactWrites writes, CancellationToken ct, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null) =>
        writes.HistoryAsync(Kind(kind), key, year, fact, knownAt, ct);

    private static async Task<FileStreamHttpResult> TemplateAsync(
        string kind, [FromServices] CheckDesk desk, [FromServices] CheckPlans plans, [FromServices] Registry.Contracts.PlaceDirectory places, CancellationToken ct,
        string? pack = null, string? region = null, int? year = null)
    {
        var (subject, place, asked) = (Kind(kind), desk.Place(region), desk.When(year, null));
        var chosen = plans.Chosen(pack, place, asked.On);
        var content = new MemoryStream();
        CheckWorkbooks.Template(content, subject, await places.NameAsync(place, ct), asked, await desk.FactsAsync(chosen, subject, place, asked, ct), CheckWork.Asked(chosen, subject));
        content.Position = 0;
        return TypedResults.Stream(content, Workbook, $"核查资料-{CheckWorkbooks.Name(subject)}-{place.ToShort()}-{asked.Year}.xlsx");
    }

    private static async Task<FactsImported> ImportAsync(HttpContext http, [FromServices] CheckDesk desk, [FromServices] FactImport import, [FromServices] CurrentActor actor, [FromServices] WriteSession session)
    {
        var ct = http.RequestAborted;
        using var form = await UploadForm.ReadAsync(http.Request, ct);
        var year = int.TryParse(form["year"], out var typed) ? typed : (int?)null;
        var pack = form["pack"] is { Length: > 0 } chosen ? chosen : null;
        var write = await import.ReadAsync(pack, Kind(form["kind"]), desk.Place(form.Region(actor).ToString()), desk.When(year, null), form["basis"], form.Content!.Open, ct);
        await session.BeginAsync(ct);
        return await write();
    }

    private static async Task<FileStreamHttpResult> ResultsAsync(
        [FromServices] CheckDesk desk, [FromServices] ExportGate gate, [FromServices] AccessLog log, CancellationToken ct,
        string? pack = null, string? region = null, int? year = null, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null)
    {
        var (place, asked) = (desk.Place(region), desk.When(year, knownAt));
        var (overview, kinds) = await desk.WholeAsync(pack, place, asked, ct);
        await gate.PassAsync("check.export", overview.Subjects.Count(s => s.Kind == PolicySubject.Household), place, ct);
        var content = new MemoryStream();
        CheckWorkbooks.Results(content, overview, kinds);
        content.Position = 0;
        await log.ReadAsync("check.export", new AuditSubject("place", place.ToString(), place.County));
        return TypedResults.Stream(content, Workbook, $"方案核查-{place.ToShort()}-{asked.Year}.xlsx");
    }

    private static PolicySubject Kind(string text) => Enum.TryParse<PolicySubject>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(text[0]) ? kind
        : throw new ProblemException(400, new Problem("wrong-filter", new LocalText(
            $"可用:{string.Join("、", Enum.GetValues<PolicySubject>().Select(SubjectFinder.Code))}。", $"Use one of: {string.Join(", ", Enum.GetValues<PolicySubject>().Select(SubjectFinder.Code))}."), "kind"));
}
