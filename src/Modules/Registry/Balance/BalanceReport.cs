using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Events;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Balance;

/// <summary>Opening + in − out = closing.</summary>
/// <param name="Closing">Counted, not worked out.</param>
internal sealed record BalanceLine(int Opening, int In, int Out, int Closing)
{
    public bool Closes => Opening + In - Out == Closing;
}

/// <param name="Kind">Code of the kind of event, or of the way of change.</param>
internal sealed record BalanceKind(string Kind, LocalText Name, int HouseholdsIn, int HouseholdsOut, int PersonsIn, int PersonsOut);

/// <param name="Code">12 digits of the place; of a group its village's.</param>
/// <param name="Group">Name of the group when the rows are a village's groups; empty for households without one.</param>
/// <param name="GroupId">The group's record.</param>
internal sealed record BalancePlace(string Code, string? Group, string Name, BalanceLine Households, BalanceLine Persons, Guid? GroupId = null);

/// <param name="From">Day of the opening count.</param>
/// <param name="To">Day of the closing count; movements after the first day and up to this one.</param>
/// <param name="Kinds">Why people and households came and went; what stays inside the area is not among them.</param>
/// <param name="Rows">The places directly below; moves between them count in each but not in the total.</param>
internal sealed record PopulationBalance(
    Place Area, string? Group, DateOnly From, DateOnly To, DateTimeOffset? KnownAt, BalanceLine Households, BalanceLine Persons,
    IReadOnlyList<BalanceKind> Kinds, IReadOnlyList<BalancePlace> Rows);

/// <summary>Sums counts and movements up to a report.</summary>
internal static class BalanceReport
{
    /// <param name="area">The place of the report.</param>
    /// <param name="group">One group of a village; null for all.</param>
    public static PopulationBalance Of(
        RegionCode area, string? group, DateOnly from, DateOnly to, DateTimeOffset? knownAt, IReadOnlyDictionary<Lodging, (int Households, int Persons)> opening,
        IReadOnlyDictionary<Lodging, (int Households, int Persons)> closing, IReadOnlyList<Movement> movements, IReadOnlyList<Arrivals> arrivals)
    {
        var groups = area.Level == RegionLevel.Village;
        bool Inside(Lodging place) => area.Contains(new RegionCode(place.Region)) && (group is null || (place.Group ?? "") == group);
        (long Code, string? Group) Below(Lodging place) => groups ? (place.Region, place.Group ?? "") : (new RegionCode(place.Region).At(area.Level + 1).Value, null);

        var total = Sum(opening, closing, movements, arrivals, _ => (area.Value, (string?)null), Inside);
        var lines = Sum(opening, closing, movements, arrivals, Below, Inside);
        var sum = total.GetValueOrDefault((area.Value, null)) ?? new Counts();
        return new PopulationBalance(
            area.Level == RegionLevel.Nation ? new Place(area.ToString(), "全国", null, null) : Place.Of(area.Value, to), group, from, to, knownAt, sum.Households, sum.Persons,
            [.. Kinds(movements, [.. arrivals.Where(a => Inside(new Lodging(a.Region, null)))], Inside)],
            [.. lines.OrderBy(l => l.Key.Code).ThenBy(l => l.Key.Group, StringComparer.Ordinal).Select(l => new BalancePlace(
                new RegionCode(l.Key.Code).ToString(), l.Key.Group,
                groups ? (l.Key.Group is { Length: > 0 } name ? name : "(未分组)") : RegionCatalog.NameOf(new RegionCode(l.Key.Code), to) ?? new RegionCode(l.Key.Code).ToShort(),
                l.Value.Households, l.Value.Persons))]);
    }

    /// <summary>Movements across the border of what <paramref name="inside"/> says, with the direction and the kind.</summary>
    public static IEnumerable<(Movement Movement, bool Enters, string Kind)> Crossing(IEnumerable<Movement> movements, Func<Lodging, bool> inside)
    {
        foreach (var movement in movements)
        {
            var (was, now) = (movement.From is { } from && inside(from), movement.To is { } to && inside(to));
            if (was != now)
            {
                yield return (movement, now, now ? movement.InKind! : movement.OutKind!);
            }
        }
    }

