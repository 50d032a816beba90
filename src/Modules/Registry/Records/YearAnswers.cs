using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <summary>One year's answers, those of the year before, and what the register says of the same.</summary>
/// <param name="State"><c>none</c>, <c>draft</c> or <c>answered</c>.</param>
/// <param name="Facts">The draft, else the answers.</param>
/// <param name="Version">For <c>If-Match</c> when the answers are corrected; null until they are handed in.</param>
/// <param name="Before">The latest answers of an earlier year.</param>
/// <param name="Register">Figures of the register by field.</param>
/// <param name="Villages">Of a township: the sums of its villages' answers by field, and how many have answered.</param>
internal sealed record YearSheet(
    string Kind, string Key, string Name, int Year, string State, JsonElement Facts, Guid? Version, string? SavedBy, DateTimeOffset? SavedAt,
    YearView? Before, IReadOnlyDictionary<string, decimal> Register, VillageSums? Villages);

internal sealed record VillageSums(int Answered, int Total, IReadOnlyDictionary<string, decimal> Sums);

internal sealed record DraftRequest(JsonElement Facts);

internal sealed record AnswerRequest(string? Reason, string? Evidence, JsonElement Facts);

/// <summary>The yearly update: GET and POST /records/{kind}/{key}/years/{year}, POST …/draft.</summary>
internal static class YearAnswers
{
    private static readonly JsonElement Nothing = JsonSerializer.Deserialize<JsonElement>("{}");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/records/{kind}/{key}/years/{year:int}", GetAsync).WithName("GetYearSheet").RequirePermission(Permissions.RecordView);
        api.MapPost("/records/{kind}/{key}/years/{year:int}/draft", DraftAsync).WithName("SaveYearDraft").RequirePermission(Permissions.RecordChange).WithWrite("record.draft");
        api.MapPost("/records/{kind}/{key}/years/{year:int}", AnswerAsync).WithName("AnswerYear").RequirePermission(Permissions.RecordChange).WithWrite("record.answer");
    }

    private static async Task<YearSheet> GetAsync(string kind, string key, int year, [FromServices] Sheets sheets, CancellationToken ct) =>
        await sheets.ReadAsync(await sheets.SubjectAsync(kind, key, year, ct), year, ct);

    private static async Task<YearSheet> DraftAsync(
        string kind, string key, int year, DraftRequest request, [FromServices] Sheets sheets, [FromServices] PlatformDb db, [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var subject = await sheets.SubjectAsync(kind, key, year, ct);
        var facts = RecordWrites.Object(request.Facts);
        // A draft may be wrong, but not strange: unknown fields would be lost when it is handed in.
        foreach (var name in facts.Select(f => f.Key).Where(f => RecordDictionary.Of(kind, true).All(k => k.Id != f)).ToList())
        {
            facts.Remove(name);
        }

        var text = facts.ToJsonString(Contracts.Facts.Json);
        if (text.Length > 50_000)
        {
            throw new ProblemException(422, new Problem("too-long", new LocalText("内容过长。", "The draft is too long."), "facts"));
        }

        var draft = await db.Set<RecordDraft>().FirstOrDefaultAsync(d => d.County == subject.County && d.Kind == kind && d.Key == subject.RecordKey && d.Year == year, ct);
        if (draft is null)
        {
            draft = new RecordDraft
            {
                County = subject.County, Kind = kind, Key = subject.RecordKey, Year = year, Region = subject.Region, Facts = text, SavedBy = actor.Name, SavedAt = clock.GetUtcNow(),
            };
            db.Add(draft);
        }

        (draft.Facts, draft.SavedBy, draft.SavedAt) = (text, actor.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return await sheets.ReadAsync(subject, year, ct);
    }

    private static async Task<YearSheet> AnswerAsync(
        string kind, string key, int year, AnswerRequest request, [FromServices] Sheets sheets, [FromServices] RecordWrites writes, [FromServices] PlatformDb db, HttpContext http)
    {
        var ct = http.RequestAborted;
        var subject = await sheets.SubjectAsync(kind, key, year, ct);
        var current = await RecordAggregate.LoadAsync(db, subject.County, kind, subject.RecordKey, year, ct);
        RecordWrites.CheckMatch(http, current?.Versions.FirstOrDefault());
        var next = new RecordState
        {
            Kind = kind, Key = subject.RecordKey, Year = year, Region = subject.Region, Name = subject.Name,
            Facts = RecordWrites.Facts(kind, true, RecordWrites.Object(request.Facts), true, "facts"),
        };
        await writes.StateAsync(current, next, Span.Always, subject.County, request.Reason ?? $"{year} 年度更新", request.Evidence, null, "record.answer", ct);
        await db.Set<RecordDraft>().Where(d => d.County == subject.County && d.Kind == kind && d.Key == subject.RecordKey && d.Year == year).ExecuteDeleteAsync(ct);
        return await sheets.ReadAsync(subject, year, ct);
    }

    internal sealed record Subject(string Kind, string Key, int County, string RecordKey, Guid? Id, long Region, string Name);

    internal sealed class Sheets(PlatformDb db, RecordWrites writes, ListPlaces.PlaceReader places, TimeProvider clock)
    {
        /// <summary>Who is asked about a year that has begun.</summary>
        public async Task<Subject> SubjectAsync(string kind, string key, int year, CancellationToken ct)
        {
            if (!RecordWrites.Kind(kind).Yearly)
            {
                throw new ProblemException(422, new Problem("not-yearly", new LocalText("这类记录没有年度数据。", "Records of this kind have no yearly figures."), "kind"));
            }

            if (year < 2000 || year > clock.TodayInChina().Year)
            {
                throw new ProblemException(422, new Problem("wrong-year", new LocalText(
                    $"年度应在 2000 与 {clock.TodayInChina().Year} 之间。", $"The year lies between 2000 and {clock.TodayInChina().Year}."), "year"));
            }

            if (kind is RecordKinds.Village or RecordKinds.Township)
            {
                var place = await writes.PlaceAsync(kind, key, ct);
                var code = new RegionCode(place.Code);
                return new Subject(kind, code.ToString(), code.County, code.ToString(), null, place.Code, place.Name);
            }

            var record = await writes.ByIdAsync(kind, key, ct);
            var version = record.On(clock.TodayInChina()) ?? record.Versions[^1];
            return new Subject(kind, key, record.Record.County, record.Record.Key, record.Record.Id, version.Region, version.Name ?? "");
        }

        public async Task<YearSheet> ReadAsync(Subject subject, int year, CancellationToken ct)
        {
            var known = await Knowing.AtAsync(db, null, ct);
            var answers = await known.Of(db.Set<RecordVersion>().AsNoTracking()
                    .Where(v => v.County == subject.County && v.Kind == subject.Kind && v.Key == subject.RecordKey && v.Year > 0 && v.Year <= year))
                .Join(db.Set<Change>(), v => new { v.County, Id = v.OpenedBy }, c => new { c.County, c.Id }, (v, c) => new { Version = v, c.Actor, c.At })
                .OrderByDescending(v => v.Version.Year).Take(2).ToListAsync(ct);
            var now = answers.FirstOrDefault(a => a.Version.Year == year);
            var before = answers.FirstOrDefault(a => a.Version.Year < year);
            var draft = await db.Set<RecordDraft>().AsNoTracking().FirstOrDefaultAsync(d => d.County == subject.County && d.Kind == subject.Kind && d.Key == subject.RecordKey && d.Year == year, ct);
            var facts = draft?.Facts ?? now?.Version.Facts;
            var end = new DateOnly(year, 12, 31) is var last && last < clock.TodayInChina() ? last : clock.TodayInChina();
            return new YearSheet(
                subject.Kind, subject.Key, subject.Name, year, draft is not null ? "draft" : now is not null ? "answered" : "none",
                facts is null ? Nothing : GetRecord.Element(facts), now?.Version.Id, draft?.SavedBy ?? now?.Actor, draft?.SavedAt ?? now?.At,
                before is null ? null : new YearView(before.Version.Year, before.Version.Id, before.Actor, before.At!.Value, GetRecord.Element(before.Version.Facts), new Dictionary<string, Guid>()),
                await RegisterAsync(subject, end, known, ct),
                subject.Kind == RecordKinds.Township ? await VillagesAsync(subject, year, end, ct) : null);
        }

        private async Task<VillageSums> VillagesAsync(Subject subject, int year, DateOnly end, CancellationToken ct)
        {
            var villages = await places.ReadAsync(RecordKinds.Village, new RegionCode(subject.Region), year, end, null, ct);
            return new VillageSums(villages.Progress.Answered, villages.Progress.Total, villages.Sums);
        }

        private async Task<Dictionary<string, decimal>> RegisterAsync(Subject subject, DateOnly end, IKnowing known, CancellationToken ct)
        {
            var figures = new Dictionary<string, decimal>();
            foreach (var field in RecordDictionary.Of(subject.Kind, yearly: true).Where(f => f.Register is not null))
            {
                var range = new RegionCode(subject.Region).Range;
                figures[field.Id] = field.Register switch
                {
                    "registered" => await known.Of(db.Set<HouseholdVersion>().In(range)).On(end).CountAsync(v => v.Status == "registered", ct),
                    "cooperatives" => await known.Of(db.Set<RecordVersion>().In(range)).On(end)
                        .CountAsync(v => v.Kind == RecordKinds.Organisation && v.Year == 0 && v.Facts.Contains("\"kind\":\"cooperative\""), ct),
                    "poor_villages" => await known.Of(db.Set<RecordVersion>().In(range)).On(end)
                        .CountAsync(v => v.Kind == RecordKinds.Village && v.Year == 0 && v.Facts.Contains("\"poor\":true"), ct),
                    _ => await known.Of(db.Set<RecordVersion>().Where(v => v.County == subject.County && v.OrganisationId == subject.Id)).On(end)
                        .Select(v => v.HouseholdId).Distinct().CountAsync(ct),
                };
            }

            return figures;
        }
    }
}
