using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Received;

namespace Fuyao.Registry.Import.Records;

/// <summary>Brings other departments' lists into the register. Rows that nobody clearly is wait to be settled by hand; they are stored all the same.</summary>
internal sealed class ReceivedImporter(
    ReceivedWriter writer, ReceivedMatcher matcher, ImportRequest request, ImportFile file, ImportChanges changes, ImportTally tally, RecordPlaces places)
{
    public async Task ApplyAsync(IReadOnlyList<RawRow> raws, CancellationToken ct)
    {
        var rows = raws.Select(r => RecordRow.Read(r, file.Name)).ToList();
        await MendAsync([.. rows.Where(r => r.Mark is not null && !r.HasErrors)], ct);
        foreach (var row in rows.Where(r => r.HasErrors))
        {
            tally.Row(row.Findings, Outcome(row, RowOutcome.Refused), false);
        }

        foreach (var county in rows.Where(r => !r.HasErrors && r.Mark is null).GroupBy(r => new RegionCode(places.PlaceOf(r)).County))
        {
            var kept = county.ToList();
            var states = kept.Select(State).ToList();
            var known = await writer.KnownAsync(county.Key, states, ct);
            var matches = await matcher.MatchAsync(states, ct);
            for (var i = 0; i < kept.Count; i++)
            {
                if (!known[i] && matches[i].State != MatchStates.Matched)
                {
                    kept[i].Report(null, Severity.Warning, matches[i].State, matches[i].State == MatchStates.Ambiguous
                        ? new("不止一人符合,已列入待核对名单。", "More than one fits: it waits to be settled.")
                        : new("登记册中没有找到这个人,已列入待核对名单。", "Nobody in the register fits: it waits to be settled."));
                }

                tally.Row(kept[i].Findings, Outcome(kept[i], known[i] ? RowOutcome.Unchanged : RowOutcome.New), !known[i]);
            }

            var fresh = states.Where((_, i) => !known[i]).ToList();
            if (!request.DryRun && fresh.Count > 0)
            {
                var change = changes.Of(county.Key);
                await changes.WriteAsync(county.Key, () => writer.AddAsync(county.Key, change, fresh, ct), ct);
            }
        }
    }

    // Rows that were exported for mending: only what was changed in them changes, and an empty cell changes nothing.
    private async Task MendAsync(List<RecordRow> rows, CancellationToken ct)
    {
        var known = await writer.ByIdAsync([.. rows.Select(r => r.Mark!.Value.Person)], ct);
        List<(ReceivedBenefitRow Row, ReceivedState Next)> mended = [];
        foreach (var row in rows)
        {
            if (!known.TryGetValue(row.Mark!.Value.Person, out var held))
            {
                row.Report("系统码", Severity.Error, "row-gone", new(
                    "登记册中已没有这一行(名册已撤销,或不在您的辖区)。", "The register has this row no more: its list was undone, or it lies outside your area."));
                continue;
            }

            if (held.State == MatchStates.Split || held.SplitOf is not null)
            {
                row.Report("系统码", Severity.Error, "row-split", new("这一行已拆分成几项,请先撤销拆分再修改。", "This row was split into several. Take the split back before it is changed."));
                continue;
            }

            List<CellDifference> cells = [];
            var was = writer.StateOf(held);
            var next = was with
            {
                Department = Cell(row, "部门", was.Department, cells)!,
                Programme = Cell(row, "项目", was.Programme, cells)!,
                PersonName = Cell(row, "姓名", was.PersonName, cells),
                IdNumber = Cell(row, "证件号码", was.IdNumber, cells),
                HouseholdNumber = Cell(row, "户编号", was.HouseholdNumber, cells),
                Amount = Money.FromYuan(Cell<decimal>(row, "金额", was.Amount.Yuan, cells)!.Value),
                Date = Cell<DateOnly>(row, "日期", was.Date, cells)!.Value,
                Until = Cell(row, "截止日期", was.Until, cells),
                Recurring = Cell(row, "频次", was.Recurring, cells),
            };
            tally.Row(row.Findings, new RowDifference(
                row.Raw.Headers.Sheet, row.Raw.Row,
                cells.Exists(c => c.Outcome == CellOutcome.Ask) ? RowOutcome.Conflict : cells.Exists(c => c.Outcome == CellOutcome.Write) ? RowOutcome.Changed : RowOutcome.Unchanged,
                row.Subject, row.Number, cells), next != was);
            if (next != was)
            {
                mended.Add((held, next));
            }
        }

        foreach (var county in request.DryRun ? [] : mended.GroupBy(m => m.Row.County))
        {
            var change = changes.Of(county.Key);
            await changes.WriteAsync(county.Key, () => writer.MendAsync(change, [.. county], ct), ct);
        }
    }

    private string? Cell(RecordRow row, string header, string? before, List<CellDifference> cells) =>
        row.Text(header) is { } after && after != before && Stands(row, header, before, after, cells) ? after : before;

    private T? Cell<T>(RecordRow row, string header, T? before, List<CellDifference> cells)
        where T : struct => row[header] is T after && !after.Equals(before) && Stands(row, header, before, after, cells) ? after : before;

    private bool Stands(RecordRow row, string header, object? before, object after, List<CellDifference> cells)
    {
        var at = row.Raw.Headers.Cells.First(c => c.Field.Header == header);
        var column = (RecordColumn)at.Field;
        var key = $"{row.Raw.Headers.Sheet}!{row.Raw.Row}!{at.Index}";
        var outcome = RecordImporter.Decided(request, at, key, before is not null);
        string Shown(object value) => Masking.Apply(column.Protection, column.Text(value));
        cells.Add(new CellDifference(key, at.Header, header, before is null ? null : Shown(before), Shown(after), null, outcome));
        return outcome == CellOutcome.Write;
    }

    private ReceivedState State(RecordRow row) => new()
    {
        Department = row.Text("部门")!,
        Programme = row.Text("项目")!,
        PersonName = row.Text("姓名"),
        IdNumber = row.Text("证件号码"),
        HouseholdNumber = row.Text("户编号"),
        Region = places.PlaceOf(row),
        Place = string.Concat(row.Text("乡"), row.Text("行政村")) is { Length: > 0 } place ? place : null,
        Amount = Money.FromYuan((decimal)row["金额"]!),
        Date = (DateOnly)row["日期"]!,
        Until = row["截止日期"] as DateOnly?,
        Recurring = row.Text("频次"),
        SheetRow = row.Raw.Row,
    };

    private static RowDifference Outcome(RecordRow row, RowOutcome outcome) => new(row.Raw.Headers.Sheet, row.Raw.Row, outcome, row.Subject, row.Number, []);
}