    private static IEnumerable<BalanceKind> Kinds(IReadOnlyList<Movement> movements, IReadOnlyList<Arrivals> arrivals, Func<Lodging, bool> inside)
    {
        var kinds = Crossing(movements, inside).GroupBy(c => c.Kind).Select(kind => new BalanceKind(
                kind.Key, EventKinds.NameOf(kind.Key),
                kind.Count(c => c.Enters && !c.Movement.IsPerson), kind.Count(c => !c.Enters && !c.Movement.IsPerson),
                kind.Count(c => c.Enters && c.Movement.IsPerson), kind.Count(c => !c.Enters && c.Movement.IsPerson))).ToDictionary(k => k.Kind);
        if (arrivals.Count > 0)
        {
            var looked = kinds.GetValueOrDefault(EventKinds.Import) ?? new BalanceKind(EventKinds.Import, EventKinds.NameOf(EventKinds.Import), 0, 0, 0, 0);
            kinds[EventKinds.Import] = looked with { HouseholdsIn = looked.HouseholdsIn + arrivals.Sum(a => a.Households), PersonsIn = looked.PersonsIn + arrivals.Sum(a => a.Persons) };
        }

        return kinds.Values.OrderBy(k => EventKinds.All.Select((e, i) => (e.Code, i)).First(e => e.Code == k.Kind).i);
    }

    private static Dictionary<(long Code, string? Group), Counts> Sum(
        IReadOnlyDictionary<Lodging, (int Households, int Persons)> opening, IReadOnlyDictionary<Lodging, (int Households, int Persons)> closing,
        IReadOnlyList<Movement> movements, IReadOnlyList<Arrivals> arrivals, Func<Lodging, (long Code, string? Group)> below, Func<Lodging, bool> inside)
    {
        Dictionary<(long, string?), Counts> lines = [];
        foreach (var (place, count) in opening.Where(c => inside(c.Key)))
        {
            Line(below(place)).Opening(count);
        }

        foreach (var (place, count) in closing.Where(c => inside(c.Key)))
        {
            Line(below(place)).Closing(count);
        }

        foreach (var arrived in arrivals.Where(a => inside(new Lodging(a.Region, null))))
        {
            Line(below(new Lodging(arrived.Region, null))).In(arrived);
        }

        foreach (var movement in movements)
        {
            (long, string?)? from = movement.From is { } was && inside(was) ? below(was) : null;
            (long, string?)? to = movement.To is { } now && inside(now) ? below(now) : null;
            if (from != to)
            {
                if (from is { } left)
                {
                    Line(left).Out(movement.IsPerson);
                }

                if (to is { } entered)
                {
                    Line(entered).In(movement.IsPerson);
                }
            }
        }

        return lines;

        Counts Line((long, string?) key)
        {
            if (!lines.TryGetValue(key, out var line))
            {
                lines[key] = line = new Counts();
            }

            return line;
        }
    }

    private sealed class Counts
    {
        public BalanceLine Households { get; private set; } = new(0, 0, 0, 0);

        public BalanceLine Persons { get; private set; } = new(0, 0, 0, 0);

        public void Opening((int Households, int Persons) count)
        {
            Households = Households with { Opening = Households.Opening + count.Households };
            Persons = Persons with { Opening = Persons.Opening + count.Persons };
        }

        public void Closing((int Households, int Persons) count)
        {
            Households = Households with { Closing = Households.Closing + count.Households };
            Persons = Persons with { Closing = Persons.Closing + count.Persons };
        }

        public void In(Arrivals arrived)
        {
            Households = Households with { In = Households.In + arrived.Households };
            Persons = Persons with { In = Persons.In + arrived.Persons };
        }

        public void In(bool person)
        {
            (Households, Persons) = person ? (Households, Persons with { In = Persons.In + 1 }) : (Households with { In = Households.In + 1 }, Persons);
        }

        public void Out(bool person)
        {
            (Households, Persons) = person ? (Households, Persons with { Out = Persons.Out + 1 }) : (Households with { Out = Households.Out + 1 }, Persons);
        }
    }
}
