using System.Text.Json;
using Fuyao.Feel.Types;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Dictionary;

/// <summary>
/// Every variable that a pack may read: the household schema's members, what the dictionary derives from them, and the variables
/// that the pack itself defines. Built once for each set of definitions.
/// </summary>
internal sealed class HouseholdDictionary
{
    public const string Age = "age";
    public const string Alive = "alive";
    public const string Head = "head";
    public const string Size = "size";

    private static readonly FeelMember[] PersonBuiltIns =
    [
        new(Age, FeelType.Number.Within(0, 150, whole: true).In("year"), "年龄", "周岁"),
        new(Alive, FeelType.Boolean, "健在"),
        new(Head, FeelType.Boolean, "户主"),
    ];

    private static readonly FeelMember[] HouseholdBuiltIns =
    [
        new(Size, FeelType.Number.Within(0, null, whole: true).In("person"), "家庭人口", "人口", "head_count"),
    ];

    private static readonly Lazy<(JsonDocument Schema, JsonDocument Labels)> Resources =
        new(() => (JsonDocument.Parse(DictionaryFile.Bytes("household.schema.json")), JsonDocument.Parse(DictionaryFile.Bytes("labels.json"))));

    private static readonly Lazy<IReadOnlyList<VariableDefinition>> StandardVariables = new(() => [.. DictionaryFile.Read("derived.yaml", item => VariableReader.Read(item))]);

    private static readonly Lazy<IReadOnlyList<VariableDefinition>> Built = new(() => [.. DictionaryFile.Read("builtin.yaml", item => VariableReader.Read(item))]);

    private HouseholdDictionary(SchemaNode household, Globals globals)
    {
        Household = household;
        Persons = household.Members.Single(m => m.Name == "persons");
        Person = Persons.Element!;
        Globals = globals;
    }

    public SchemaNode Household { get; }

    public SchemaNode Persons { get; }

    public SchemaNode Person { get; }

    public Globals Globals { get; }

    /// <summary>What person policies read: the person's own members, then the globals.</summary>
    public FeelScope PersonScope { get; private set; } = FeelScope.Empty;

    /// <summary>What household policies read: the household's own members, then the globals.</summary>
    public FeelScope HouseholdScope { get; private set; } = FeelScope.Empty;

    public IReadOnlyList<DerivedVariable> PersonVariables { get; private set; } = [];

    public IReadOnlyList<DerivedVariable> HouseholdVariables { get; private set; } = [];

    /// <summary>The dictionary's own derived variables.</summary>
    public static IReadOnlyList<VariableDefinition> Standard => StandardVariables.Value;

    /// <summary>What the engine works out itself, in words.</summary>
    public static IReadOnlyList<VariableDefinition> BuiltIn => Built.Value;

    /// <summary>The embedded schema, as text.</summary>
    public static byte[] SchemaBytes => DictionaryFile.Bytes("household.schema.json");

    /// <param name="inputs">Facts beside those of the household schema.</param>
    /// <param name="variables">Definitions in the order in which they may read one another.</param>
    /// <param name="parameters">Parameters in force, by type.</param>
    /// <param name="results">Policies whose results may be read.</param>
    /// <param name="findings">Where ill-typed definitions are reported.</param>
    public static HouseholdDictionary Build(
        IReadOnlyList<InputDefinition> inputs, IReadOnlyList<VariableDefinition> variables, IReadOnlyList<FeelMember> parameters, IReadOnlyList<string> results, Findings findings)
    {
        var (schema, labels) = Resources.Value;
        var household = new SchemaReader(labels.RootElement, inputs).Read(schema.RootElement);
        var dictionary = new HouseholdDictionary(household, new Globals(parameters, results));
        dictionary.Compile(variables, findings);
        return dictionary;
    }

    private void Compile(IReadOnlyList<VariableDefinition> variables, Findings findings)
    {
        foreach (var node in Household.Members.Concat(Person.Members).Where(m => m != Persons))
        {
            Close(node);
        }

        // A definition's type is known once it is compiled; what it may read is what stands before it.
        var personMembers = Members(Person, PersonBuiltIns);
        foreach (var variable in variables.Where(v => v.Of == PolicySubject.Person))
        {
            personMembers.Add(DerivedVariable.Member(variable, Scope(personMembers, Context("household", Household.Members.Where(m => m != Persons))), findings));
        }

        Give(Person, "person", personMembers);
        Persons.Type = FeelType.List(Person.Type);
        var householdMembers = Members(Household, HouseholdBuiltIns);
        foreach (var variable in variables.Where(v => v.Of == PolicySubject.Household))
        {
            householdMembers.Add(DerivedVariable.Member(variable, Scope(householdMembers, FeelType.Context("household", householdMembers)), findings));
        }

        Give(Household, "household", householdMembers);
        PersonScope = new FeelScope(personMembers.Concat(Globals.Members(Household.Type, Persons.Type, withPersons: true)));
        HouseholdScope = new FeelScope(householdMembers.Concat(Globals.Members(Household.Type, Persons.Type, withPersons: false)));
        PersonVariables = Compiled(variables, PolicySubject.Person, PersonScope);
        HouseholdVariables = Compiled(variables, PolicySubject.Household, HouseholdScope);
    }

    private FeelScope Scope(IEnumerable<FeelMember> own, FeelType household) => new(own.Append(new FeelMember("household", household, "户")).Append(Globals.On).Concat(Globals.Parameters));

    private static IReadOnlyList<DerivedVariable> Compiled(IReadOnlyList<VariableDefinition> variables, PolicySubject of, FeelScope scope) =>
        [.. variables.Where(v => v.Of == of).Select(v => DerivedVariable.Compile(v, scope))];

    private static List<FeelMember> Members(SchemaNode node, FeelMember[] builtIns) =>
        [.. node.Members.Where(m => m.IsRuleInput).Select(Member), .. builtIns];

    private static FeelMember Member(SchemaNode node) => new(node.Name, node.Type, [.. node.Aliases]);

    private static FeelType Context(string name, IEnumerable<SchemaNode> members) => FeelType.Context(name, members.Where(m => m.IsRuleInput).Select(Member));

    // Objects get their context type from the inside out.
    private static void Close(SchemaNode node)
    {
        if (node.Element is { } element)
        {
            Close(element);
            node.Type = FeelType.List(element.Type);
        }

        if (node.Kind == SchemaKind.Object)
        {
            foreach (var member in node.Members)
            {
                Close(member);
            }

            Give(node, node.Path, Members(node, []));
            node.Type = node.Name.Length == 0 ? node.Type : node.Type.OrNull();
        }
    }

    private static void Give(SchemaNode node, string name, List<FeelMember> members)
    {
        node.Type = FeelType.Context(name, members);
        node.Slots = node.Type.Members!;
        node.Names = new NameTable(node.Members, m => m.IsRuleInput ? node.Slots.Shape.Slot(m.Name) : -1);
    }
}
