using Fuyao.Feel.Columns;
using Fuyao.Feel.Values;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Columns;

/// <summary>Households out of columns, as the interpreter reads them: what has no column is absent.</summary>
internal sealed class ColumnHouseholds(HouseholdDictionary dictionary, ColumnTable households)
{
    public HouseholdFacts Read(int row)
    {
        var facts = new HouseholdFacts { Id = $"row {row}", LivingOnly = true, Values = Members(dictionary.Household, households, "", row) };
        var persons = households.Lists["persons"];
        for (var p = persons.Offsets![row]; p < persons.Offsets[row + 1]; p++)
        {
            facts.Persons.Add(new PersonFacts($"row {p}", Members(dictionary.Person, persons, "", p)));
        }

        return facts;
    }

    private FeelValue[] Members(SchemaNode node, ColumnTable table, string prefix, int row)
    {
        var values = new FeelValue[node.Slots!.Shape.Count];
        foreach (var member in node.Members.Where(m => m.IsRuleInput && m != dictionary.Persons))
        {
            values[node.Slots.Shape.Slot(member.Name)] = Value(member, table, prefix.Length == 0 ? member.Name : prefix + "." + member.Name, row);
        }

        return values;
    }

    private FeelValue Value(SchemaNode node, ColumnTable table, string path, int row)
    {
        if (table.Columns.TryGetValue(path, out var column) && (column.IsUnknown(row) || column.IsNull(row)))
        {
            return column.IsUnknown(row) ? node.Unknown : default;
        }

        return node.Kind switch
        {
            SchemaKind.Array => table.Lists.TryGetValue(path, out var list) ? List(node, list, row) : node.Absent,
            SchemaKind.Object => column is not null || table.Columns.Keys.Any(k => k.StartsWith(path + ".", StringComparison.Ordinal))
                ? FeelValue.Of(new FeelContext(node.Slots!.Shape, Members(node, table, path, row))) : node.Absent,
            _ => column?.At(row) ?? node.Absent,
        };
    }

    private FeelValue List(SchemaNode node, ColumnTable list, int row)
    {
        var items = new FeelValue[list.Offsets![row + 1] - list.Offsets[row]];
        for (var i = 0; i < items.Length; i++)
        {
            var item = list.Offsets[row] + i;
            items[i] = node.Element!.Kind == SchemaKind.Object
                ? FeelValue.Of(new FeelContext(node.Element.Slots!.Shape, Members(node.Element, list, "", item)))
                : list.Columns[""].At(item);
        }

        return FeelValue.List(items);
    }
}
