using System.Xml;
using System.Xml.Linq;

namespace Fuyao.Feel.Dmn;

/// <summary>Reads DMN 1.1–1.5 XML. Diagrams and extensions are passed over.</summary>
public static class DmnReader
{
    private const long MostCharacters = 20_000_000;
    private const int DeepestElement = 200;

    /// <exception cref="DmnFormatException">The document is not well-formed XML, too large or deep, or not DMN.</exception>
    public static DmnModel Read(Stream xml)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters };
            using var reader = XmlReader.Create(xml, settings);
            var document = new XDocument();
            using (var writer = document.CreateWriter())
            {
                // Copied node by node, so that a document nested without end is refused before it fills the stack.
                while (reader.Read())
                {
                    if (reader.Depth > DeepestElement)
                        throw new DmnFormatException($"元素嵌套超过 {DeepestElement} 层", $"Elements are nested deeper than {DeepestElement} levels.");
                    Copy(reader, writer);
                }
            }
            if (document.Root is not { Name.LocalName: "definitions" } root)
                throw new DmnFormatException("根元素应为 definitions", "The root element must be definitions.");
            return Definitions(root);
        }
        catch (XmlException e)
        {
            throw new DmnFormatException($"不是格式正确的 XML（第 {e.LineNumber} 行第 {e.LinePosition} 列）", $"Not well-formed XML: {e.Message}");
        }
    }

    private static void Copy(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                writer.WriteAttributes(reader, false);
                if (reader.IsEmptyElement)
                    writer.WriteEndElement();
                break;
            case XmlNodeType.EndElement:
                writer.WriteEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                writer.WriteString(reader.Value);
                break;
        }
    }

    private static DmnModel Definitions(XElement root) => new(
        Text(root, "name") ?? "",
        Text(root, "namespace") ?? "",
        [.. All(root, "import").Where(i => Text(i, "importType")?.Contains("DMN", StringComparison.OrdinalIgnoreCase) ?? true).Select(i => new DmnImport(Text(i, "name") ?? "", Text(i, "namespace") ?? ""))],
        [.. All(root, "itemDefinition").Select(Item)],
        [.. All(root, "inputData").Select(i => new DmnInputData(Id(i), Variable(One(i, "variable"), i)))],
        [.. All(root, "decision").Select(d => new DmnDecision(Id(d), Text(d, "name") ?? "", Variable(One(d, "variable"), d), Required(d), Expressions.ReadFirst(d)))],
        [.. All(root, "businessKnowledgeModel").Select(b => new DmnKnowledge(Id(b), Text(b, "name") ?? "", Variable(One(b, "variable"), b), Required(b),
            One(b, "encapsulatedLogic") is { } logic ? Expressions.Function(logic) : null))],
        [.. All(root, "decisionService").Select(s => new DmnService(Id(s), Text(s, "name") ?? "", Variable(One(s, "variable"), s),
            References(s, "outputDecision"), References(s, "encapsulatedDecision"), References(s, "inputDecision"), References(s, "inputData")))]);

    private static string Id(XElement e) => Text(e, "id") ?? "name:" + Text(e, "name");

    private static string[] Required(XElement e) =>
        [.. All(e, "informationRequirement").Concat(All(e, "knowledgeRequirement")).SelectMany(r => r.Elements()).Select(r => Text(r, "href")).OfType<string>()];

    private static string[] References(XElement e, string name) => [.. All(e, name).Select(r => Text(r, "href")).OfType<string>()];

    private static DmnItemDefinition Item(XElement e) => new(
        Name(e), One(e, "typeRef")?.Value.Trim(), Text(e, "isCollection") == "true",
        One(e, "allowedValues") is { } allowed ? One(allowed, "text")?.Value : null,
        One(e, "typeConstraint") is { } constraint ? One(constraint, "text")?.Value : null,
        [.. All(e, "itemComponent").Select(Item)],
        One(e, "functionItem") is { } f
            ? new DmnFunctionItem(Text(f, "outputTypeRef"), [.. All(f, "parameters").Select(p => new DmnVariable(Name(p), Text(p, "typeRef")))]) : null);

    internal static DmnVariable Variable(XElement? variable, XElement owner) =>
        new(variable is null ? Name(owner) : Name(variable), variable is null ? null : Text(variable, "typeRef"));

    internal static string Name(XElement e) => Syntax.Characters.Collapse(Text(e, "name") ?? "");
    internal static XElement? One(XElement e, string name) => e.Elements().FirstOrDefault(x => x.Name.LocalName == name);
    internal static IEnumerable<XElement> All(XElement e, string name) => e.Elements().Where(x => x.Name.LocalName == name);
    internal static string? Text(XElement e, string attribute) => (string?)e.Attribute(attribute);
}
