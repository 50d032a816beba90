using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Events;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>What creating and changing a household have in common.</summary>
internal sealed class HouseholdWrites(
    PlatformDb db, HouseholdPlanner planner, ChangeWriter writer, Seal seal, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    private const int MaxReason = 500;

    /// <summary>The change that this request recorded; null while nothing differed from what was known.</summary>
    public Guid? Recorded { get; private set; }

    public static void CheckReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
        {
            throw new ProblemException(422, new Problem("reason-missing", new LocalText(
                $"请写明变更原因(不超过 {MaxReason} 字)。", $"Say why, in at most {MaxReason} characters."), "reason"));
        }
    }

    /// <summary>The village must exist and lie in the actor's area.</summary>
    public void CheckPlace(HouseholdState state, string path)
    {
        if (!actor.Area.Contains(state.Region))
        {
            throw new ProblemException(404, new Problem("outside-area", new LocalText(
                "这个村不在您的管辖范围内。", "The village is outside your area."), path));
        }

        if (RegionCatalog.NameOf(new RegionCode(state.Region)) is null)
        {
            throw new ProblemException(422, new Problem("unknown-region", new LocalText(
                "没有这个行政村代码,请在区划表中选择。", "There is no village with this code. Choose one from the list of regions."), path));
        }
    }

    /// <summary>Records the change set and what it states, in the transaction of the present write. Returns the household's id.</summary>
    /// <param name="channel">Null for the actor's own.</param>
    public async Task<Guid> StateAsync(
        HouseholdAggregate? current, HouseholdState next, Span span, string reason, string? evidence, string? channel, CancellationToken ct)
    {
        var county = current?.Household.County ?? new RegionCode(next.Region).County;
        var change = Change.Now(actor, clock, county, reason, evidence, channel);
        var plan = planner.Plan(current, next, span, change.Id);
        if (plan.IsUnchanged)
        {
            return next.Id;
        }

        await writer.BeginAsync(change, ct);
        await writer.ApplyAsync(county, change.Id, [plan], ct);
        Recorded = change.Id;
        if (current is null || current.Versions.Count == 0)
        {
            await RegisteredAsync(county, change.Id, next, span.From, ct);
        }

        audit.Add(
            current is null ? "household.create" : "household.change",
            new AuditSubject("household", next.Id.ToString(), county),
            new { change = change.Id, from = span.From, to = span.To, persons = plan.Changed });
        return next.Id;
    }

    private async Task RegisteredAsync(int county, Guid change, HouseholdState state, DateOnly on, CancellationToken ct)
    {
        var id = Ids.New(clock);
        await db.BulkInsertAsync([new RegisterEvent { County = county, Id = id, Kind = EventKinds.Registered, On = on, ChangeId = change, Effects = "[]" }], ct);
        await db.BulkInsertAsync([new EventParty { County = county, EventId = id, Line = 0, HouseholdId = state.Id, Role = PartyRoles.In, Region = state.Region, On = on }], ct);
    }

    /// <summary>Persons of the state whose id number another person of the actor's area has too.</summary>
    public async Task<IReadOnlyList<Problem>> WarningsAsync(HouseholdState state, string path, CancellationToken ct)
    {
        List<Problem> warnings = [];
        foreach (var (person, i) in state.Persons.Select((p, i) => (p, i)).Where(p => p.p.IdNumber is not null))
        {
            var hashes = seal.IdNumberHashes(person.IdNumber!);
            // The county leads the index of hashes; without it PostgreSQL walks the whole area.
            if (await db.Set<PersonVersion>().In(actor.Area).AnyAsync(v => v.IdHash != null && hashes.Contains(v.IdHash) && v.PersonId != person.Id && v.ClosedBy == null, ct))
            {
                warnings.Add(new Problem("duplicate-person", new LocalText(
                    "这个身份证号已登记在另一人名下,请核对。", "Another registered person has this id number. Compare the two."), $"{path}.persons[{i}].id_number"));
            }
        }

        return warnings;
    }

    /// <summary>The household as it now stands for today – or for the last day that it stands for, when that is past.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, Guid id, int status, IReadOnlyList<Problem> warnings, CancellationToken ct)
    {
        var today = clock.TodayInChina();
        var view = await GetHousehold.ReadAsync(db, seal, id, today, null, ct);
        if (view is null)
        {
            var first = await db.Set<HouseholdVersion>().Where(v => v.HouseholdId == id && v.ClosedBy == null)
                .OrderByDescending(v => v.ValidFrom).Select(v => v.ValidFrom).FirstAsync(ct);
            view = (await GetHousehold.ReadAsync(db, seal, id, first, null, ct))!;
        }

        http.Response.Headers.ETag = $"\"{view.Version}\"";
        if (status == StatusCodes.Status201Created)
        {
            http.Response.Headers.Location = $"/api/households/{id}";
        }

        return Results.Json(new HouseholdWritten(view, warnings), statusCode: status);
    }
}
