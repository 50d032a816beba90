using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>One change for many households: those named, or all that the filters of the list find.</summary>
/// <param name="Ids">Null: all that <paramref name="Where"/> and the other filters find.</param>
/// <param name="ValidFrom">First day; a correction of the present version when absent.</param>
/// <param name="Changes">As of PATCH /households/{id}, without persons.</param>
internal sealed record BulkRequest(
    IReadOnlyList<Guid>? Ids, string? Q, string? Region, string? Status, string? Category, string? Cause, string? IncomeFrom, string? IncomeTo, Guid? Group, string? Where,
    DateOnly? ValidFrom, JsonElement? Changes, IReadOnlyList<string>? Clear, string? Reason)
{
    public HouseholdQuery Query => HouseholdQuery.Everything with
    {
        Q = Q, Region = Region, Status = Status, Category = Category, Cause = Cause, IncomeFrom = IncomeFrom, IncomeTo = IncomeTo, Group = Group, Where = Where,
    };
}

/// <param name="Before">Of the fields that would change, as the contract writes them.</param>
internal sealed record BulkLine(Guid Id, string Number, string? HeadName, IReadOnlyDictionary<string, JsonElement> Before, IReadOnlyDictionary<string, JsonElement> After);

/// <param name="Households">Found.</param>
/// <param name="Looked">Of these, looked at for the preview.</param>
/// <param name="Unchanged">Of those looked at, households for which it already is so.</param>
/// <param name="Refused">Of those looked at, households that cannot be changed so, with the reasons. One is enough to refuse the whole.</param>
internal sealed record BulkPreview(int Households, int Looked, int Unchanged, IReadOnlyList<BulkLine> Lines, IReadOnlyList<Problem> Refused);

/// <summary>Plans one change for many households, in parts; what it plans for one is what the form would have stated.</summary>
internal sealed class BulkChange(PlatformDb db, HouseholdFilter filter, HouseholdPlanner planner, ChangeWriter writer, HouseholdWrites writes, Seal seal, CurrentActor actor, AuditTrail audit, WriteSession session, TimeProvider clock)
{
    private const int AtOnce = 100;
    private const int Looked = 200;
    private const int Shown = 20;

    public async Task<BulkPreview> PreviewAsync(BulkRequest request, CancellationToken ct)
    {
        var ids = await FindAsync(request, ct);
        var (lines, refused, unchanged) = (new List<BulkLine>(), new List<Problem>(), 0);
        foreach (var part in ids.Take(Looked).Chunk(AtOnce))
        {
            foreach (var (current, before, after, problem) in await StateAsync(part, request, ct))
            {
                if (problem is not null)
                {
                    refused.AddRange(problem);
                }
                else if (Differences(before!, after!) is var differences && differences.Before.Count + differences.After.Count > 0)
                {
                    lines.Add(new BulkLine(current.Household.Id, current.Household.Number, after!.Head?.Name, differences.Before, differences.After));
                }
                else
                {
                    unchanged++;
                }
            }
        }

        return new BulkPreview(ids.Count, Math.Min(ids.Count, Looked), unchanged, [.. lines.Take(Shown)], [.. refused.Take(Shown)]);
    }

