using System.Text.Json;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Events;

/// <summary>Reads a request against what is known, and says at once everything that cannot be so.</summary>
internal sealed class EventReader(PlatformDb db, Seal seal, HouseholdWrites writes, TimeProvider clock)
{
    /// <param name="kind">The kind that the request names.</param>
    /// <param name="here">The household that the event is recorded at.</param>
    /// <param name="involved">That one and the other household.</param>
    public async Task<EventStatement> ReadAsync(
        EventKind kind, RecordEventRequest request, HouseholdAggregate here, IReadOnlyList<HouseholdAggregate> involved, CancellationToken ct)
    {
        var on = request.On!.Value;
        var before = involved.Select(a => a.StateOn(on, seal)).OfType<HouseholdState>().ToDictionary(s => s.Id);
        if (!before.TryGetValue(here.Household.Id, out var now))
        {
            throw new ProblemException(422, new Problem("not-registered-then", new LocalText(
                $"这一户在 {on:yyyy-MM-dd} 没有登记,请核对日期。", $"The household is not registered on {on:yyyy-MM-dd}. Check the day."), "on"));
        }

        List<Problem> problems = [];
        var newPersons = NewPersons(request, now, problems);
        var region = now.Region;
        if (!string.IsNullOrEmpty(request.Region) && (!Kernel.RegionCode.TryParse(request.Region, out var code) || (region = code.Value) % 1000 == 0))
        {
            problems.Add(new Problem("not-a-village", new LocalText("迁往地应为行政村代码(12 位)。", "Where to is a village (12 digits)."), "region"));
            region = now.Region;
        }

        var splits = kind.Code == EventKinds.Split;
        var number = splits ? await NewNumberAsync(request, now, new Kernel.RegionCode(region).County, problems, ct) : CleanText.Of(request.Number ?? now.Number);
        var said = new EventStatement(request, now.Id, on, before)
        {
            NewPersons = newPersons,
            NewHousehold = splits ? Kernel.Ids.New(clock) : default,
            NewNumber = number,
            Region = region,
            Corrected = here.SpanAround(on) ?? default,
            Correct = kind.Has(EventAsks.Changes) ? state => Corrected(state, request) : null,
        };
        said.Problems.AddRange(problems);
        Check(kind, said);
        if (region != now.Region)
        {
            writes.CheckPlace(now with { Region = region }, "region");
            var county = new Kernel.RegionCode(region).County;
            if (county != here.Household.County && await db.Set<Household>().AnyAsync(h => h.County == county && h.Number == number && h.Id != now.Id, ct))
            {
                said.Wrong("number-taken", "number", "迁入县已有这个户编号,请另给一个。", "The county of arrival already has this household number. Give another one.");
            }
        }

        return said.Problems.Count == 0 ? said : throw new ProblemException(422, said.Problems);
    }

    /// <summary>What must hold once the event is carried out.</summary>
    public static void CheckAfter(EventStatement said, HouseholdRewrite.Step first)
    {
        foreach (var household in first.After.Values.Where(h => !first.Before.TryGetValue(h.Id, out var was) || !ReferenceEquals(was, h)))
        {
            var heads = household.Persons.Count(p => p.Facts.Relation.Or("") == PersonState.HeadRelation && p.IsAlive(said.On));
            var had = !first.Before.TryGetValue(household.Id, out var before) || before.Head is { } head && head.IsAlive(said.On);
            if (heads > 1)
            {
                said.Wrong("two-heads", "relations", $"{household.Number}:一户只能有一位户主,请改正与户主关系。", $"{household.Number}: a household has one head. Correct the relations.");
            }
            else if (heads == 0 && had)
            {
                var path = household.Id == said.NewHousehold || said.NewHousehold == default && household.Id == said.Household ? "head" : "remaining_head";
                said.Wrong("head-needed", path, $"{household.Number}:原户主已不在户内,请指定新户主。", $"{household.Number}: its head is no longer there. Name the new head.");
            }
        }

        if (said.Problems.Count > 0)
        {
            throw new ProblemException(422, said.Problems);
        }
    }

