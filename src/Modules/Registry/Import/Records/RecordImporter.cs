using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;

namespace Fuyao.Registry.Import.Records;

/// <summary>Brings rows about villages, townships, organisations, groups and linkages into the register: each row one record.</summary>
internal sealed class RecordImporter(
    ImportParts with, RecordPlanner planner, ImportRequest request, ImportTable table, ImportFile file, ImportChanges changes, ImportTally tally, RecordPlaces places)
{
    private readonly RecordTarget target = table.Target!;
    private readonly BlankCells blank = request.Mapping?.Blank ?? BlankCells.Keep;
    private readonly Dictionary<string, int> seen = [];

    public async Task ApplyAsync(IReadOnlyList<RawRow> raws, CancellationToken ct)
    {
        var rows = raws.Select(r => RecordRow.Read(r, file.Name)).ToList();
        var found = await places.FindAsync(target, rows.Where(r => !r.HasErrors).ToList(), ct);
        foreach (var county in rows.GroupBy(r => found.TryGetValue(r, out var state) ? new RegionCode(state.Region).County : 0))
        {
            var kept = county.Where(r => !r.HasErrors && found.ContainsKey(r)).ToList();
            var register = new Dictionary<(string Key, int Year), RecordAggregate>();
            foreach (var year in kept.GroupBy(r => found[r].Year))
            {
                foreach (var (key, aggregate) in await RecordAggregate.LoadAsync(with.Db, county.Key, target.Kind, year.Key, year.Select(r => found[r].Key), ct))
                {
                    register[(key, year.Key)] = aggregate;
                }
            }

            var change = changes.Of(county.Key);
            var plans = new List<RecordPlan>();
            foreach (var row in county)
            {
                var state = found.GetValueOrDefault(row);
                var outcome = RowOutcome.Refused;
                var cells = new List<CellDifference>();
                if (!row.HasErrors && state is not null && Once(row, state) && Plan(row, state, register.GetValueOrDefault((state.Key, state.Year)), county.Key, change, cells) is { } plan)
                {
                    outcome = plan.New is not null ? RowOutcome.New : cells.Any(c => c.Outcome == CellOutcome.Ask) ? RowOutcome.Conflict
                        : plan.IsUnchanged ? RowOutcome.Unchanged : RowOutcome.Changed;
                    if (!plan.IsUnchanged)
                    {
                        plans.Add(plan);
                    }
                }

                tally.Row(row.Findings, new RowDifference(row.Raw.Headers.Sheet, row.Raw.Row, outcome, row.Subject, row.Number, cells), outcome is RowOutcome.New or RowOutcome.Changed || plans.LastOrDefault()?.IsUnchanged == false && outcome == RowOutcome.Conflict);
            }

            if (!request.DryRun && plans.Count > 0)
            {
                await changes.WriteAsync(county.Key, () => with.Writer.ApplyAsync(county.Key, change, plans, ct), ct);
            }
        }
    }

    private bool Once(RecordRow row, RecordState state)
    {
        if (seen.TryAdd($"{state.Year}/{state.Key}", row.Raw.Row))
        {
            return true;
        }

        row.Report(null, Severity.Error, "duplicate-in-list", new($"与第 {seen[$"{state.Year}/{state.Key}"]} 行重复。", $"The same as row {seen[$"{state.Year}/{state.Key}"]}."));
        return false;
    }

    private RecordPlan? Plan(RecordRow row, RecordState state, RecordAggregate? current, int county, Guid change, List<CellDifference> cells)
    {
        var day = request.AsOf ?? with.Clock.TodayInChina();
        var shown = current?.On(day) ?? current?.Versions.FirstOrDefault(v => v.ValidFrom > day);
        if (shown is not null && !with.Actor.Area.Contains(shown.Region) && target.Kind != RecordKinds.Organisation)
        {
            row.Report(null, Severity.Error, ImportCodes.RegionOutside, new("这条记录在您的辖区以外。", "This record is outside your area."));
            return null;
        }

        var facts = shown is null ? new JsonObject() : RecordFacts.Parse(shown.Facts);
        foreach (var (header, i) in row.Raw.Headers.Cells.Select((h, i) => (h, i)))
        {
            if (header.Field is RecordColumn { Id: { } id } column)
            {
                Cell(row, header, column, id, facts, shown is not null, cells, i);
            }
        }

        if (shown is null && facts.Count == 0 && target.Kind is RecordKinds.Village or RecordKinds.Township)
        {
            // A template names all places; rows that nobody filled in state nothing.
            return new RecordPlan(null, Guid.Empty, [], []);
        }

        var problems = new List<Problem>();
        var whole = shown is null && target.Kind is RecordKinds.Organisation or RecordKinds.Linkage && !target.Yearly;
        facts = RecordFacts.Read(target.Kind, target.Yearly, facts, whole, problems);
        foreach (var problem in problems)
        {
            row.Report(table.Fields.OfType<RecordColumn>().FirstOrDefault(c => c.Id == problem.Path)?.Header, Severity.Error, problem.Code, problem.Text);
        }

        var next = state with { Facts = facts };
        if (shown is not null)
        {
            next = next with { Region = shown.Region, Name = target is { Kind: RecordKinds.Organisation, Yearly: false } ? Renamed(row, shown, state, cells) : shown.Name, Number = shown.Number };
        }

        if (target is { Kind: RecordKinds.Organisation, Yearly: false })
        {
            next = next with { Number = (string?)facts["credit_code"] ?? shown?.Number };
        }

        var span = target.Yearly ? Span.Always
            : request.AsOf is { } from ? current?.SpanFrom(from) ?? new Span(from, Span.Forever)
            : shown is null ? Span.Always : new Span(shown.ValidFrom, shown.ValidTo);
        return row.HasErrors ? null : planner.Plan(current, next, span, county, change);
    }

    // Recognised by its code, an organisation may have been given another name.
    private string? Renamed(RecordRow row, RecordVersion shown, RecordState state, List<CellDifference> cells)
    {
        var at = row.Raw.Headers.Cells.FirstOrDefault(c => c.Field.Header == "名称");
        if (at is null || state.Name is null || state.Name == shown.Name)
        {
            return shown.Name;
        }

        var key = $"{row.Raw.Headers.Sheet}!{row.Raw.Row}!{at.Index}";
        var outcome = Decided(at, key, shown.Name is not null);
        cells.Add(new CellDifference(key, at.Header, at.Field.Header, shown.Name, state.Name, null, outcome));
        return outcome == CellOutcome.Write ? state.Name : shown.Name;
    }

    private CellOutcome Decided(HeaderCell header, string key, bool known) => Decided(request, header, key, known);

    /// <summary>Whether a cell's value is to stand where the register has another.</summary>
    public static CellOutcome Decided(ImportRequest request, HeaderCell header, string key, bool known) => !known ? CellOutcome.Write : header.OnConflict switch
    {
        OnConflict.Keep => CellOutcome.Keep,
        OnConflict.Ask => request.Decisions?.Of(key) switch { true => CellOutcome.Write, false => CellOutcome.Keep, null => CellOutcome.Ask },
        _ => CellOutcome.Write,
    };

    private void Cell(RecordRow row, HeaderCell header, RecordColumn column, string id, JsonObject facts, bool known, List<CellDifference> cells, int position)
    {
        var value = row[column.Header];
        var before = facts[id] is { } node ? column.Text(Plain(node)) : null;
        var blankCell = HouseholdAssembler.Clean(row.Raw.Cells[position]).Length == 0;
        if (value is null && !(blankCell && blank == BlankCells.Erase && before is not null))
        {
            return;
        }

        var after = value is null ? null : column.Text(value);
        if (after == before)
        {
            return;
        }

        var key = $"{row.Raw.Headers.Sheet}!{row.Raw.Row}!{header.Index}";
        var outcome = Decided(header, key, before is not null);
        if (known)
        {
            cells.Add(new CellDifference(key, header.Header, column.Header, before, after, null, outcome));
        }

        if (outcome == CellOutcome.Write)
        {
            switch (value)
            {
                case null:
                    facts.Remove(id);
                    break;
                case bool yes:
                    facts[id] = yes;
                    break;
                case decimal number:
                    facts[id] = number;
                    break;
                case DateOnly date:
                    facts[id] = DateText.Write(date);
                    break;
                default:
                    facts[id] = (string)value;
                    break;
            }
        }
    }

    private static object Plain(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => true,
        System.Text.Json.JsonValueKind.False => false,
        System.Text.Json.JsonValueKind.Number => (decimal)node,
        _ => (string)node!,
    };
}
