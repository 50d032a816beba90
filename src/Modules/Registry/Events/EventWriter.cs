using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Events;

/// <summary>An event worked out, written or only previewed.</summary>
internal sealed record EventOutcome(Guid Id, IReadOnlyList<LocalText> Effects, IReadOnlyList<Guid> Households);

/// <summary>Records events: works out the effects, says them, and writes event and effects in the caller's transaction.</summary>
internal sealed class EventWriter(
    PlatformDb db, EventReader reader, HouseholdRewrite rewrite, ChangeWriter writer, ChangeReversal reversal, CurrentActor actor, AuditTrail audit,
    TimeProvider clock, IEnumerable<IRegisterEventListener> listeners)
{
    private static readonly JsonSerializerOptions Words = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static IReadOnlyList<LocalText> EffectsOf(RegisterEvent recorded) => JsonSerializer.Deserialize<List<LocalText>>(recorded.Effects, Words)!;

    /// <param name="seen">The version that the clerk saw; null for a preview.</param>
    public async Task<EventOutcome> RecordAsync(Guid household, RecordEventRequest request, Guid? seen, bool dryRun, CancellationToken ct)
    {
        var kind = CheckHead(request);
        var involved = await HouseholdAggregate.LoadAsync(
            db, request.Household is { } other && other != household ? [household, other] : [household], null, ct);
        var here = involved.Where(a => a.Household.Id == household).MaxBy(a => a.End);
        if (here is null || !here.Versions.Any(v => actor.Area.Contains(v.Region)))
        {
            throw ProblemException.NotFound("household", "这一户");
        }

        if (request.Household is not null)
        {
            involved.RemoveAll(a => a.Household.Id == request.Household && !a.Versions.Any(v => actor.Area.Contains(v.Region)));
        }

        if (seen is { } version && here.Versions.All(v => v.Id != version))
        {
            throw ProblemException.Stale();
        }

        await CheckHiddenAsync(involved, ct);
        var said = await reader.ReadAsync(kind, request, here, involved, ct);
        var change = Ids.New(clock);
        var counties = involved.Select(a => a.Household.County).Append(new RegionCode(said.Region).County).Distinct().ToArray();
        var registered = await RegisteredAsync(counties, [.. involved.SelectMany(a => a.Persons).Select(v => v.PersonId), .. said.NewPersons.Select(p => p.Id)], ct);
        if (said.NewPersons.Any(p => registered.Contains((here.Household.County, p.Id))))
        {
            throw new ProblemException(409, new Problem("person-taken", new LocalText("此人已登记在册。", "A person with this id is already registered."), "new_persons"));
        }

        // A correction holds for all days of the version that it corrects.
        var from = kind.Has(EventAsks.Changes) ? said.Corrected.From : said.On;
        var result = rewrite.Plan(involved, from, kind.Effect!(said), change, registered);

        EventReader.CheckAfter(said, result.Steps[0]);
        await CheckElsewhereAsync(said, result.Steps[0], counties, ct);
        if (result.Plans.Count == 0)
        {
            throw new ProblemException(422, new Problem("nothing-changes", new LocalText("这项记事不改变任何登记内容。", "The event would change nothing.")));
        }

        var effects = EventWords.Say(result.Steps, said.On);
        if (request.Shares?.Loans is { Count: > 0 } loans)
        {
            effects = [.. effects, .. loans.Select(l => new LocalText($"贷款 {l.Loan}:{l.Amount} 元由新户承担", $"Loan {l.Loan}: {l.Amount} yuan go to the new household"))];
        }

        var id = Ids.New(clock);
        if (!dryRun)
        {
            var parties = EventWords.Parties(result.Steps[0], said.On).ToList();
            await WriteAsync(
                new EventDraft(id, kind.Code, said.On, request.Reason!, request.Evidence, effects, request.Shares is null ? null : JsonSerializer.Serialize(request.Shares, Words), null),
                change, kind.Code == EventKinds.Correction ? ChangeChannels.Correction : null, result.Plans, parties, ct);
            var notice = new RegisterEventNotice(id, kind.Code, said.On, said.Household, said.NewHousehold == default ? request.Household : said.NewHousehold, said.Persons,
                [.. (request.Shares?.Loans ?? []).Select(l => new LoanAssumed(l.Loan, Money.FromYuan(l.Amount)))], null);
            foreach (var listener in listeners)
            {
                await listener.RecordedAsync(notice, ct);
            }
        }

        return new EventOutcome(id, effects, [.. result.Plans.Select(p => p.Plan).SelectMany(p => p.OpenedHouseholds.Concat(p.ClosedHouseholds)).Select(v => v.HouseholdId).Distinct()]);
    }

    /// <summary>Takes an event back by a later one. Refused while something later builds on it.</summary>
    public async Task<EventOutcome> UndoAsync(RegisterEvent undone, string reason, string? evidence, bool dryRun, CancellationToken ct)
    {
        if (undone.UndoneBy is not null || undone.Kind == EventKinds.Undo)
        {
            throw new ProblemException(409, new Problem("already-undone", new LocalText(
                "这项记事已被撤销,或本身就是撤销;如确有其事,请重新登记。", "The event is undone already, or is an undo itself. If it did happen, record it again.")));
        }

        var change = Ids.New(clock);
        var result = await reversal.PlanAsync(undone.ChangeId, change, ct);
        var name = EventKinds.NameOf(undone.Kind);
        List<LocalText> effects =
        [
            new($"撤销 {undone.On:yyyy-MM-dd} 的“{name.Zh}”,恢复到该记事之前;原记录保留可查", $"Takes back the {name.En.ToLowerInvariant()} of {undone.On:yyyy-MM-dd}; its record stays"),
            .. result.Steps.Count == 0 ? [] : EventWords.Say(result.Steps, undone.On),
        ];
        var id = Ids.New(clock);
        if (!dryRun)
        {
            var parties = await db.Set<EventParty>().AcrossAreas().AsNoTracking().Where(p => p.EventId == undone.Id).ToListAsync(ct);
            await WriteAsync(
                new EventDraft(id, EventKinds.Undo, undone.On, reason, evidence, effects, null, undone.Id), change, null, result.Plans,
                [.. parties.Select(p => (p.HouseholdId, p.PersonId, Role: PartyRoles.Stays, p.Region))], ct);
            await db.Set<RegisterEvent>().Where(e => e.Id == undone.Id && e.UndoneBy == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.UndoneBy, id), ct);
            foreach (var listener in listeners)
            {
                await listener.RecordedAsync(new RegisterEventNotice(id, EventKinds.Undo, undone.On, parties[0].HouseholdId, null, [], [], undone.Id), ct);
            }
        }

        return new EventOutcome(id, effects, [.. result.Plans.SelectMany(p => p.Plan.OpenedHouseholds.Concat(p.Plan.ClosedHouseholds)).Select(v => v.HouseholdId).Distinct()]);
    }

    private EventKind CheckHead(RecordEventRequest request)
    {
        List<Problem> problems = [];
        var kind = EventKinds.Find(request.Kind);
        if (kind?.Effect is null)
        {
            var known = string.Join(", ", EventKinds.All.Where(k => k.Effect is not null).Select(k => k.Code));
            problems.Add(new Problem("unknown-kind", new LocalText($"没有这种记事。可用:{known}。", $"There is no such kind of event. Use one of: {known}."), "kind"));
        }

        if (request.On is not { } on || on.Year < 1900)
        {
            problems.Add(new Problem("day-missing", new LocalText("请写明发生日期。", "Say on which day it happened."), "on"));
        }
        else if (on > clock.TodayInChina())
        {
            problems.Add(new Problem("day-to-come", new LocalText("日期不能晚于今天。", "The day lies in the future."), "on"));
        }

        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > 500)
        {
            problems.Add(new Problem("reason-missing", new LocalText("请写明原因(不超过 500 字)。", "Say why, in at most 500 characters."), "reason"));
        }

        return problems.Count == 0 ? kind! : throw new ProblemException(422, problems);
    }

    private async Task CheckHiddenAsync(IReadOnlyList<HouseholdAggregate> involved, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        if (hidden.Length > 0 && involved.Any(a => a.Versions.Any(v => hidden.Contains(v.OpenedBy))))
        {
            throw ChangeWriter.BeingImported();
        }
    }

    private async Task<HashSet<(int County, Guid Id)>> RegisteredAsync(int[] counties, IReadOnlyCollection<Guid> persons, CancellationToken ct)
    {
        var ids = persons.Distinct().ToArray();
        return [.. (await db.Set<Person>().Where(p => counties.Contains(p.County) && ids.Contains(p.Id)).Select(p => new { p.County, p.Id }).ToListAsync(ct)).Select(p => (p.County, p.Id))];
    }

    // Whoever leaves, dies or joins on a past day may already be stated in yet another household for a later one.
    private async Task CheckElsewhereAsync(EventStatement said, HouseholdRewrite.Step first, int[] counties, CancellationToken ct)
    {
        var moving = EventWords.Parties(first, said.On).Where(p => p.Person is not null).Select(p => p.Person!.Value).Distinct().ToArray();
        var involved = first.Before.Keys.Concat(first.After.Keys).Distinct().ToArray();
        var elsewhere = await db.Set<PersonVersion>().AcrossAreas().AsNoTracking()
            .Where(v => counties.Contains(v.County) && moving.Contains(v.PersonId) && !involved.Contains(v.HouseholdId) && v.ClosedBy == null && v.ValidTo > said.On)
            .OrderBy(v => v.ValidFrom).Select(v => new { v.Name, v.ValidFrom }).FirstOrDefaultAsync(ct);
        if (elsewhere is not null)
        {
            throw new ProblemException(409, new Problem("stated-elsewhere", new LocalText(
                $"{elsewhere.Name} 自 {elsewhere.ValidFrom:yyyy-MM-dd} 起已登记在另一户。请先撤销后来的记事,或改日期。",
                $"{elsewhere.Name} is on record in another household from {elsewhere.ValidFrom:yyyy-MM-dd} on. Undo that event first, or mend the day."), "persons"));
        }
    }

    private sealed record EventDraft(
        Guid Id, string Kind, DateOnly On, string Reason, string? Evidence, IReadOnlyList<LocalText> Effects, string? Detail, Guid? Undoes);

    // A move between counties leaves its record in both: keys begin with the county.
    private async Task WriteAsync(
        EventDraft draft, Guid change, string? channel, IReadOnlyList<(int County, HouseholdPlan Plan)> plans,
        IReadOnlyList<(Guid Household, Guid? Person, string Role, long Region)> parties, CancellationToken ct)
    {
        foreach (var county in plans.GroupBy(p => p.County, p => p.Plan))
        {
            await writer.BeginAsync(Change.Now(actor, clock, county.Key, draft.Reason, draft.Evidence, channel, change), ct);
            await writer.ApplyAsync(county.Key, change, [.. county], ct);
            await db.BulkInsertAsync<RegisterEvent>([new RegisterEvent
            {
                County = county.Key, Id = draft.Id, Kind = draft.Kind, On = draft.On, ChangeId = change,
                Effects = JsonSerializer.Serialize(draft.Effects, Words), Detail = draft.Detail, Undoes = draft.Undoes,
            }], ct);
            var here = county.SelectMany(p => p.OpenedHouseholds.Concat(p.ClosedHouseholds)).Select(v => v.HouseholdId).ToHashSet();
            await db.BulkInsertAsync(parties.Where(p => here.Contains(p.Household)).Select((p, line) => new EventParty
            {
                County = county.Key, EventId = draft.Id, Line = line, HouseholdId = p.Household, PersonId = p.Person, Role = p.Role, Region = p.Region, On = draft.On,
            }), ct);
            audit.Add($"event.{draft.Kind}", new AuditSubject("household", here.First().ToString(), county.Key), new { households = here, id = draft.Id, change, on = draft.On, undoes = draft.Undoes });
        }
    }
}
