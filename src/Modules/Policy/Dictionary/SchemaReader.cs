using System.Text;
using System.Text.Json;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Dictionary;

/// <summary>
/// Turns the household schema into the dictionary's nodes: FEEL types with closed enumerations, Chinese names from the descriptions and
/// the label file, and the value that stands for an absent member.
/// </summary>
internal sealed class SchemaReader(JsonElement labels, IReadOnlyList<InputDefinition> inputs)
{
    private static readonly HashSet<string> Private = ["name", "id_number", "disability_card"];

    // Booleans of which absence says nothing, and the enumeration of which absence says "none".
    private static readonly HashSet<string> UnknownWhenAbsent =
        ["water_safe", "willing", "resources", "stable_income", "assets.cars", "assets.town_housing", "assets.company", "assets.public_employee"];

    public SchemaNode Read(JsonElement schema) => Node("", "", "", schema, required: true);

    private SchemaNode Node(string name, string path, string labelPath, JsonElement schema, bool required)
    {
        var kind = Kind(schema);
        var codes = kind == SchemaKind.Enum ? Codes(schema) : [];
        var (label, aliases, unit) = Label(name, labelPath, schema);
        SchemaNode[] members = kind == SchemaKind.Object
            ? [.. schema.GetProperty("properties").EnumerateObject().Select(p => Node(
                p.Name, path.Length == 0 ? p.Name : $"{path}.{p.Name}", labelPath.Length == 0 ? p.Name : $"{labelPath}.{p.Name}", p.Value, IsRequired(schema, p.Name))),
               .. Declared(path, labelPath)]
            : [];
        var node = new SchemaNode
        {
            Name = name,
            Path = path,
            Kind = kind,
            Label = label,
            Aliases = aliases,
            Unit = unit,
            Codes = codes,
            CodeBytes = [.. codes.Select(c => Encoding.UTF8.GetBytes(c.Code))],
            CodeValues = [.. codes.Select(c => FeelValue.Of(c.Code))],
            Minimum = Number(schema, "minimum"),
            Maximum = Number(schema, "maximum"),
            MinItems = (int?)Number(schema, "minItems"),
            MaxItems = (int?)Number(schema, "maxItems"),
            UniqueItems = schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean(),
            Pattern = schema.TryGetProperty("pattern", out var pattern) ? pattern.GetString() : null,
            Required = required,
            Members = members,
            // A person's own members are named from the person, as person policies write them.
            Element = kind == SchemaKind.Array ? Node("", path == "persons" ? "" : path, labelPath, schema.GetProperty("items"), required: true) : null,
            IsRuleInput = !Private.Contains(name),
            Unknown = FeelValue.Unknown(path.Length == 0 ? "household" : path),
        };
        node.Type = Type(node);
        node.Absent = Absent(node, schema);
        return node;
    }

    // The household itself has no path; a person has none either, but its label path is that of the persons.
    private IEnumerable<SchemaNode> Declared(string path, string labelPath) => path.Length > 0 ? [] : inputs
        .Where(i => i.Of == (labelPath == "persons" ? PolicySubject.Person : PolicySubject.Household)).Select(i => Declared(i));

    /// <summary>A declared fact as a node.</summary>
    /// <param name="input">The fact.</param>
    /// <param name="prefix">Of a member of a list's items: the list's path with a dot.</param>
    public static SchemaNode Declared(InputDefinition input, string prefix = "")
    {
        if (input.Kind == SchemaKind.Array)
        {
            return DeclaredList(input, prefix);
        }

        var node = new SchemaNode
        {
            Name = input.Id,
            Path = prefix + input.Id,
            Kind = input.Kind,
            Label = input.Title,
            Aliases = input.Aliases,
            Unit = input.Unit,
            Codes = input.Codes,
            CodeBytes = [.. input.Codes.Select(c => Encoding.UTF8.GetBytes(c.Code))],
            CodeValues = [.. input.Codes.Select(c => FeelValue.Of(c.Code))],
            Minimum = input.Minimum,
            Maximum = input.Maximum,
            Unknown = FeelValue.Unknown(prefix + input.Id),
        };
        // Of the register's own households a date left out is none and a flag left out is no; of other subjects nobody said.
        var ofRegister = input.Of is PolicySubject.Person or PolicySubject.Household;
        node.Type = input.Optional ? Type(node).OrNull() : ofRegister ? Type(node) : Type(node).NotNull();
        node.Absent = input.Optional ? FeelValue.Null : ofRegister ? Absent(node, default) : node.Unknown;
        return node;
    }

    // A list of codes, or of objects.
    private static SchemaNode DeclaredList(InputDefinition input, string prefix)
    {
        var path = prefix + input.Id;
        var element = input.Members.Count == 0
            ? Declared(input with { Kind = SchemaKind.Enum, Optional = false }, prefix)
            : Object("", path, input.Title, [.. input.Members.Select(m => Declared(m, path + "."))]);
        return new SchemaNode
        {
            Name = input.Id,
            Path = path,
            Kind = SchemaKind.Array,
            Label = input.Title,
            Aliases = input.Aliases,
            Element = element,
            Type = FeelType.List(element.Type),
            Unknown = FeelValue.Unknown(path),
            Absent = input.Of is PolicySubject.Person or PolicySubject.Household || input.Optional ? FeelValue.List() : FeelValue.Unknown(path),
        };
    }

