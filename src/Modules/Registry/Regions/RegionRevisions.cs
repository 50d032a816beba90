using Fuyao.Kernel;

namespace Fuyao.Registry.Regions;

/// <summary>What has happened to the divisions since the shipped list: names with their days, codes that came and codes that ended.</summary>
internal sealed class RegionRevisions
{
    public static readonly RegionRevisions None = new([]);

    private readonly ILookup<long, RegionChange> from;
    private readonly Dictionary<long, RegionChange> to;

    public RegionRevisions(IEnumerable<RegionChange> changes)
    {
        var all = changes.OrderBy(c => c.On).ThenBy(c => c.Id).ToList();
        from = all.Where(c => c.UndoneBy is null).ToLookup(c => c.FromCode);
        // A code once given keeps its name for whoever reads what was known then, also when the change was taken back.
        to = all.Where(c => c.ToCode != c.FromCode && c.Kind == RegionChangeKinds.Move).GroupBy(c => c.ToCode)
            .ToDictionary(g => g.Key, g => g.LastOrDefault(c => c.UndoneBy is null) ?? g.Last());
    }

    /// <summary>Codes that the shipped list does not have.</summary>
    public IEnumerable<RegionName> Added(int province) => Of(province, c => c.UndoneBy is null);

    /// <summary>The same with those whose change was taken back: no code is given twice.</summary>
    public IEnumerable<RegionName> EverAdded(int province) => Of(province, _ => true);

    /// <summary>The day from which a code is no longer in force; null while it is.</summary>
    public DateOnly? EndOf(long code) => from[code].LastOrDefault(c => c.ToCode != code)?.On ?? (to.GetValueOrDefault(code) is { UndoneBy: not null } undone ? undone.On : null);

    /// <summary>Whether it ever was a place of its own.</summary>
    public string? AddedName(long code) => to.GetValueOrDefault(code)?.NameAfter;

    /// <param name="shipped">The name of the list, or that with which the code came.</param>
    /// <param name="on">The day; null for now.</param>
    public string NameOf(long code, string shipped, DateOnly? on)
    {
        var name = shipped;
        foreach (var change in from[code].Where(c => c.Kind == RegionChangeKinds.Rename && c.ToCode == code))
        {
            if (on is { } day && day < change.On)
            {
                return name == shipped ? change.NameBefore : name;
            }

            name = change.NameAfter;
        }

        return name;
    }

    private IEnumerable<RegionName> Of(int province, Func<RegionChange, bool> which) =>
        to.Values.Where(c => which(c) && c.ToCode / 10_000_000_000 == province).Select(c => new RegionName(new RegionCode(c.ToCode), NameOf(c.ToCode, c.NameAfter, null)));
}