    /// <summary>Writes all of it under one change set, hidden until the last household is written.</summary>
    /// <param name="change">Its id, fixed before: what an earlier run of the same job had written is taken back first.</param>
    /// <exception cref="ProblemException">422: a household cannot be changed so; nothing was.</exception>
    public async Task<(int Changed, int Unchanged)> ApplyAsync(BulkRequest request, Guid change, Action<int, int> progress, CancellationToken ct)
    {
        var county = actor.Region.County;
        if (await db.Set<Change>().AnyAsync(c => c.County == county && c.Id == change && c.At == null, ct))
        {
            await writer.RollBackAsync(county, change, ct);
        }
        else if (await db.Set<Change>().AnyAsync(c => c.County == county && c.Id == change, ct))
        {
            return (0, 0);
        }

        var ids = await FindAsync(request, ct);
        var (done, changed, begun) = (0, 0, false);
        try
        {
            foreach (var part in ids.Chunk(AtOnce))
            {
                ct.ThrowIfCancellationRequested();
                var plans = new List<HouseholdPlan>();
                foreach (var (current, _, after, problem) in await StateAsync(part, request, ct))
                {
                    if (problem is not null)
                    {
                        throw new ProblemException(422, problem);
                    }

                    var plan = planner.Plan(current, after!, Days(current, request), change);
                    if (!plan.IsUnchanged)
                    {
                        plans.Add(plan);
                    }
                }

                if (plans.Count > 0)
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(ct);
                    if (!begun)
                    {
                        await writer.BeginAsync(Change.Hidden(actor, clock, county, request.Reason!, ChangeChannels.Bulk, id: change), ct);
                    }

                    await writer.ApplyAsync(county, change, plans, ct);
                    await transaction.CommitAsync(ct);
                    begun = true;
                    changed += plans.Count;
                }

                progress(done += part.Length, ids.Count);
            }

            if (begun)
            {
                await session.RunAsync("household.bulk", async () =>
                {
                    await writer.PublishAsync(county, change, clock.GetUtcNow(), ct);
                    audit.Add("household.bulk", new AuditSubject("change", change.ToString(), county), new { households = changed, from = request.ValidFrom });
                }, ct);
            }

            return (changed, ids.Count - changed);
        }
        catch
        {
            if (begun)
            {
                await writer.RollBackAsync(county, change, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>What the request says, whether or not any household fits it.</summary>
    public void Check(BulkRequest request)
    {
        HouseholdWrites.CheckReason(request.Reason);
        if (actor.Region.Level < RegionLevel.County)
        {
            throw new ProblemException(422, new Problem("one-county", new LocalText("批量修改须在一个县内进行。", "Many are changed at once within one county only."), "region"));
        }

        if (request.Changes is not { ValueKind: JsonValueKind.Object } changes || changes.TryGetProperty("persons", out _) || changes.TryGetProperty("id", out _))
        {
            throw new ProblemException(422, new Problem("wrong-changes", new LocalText(
                "批量修改只能改户的字段,不能改成员或户编号。", "Many are changed at once in fields of the household; not in members or numbers."), "changes"));
        }
    }

    private async Task<List<Guid>> FindAsync(BulkRequest request, CancellationToken ct)
    {
        var found = await filter.FindAsync(request.Ids is null ? request.Query : HouseholdQuery.Everything, ct);
        if (request.Ids is not { } named)
        {
            return await found.OrderBy(v => v.Region).ThenBy(v => v.Number).Select(v => v.HouseholdId).ToListAsync(ct);
        }

        List<Guid> ids = [];
        foreach (var part in named.Distinct().Chunk(500))
        {
            ids.AddRange(await found.Where(v => part.Contains(v.HouseholdId)).Select(v => v.HouseholdId).ToListAsync(ct));
        }

        return ids;
    }

    private Span Days(HouseholdAggregate current, BulkRequest request) =>
        request.ValidFrom is { } from ? current.SpanFrom(from) : current.SpanAround(clock.TodayInChina()) ?? current.SpanFrom(clock.TodayInChina());

    private async Task<List<(HouseholdAggregate Current, HouseholdState? Before, HouseholdState? After, IReadOnlyList<Problem>? Refused)>> StateAsync(Guid[] ids, BulkRequest request, CancellationToken ct)
    {
        var day = request.ValidFrom ?? clock.TodayInChina();
        var hidden = await db.HiddenChangesAsync(ct);
        var stated = new List<(HouseholdAggregate, HouseholdState?, HouseholdState?, IReadOnlyList<Problem>?)>();
        foreach (var current in await HouseholdAggregate.LoadAsync(db, ids, [actor.Region.County], ct))
        {
            try
            {
                if (current.Versions.Any(v => hidden.Contains(v.OpenedBy)))
                {
                    throw ChangeWriter.BeingImported();
                }

                var before = current.StateOn(day, seal) ?? throw ProblemException.NotFound("household", "这一户");
                var patch = new HouseholdPatch(HouseholdDocument.Write(before));
                var after = patch.Read(patch.Apply(request.Changes, request.Clear ?? [], []), before.Id, clock);
                writes.CheckPlace(after, "changes.region");
                stated.Add((current, before, after, null));
            }
            catch (ProblemException refused)
            {
                stated.Add((current, null, null, [.. refused.Problems.Select(p => p with { Path = $"{current.Household.Number}: {p.Path}" })]));
            }
        }

        return stated;
    }

    private static (Dictionary<string, JsonElement> Before, Dictionary<string, JsonElement> After) Differences(HouseholdState before, HouseholdState after)
    {
        var (was, became) = (Flat(before), Flat(after));
        var same = was.Keys.Intersect(became.Keys).Where(k => was[k].GetRawText() == became[k].GetRawText()).ToHashSet();
        return (was.Where(p => !same.Contains(p.Key)).ToDictionary(), became.Where(p => !same.Contains(p.Key)).ToDictionary());
    }

    private static Dictionary<string, JsonElement> Flat(HouseholdState state)
    {
        var flat = new Dictionary<string, JsonElement>();
        Add(JsonSerializer.SerializeToElement(HouseholdDocument.Write(state)), "");
        return flat;

        void Add(JsonElement at, string path)
        {
            foreach (var member in at.EnumerateObject().Where(m => m.Name != "persons"))
            {
                var own = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                if (member.Value.ValueKind == JsonValueKind.Object)
                {
                    Add(member.Value, own);
                }
                else
                {
                    flat[own] = member.Value;
                }
            }
        }
    }
}
