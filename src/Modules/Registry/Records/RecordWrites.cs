using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <summary>What all writes of records over HTTP have in common.</summary>
internal sealed class RecordWrites(PlatformDb db, RecordPlanner planner, ChangeWriter writer, RegionLoader regions, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The kind of an address, or 404.</summary>
    public static RecordKind Kind(string text) => RecordDictionary.Kind(text) ?? throw ProblemException.NotFound("kind", "这类记录");

    /// <summary>A place of the kind's level within the actor's area.</summary>
    public async Task<Region> PlaceAsync(string kind, string key, CancellationToken ct)
    {
        var level = kind == RecordKinds.Village ? RegionLevel.Village : RegionLevel.Township;
        if (!RegionCode.TryParse(key, out var code) || code.Level != level || !actor.Area.Contains(code.Value))
        {
            throw ProblemException.NotFound(kind, level == RegionLevel.Village ? "这个村" : "这个乡镇");
        }

        await regions.EnsureAsync(code, ct);
        return await db.Set<Region>().AsNoTracking().FirstOrDefaultAsync(r => r.Code == code.Value, ct) ?? throw ProblemException.NotFound(kind, "这个地方");
    }

    /// <summary>A record by its id that the actor may see for some day, with its versions that count.</summary>
    public async Task<RecordAggregate> ByIdAsync(string kind, string key, CancellationToken ct)
    {
        if (Guid.TryParse(key, out var id)
            && await db.Set<RecordVersion>().AsNoTracking().Where(v => v.RecordId == id && v.Kind == kind && v.Year == 0 && v.ClosedBy == null)
                .Select(v => new { v.County, v.Key }).FirstOrDefaultAsync(ct) is { } found
            && await RecordAggregate.LoadAsync(db, found.County, kind, found.Key, 0, ct) is { } record)
        {
            return record;
        }

        throw ProblemException.NotFound(kind, "这条记录");
    }

    /// <summary>Where a household lives, by the household's id; a household that no day of which the actor may see has none.</summary>
    public async Task<RecordAggregate> DwellingAsync(string household, CancellationToken ct)
    {
        if (Guid.TryParse(household, out var id) && await LivesAsync(id, ct) is { } lives
            && await RecordAggregate.LoadAsync(db, lives.County, RecordKinds.Dwelling, id.ToString(), 0, ct) is { } dwelling)
        {
            return dwelling;
        }

        throw ProblemException.NotFound(RecordKinds.Dwelling, "住所位置");
    }

    /// <summary>The county of a household's keys and its village, as last known; null outside the actor's area.</summary>
    public async Task<(int County, long Village)?> LivesAsync(Guid household, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        var found = await db.Set<HouseholdVersion>().AsNoTracking().Known(hidden).Where(v => v.HouseholdId == household)
            .OrderByDescending(v => v.ValidFrom).Select(v => new { v.County, v.Region }).FirstOrDefaultAsync(ct);
        return found is null ? null : (found.County, found.Region);
    }

    /// <summary>Records what holds for a span of days, in the transaction of the present write. Returns the record's id.</summary>
    /// <param name="next">Null states that it holds no longer.</param>
    public async Task<Guid> StateAsync(
        RecordAggregate? current, RecordState? next, Span span, int county, string reason, string? evidence, string? channel, string action, CancellationToken ct)
    {
        HouseholdWrites.CheckReason(reason);
        await CheckHiddenAsync(current, ct);
        var change = Change.Now(actor, clock, county, reason, evidence, channel);
        var plan = planner.Plan(current, next, span, county, change.Id);
        if (!plan.IsUnchanged)
        {
            await writer.BeginAsync(change, ct);
            await writer.ApplyAsync(county, change.Id, [plan], ct);
            var kind = next?.Kind ?? current!.Record.Kind;
            audit.Add(action, new AuditSubject(kind, plan.RecordId.ToString(), county), new { change = change.Id, from = span.From, to = span.To, year = next?.Year });
        }

        return plan.RecordId;
    }

    /// <summary>The facts of a request, checked; paths of faults begin with <paramref name="at"/>.</summary>
    public static JsonObject Facts(string kind, bool yearly, JsonObject facts, bool whole, string at)
    {
        List<Problem> problems = [];
        var read = RecordFacts.Read(kind, yearly, facts, whole, problems);
        return problems.Count == 0 ? read : throw HouseholdDocument.Refused(problems, at);
    }

    public static JsonObject Object(JsonElement? element) =>
        element is not { ValueKind: JsonValueKind.Object } given ? [] : JsonNode.Parse(given.GetRawText())!.AsObject();

    /// <summary><c>If-Match</c> must name the version that is shown; a record that nothing is stated of yet has none.</summary>
    public static void CheckMatch(HttpContext http, RecordVersion? shown)
    {
        var match = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        if (shown is null ? match.Length > 0 : !Guid.TryParse(match, out var seen) || seen != shown.Id)
        {
            throw match.Length == 0
                ? new ProblemException(428, new Problem("if-match-missing", new LocalText(
                    "修改须带 If-Match 请求头,其值为所见记录的版本(ETag)。", "A change needs the header If-Match with the version (ETag) of the record that was seen."), "If-Match"))
                : ProblemException.Stale();
        }
    }

    private async Task CheckHiddenAsync(RecordAggregate? current, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        if (current?.Versions.Any(v => hidden.Contains(v.OpenedBy)) == true)
        {
            throw ChangeWriter.BeingImported();
        }
    }
}