    /// <summary>An object of declared facts, with the slots of its context.</summary>
    public static SchemaNode Object(string name, string path, LocalText label, IReadOnlyList<SchemaNode> members)
    {
        var type = FeelType.Context(path, members.Select(m => new FeelMember(m.Name, m.Type, [.. m.Aliases])));
        return new SchemaNode
        {
            Name = name,
            Path = path,
            Kind = SchemaKind.Object,
            Label = label,
            Members = members,
            Type = type,
            Slots = type.Members,
            Names = new NameTable(members, m => type.Members!.Shape.Slot(m.Name)),
            Unknown = FeelValue.Unknown(path),
        };
    }

    private static FeelType Type(SchemaNode node) => node.Kind switch
    {
        SchemaKind.Text => node.Required || node.Name is "" or "relation" or "ethnicity" ? FeelType.String : FeelType.String.OrNull(),
        SchemaKind.Date => node.Required ? FeelType.Date : FeelType.Date.OrNull(),
        SchemaKind.Enum when node.Path == "monitoring" => Enumeration(node).OrNull(),
        SchemaKind.Enum => Enumeration(node),
        SchemaKind.Number or SchemaKind.Integer => Numeric(node),
        SchemaKind.Boolean => FeelType.Boolean,
        SchemaKind.Array => FeelType.List(node.Element!.Type),
        _ => FeelType.Any, // objects: the dictionary gives them a context type once derived variables are known
    };

    private static FeelType Enumeration(SchemaNode node) => FeelType.Enum(node.Path.Length == 0 ? "code" : node.Path, [.. node.Codes.Select(c => c.Code)]);

    private static FeelType Numeric(SchemaNode node)
    {
        var type = FeelType.Number.Within(node.Minimum, node.Maximum, node.Kind == SchemaKind.Integer);
        return node.Unit is null ? type : type.In(node.Unit);
    }

    private static FeelValue Absent(SchemaNode node, JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("default", out var given))
        {
            return given.ValueKind == JsonValueKind.Number ? FeelValue.Of(given.GetDecimal()) : FeelValue.Of(given.GetString());
        }

        return node.Kind switch
        {
            _ when UnknownWhenAbsent.Contains(node.Path) => node.Unknown,
            SchemaKind.Boolean => FeelValue.False,
            SchemaKind.Array => FeelValue.List(),
            SchemaKind.Enum when node.Path == "monitoring" => FeelValue.Null,
            SchemaKind.Enum or SchemaKind.Number or SchemaKind.Integer => node.Unknown,
            _ => FeelValue.Null,
        };
    }

    private (LocalText Label, string[] Aliases, string? Unit) Label(string name, string path, JsonElement schema)
    {
        var description = schema.TryGetProperty("description", out var d) ? d.GetString() ?? "" : "";
        var chinese = new string([.. description.TakeWhile(c => c is >= '\u4E00' and <= '\u9FFF')]);
        var next = description.Length > chinese.Length ? description[chinese.Length] : '\0';
        // A description such as "大病/重病" or "一般…" is prose; only a clean leading word names the variable.
        List<string> aliases = chinese.Length >= 2 && next is '\0' or ',' or '(' or ' ' or ';' ? [chinese] : [];
        aliases.RemoveAll(a => a.Length < 2);
        var english = name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
        if (!labels.TryGetProperty(path, out var given))
        {
            return (new LocalText(chinese.Length > 0 ? chinese : name, english), [.. aliases], null);
        }

        var zh = given.GetProperty("zh").GetString()!;
        aliases.Insert(0, zh);
        if (given.TryGetProperty("aliases", out var more))
        {
            aliases.AddRange(more.EnumerateArray().Select(a => a.GetString()!));
        }

        return (new LocalText(zh, given.GetProperty("en").GetString()!), [.. aliases.Distinct()], given.TryGetProperty("unit", out var unit) ? unit.GetString() : null);
    }

    private static (string Code, string Label)[] Codes(JsonElement schema)
    {
        var labels = schema.TryGetProperty("x-labels", out var l) ? l : default;
        return [.. schema.GetProperty("enum").EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String)
            .Select(c => (c.GetString()!, labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(c.GetString()!, out var t) ? t.GetString()! : c.GetString()!))];
    }

    private static SchemaKind Kind(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out _))
        {
            return SchemaKind.Enum;
        }

        var type = schema.GetProperty("type");
        var name = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).First(t => t != "null") : type.GetString();
        return name switch
        {
            "object" => SchemaKind.Object,
            "array" => SchemaKind.Array,
            "boolean" => SchemaKind.Boolean,
            "integer" => SchemaKind.Integer,
            "number" => SchemaKind.Number,
            _ => schema.TryGetProperty("format", out var format) && format.GetString() == "date" ? SchemaKind.Date : SchemaKind.Text,
        };
    }

    private static bool IsRequired(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(r => r.GetString() == name);

    private static decimal? Number(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
