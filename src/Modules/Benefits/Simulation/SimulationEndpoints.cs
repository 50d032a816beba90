using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Benefits.Simulation;

/// <summary>What-if over the register in memory: open it, compare, look at the households behind a figure, take the report along. Nothing is stored.</summary>
internal static class SimulationEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapSimulation(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/simulation").WithTags("simulation");
        group.MapGet("levers", LeversAsync).WithName("GetSimulationLevers").RequirePermission(Permissions.SimulationView).ProducesProblem(404).ProducesProblem(422);
        group.MapGet("register", OpenAsync).WithName("OpenSimulationRegister").RequirePermission(Permissions.SimulationView).ProducesProblem(404).ProducesProblem(422);
        group.MapPost("compare", CompareAsync).WithName("CompareSimulation").RequirePermission(Permissions.SimulationView).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("households", HouseholdsAsync).WithName("ListSimulatedHouseholds").RequirePermission(Permissions.SimulationView).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("workbook", WorkbookAsync).WithName("GetSimulationWorkbook").RequirePermission(Permissions.SimulationView)
            .Produces(200, contentType: Workbook).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        app.MapGet("/poverty", PovertyAsync).WithName("GetPoverty").WithTags("simulation").RequirePermission(Permissions.SimulationView).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<PackLevers> LeversAsync(string pack, string on, Guid? draft, [FromServices] PolicyEngine engine, [FromServices] PolicyDrafts drafts, CancellationToken ct)
    {
        List<Problem> problems = [];
        var day = SimulationBody.ReadDay(on, problems);
        return problems.Count > 0 ? throw new ProblemException(400, problems)
            : (draft is { } id ? await drafts.PrepareAsync(id, day, ct) : engine.Prepare(pack, day)).Levers;
    }

    /// <summary>The register of a place and day, as known now or at a time, in memory; reading begins when it is not there, and again when it has changed and the newest is asked for.</summary>
    private static async Task<SnapshotView> OpenAsync(
        string on, string? region, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt, bool? newest, [FromServices] RegisterSnapshots snapshots,
        [FromServices] HouseholdReader reader, [FromServices] RegisterChanges changes, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        List<Problem> problems = [];
        var (day, code) = (SimulationBody.ReadDay(on, problems), SimulationBody.ReadRegion(region, problems));
        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        var (place, area) = PolicySimulation.PlaceOf(actor, code);
        var key = SnapshotKey.Of(place, day, knownAt, clock);
        var entry = await snapshots.OpenAsync(key, () => reader.CountAsync(area, day, ct));
        if (!entry.Loading.IsCompleted)
        {
            return new SnapshotView("loading", entry.Read, entry.Households, entry.Persons, null, 0);
        }

        RegisterSnapshot snapshot;
        try
        {
            snapshot = await entry.Loading;
        }
        catch
        {
            // The next who opens it tries again.
            snapshots.Drop(key);
            throw;
        }

        // What was known then stays.
        var since = key.KnownAt is null ? await changes.CountAsync(area, snapshot.KnownAt, ct) : 0;
        if (newest == true && since > 0)
        {
            snapshots.Drop(key);
            entry = await snapshots.OpenAsync(key, () => reader.CountAsync(area, day, ct));
            return new SnapshotView("loading", entry.Read, entry.Households, entry.Persons, null, 0);
        }

        return new SnapshotView("ready", entry.Households, snapshot.Ids.Length, snapshot.Population.Persons, snapshot.KnownAt, since);
    }

    private static async Task<SimulationReport> CompareAsync(
        SimulationBody body, [FromServices] RegisterSnapshots snapshots, [FromServices] Reporting reporting, [FromServices] PolicyDrafts drafts,
        [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, [FromServices] AccessLog log, CancellationToken ct) =>
        (await AnswerAsync(body, "simulation.view", snapshots, reporting, drafts, actor, clock, log, ct)).Report;

    private static async Task<SimulatedHouseholdPage> HouseholdsAsync(
        SimulatedListBody body, [FromServices] RegisterSnapshots snapshots, [FromServices] Reporting reporting, [FromServices] SimulatedHouseholds households,
        [FromServices] PolicyDrafts drafts, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var request = body.Query.Read();
        var compared = await ComparedAsync(body.Query, request, reporting, drafts, ct);
        var snapshot = await SnapshotAsync(request, snapshots, actor, clock);
        return await snapshots.InTurnAsync(() => households.PageAsync(snapshot, body, reporting.Simulator(snapshot, request, compared), compared, ct), ct);
    }

    private static async Task<FileContentHttpResult> WorkbookAsync(
        SimulationBody body, [FromServices] RegisterSnapshots snapshots, [FromServices] Reporting reporting, [FromServices] PolicyDrafts drafts,
        [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, [FromServices] AccessLog log, CancellationToken ct)
    {
        var (report, compared) = await AnswerAsync(body, "simulation.export", snapshots, reporting, drafts, actor, clock, log, ct);
        return TypedResults.File(SimulationWorkbook.Write(report, compared, body), Workbook, $"simulation-{report.Pack}-{report.On:yyyy-MM-dd}.xlsx");
    }

    private static async Task<PovertyReport> PovertyAsync(
        string on, string? region, string? line, string? by, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt, [FromServices] RegisterSnapshots snapshots,
        [FromServices] Reporting reporting, [FromServices] TimeProvider clock, [FromServices] CurrentActor actor, [FromServices] AccessLog log, CancellationToken ct)
    {
        List<Problem> problems = [];
        var (day, code, drawn) = (SimulationBody.ReadDay(on, problems), SimulationBody.ReadRegion(region, problems), SimulationBody.ReadLine(line, problems));
        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        var (place, _) = PolicySimulation.PlaceOf(actor, code);
        var snapshot = await snapshots.GetAsync(SnapshotKey.Of(place, day, knownAt, clock));
        var report = await snapshots.InTurnAsync(() => reporting.PovertyAsync(snapshot, reporting.Simulator(snapshot, drawn), by ?? "region", ct), ct);
        await log.ReadAsync("poverty.view", new { on, line, by, knownAt }, [new AuditSubject("region", place.ToString(), CountyOf(place))]);
        return report;
    }

    private static async Task<(SimulationReport Report, ComparedPacks Packs)> AnswerAsync(
        SimulationBody body, string action, RegisterSnapshots snapshots, Reporting reporting, PolicyDrafts drafts, CurrentActor actor, TimeProvider clock, AccessLog log, CancellationToken ct)
    {
        var request = body.Read();
        var compared = await ComparedAsync(body, request, reporting, drafts, ct);
        var snapshot = await SnapshotAsync(request, snapshots, actor, clock);
        var report = await snapshots.InTurnAsync(() => reporting.ReportAsync(snapshot, request, compared, ct), ct);
        await log.ReadAsync(
            action,
            new { request.Pack, request.Against, On = request.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), request.KnownAt, request.Supposed!.Parameters, Cells = request.Supposed.Cells.Count },
            [new AuditSubject("region", snapshot.Place.ToString(), CountyOf(snapshot.Place))]);
        return (report, compared);
    }

    private static async Task<ComparedPacks> ComparedAsync(SimulationBody body, SimulationRequest request, Reporting reporting, PolicyDrafts drafts, CancellationToken ct) =>
        reporting.Compared(request, body.Draft is { } draft ? await drafts.PrepareAsync(draft, request.On, ct) : null);

    // Whoever may not see the whole place may not see what it sums to.
    private static Task<RegisterSnapshot> SnapshotAsync(SimulationRequest request, RegisterSnapshots snapshots, CurrentActor actor, TimeProvider clock) =>
        snapshots.GetAsync(SnapshotKey.Of(PolicySimulation.PlaceOf(actor, request.Region).Place, request.On, request.KnownAt, clock));

    private static int CountyOf(RegionCode place) => place.Level >= RegionLevel.County ? place.County : 0;
}
