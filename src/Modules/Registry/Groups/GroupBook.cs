using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Groups;

/// <summary>
/// The groups of villages as households name them. A household keeps the name that its village uses; it belongs to the group of that
/// village that has, or once had, this name. A name that no group has yet makes one.
/// </summary>
internal sealed class GroupBook(PlatformDb db, RecordPlanner planner)
{
    private readonly HashSet<(long Village, string Key)> present = [];
    private readonly HashSet<long> read = [];

    /// <summary>Statements of the groups that the named ones need and that are not there yet, valid for all days.</summary>
    public async Task<List<RecordPlan>> MissingAsync(int county, Guid change, IEnumerable<(long Village, string Name)> named, CancellationToken ct)
    {
        var wanted = named.Select(n => (n.Village, Key: GroupName.KeyOf(n.Name), n.Name)).Where(n => n.Key.Length > 0 && !present.Contains((n.Village, n.Key)))
            .DistinctBy(n => (n.Village, n.Key)).ToList();
        await ReadAsync(county, wanted.Select(n => n.Village).Where(read.Add).ToArray(), ct);
        List<RecordPlan> plans = [];
        foreach (var (village, key, name) in wanted.Where(n => present.Add((n.Village, n.Key))))
        {
            plans.Add(planner.Plan(null, New(village, key, name), Span.Always, county, change));
        }

        return plans;
    }

    public static RecordState New(long village, string key, string name)
    {
        var facts = new JsonObject();
        if (GroupName.Number(name) is { } number)
        {
            facts["number"] = number;
        }

        facts["kind"] = GroupName.Kind(name);
        return new RecordState
        {
            Kind = RecordKinds.Group,
            Key = KeyOf(village, key),
            Region = village,
            Name = name,
            Number = GroupName.Number(name)?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Facts = facts,
        };
    }

    public static string KeyOf(long village, string key) => $"{new RegionCode(village)}/{key}";

    // The names that a group ever had and the key of its first one: a record that is there must not be made again.
    private async Task ReadAsync(int county, long[] villages, CancellationToken ct)
    {
        if (villages.Length == 0)
        {
            return;
        }

        var names = await db.Set<RecordVersion>().AcrossAreas()
            .Where(v => v.County == county && v.Kind == RecordKinds.Group && v.Year == 0 && villages.Contains(v.Region))
            .Select(v => new { v.Region, v.Name, v.Key }).Distinct().ToListAsync(ct);
        foreach (var name in names)
        {
            present.Add((name.Region, GroupName.KeyOf(name.Name ?? "")));
            present.Add((name.Region, name.Key[(name.Key.IndexOf('/', StringComparison.Ordinal) + 1)..]));
        }
    }
}
