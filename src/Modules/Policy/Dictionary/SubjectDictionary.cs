using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Dictionary;

/// <summary>
/// What rules about one kind of subject may read – a loan, a fund, a village … –: its facts, what is worked out from them, the date,
/// parameters by id, and the results of earlier policies about the same subject.
/// </summary>
internal sealed class SubjectDictionary
{
    private readonly HouseholdReader _reader;
    private readonly IReadOnlyList<DerivedVariable> _derived;

    private SubjectDictionary(SchemaNode node, FeelScope scope, IReadOnlyList<DerivedVariable> derived)
    {
        Node = node;
        _reader = new HouseholdReader(node, persons: null);
        _derived = derived;
        Scope = scope;
    }

    /// <summary>The subject's facts.</summary>
    public SchemaNode Node { get; }

    public FeelScope Scope { get; }

    /// <summary>What is worked out from the facts.</summary>
    public IReadOnlyList<DerivedVariable> Derived => _derived;

    /// <param name="file">The subject.</param>
    /// <param name="pack">The pack, with the facts and variables that it adds.</param>
    /// <param name="globals">Date, parameters, results.</param>
    /// <param name="findings">Where ill-typed definitions are reported.</param>
    public static SubjectDictionary Build(SubjectFile file, EffectivePack pack, Globals globals, Findings findings)
    {
        // The subject's own number, for whoever asks about several at once.
        var id = new SchemaNode { Name = "id", Path = "id", Kind = SchemaKind.Text, Label = new("编号", "number"), Aliases = ["编号"], Type = FeelType.String.OrNull(), Unknown = FeelValue.Null };
        SchemaNode[] facts = [id, .. pack.Inputs.Where(i => i.Of == file.Subject).Select(i => SchemaReader.Declared(i))];
        List<FeelMember> members = [.. facts.Select(f => new FeelMember(f.Name, f.Type, [.. f.Aliases]))];
        var variables = pack.Variables.Where(v => v.Of == file.Subject).ToList();
        foreach (var variable in variables)
        {
            members.Add(DerivedVariable.Member(variable, new FeelScope([.. members, globals.On, .. globals.Parameters]), findings));
        }

        var scope = new FeelScope([.. members, globals.On, new("results", globals.Results, "各项结果"), .. globals.Parameters]);
        var node = SchemaReader.Object("", "", file.Title, facts);
        // The document is read into the slots that rules read.
        node.Slots = FeelType.Context(file.Title.En, scope.Variables).Members;
        return new SubjectDictionary(node, scope, [.. variables.Select(v => DerivedVariable.Compile(v, scope))]);
    }

    /// <summary>A subject's facts as rules read them; results of policies are not yet there.</summary>
    /// <exception cref="ProblemException">Status 422: what is wrong with the document.</exception>
    public (string Id, FeelContext Input, FeelValue[] Slots) Read(ReadOnlyMemory<byte> json, DateOnly on, IReadOnlyList<(string Id, FeelValue Value)> parameters)
    {
        var facts = _reader.Read(json.Span) ?? throw new ProblemException(422, new HouseholdValidator(Node, persons: null).Check(json));
        var slots = facts.Values;
        slots[Scope.Shape.Slot("on")] = FeelValue.Of(on);
        foreach (var (id, value) in parameters)
        {
            slots[Scope.Shape.Slot(id)] = value;
        }

        var input = new FeelContext(Scope.Shape, slots);
        foreach (var variable in _derived)
        {
            slots[variable.Slot] = variable.Value(input, slots);
        }

        return (facts.Id, input, slots);
    }
}
