using System.Xml.Linq;
using Fuyao.Feel.Tables;
using static Fuyao.Feel.Dmn.DmnReader;

namespace Fuyao.Feel.Dmn;

/// <summary>Reads boxed expressions.</summary>
internal static class Expressions
{
    /// <summary>The first child that is an expression; null when there is none.</summary>
    public static DmnExpression? ReadFirst(XElement? parent) =>
        parent?.Elements().Select(Read).FirstOrDefault(e => e is not null);

    private static DmnExpression? Read(XElement e)
    {
        var type = Text(e, "typeRef");
        return e.Name.LocalName switch
        {
            "literalExpression" => new DmnLiteral(One(e, "text")?.Value ?? "", type),
            "decisionTable" => Table(e),
            "context" => new DmnContext([.. All(e, "contextEntry").Select(x => new DmnContextEntry(One(x, "variable") is { } v ? Variable(v, x) : null, ReadFirst(x)))], type),
            "invocation" => new DmnInvocation(ReadFirst(e), [.. All(e, "binding").Select(b => new DmnBinding(One(b, "parameter") is { } p ? Name(p) : "", ReadFirst(b)))], type),
            "relation" => new DmnRelation([.. All(e, "column").Select(Name)], [.. All(e, "row").Select(r => (IReadOnlyList<DmnExpression?>)[.. r.Elements().Select(Read).Where(x => x is not null)])], type),
            "list" => new DmnList([.. e.Elements().Select(Read).Where(x => x is not null)], type),
            "functionDefinition" => Function(e),
            "conditional" => new DmnConditional(ReadFirst(One(e, "if")), ReadFirst(One(e, "then")), ReadFirst(One(e, "else")), type),
            "filter" => new DmnFilter(ReadFirst(One(e, "in")), ReadFirst(One(e, "match")), type),
            "for" or "some" or "every" => new DmnIterator(e.Name.LocalName, Syntax.Characters.Collapse(Text(e, "iteratorVariable") ?? ""),
                ReadFirst(One(e, "in")), ReadFirst(One(e, e.Name.LocalName == "for" ? "return" : "satisfies")), type),
            _ => null,
        };
    }

    public static DmnFunction Function(XElement e) => new(
        Text(e, "kind") ?? "FEEL", [.. All(e, "formalParameter").Select(p => new DmnVariable(Name(p), Text(p, "typeRef")))], ReadFirst(e), Text(e, "typeRef"));

    private static DmnTable Table(XElement e)
    {
        var inputs = All(e, "input").ToArray();
        var outputs = All(e, "output").ToArray();
        var spec = new TableSpec(
            Text(e, "outputLabel") ?? "",
            [.. inputs.Select(i => new TableInput(Body(One(i, "inputExpression")), null, Body(One(i, "inputValues"))))],
            [.. outputs.Select(o => new TableOutput(Text(o, "name") is { } name ? Syntax.Characters.Collapse(name) : null, null, Body(One(o, "outputValues")), Body(One(o, "defaultOutputEntry"))))],
            [.. All(e, "rule").Select(r => new TableRow([.. All(r, "inputEntry").Select(Body)], [.. All(r, "outputEntry").Select(Body)], Body(One(r, "description"), "")))],
            Hit(Text(e, "hitPolicy")),
            Text(e, "aggregation") switch { "SUM" => Aggregation.Sum, "COUNT" => Aggregation.Count, "MIN" => Aggregation.Min, "MAX" => Aggregation.Max, _ => Aggregation.None });
        return new DmnTable(spec, [.. inputs.Select(i => One(i, "inputExpression") is { } x ? Text(x, "typeRef") : null)], [.. outputs.Select(o => Text(o, "typeRef"))], Text(e, "typeRef"));
    }

    private static string Body(XElement? e) => e is null ? "" : One(e, "text")?.Value ?? "";

    private static string? Body(XElement? e, string none) => e is null || e.Value == none ? null : e.Value;

    private static HitPolicy Hit(string? policy) => policy switch
    {
        "ANY" => HitPolicy.Any,
        "PRIORITY" => HitPolicy.Priority,
        "FIRST" => HitPolicy.First,
        "OUTPUT ORDER" => HitPolicy.OutputOrder,
        "RULE ORDER" => HitPolicy.RuleOrder,
        "COLLECT" => HitPolicy.Collect,
        _ => HitPolicy.Unique,
    };
}
