using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Populations;

/// <summary>Which households and persons of a block stand in which rows of its columns; the numbers are the block's.</summary>
/// <param name="Households">By row of the households.</param>
/// <param name="Persons">By row of the persons.</param>
/// <param name="Refused">Households with unsound facts: in no row.</param>
internal sealed record BlockRows(List<int> Households, List<int> Persons, List<int> Refused)
{
    /// <summary>Lays a block out, behind what the builder holds already.</summary>
    public static BlockRows LayOut(PopulationBuilder builder, RegisterBlock block)
    {
        var rows = new BlockRows(new(block.Households), new(block.Persons), []);
        for (var h = 0; h < block.Households; h++)
        {
            var before = rows.Persons.Count;
            builder.Begin(block.Region(h), block.Facts(h));
            var (first, end) = block.Members(h);
            for (var p = first; p < end; p++)
            {
                if (builder.Person(block.PersonFacts(p)))
                {
                    rows.Persons.Add(p);
                }
            }

            if (builder.End())
            {
                rows.Households.Add(h);
            }
            else
            {
                rows.Persons.RemoveRange(before, rows.Persons.Count - before);
                rows.Refused.Add(h);
            }
        }

        return rows;
    }
}
