using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Simulation;

/// <summary>Households as the interpreter reads them, laid out as columns with every fact there is.</summary>
internal static class FactColumns
{
    public static ColumnTable Of(CompiledPack pack, IEnumerable<ReadOnlyMemory<byte>> households)
    {
        var dictionary = pack.Dictionary;
        var person = Type("person", dictionary.Person, null, null);
        var evaluator = new PackEvaluator(pack);
        List<FeelContext> rows = [];
        foreach (var json in households)
        {
            var facts = evaluator.Read(json);
            // Leaves the living in the slot of the persons.
            Subjects.Of(facts, pack);
            rows.Add(new FeelContext(dictionary.Household.Slots!.Shape, facts.Values));
        }

        return ColumnBuilder.Build("households", Type("household", dictionary.Household, dictionary.Persons, person), rows);
    }

    private static FeelType Type(string name, SchemaNode node, SchemaNode? persons, FeelType? person) => FeelType.Context(
        name, node.Members.Where(m => m.IsRuleInput).Select(m => new FeelMember(m.Name, m == persons ? FeelType.List(person!) : m.Type)));
}
