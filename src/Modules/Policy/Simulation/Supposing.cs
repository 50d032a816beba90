using System.Globalization;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Simulation;

/// <summary>Compiles a pack with supposed parameters and cells of tables.</summary>
internal static class Supposing
{
    /// <exception cref="ProblemException">Status 422: every change that cannot be made, with its place: <c>set/ID</c>, <c>cells/POLICY/ROW/COLUMN</c>.</exception>
    public static CompiledPack Of(CompiledPack pack, Supposition supposed)
    {
        List<Problem> problems = [];
        var values = Values(pack, supposed.Parameters, problems);
        var changed = supposed.Cells.Count == 0 ? pack : Recompiled(pack, supposed.Cells, problems);
        return problems.Count == 0 ? changed.With(values) : throw new ProblemException(422, problems);
    }

    /// <summary>What a single change changes, from what to what.</summary>
    public static (string Change, string From, string To) Describe(CompiledPack pack, Supposition change)
    {
        if (change.Parameters.Count > 0)
        {
            var (id, text) = change.Parameters.First();
            return (id, LeverFinder.Text(pack.Parameters.First(p => p.Id == id).Value) ?? "unknown", text);
        }

        var cell = change.Cells[0];
        var row = TableOf(pack.Pack.Policies.First(p => p.Id == cell.Policy))!.Rows[cell.Row - 1];
        return (Path(cell), (cell.Column == 0 ? row.Output : row.Conditions[cell.Column - 1]).Text, cell.Text);
    }

    /// <summary>The same as people say it; an expression that is a parameter's name is said by its title.</summary>
    public static SupposedChange InWords(CompiledPack pack, VariableLabels labels, Supposition change)
    {
        var (what, from, to) = Describe(pack, change);
        if (change.Parameters.Count > 0)
        {
            return new SupposedChange(what, Titled(what), Said(from), Said(to));
        }

        var cell = change.Cells[0];
        var policy = pack.Policies.First(p => p.Id == cell.Policy).Info;
        var column = cell.Column == 0 ? new LocalText("结果", "result") : labels.Label(policy.Table!.Inputs[cell.Column - 1]);
        return new SupposedChange(
            what, new LocalText($"{policy.Title.Zh} · 第 {cell.Row} 行,{column.Zh}", $"{policy.Title.En} · row {cell.Row}, {column.En}"), Titled(from), Titled(to));

        LocalText Titled(string id) => pack.Parameters.FirstOrDefault(p => p.Id == id)?.Title ?? Said(id);

        LocalText Said(string text) => text switch
        {
            "unknown" => new LocalText("未知", "not known"),
            "true" => new LocalText("是", "yes"),
            "false" => new LocalText("否", "no"),
            _ => new LocalText(text, text),
        };
    }

    private static Dictionary<string, FeelValue> Values(CompiledPack pack, IReadOnlyDictionary<string, string> supposed, List<Problem> problems)
    {
        Dictionary<string, FeelValue> values = [];
        foreach (var (id, text) in supposed)
        {
            if (pack.Pack.Parameters.FirstOrDefault(p => p.Id == id) is not { } parameter)
            {
                problems.Add(new Problem("unknown-parameter", new LocalText(
                    $"没有参数“{id}”,可用:{string.Join("、", pack.Parameters.Select(p => p.Id))}。",
                    $"There is no parameter '{id}'; there are: {string.Join(", ", pack.Parameters.Select(p => p.Id))}."), $"set/{id}"));
            }
            else if (Typed(parameter.Type, text.Trim()) is { } value)
            {
                values[id] = ParameterReader.Of(value, id);
            }
            else
            {
                var (zh, en) = Expected(parameter.Type);
                problems.Add(new Problem("wrong-type", new LocalText(
                    $"参数“{parameter.Title.Zh}”({id})应为{zh},不是“{text}”。", $"'{parameter.Title.En}' ({id}) is {en}, not '{text}'."), $"set/{id}"));
            }
        }

        return values;
    }

    private static object? Typed(string type, string text) => type switch
    {
        "boolean" => bool.TryParse(text, out var flag) ? flag : null,
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        "string" => text.Length > 0 ? text : null,
        _ => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static (string Zh, string En) Expected(string type) => type switch
    {
        "boolean" => ("true 或 false", "true or false"),
        "date" => ("日期(如 2016-05-01)", "a date such as 2016-05-01"),
        "string" => ("文字", "words"),
        _ => ("数(如 120 或 0.05)", "a number such as 120 or 0.05"),
    };

    private static CompiledPack Recompiled(CompiledPack pack, IReadOnlyList<SupposedCell> cells, List<Problem> problems)
    {
        var policies = pack.Pack.Policies.ToList();
        foreach (var cell in cells)
        {
            var at = policies.FindIndex(p => p.Id == cell.Policy);
            if (at >= 0 && TableOf(policies[at]) is { } table && cell.Row >= 1 && cell.Row <= table.Rows.Count && cell.Column >= 0 && cell.Column <= table.Inputs.Count)
            {
                policies[at] = With(policies[at], table, cell);
            }
            else
            {
                problems.Add(new Problem("unknown-cell", new LocalText(
                    $"政策“{cell.Policy}”没有第 {cell.Row} 行第 {cell.Column} 格(0 为结果)。", $"'{cell.Policy}' has no cell in row {cell.Row}, column {cell.Column} (0 is the output)."), Path(cell)));
            }
        }

        if (problems.Count > 0)
        {
            return pack;
        }

        var findings = new Findings();
        var compiled = PackCompiler.Compile(pack.Pack with { Policies = policies }, pack.On, findings);
        if (compiled is not null && findings.Errors.Count == 0)
        {
            return compiled;
        }

        foreach (var finding in findings.Errors)
        {
            // A cell's place carries which change it is; what the table as a whole lacks (gaps, overlaps) stands at the table.
            var place = cells.FirstOrDefault(c => finding.File == Path(c));
            problems.Add(new Problem(finding.Code, finding.Message, place is null ? $"cells/{cells[0].Policy}" : Path(place)));
        }

        return pack;
    }

    private static string Path(SupposedCell cell) => string.Create(CultureInfo.InvariantCulture, $"cells/{cell.Policy}/{cell.Row}/{cell.Column}");

    private static TableDefinition? TableOf(PolicyDefinition policy) => (policy.Value ?? policy.Parts.FirstOrDefault()?.Amount)?.Table;

    private static PolicyDefinition With(PolicyDefinition policy, TableDefinition table, SupposedCell cell)
    {
        var source = new FeelSource(cell.Text, new Place(Path(cell), 1, 1));
        var row = table.Rows[cell.Row - 1];
        var changed = table with
        {
            Rows = [.. table.Rows.Select((r, i) => i != cell.Row - 1 ? r : cell.Column == 0
                ? row with { Output = source }
                : row with { Conditions = [.. row.Conditions.Select((c, n) => n == cell.Column - 1 ? source : c)] })],
        };
        return policy.Value is { } value
            ? policy with { Value = value with { Table = changed } }
            : policy with { Parts = [policy.Parts[0] with { Amount = policy.Parts[0].Amount with { Table = changed } }, .. policy.Parts.Skip(1)] };
    }
}
