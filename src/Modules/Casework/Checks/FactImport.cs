using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>A template that came back: every row is checked before anything is written. Scoped.</summary>
internal sealed class FactImport(CheckDesk desk, CheckPlans plans, ListReader lists, FactWrites writes, CurrentActor actor)
{
    private const string Registered = "(登记)";
    private const int MostRows = 20_000;
    private const int MostFaults = 200;

    /// <summary>A row that is sound.</summary>
    /// <param name="Subject">Null: it does not exist yet.</param>
    private sealed record Row(RegisterSubject? Subject, string Name, RegionCode Place, List<(SubjectFact Fact, string? Value, Guid? Was)> Items, string Basis);

    /// <summary>Reads and checks; nothing is written before the returned work is awaited inside a write.</summary>
    /// <exception cref="ProblemException">422: every fault with its sheet, row and column; nothing was written.</exception>
    public async Task<Func<Task<FactsImported>>> ReadAsync(string? pack, PolicySubject kind, RegionCode place, Asked asked, string? basis, Func<Stream> content, CancellationToken ct)
    {
        if (SubjectFinder.OfHouseholds(kind))
        {
            throw new ProblemException(422, new Problem("of-household", new LocalText("户和个人的资料用导入页导入。", "Households and persons are imported on the import page."), "kind"));
        }

        var chosen = plans.Chosen(pack, place, asked.On);
        var columns = FactColumns.Of(CheckWork.Asked(chosen, kind));
        var read = await lists.ReadAsync(place.County, $"facts.{SubjectFinder.Code(kind)}", FactColumns.Fields(columns), content, null, ct);
        if (read.Rows.Count > MostRows)
        {
            throw new ProblemException(422, new Problem("too-many-rows", new LocalText($"至多 {MostRows} 行。", $"At most {MostRows} rows."), "file"));
        }

        var known = (await desk.FactsAsync(chosen, kind, place, asked, ct)).ToDictionary(k => k.Subject.Key);
        List<Problem> problems = [];
        List<Row> rows = [];
        foreach (var row in read.Rows)
        {
            if (Read(row, kind, place, columns, known, basis, problems) is { } sound)
            {
                rows.Add(sound);
            }
        }

        foreach (var twice in rows.GroupBy(r => r.Subject?.Key ?? $"{r.Place}/{r.Name}").Where(g => g.Count() > 1))
        {
            problems.Add(new Problem("repeated-row", new LocalText($"“{twice.First().Name}”出现了 {twice.Count()} 次。", $"'{twice.First().Name}' stands there {twice.Count()} times."), "file"));
        }

        return problems.Count > 0 ? throw new ProblemException(422, [.. problems.Take(MostFaults)]) : () => WriteAsync(kind, asked.Year, rows, ct);
    }

    private async Task<FactsImported> WriteAsync(PolicySubject kind, int year, List<Row> rows, CancellationToken ct)
    {
        var (subjects, added, facts) = (0, 0, 0);
        foreach (var row in rows.Where(r => r.Items.Count > 0 || r.Subject is null))
        {
            var subject = row.Subject;
            if (subject is null)
            {
                var made = await writes.AddAsync(kind, row.Name, row.Place, ct);
                subject = new RegisterSubject(made.Id.ToString(), row.Name, row.Place, new Dictionary<string, JsonNode>());
                added++;
            }

            facts += await writes.WriteAsync(kind, subject, year, row.Items, row.Basis, ct);
            subjects++;
        }

        return new FactsImported(subjects, added, facts);
    }

    private Row? Read(
        ListRow row, PolicySubject kind, RegionCode area, IReadOnlyList<(SubjectFact Fact, string Header)> columns,
        Dictionary<string, (RegisterSubject Subject, IReadOnlyList<KnownFact> Facts)> known, string? basis, List<Problem> problems)
    {
        var (key, name) = (row[FactColumns.Key], row[FactColumns.Name]);
        var place = area;
        if (key is null ? row[FactColumns.Region] is { } code && !RegionCode.TryParse(code, out place) : false)
        {
            problems.Add(Fault(row, FactColumns.Region, "应为 6、9 或 12 位区划代码。", "Expected a region code of 6, 9 or 12 digits."));
            return null;
        }

        // Without a number the name tells who is meant, as long as it tells it alone.
        var alike = key is null ? known.Values.Where(k => k.Subject.Name == name && (row[FactColumns.Region] is null || k.Subject.Place == place)).ToList() : [];
        var about = key is not null ? known.GetValueOrDefault(key) : alike.Count == 1 ? alike[0] : default;
        if (about.Subject is null && (key is not null || name is null || alike.Count > 1 || !SubjectFinder.Addable(kind)))
        {
            problems.Add(Fault(row, FactColumns.Key, "没有找到这个对象,或不在所选地区内;请用下载的模板填写。", "There is no such subject in the chosen place. Use the template as it was downloaded."));
            return null;
        }

        if (about.Subject is null && (name!.Length > 100 || place.Level < RegionLevel.County || actor.Area.Intersect(place.Range) != place.Range || !area.Contains(place)))
        {
            problems.Add(Fault(row, FactColumns.Region, "所在地不在所选地区内,或名称超过 100 字。", "Its place lies outside the chosen one, or the name is longer than 100 characters."));
            return null;
        }

        var before = problems.Count;
        List<(SubjectFact, string?, Guid?)> items = [];
        foreach (var (fact, header) in columns)
        {
            var cell = row.Cells.GetValueOrDefault(header);
            var now = about.Facts?.First(f => f.Fact.Key == fact.Key);
            if (now?.Origin == KnownFrom.Register || cell.ToString().EndsWith(Registered, StringComparison.Ordinal))
            {
                continue;
            }

            var (said, value, wrong) = FactValues.Cell(fact, cell);
            if (wrong is not null)
            {
                problems.Add(Fault(row, header, wrong.Zh, wrong.En));
            }
            else if (said && (now?.Origin != KnownFrom.Stated || FactValues.Text(fact, now.Value) != FactValues.Text(fact, value)))
            {
                items.Add((fact, FactWrites.Written(value, none: true), now?.Statement?.Id));
            }
        }

        var why = row[FactColumns.Basis] ?? basis;
        if (items.Count > 0)
        {
            List<Problem> faults = [];
            FactWrites.CheckBasis(why, faults);
            problems.AddRange(faults.Select(f => Fault(row, FactColumns.Basis, f.Text.Zh, f.Text.En)));
        }

        return problems.Count > before ? null : new Row(about.Subject, about.Subject?.Name ?? name!, about.Subject?.Place ?? place, items, CleanText.Of(why ?? ""));
    }

    private static Problem Fault(ListRow row, string column, string zh, string en) =>
        new("wrong-cell", new LocalText($"{row.Sheet} 第 {row.Row} 行“{column}”:{zh}", $"{row.Sheet}, row {row.Row}, '{column}': {en}"), $"{row.Sheet}!{row.Row}");
}