    private static void Check(EventKind kind, EventStatement said)
    {
        var request = said.Request;
        var living = said.Living.Select(p => p.Id).ToHashSet();
        var joins = kind.Has(EventAsks.Joining | EventAsks.NewPersons);
        var source = joins ? said.Other?.Persons.Where(p => p.IsAlive(said.On)).Select(p => p.Id).ToHashSet() ?? [] : living;
        foreach (var (id, i) in said.Persons.Select((id, i) => (id, i)))
        {
            if (!source.Contains(id))
            {
                said.Wrong("unknown-person", $"persons[{i}]", "此人当日不是该户在世的成员。", "This person is not a living member of the household on the day.");
            }
        }

        if (kind.Has(EventAsks.OnePerson) && said.Persons.Count != 1)
        {
            said.Wrong("one-person", "persons", "请选定一名家庭成员。", "Choose one member.");
        }

        if (kind.Has(EventAsks.SomePersons) && (said.Persons.Count == 0 || living.All(said.Persons.Contains)))
        {
            said.Wrong("some-persons", "persons", "请选定分出的成员;原户至少留下一人。", "Choose who goes. At least one member must remain.");
        }

        if (kind.Has(EventAsks.NewPersons) && said.NewPersons.Count == 0 || kind.Has(EventAsks.Joining) && said.NewPersons.Count + said.Persons.Count == 0)
        {
            said.Wrong("nobody-joins", "new_persons", "请填写加入的人。", "Say who joins.");
        }

        if (kind.Has(EventAsks.OtherHousehold) && request.Household is null)
        {
            said.Wrong("household-missing", "household", "请选定另一户。", "Choose the other household.");
        }

        if (request.Household is not null && (said.Other is null || request.Household == said.Household))
        {
            said.Wrong("unknown-household", "household", "当日没有登记这一户,或不在您的管辖范围内。", "No such household is registered on the day, or it is outside your area.");
        }

        if (kind.Has(EventAsks.Head))
        {
            var may = kind.Code == EventKinds.Split ? [.. living.Where(said.Persons.Contains)] : living;
            if (request.Head is null || !may.Contains(request.Head.Value))
            {
                said.Wrong("head-needed", "head", "请在有关成员中指定户主。", "Name the head among the members concerned.");
            }
            else if (kind.Code == "head" && request.Head == said.Here.Head?.Id)
            {
                said.Wrong("same-head", "head", "此人已是户主。", "This person is the head already.");
            }
        }

        if (kind.Has(EventAsks.Place) && said.Region == said.Here.Region && (request.Group is not { Length: > 0 } || request.Group == said.Here.Facts.Group.Or("")))
        {
            said.Wrong("same-place", "region", "迁往地与现住地相同。", "The household lives there already.");
        }

        if (kind.Code == "birth" && said.NewPersons.Any(p => p.Facts.Birth > said.On))
        {
            said.Wrong("not-yet-born", "on", "登记日早于出生日期。", "The day is before the birth.");
        }

        if (kind.Code == "death" && said.Here.Persons.FirstOrDefault(p => p.Id == said.Persons.FirstOrDefault()) is { } dead && dead.Facts.Birth > said.On)
        {
            said.Wrong("death-before-birth", "on", "死亡日期早于出生日期。", "The death is before the birth.");
        }

        EventSharing.Check(said);
    }

    private List<PersonState> NewPersons(RecordEventRequest request, HouseholdState now, List<Problem> problems)
    {
        if (request.NewPersons is not { Count: > 0 } asked)
        {
            return [];
        }

        // Checked together with those who are there, by the same rules as any household; only the faults of the new ones count.
        var document = HouseholdDocument.Write(now);
        var persons = document["persons"]!.AsArray();
        var known = persons.Count;
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].ValueKind != JsonValueKind.Object)
            {
                problems.Add(new Problem("wrong-type", new LocalText("这里应为 object。", "Expected object here."), $"new_persons[{i}]"));
                return [];
            }

            var person = System.Text.Json.Nodes.JsonNode.Parse(asked[i].GetRawText())!.AsObject();
            person["id"] ??= Kernel.Ids.New(clock).ToString();
            person["relation"] ??= request.Relations?.GetValueOrDefault($"new:{i}");
            persons.Add(person);
        }

        try
        {
            return [.. HouseholdDocument.Read(JsonSerializer.SerializeToElement(document), now.Id, clock, "").Persons.Skip(known)];
        }
        catch (ProblemException refused)
        {
            var own = refused.Problems.Select(p => (Problem: p, At: Index(p.Path))).Where(p => p.At >= known)
                .Select(p => p.Problem with { Path = $"new_persons[{p.At - known}]{p.Problem.Path![p.Problem.Path!.IndexOf(']', StringComparison.Ordinal)..].TrimStart(']')}" }).ToList();
            if (own.Count > 0)
            {
                problems.AddRange(own);
                return [];
            }

            var state = HouseholdDocument.ReadRecorded(WithIds(document, known), now.Id);
            return [.. state.Persons.Skip(known)];
        }

        static int Index(string? path) => path?.TrimStart('.') is { } p && p.StartsWith("persons[", StringComparison.Ordinal)
            && int.TryParse(p["persons[".Length..p.IndexOf(']', StringComparison.Ordinal)], out var at) ? at : -1;
    }

    private System.Text.Json.Nodes.JsonObject WithIds(System.Text.Json.Nodes.JsonObject document, int known)
    {
        foreach (var person in document["persons"]!.AsArray().Skip(known))
        {
            if (!Guid.TryParse((string)person!["id"]!, out _))
            {
                person["id"] = Kernel.Ids.New(clock).ToString();
            }
        }

        return document;
    }

    private HouseholdState Corrected(HouseholdState state, RecordEventRequest request)
    {
        var patch = new HouseholdPatch(HouseholdDocument.Write(state));
        return patch.Read(patch.Apply(request.Changes, request.Clear ?? [], []), state.Id, clock);
    }

    private async Task<string> NewNumberAsync(RecordEventRequest request, HouseholdState now, int county, List<Problem> problems, CancellationToken ct)
    {
        if (CleanText.Of(request.Number ?? "") is { Length: > 0 } asked)
        {
            if (await db.Set<Household>().AnyAsync(h => h.County == county && h.Number == asked, ct))
            {
                problems.Add(new Problem("number-taken", new LocalText("本县已有这个户编号。", "The county already has a household with this number."), "number"));
            }

            return asked;
        }

        var stem = now.Number + "-";
        var last = stem + "\uFFFD";
        var taken = await db.Set<Household>().Where(h => h.County == county && string.Compare(h.Number, stem) >= 0 && string.Compare(h.Number, last) <= 0)
            .Select(h => h.Number).ToListAsync(ct);
        return Enumerable.Range(1, taken.Count + 1).Select(n => $"{stem}{n}").First(n => !taken.Contains(n));
    }
}
