using Fuyao.Feel.Checking;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>Compiles all texts of a table into one frame and collects their problems by cell.</summary>
internal sealed class TableCompiler(TableSpec spec, FeelScope scope, FeelOptions options)
{
    private readonly List<FeelProblem> _problems = [];
    private readonly SortedSet<string> _reads = new(StringComparer.Ordinal);
    private readonly NameBag _names = FeelExpression.Names(scope, options);
    private int _slots = spec.Inputs.Count;

    public FeelCompilation<FeelTable> Compile()
    {
        var inputs = spec.Inputs.Select(CompileInput).ToArray();
        var outputs = spec.Outputs.Select(CompileOutput).ToArray();
        if (spec.Outputs.Count == 0)
            Report("table-shape", "outputs", "至少要有一个输出", "A table needs an output.");
        if (spec.Outputs.Count > 1 && spec.Outputs.Select((o, i) => o.Name ?? $"output{i + 1}").Distinct().Count() < spec.Outputs.Count)
            Report("table-shape", "outputs", "输出名重复", "Output names must differ.");
        var rows = new List<Row>();
        for (var r = 0; r < spec.Rows.Count; r++)
        {
            var row = spec.Rows[r];
            if (row.Inputs.Count != inputs.Length || row.Outputs.Count != outputs.Length)
            {
                Report("table-shape", $"rows[{r}]", $"第 {r + 1} 行应有 {inputs.Length} 个条件和 {outputs.Length} 个结果", $"Row {r + 1} needs {inputs.Length} conditions and {outputs.Length} results.");
                continue;
            }
            var tests = row.Inputs.Select((text, i) => CompileTests(text, inputs[i].Type, i, $"rows[{r}].inputs[{i}]")).ToArray();
            var results = row.Outputs.Select((text, i) => CompileText(text, outputs[i].Type, $"rows[{r}].outputs[{i}]")).ToArray();
            rows.Add(new Row(r + 1, tests, results, row.Label));
        }
        if (_problems.Exists(p => p.IsError))
            return new(null, _problems);
        var findings = options.Mode == FeelMode.Strict ? TableAnalysis.Of(spec, inputs, [.. rows]) : TableFindings.None;
        _problems.AddRange(findings.Problems);
        if (_problems.Exists(p => p.IsError))
            return new(null, _problems);
        var type = ResultType(outputs, rows, findings);
        var table = FeelTable.Create(spec, scope, options, inputs, outputs, [.. rows], _slots, type, [.. _reads], findings.Disjoint);
        return new(table, _problems);
    }

    private Column CompileInput(TableInput input, int i)
    {
        var node = CompileText(input.Expression, input.Type is { } t ? t.OrNull() : null, $"inputs[{i}]");
        var type = input.Type ?? node.Type;
        var allowed = string.IsNullOrWhiteSpace(input.Values) ? null : CompileTests(input.Values, type, i, $"inputs[{i}].values");
        return new Column(node, type, allowed);
    }

    private OutputColumn CompileOutput(TableOutput output, int i)
    {
        var type = output.Type ?? FeelType.Any;
        var priorities = new List<FeelValue>();
        if (!string.IsNullOrWhiteSpace(output.Values))
        {
            foreach (var test in CompileTests(output.Values, FeelType.Any, null, $"outputs[{i}].values", check: false).Tests)
                if (test.Operand is ConstantNode constant)
                    priorities.Add(constant.Value);
        }
        var @default = string.IsNullOrWhiteSpace(output.Default) ? null : CompileText(output.Default, type, $"outputs[{i}].default");
        return new OutputColumn(output.Name, type, priorities, @default);
    }

    private Node CompileText(string text, FeelType? expected, string part)
    {
        var problems = new Problems(text) { Part = part };
        var ast = Parser.Expression(text, _names, problems, options.Limits.Depth);
        Node node = new ConstantNode(default, FeelType.Any, new Source(text, 0, text.Length));
        if (!problems.HasErrors)
        {
            var checker = new Checker(text, scope, options, problems, _slots);
            node = checker.Check(ast, checker.Start);
            checker.Expect(node, ast, expected is { Kind: FeelTypeKind.Any } ? null : expected);
            _slots = checker.Locals;
            _reads.UnionWith(checker.Reads);
        }
        _problems.AddRange(problems.All);
        return node;
    }

    private TestsNode CompileTests(string text, FeelType tested, int? slot, string part, bool check = true)
    {
        var problems = new Problems(text) { Part = part };
        _names.Add(Checker.Tested);
        UnaryTestsAst ast = string.IsNullOrWhiteSpace(text) ? new([], false, 0, text.Length) : Parser.UnaryTests(text, _names, problems, options.Limits.Depth);
        var source = new Source(text, 0, text.Length);
        var tests = new TestsNode(new ConstantNode(default, tested, source), [], false, null, source);
        if (!problems.HasErrors)
        {
            var checker = new Checker(text, scope, check ? options : options with { Mode = FeelMode.Standard }, problems, _slots);
            if (slot is { } s)
                tests = checker.CheckTests(ast, tested, s, checker.Start);
            else
                (tests, _) = checker.Tests(ast, tested);
            _slots = checker.Locals;
            _reads.UnionWith(checker.Reads);
        }
        _problems.AddRange(problems.All);
        return tests;
    }

    private FeelType ResultType(OutputColumn[] outputs, List<Row> rows, TableFindings findings)
    {
        var types = outputs.Select((o, i) => o.Type.Kind != FeelTypeKind.Any ? o.Type
            : rows.Select(r => r.Outputs[i].Type).Concat(o.Default is { } d ? [d.Type] : []).Aggregate((FeelType?)null, (a, t) => a is null ? t : Assignability.Common(a, t)) ?? FeelType.Null).ToArray();
        var one = types.Length == 1 ? types[0]
            : FeelType.Context([.. types.Select((t, i) => new FeelMember(outputs[i].Name ?? $"output{i + 1}", t))]);
        switch (spec.Hit)
        {
            case HitPolicy.RuleOrder or HitPolicy.OutputOrder:
            case HitPolicy.Collect when spec.Aggregation == Aggregation.None:
                return FeelType.List(one);
            case HitPolicy.Collect when spec.Aggregation == Aggregation.Count:
                return FeelType.Number.Within(0, null, whole: true);
            case HitPolicy.Collect when spec.Aggregation == Aggregation.Sum:
                return one.Kind == FeelTypeKind.Number ? one.Within(one.Min >= 0 ? 0 : null, null, one.Whole) : one;
            default:
                return findings.Complete || Array.Exists(outputs, o => o.Default is not null) ? one : one.OrNull();
        }
    }

    private void Report(string code, string part, string zh, string en) =>
        _problems.Add(new(code, FeelSeverity.Error, default, zh, en, Part: part));
}
