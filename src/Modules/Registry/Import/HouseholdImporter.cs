using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Differences;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <summary>What an import writes with.</summary>
internal sealed record ImportParts(PlatformDb Db, HouseholdPlanner Planner, ChangeWriter Writer, Seal Seal, CurrentActor Actor, TimeProvider Clock);

/// <summary>Brings the households of one file into the register, a batch a transaction, under the hidden change sets of the import.</summary>
internal sealed class HouseholdImporter(
    ImportParts with, ImportRequest request, ImportTable table, ImportFile file, RegionResolver regions, ImportChanges changes, ImportTally tally)
{
    private readonly DraftToState states = new(with.Clock);
    private readonly BlankCells blank = request.Mapping?.Blank ?? BlankCells.Keep;

    private sealed record Planned(HouseholdDraft Draft, HouseholdPlan Plan, int Rows, IReadOnlyList<RowDifference> Differences);

    public async Task ApplyAsync(IReadOnlyList<HouseholdDraft> drafts, CancellationToken ct)
    {
        foreach (var county in drafts.GroupBy(d => new RegionCode(d.Region == 0 ? request.Region.Value : d.Region).County))
        {
            var register = await HouseholdAggregate.LoadByNumberAsync(with.Db, county.Key, county.Select(d => d.Number), ct);
            var change = changes.Of(county.Key);
            var accepted = county.Where(d => MayBeWritten(d, register.GetValueOrDefault(d.Number))).ToList();
            var exported = await ExportedAsync(county.Key, accepted, register, ct);

            // Planning seals, hashes and serialises, and touches nothing shared: it takes whatever core the reader leaves idle.
            var planned = accepted.AsParallel().AsOrdered().WithCancellation(ct)
                .Select(d => register.GetValueOrDefault(d.Number) is { } known ? Mend(d, known, exported, change) : First(d, change))
                .ToList();
            var newcomers = planned.Where(p => p.Plan.NewHousehold is not null)
                .SelectMany(p => p.Draft.Persons.Where(q => q.IdNumber is not null).Select(q => (p.Draft, q))).ToList();
            await WarnOfRegisteredAsync(county.Key, change, newcomers, ct);
            foreach (var plan in planned)
            {
                tally.Accept(plan.Draft, plan.Plan.IsUnchanged ? 0 : plan.Rows);
                tally.Add(plan.Differences);
            }

            var plans = planned.Where(p => !p.Plan.IsUnchanged).Select(p => p.Plan).ToList();
            if (!request.DryRun && plans.Count > 0)
            {
                await changes.WriteAsync(county.Key, () => with.Writer.ApplyAsync(county.Key, change, plans, ct), ct);
            }
        }
    }

    private Planned First(HouseholdDraft draft, Guid change)
    {
        var from = draft.Facts.RegisteredOn.TryGet(out var registered) ? registered : Span.Beginning;
        var plan = with.Planner.Plan(null, states.New(draft), new Span(from, Span.Forever), change);
        return new Planned(draft, plan, draft.Persons.Count,
            !request.Compare ? [] : [.. draft.Persons.Select(p => new RowDifference(p.Sheet, p.Row, RowOutcome.New, p.Name, draft.Number, []))]);
    }

    private Planned Mend(HouseholdDraft draft, HouseholdAggregate known, IReadOnlyDictionary<RowMark, Exported> exported, Guid change)
    {
        // A household may be registered from a day still to come: then that first day is what is corrected.
        var today = with.Clock.TodayInChina();
        var day = request.AsOf ?? (known.On(today) is null && known.Versions.Count > 0 ? known.Versions.Max(v => v.ValidFrom) : today);
        var span = request.AsOf is { } from ? known.SpanFrom(from) : known.SpanAround(day) ?? known.SpanFrom(day);
        if (known.StateOn(day, with.Seal) is not { } state)
        {
            var anew = with.Planner.Plan(known, states.New(draft) with { Id = known.Household.Id }, span, change);
            return new Planned(draft, anew, draft.Persons.Count, !request.Compare ? []
                : [.. draft.Persons.Select(p => new RowDifference(p.Sheet, p.Row, RowOutcome.New, p.Name, draft.Number, []))]);
        }

        var matches = DraftToState.Match(draft, state);
        IReadOnlyList<RowDifference> differences = [];
        if (request.Compare || draft.Persons.Any(p => p.Mark is not null) || !Replaces(draft))
        {
            foreach (var (row, match) in matches)
            {
                row.Matched = match.Id;
            }

            var comparison = new Comparison(blank, request.Decisions, table == ImportTables.Households, mark => exported.GetValueOrDefault(mark));
            comparison.Run(draft, state, matches);
            differences = request.Compare ? comparison.Rows : [];
            draft = comparison.Left(draft, () => new HouseholdAssembler(file.Name, regions, null));
            matches = DraftToState.Match(draft, state);
        }

        var (next, unnamed) = states.Existing(draft, state, matches, blank);
        foreach (var person in table == ImportTables.Households && !draft.Persons[0].OfHouseholdOnly ? unnamed : [])
        {
            draft.Findings.Add(new Finding(file.Name, draft.Persons[0].Sheet, draft.Persons[0].Row, null, -1, null, Severity.Warning, "member-not-in-file", new(
                $"登记册中本户还有成员“{Mask.Name(person.Name)}”,文件中没有;该成员保持不变。", $"The register has a further member {Mask.Name(person.Name)} whom the file does not name; the member stays."), draft.Number));
        }

        var plan = with.Planner.Plan(known, next, span, change);

        // A change of the household alone stands on one row; a change of members on theirs.
        return new Planned(draft, plan, Math.Clamp(plan.Changed.Count, 1, draft.Persons.Count), differences);
    }

    private static bool Replaces(HouseholdDraft draft) =>
        draft.Headers!.Replaces && draft.Form?.Headers.Replaces != false;

    private bool MayBeWritten(HouseholdDraft draft, HouseholdAggregate? known)
    {
        if (known is null && draft.Persons[0].OfHouseholdOnly)
        {
            Refuse(draft, "household-without-members", new("登记册中没有这一户,文件中也没有它的成员。", "The register has no such household, and the file names no members of it."));
        }
        else if (known is not null && known.Versions.Count > 0 && !known.Versions.Any(v => with.Actor.Area.Contains(v.Region)))
        {
            Refuse(draft, "household-elsewhere", new("该户编号已登记在您的辖区以外,请联系县里办理迁移。", "This household number is registered outside your area. Ask the county office for a move."));
        }

        if (draft.HasErrors)
        {
            tally.Refuse(draft);
        }

        return !draft.HasErrors;
    }

    private void Refuse(HouseholdDraft draft, string code, Kernel.Text.LocalText message)
    {
        draft.Findings.Add(new Finding(file.Name, draft.Persons[0].Sheet, draft.Persons[0].Row, null, -1, null, Severity.Error, code, message, draft.Number));
        draft.HasErrors = true;
    }

    // What rows for mending showed, where the register has changed since; versions are never erased, so it is still there.
    private async Task<Dictionary<RowMark, Exported>> ExportedAsync(
        int county, List<HouseholdDraft> drafts, Dictionary<string, HouseholdAggregate> register, CancellationToken ct)
    {
        var open = register.Values.SelectMany(a => a.Versions.Select(v => v.Id)).ToHashSet();
        var stale = drafts.SelectMany(d => d.Persons).Select(p => p.Mark).OfType<RowMark>().Where(m => !open.Contains(m.HouseholdVersion)).Distinct().ToList();
        var exported = new Dictionary<RowMark, Exported>();
        foreach (var part in stale.Chunk(400))
        {
            var (households, persons) = (part.Select(m => m.HouseholdVersion).Distinct().ToArray(), part.Select(m => m.PersonVersion).Distinct().ToArray());
            var ofHouseholds = (await with.Db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.County == county && households.Contains(v.Id)).ToListAsync(ct)).ToDictionary(v => v.Id);
            var ofPersons = (await with.Db.Set<PersonVersion>().AsNoTracking().Where(v => v.County == county && persons.Contains(v.Id)).ToListAsync(ct)).ToDictionary(v => v.Id);
            foreach (var mark in part)
            {
                if (ofHouseholds.TryGetValue(mark.HouseholdVersion, out var household) && ofPersons.TryGetValue(mark.PersonVersion, out var person))
                {
                    var state = HouseholdAggregate.StateOf(household, [HouseholdAggregate.StateOf(person, null, with.Seal)], with.Seal);
                    var draft = StateToDraft.Of(state);
                    exported[mark] = new Exported(draft, draft.Persons[0]);
                }
            }
        }

        return exported;
    }

    private async Task WarnOfRegisteredAsync(int county, Guid change, List<(HouseholdDraft Draft, PersonDraft Person)> newcomers, CancellationToken ct)
    {
        foreach (var part in newcomers.Chunk(500))
        {
            var own = part.Select(n => with.Seal.IdNumberHashes(n.Person.IdNumber!)).ToArray();
            var hashes = own.SelectMany(h => h).ToArray();
            var found = await with.Db.Set<PersonVersion>().AcrossAreas()
                .Where(v => v.County == county && v.ClosedBy == null && v.OpenedBy != change && v.IdHash != null && hashes.Contains(v.IdHash))
                .Select(v => v.IdHash!).ToListAsync(ct);
            foreach (var hash in found)
            {
                var (draft, person) = part[Array.FindIndex(own, each => each.Any(h => h.AsSpan().SequenceEqual(hash)))];
                draft.Findings.Add(new Finding(file.Name, person.Sheet, person.Row, "证件号码", draft.Headers!.Cells.First(c => c.Column.Header == "证件号码").Index,
                    Mask.IdNumber(person.IdNumber), Severity.Warning, "duplicate-in-register", new(
                        "该证件号码已登记在本县另一户,请核实是否重复。", "This id number is already registered in another household of the county."), draft.Number));
            }
        }
    }
}
