using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Changes;

/// <summary>The canonical facts of a household and its members, each written once: rows, hashes and facets are all made of them.</summary>
internal sealed class WrittenFacts(HouseholdState state)
{
    private readonly Dictionary<Guid, byte[]> persons = [];
    private byte[]? json;

    public HouseholdState State => state;

    public byte[] Json => json ??= Facts.Write(state.Facts);

    /// <param name="person">One of the household's.</param>
    public byte[] Of(PersonState person)
    {
        if (!persons.TryGetValue(person.Id, out var written))
        {
            persons[person.Id] = written = Facts.Write(person.Facts);
        }

        return written;
    }
}
