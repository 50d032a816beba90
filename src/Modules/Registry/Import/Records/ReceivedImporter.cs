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
        foreach (var row in rows.Where(r => r.HasErrors))
        {
            tally.Row(row.Findings, Outcome(row, RowOutcome.Refused), false);
        }

        foreach (var county in rows.Where(r => !r.HasErrors).GroupBy(r => new RegionCode(places.PlaceOf(r)).County))
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
