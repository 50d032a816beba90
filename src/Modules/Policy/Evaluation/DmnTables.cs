using System.Text;
using System.Text.Json;
using Fuyao.Feel.Dmn;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>
/// Tables of policies as DMN models that any editor opens and any engine runs: what the table reads is input data with its type, parameters
/// are decisions with their value on the date. Read back, a table is the same table.
/// </summary>
internal static class DmnTables
{
    public static IReadOnlyList<ExportedTable> Export(CompiledPack pack) =>
    [
        .. from policy in pack.AllPolicies
           from amount in policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<CompiledAmount>()
           where amount.Table is not null
           select new ExportedTable(policy.Id, Write(pack, policy, amount.Table!)),
    ];

    public static IReadOnlyList<ImportedTable> Import(Stream dmn)
    {
        try
        {
            return [.. DmnReader.Read(dmn).Decisions.Where(d => d.Logic is DmnTable).Select(d => Read(d.Name, ((DmnTable)d.Logic!).Spec))];
        }
        catch (DmnFormatException e)
        {
            throw new ProblemException(422, new Problem("bad-dmn", new LocalText(e.Zh, e.En)));
        }
    }

    private static byte[] Write(CompiledPack pack, CompiledPolicy policy, FeelTable table)
    {
        var types = new List<DmnItemDefinition>();
        var inputs = new List<DmnInputData>();
        var decisions = new List<DmnDecision>();
        // Of an object only the members that the table speaks of: an engine then asks for no others.
        var texts = string.Join('\n', table.Spec.Inputs.Select(i => i.Expression).Concat(table.Spec.Rows.SelectMany(r => r.Inputs.Concat(r.Outputs))));
        foreach (var name in table.Reads)
        {
            var index = pack.Parameters.ToList().FindIndex(p => p.Id == name);
            if (index < 0)
            {
                inputs.Add(new DmnInputData(Id("input", name), new DmnVariable(name, Reference(name, table.Scope.Find(name)!.Type, types, texts))));
                continue;
            }

            var value = pack.ParameterValues[index];
            decisions.Add(new DmnDecision(Id("parameter", name), name, new DmnVariable(name, Simple(table.Scope.Find(name)!.Type)), [], new DmnLiteral(value.IsUnknown ? "null" : value.ToString())));
        }

        var spec = table.Spec;
        var logic = new DmnTable(
            spec with { Inputs = [.. spec.Inputs.Select(i => i with { Type = null })], Outputs = [.. spec.Outputs.Select(o => o with { Type = null })] },
            [.. spec.Inputs.Select(_ => (string?)null)], [.. spec.Outputs.Select(o => o.Type is { } type ? Simple(type) : null)]);
        decisions.Add(new DmnDecision(
            Id("decision", policy.Id), policy.Id, new DmnVariable(policy.Id, logic.OutputTypeRefs[0]),
            [.. inputs.Select(i => "#" + i.Id).Concat(decisions.Select(d => "#" + d.Id))], logic));
        var model = new DmnModel(
            policy.Id, $"https://fuyao.example/packs/{pack.Pack.Own.Id}/{pack.Pack.Hash}/{policy.Id}", [], types, inputs, decisions, [], []);
        using var stream = new MemoryStream();
        DmnWriter.Write(model, stream);
        return stream.ToArray();
    }

    // Enumerations and objects become item definitions, lists of them collections; null is a value of every type in DMN.
    private static string? Reference(string name, FeelType type, List<DmnItemDefinition> types, string texts)
    {
        if (type.Kind == FeelTypeKind.List || type.Codes is not null || type.Members is not null)
        {
            if (types.TrueForAll(t => t.Name != name))
            {
                types.Add(Item(name, type, texts));
            }

            return name;
        }

        return Simple(type);
    }

    private static DmnItemDefinition Item(string name, FeelType type, string texts)
    {
        var element = type.Kind == FeelTypeKind.List ? type.Element! : type;
        var collection = type.Kind == FeelTypeKind.List;
        return element.Members is { } members
            ? new DmnItemDefinition(name, null, collection, null, null, [.. members.All.Where(m => m.Aliases.Prepend(m.Name).Any(n => texts.Contains(n, StringComparison.Ordinal))).Select(m => Item(m.Name, m.Type, texts))])
            : new DmnItemDefinition(name, Simple(element), collection, element.Codes is { } codes ? string.Join(", ", codes.Select(c => FeelValue.Of(c).ToString())) + (element.Nullable ? ", null" : "") : null, null, []);
    }

    private static string? Simple(FeelType type) => type.Kind switch
    {
        FeelTypeKind.Number => "number",
        FeelTypeKind.String => "string",
        FeelTypeKind.Boolean => "boolean",
        FeelTypeKind.Date => "date",
        _ => null,
    };

    private static string Id(string kind, string name) => $"{kind}_{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}";

    private static ImportedTable Read(string decision, TableSpec spec)
    {
        var hit = (spec.Hit.ToString().ToUpperInvariant() + (spec.Aggregation == Aggregation.None ? "" : " " + spec.Aggregation.ToString().ToUpperInvariant())).Trim();
        if (!PolicyReader.Hits.ContainsKey(hit) || spec.Outputs.Count != 1)
        {
            throw new ProblemException(422, new Problem("unusable-table", new LocalText(
                $"“{decision}”的命中策略或输出个数不能用于政策包:命中策略限 {string.Join("、", PolicyReader.Hits.Keys)},输出恰为一个。",
                $"The table '{decision}' does not fit a pack: hit policies are {string.Join(", ", PolicyReader.Hits.Keys)}, and there is exactly one output.")));
        }

        var table = new TableInfo(
            spec.Name, hit, [.. spec.Inputs.Select(i => i.Expression)], [.. spec.Rows.Select(r => new TableRowInfo([.. r.Inputs.Select(c => c.Length == 0 ? "-" : c)], r.Outputs[0]))]);
        var yaml = new StringBuilder($"{(spec.Name.Length == 0 ? "amount" : spec.Name)}:\n  table:\n    hit: {hit}\n    inputs: [{string.Join(", ", table.Inputs.Select(Quoted))}]\n    rows:\n");
        foreach (var row in table.Rows)
        {
            yaml.Append("      - [").AppendJoin(", ", row.Conditions.Append(row.Output).Select(Quoted)).Append("]\n");
        }

        return new ImportedTable(decision, table, yaml.ToString());
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, ReadableJson);

    private static readonly JsonSerializerOptions ReadableJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
