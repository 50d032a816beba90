using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Fuyao.Feel.Tables;

namespace Fuyao.Feel.Dmn;

/// <summary>Writes models as DMN 1.3 XML, which any DMN editor reads. Reading it back gives the same model.</summary>
/// <remarks>Conditionals, filters and iterators came with DMN 1.4; they are written all the same, since 1.3 has nothing in their place.</remarks>
public static class DmnWriter
{
    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20191111/MODEL/";

    /// <summary>Writes a model as DMN 1.3 XML, UTF-8. The stream stays open.</summary>
    public static void Write(DmnModel model, Stream stream)
    {
        var root = Element("definitions", ("id", "definitions"), ("name", model.Name), ("namespace", model.Namespace));
        foreach (var import in model.Imports)
            root.Add(Element("import", ("name", import.Name), ("namespace", import.Namespace), ("importType", Dmn.NamespaceName)));
        foreach (var item in model.ItemDefinitions)
            root.Add(Item("itemDefinition", item));
        foreach (var input in model.InputData)
        {
            var element = Element("inputData", ("id", input.Id), ("name", input.Variable.Name));
            element.Add(Variable("variable", input.Variable));
            root.Add(element);
        }
        foreach (var decision in model.Decisions)
            root.Add(Decision(model, decision));
        foreach (var knowledge in model.Knowledge)
            root.Add(Knowledge(model, knowledge));
        foreach (var service in model.Services)
            root.Add(Service(service));
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CloseOutput = false });
        new XDocument(root).Save(writer);
    }

    private static XElement Element(string name, params (string Name, string? Value)[] attributes) =>
        new(Dmn + name, attributes.Where(a => a.Value is not null).Select(a => new XAttribute(a.Name, a.Value!)));

    private static XElement Text(string name, string text) => new(Dmn + name, new XElement(Dmn + "text", text));

    private static XElement Variable(string name, DmnVariable variable) => Element(name, ("name", variable.Name), ("typeRef", variable.TypeRef));

    private static XElement Item(string name, DmnItemDefinition item)
    {
        var element = Element(name, ("name", item.Name), ("isCollection", item.IsCollection ? "true" : null));
        if (item.TypeRef is not null)
            element.Add(new XElement(Dmn + "typeRef", item.TypeRef));
        if (item.AllowedValues is not null)
            element.Add(Text("allowedValues", item.AllowedValues));
        if (item.TypeConstraint is not null)
            element.Add(Text("typeConstraint", item.TypeConstraint));
        element.Add(item.Components.Select(c => Item("itemComponent", c)));
        if (item.Function is { } function)
        {
            var signature = Element("functionItem", ("outputTypeRef", function.OutputTypeRef));
            signature.Add(function.Parameters.Select(p => Variable("parameters", p)));
            element.Add(signature);
        }
        return element;
    }

    private static XElement Decision(DmnModel model, DmnDecision decision)
    {
        var element = Element("decision", ("id", decision.Id), ("name", decision.Name));
        element.Add(Variable("variable", decision.Variable), Requirements(model, decision.Required), Expression(decision.Logic));
        return element;
    }

    private static XElement Knowledge(DmnModel model, DmnKnowledge knowledge)
    {
        var element = Element("businessKnowledgeModel", ("id", knowledge.Id), ("name", knowledge.Name));
        element.Add(Variable("variable", knowledge.Variable));
        if (knowledge.Logic is { } logic)
            element.Add(Function("encapsulatedLogic", logic));
        element.Add(Requirements(model, knowledge.Required));
        return element;
    }

    private static XElement Service(DmnService service)
    {
        var element = Element("decisionService", ("id", service.Id), ("name", service.Name));
        element.Add(Variable("variable", service.Variable));
        element.Add(service.Outputs.Select(o => Element("outputDecision", ("href", o))));
        element.Add(service.Encapsulated.Select(o => Element("encapsulatedDecision", ("href", o))));
        element.Add(service.InputDecisions.Select(o => Element("inputDecision", ("href", o))));
        element.Add(service.InputData.Select(o => Element("inputData", ("href", o))));
        return element;
    }

    private static IEnumerable<XElement> Requirements(DmnModel model, IReadOnlyList<string> references) => references.Select(reference =>
    {
        var id = reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var (requirement, kind) = model.InputData.Any(i => i.Id == id) ? ("informationRequirement", "requiredInput")
            : model.Knowledge.Any(k => k.Id == id) || model.Services.Any(s => s.Id == id) ? ("knowledgeRequirement", "requiredKnowledge")
            : ("informationRequirement", "requiredDecision");
        return new XElement(Dmn + requirement, Element(kind, ("href", reference)));
    });

    private static XElement Function(string name, DmnFunction function)
    {
        var element = Element(name, ("typeRef", function.TypeRef), ("kind", function.Kind == "FEEL" ? null : function.Kind));
        element.Add(function.Parameters.Select(p => Variable("formalParameter", p)), Expression(function.Body));
        return element;
    }

    private static XElement? Expression(DmnExpression? expression)
    {
        var element = expression switch
        {
            null => null,
            DmnLiteral literal => Text("literalExpression", literal.Text),
            DmnTable table => Table(table),
            DmnContext context => new XElement(Dmn + "context", context.Entries.Select(e =>
                new XElement(Dmn + "contextEntry", e.Variable is { } v ? Variable("variable", v) : null, Expression(e.Value)))),
            DmnInvocation invocation => new XElement(Dmn + "invocation", Expression(invocation.Callee), invocation.Bindings.Select(b =>
                new XElement(Dmn + "binding", Element("parameter", ("name", b.Parameter)), Expression(b.Value)))),
            DmnRelation relation => new XElement(Dmn + "relation", relation.Columns.Select(c => Element("column", ("name", c))),
                relation.Rows.Select(r => new XElement(Dmn + "row", r.Select(Expression)))),
            DmnList list => new XElement(Dmn + "list", list.Items.Select(Expression)),
            DmnFunction function => Function("functionDefinition", function with { TypeRef = null }),
            DmnConditional c => new XElement(Dmn + "conditional", Wrapped("if", c.If), Wrapped("then", c.Then), Wrapped("else", c.Else)),
            DmnFilter f => new XElement(Dmn + "filter", Wrapped("in", f.In), Wrapped("match", f.Match)),
            DmnIterator i => new XElement(Dmn + i.Kind, new XAttribute("iteratorVariable", i.Variable), Wrapped("in", i.In), Wrapped(i.Kind == "for" ? "return" : "satisfies", i.Body)),
            _ => null,
        };
        if (element is not null && expression!.TypeRef is { } type)
            element.SetAttributeValue("typeRef", type);
        return element;
    }

    private static XElement Wrapped(string name, DmnExpression? expression) => new(Dmn + name, Expression(expression));

    private static XElement Table(DmnTable table)
    {
        var spec = table.Spec;
        var element = Element("decisionTable", ("hitPolicy", Hit(spec.Hit)),
            ("aggregation", spec.Aggregation == Aggregation.None ? null : spec.Aggregation.ToString().ToUpper(CultureInfo.InvariantCulture)),
            ("outputLabel", spec.Name.Length == 0 ? null : spec.Name));
        for (var i = 0; i < spec.Inputs.Count; i++)
        {
            var expression = Text("inputExpression", spec.Inputs[i].Expression);
            expression.SetAttributeValue("typeRef", table.InputTypeRefs[i]);
            element.Add(new XElement(Dmn + "input", expression, spec.Inputs[i].Values is { Length: > 0 } values ? Text("inputValues", values) : null));
        }
        for (var i = 0; i < spec.Outputs.Count; i++)
        {
            var output = Element("output", ("name", spec.Outputs[i].Name), ("typeRef", table.OutputTypeRefs[i]));
            if (spec.Outputs[i].Values is { Length: > 0 } values)
                output.Add(Text("outputValues", values));
            if (spec.Outputs[i].Default is { Length: > 0 } @default)
                output.Add(Text("defaultOutputEntry", @default));
            element.Add(output);
        }
        foreach (var row in spec.Rows)
            element.Add(new XElement(Dmn + "rule", row.Label is { } label ? new XElement(Dmn + "description", label) : null,
                row.Inputs.Select(t => Text("inputEntry", t)), row.Outputs.Select(t => Text("outputEntry", t))));
        return element;
    }

    private static string Hit(HitPolicy policy) => policy switch
    {
        HitPolicy.OutputOrder => "OUTPUT ORDER",
        HitPolicy.RuleOrder => "RULE ORDER",
        _ => policy.ToString().ToUpper(CultureInfo.InvariantCulture),
    };
}
