using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <param name="ValidFrom">First day of the new facts. Absent: a correction of the whole span that the version shown holds for.</param>
/// <param name="On">For a correction: a day of the version that is corrected; today when absent.</param>
/// <param name="Name">Of an organisation or group.</param>
/// <param name="Region">Where an organisation lies: village, township or county.</param>
/// <param name="Changes">Fields of the dictionary with their new values; null says asked and not known.</param>
/// <param name="Clear">Fields that are to be absent.</param>
internal sealed record ChangeRecordRequest(
    string? Reason, string? Evidence, DateOnly? ValidFrom, DateOnly? On, string? Name, string? Region, JsonElement? Changes, IReadOnlyList<string>? Clear);

/// <param name="ValidFrom">First day; an unknown beginning when absent.</param>
/// <param name="Household">Of a linkage.</param>
/// <param name="Organisation">Of a linkage: the organisation's id.</param>
internal sealed record CreateRecordRequest(
    string? Reason, string? Evidence, DateOnly? ValidFrom, DateOnly? ValidTo, string? Name, string? Region, Guid? Household, Guid? Organisation, JsonElement? Facts);

/// <param name="On">First day on which it no longer holds.</param>
internal sealed record EndRecordRequest(string? Reason, string? Evidence, DateOnly On);

/// <summary>POST /records/{kind}, PATCH /records/{kind}/{key}, POST /records/{kind}/{key}/end.</summary>
internal static class ChangeRecord
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/records/{kind}", CreateAsync).WithName("CreateRecord").RequirePermission(Permissions.RecordChange)
            .WithWrite("record.create").Produces<RecordView>(StatusCodes.Status201Created);
        api.MapPatch("/records/{kind}/{key}", ChangeAsync).WithName("ChangeRecord").RequirePermission(Permissions.RecordChange).WithWrite("record.change");
        api.MapPost("/records/{kind}/{key}/end", EndAsync).WithName("EndRecord").RequirePermission(Permissions.RecordChange).WithWrite("record.end");
    }

    private static async Task<IResult> CreateAsync(
        string kind, CreateRecordRequest request, [FromServices] RecordWrites writes, [FromServices] GetRecord.RecordReader reader, [FromServices] PlatformDb db,
        [FromServices] CurrentActor actor, [FromServices] RegionLoader regions, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        var facts = RecordWrites.Facts(kind, false, RecordWrites.Object(request.Facts), true, "facts");
        var state = RecordWrites.Kind(kind).Id switch
        {
            RecordKinds.Organisation => await OrganisationAsync(new RecordState { Kind = kind, Key = Ids.New(clock).ToString(), Region = 0, Facts = facts }, request.Name, request.Region),
            RecordKinds.Group => await GroupAsync(),
            RecordKinds.Linkage => await LinkageAsync(db, request, facts, ct),
            RecordKinds.Dwelling => await DwellingAsync(),
            _ => throw new ProblemException(422, new Problem("place-fixed", new LocalText(
                "村和乡镇来自行政区划,不能新建;请直接填写其记录。", "Villages and townships come from the divisions. Change their record instead."), "kind")),
        };
        var county = new RegionCode(state.Region).County;
        var span = new Span(request.ValidFrom ?? Span.Beginning, request.ValidTo ?? Span.Forever);
        CheckSpan(span);
        var current = await RecordAggregate.LoadAsync(db, county, kind, state.Key, 0, ct);
        if (current?.Versions.Any(v => v.ValidFrom < span.To && span.From < v.ValidTo) == true)
        {
            throw new ProblemException(409, new Problem("already-there", new LocalText(
                "这条记录已经存在,请在原记录上修改。", "This record exists already. Change it instead."), kind == RecordKinds.Group ? "name" : "organisation"));
        }

        var id = await writes.StateAsync(current, state, span, county, request.Reason ?? "", request.Evidence, null, "record.create", ct);
        var shown = span.Contains(clock.TodayInChina()) ? clock.TodayInChina() : span.From;
        var view = await reader.ReadAsync(kind, kind == RecordKinds.Dwelling ? state.Key : id.ToString(), shown, null, ct);
        http.Response.Headers.ETag = $"\"{view.Version}\"";
        return Results.Created($"/api/records/{kind}/{id}", view);

        async Task<RecordState> OrganisationAsync(RecordState organisation, string? name, string? region) =>
            await WithPlaceAsync(db, actor, regions, organisation, name ?? "", region ?? "", ct);

        async Task<RecordState> DwellingAsync() => await writes.LivesAsync(request.Household ?? Guid.Empty, ct) is not { } lives ? throw ProblemException.NotFound("household", "这一户")
            : new RecordState { Kind = kind, Key = request.Household!.Value.ToString(), Region = lives.Village, Household = request.Household, Facts = facts };

        async Task<RecordState> GroupAsync()
        {
            var village = await writes.PlaceAsync(RecordKinds.Village, request.Region ?? "", ct);
            var name = Name(request.Name ?? "");
            return GroupBook.New(village.Code, GroupName.KeyOf(name), name) with { Facts = facts };
        }
    }

    private static async Task<RecordView> ChangeAsync(
        string kind, string key, ChangeRecordRequest request, [FromServices] RecordWrites writes, [FromServices] GetRecord.RecordReader reader, [FromServices] PlatformDb db,
        [FromServices] CurrentActor actor, [FromServices] RegionLoader regions, [FromServices] TimeProvider clock, HttpContext http)
    {
        var ct = http.RequestAborted;
        var day = request.ValidFrom ?? request.On ?? clock.TodayInChina();
        RecordAggregate? current;
        RecordState known;
        if (RecordWrites.Kind(kind).Id is RecordKinds.Village or RecordKinds.Township)
        {
            var place = await writes.PlaceAsync(kind, key, ct);
            var code = new RegionCode(place.Code);
            current = await RecordAggregate.LoadAsync(db, code.County, kind, code.ToString(), 0, ct);
            known = new RecordState { Kind = kind, Key = code.ToString(), Region = place.Code, Name = place.Name, Facts = [] };
        }
        else
        {
            current = kind == RecordKinds.Dwelling ? await writes.DwellingAsync(key, ct) : await writes.ByIdAsync(kind, key, ct);
            var first = current.Versions[0];
            known = StateOf(first) with { Facts = [] };
        }

        // Facts before all that is known build on the earliest that is.
        var shown = current?.On(day) ?? current?.Versions.FirstOrDefault(v => v.ValidFrom > day);
        RecordWrites.CheckMatch(http, shown);
        var before = shown is null ? known : StateOf(shown);
        var facts = before.Facts.DeepClone().AsObject();
        foreach (var (name, value) in RecordWrites.Object(request.Changes))
        {
            facts[name] = value?.DeepClone();
        }

        foreach (var name in request.Clear ?? [])
        {
            facts.Remove(name);
        }

        var next = before with { Facts = RecordWrites.Facts(kind, false, facts, kind is RecordKinds.Organisation or RecordKinds.Linkage, "changes") };
        next = kind switch
        {
            RecordKinds.Organisation => await WithPlaceAsync(db, actor, regions, next, request.Name ?? next.Name!, request.Region ?? new RegionCode(next.Region).ToString(), ct),
            RecordKinds.Group => next with { Name = request.Name is null ? next.Name : Name(request.Name) },
            // The point is that of the village where the household lives now.
            RecordKinds.Dwelling => next with { Region = (await writes.LivesAsync(next.Household!.Value, ct))?.Village ?? next.Region },
            _ => next,
        };
        var county = new RegionCode(next.Region).County;
        var span = request.ValidFrom is null
            ? shown is null ? Span.Always : new Span(shown.ValidFrom, shown.ValidTo)
            : current?.SpanFrom(day) ?? new Span(day, Span.Forever);
        await writes.StateAsync(current, next, span, county, request.Reason ?? "", request.Evidence, request.ValidFrom is null && shown is not null ? ChangeChannels.Correction : null, "record.change", ct);
        var view = await reader.ReadAsync(kind, key, day, null, ct);
        http.Response.Headers.ETag = $"\"{view.Version}\"";
        return view;
    }

    private static async Task<RecordEnded> EndAsync(
        string kind, string key, EndRecordRequest request, [FromServices] RecordWrites writes, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (RecordWrites.Kind(kind).Id is RecordKinds.Village or RecordKinds.Township)
        {
            throw new ProblemException(422, new Problem("place-fixed", new LocalText(
                "村和乡镇随行政区划变更,不能在此终止。", "Villages and townships end with a change of the divisions."), "kind"));
        }

        var current = await writes.ByIdAsync(kind, key, ct);
        var shown = current.On(request.On.AddDays(-1)) ?? current.On(request.On);
        RecordWrites.CheckMatch(http, shown);
        CheckSpan(new Span(request.On, Span.Forever));
        await writes.StateAsync(current, null, new Span(request.On, Span.Forever), current.Record.County, request.Reason ?? "", request.Evidence, null, "record.end", ct);
        return new RecordEnded(current.Record.Id, request.On);
    }

    /// <param name="EndedOn">First day on which it no longer holds.</param>
    internal sealed record RecordEnded(Guid Id, DateOnly EndedOn);

    private static RecordState StateOf(RecordVersion v) => new()
    {
        Kind = v.Kind, Key = v.Key, Year = v.Year, Region = v.Region, Name = v.Name, Number = v.Number, Household = v.HouseholdId,
        Organisation = v.OrganisationId, Facts = RecordFacts.Parse(v.Facts),
    };

    private static string Name(string text)
    {
        var name = CleanText.Of(text);
        return name.Length is > 0 and <= 100 ? name
            : throw new ProblemException(422, new Problem("name-missing", new LocalText("请填写名称(不超过 100 字)。", "Give a name of at most 100 characters."), "name"));
    }

    private static void CheckSpan(Span span)
    {
        if (span.IsEmpty)
        {
            throw new ProblemException(422, new Problem("wrong-order", new LocalText("终止日期应晚于开始日期。", "The end comes after the beginning."), "valid_to"));
        }
    }

    private static async Task<RecordState> WithPlaceAsync(
        PlatformDb db, CurrentActor actor, RegionLoader regions, RecordState state, string name, string region, CancellationToken ct)
    {
        if (!RegionCode.TryParse(region, out var place) || place.Level < RegionLevel.County || !actor.Area.Contains(place.Value))
        {
            throw new ProblemException(404, new Problem("outside-area", new LocalText(
                "请选择您管辖范围内的县、乡镇或村。", "Choose a county, township or village of your area."), "region"));
        }

        await regions.EnsureAsync(place, ct);
        if (!await db.Set<Region>().AnyAsync(r => r.Code == place.Value, ct))
        {
            throw new ProblemException(422, new Problem("unknown-region", new LocalText("没有这个行政区划代码。", "There is no place with this code."), "region"));
        }

        var code = (string?)state.Facts["credit_code"];
        if (code is not null && await db.Set<RecordVersion>().AcrossAreas()
            .AnyAsync(v => v.County == place.County && v.Kind == state.Kind && v.Number == code && v.Key != state.Key && v.ClosedBy == null, ct))
        {
            throw new ProblemException(409, new Problem("number-taken", new LocalText(
                "本县已登记了这个统一社会信用代码。", "The county already has an organisation with this credit code."), "facts.credit_code"));
        }

        return state with { Region = place.Value, Name = Name(name), Number = code };
    }

    private static async Task<RecordState> LinkageAsync(PlatformDb db, CreateRecordRequest request, JsonObject facts, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        var household = await db.Set<HouseholdVersion>().AsNoTracking().Known(hidden).Where(v => v.HouseholdId == request.Household)
            .OrderByDescending(v => v.ValidFrom).Select(v => new { v.County, v.Region }).FirstOrDefaultAsync(ct)
            ?? throw ProblemException.NotFound("household", "这一户");
        // An organisation may lie anywhere in the county: the bank in the county seat lends to every village.
        if (!await db.Set<RecordVersion>().AcrossAreas().Known(hidden)
            .AnyAsync(v => v.County == household.County && v.RecordId == request.Organisation && v.Kind == RecordKinds.Organisation && v.Year == 0, ct))
        {
            throw ProblemException.NotFound("organisation", "这个单位");
        }

        return new RecordState
        {
            Kind = RecordKinds.Linkage,
            Key = string.Create(CultureInfo.InvariantCulture, $"{request.Household}/{request.Organisation}/{(string?)facts["relation"]}"),
            Region = household.Region,
            Household = request.Household,
            Organisation = request.Organisation,
            Facts = facts,
        };
    }
}
