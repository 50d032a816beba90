using Fuyao.Registry.Groups;
using Fuyao.Registry.Records;

namespace Fuyao.Registry.Balance;

/// <summary>
/// A village's groups as its households may name them: 3组, 三组 and a former name are one group, so a household that is only written
/// otherwise has not moved. Above the village nothing is said of groups.
/// </summary>
internal sealed class GroupNames
{
    private static readonly GroupNames None = new([]);
    private readonly Dictionary<string, GroupLine> byKey = [];

    private GroupNames(IEnumerable<GroupLine> groups)
    {
        foreach (var group in groups)
        {
            foreach (var name in group.Names)
            {
                byKey.TryAdd(GroupName.KeyOf(name), group);
            }
        }
    }

    public static async Task<GroupNames> OfAsync(GroupReader reader, BalanceEndpoints.Asked asked, CancellationToken ct) =>
        asked.IsVillage ? new GroupNames(await reader.ReadAsync(asked.Area, asked.To, asked.KnownAt, ct)) : None;

    public Guid? IdOf(string? name) => name is { Length: > 0 } && byKey.TryGetValue(GroupName.KeyOf(name), out var group) ? group.Id : null;

    public Dictionary<Lodging, (int Households, int Persons)> Of(Dictionary<Lodging, (int Households, int Persons)> counts) => byKey.Count == 0 ? counts
        : counts.GroupBy(c => Of(c.Key)).ToDictionary(g => g.Key, g => (g.Sum(c => c.Value.Households), g.Sum(c => c.Value.Persons)));

    public List<Movement> Of(List<Movement> movements) => byKey.Count == 0 ? movements
        : [.. movements.Select(m => m with { From = m.From is { } from ? Of(from) : null, To = m.To is { } to ? Of(to) : null }).Where(m => m.From != m.To)];

    private Lodging Of(Lodging place) => place.Group is { } name && byKey.TryGetValue(GroupName.KeyOf(name), out var group) ? place with { Group = group.Name } : place;
}
