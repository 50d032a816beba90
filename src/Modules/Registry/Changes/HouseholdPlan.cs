using Fuyao.Kernel;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Changes;

/// <summary>The rows that one statement about a household closes and opens, before they are written.</summary>
internal sealed class HouseholdPlan
{
    public Household? NewHousehold { get; set; }

    public List<Person> NewPersons { get; } = [];

    public List<HouseholdVersion> ClosedHouseholds { get; } = [];

    public List<HouseholdVersion> OpenedHouseholds { get; } = [];

    public List<PersonVersion> ClosedPersons { get; } = [];

    public List<PersonVersion> OpenedPersons { get; } = [];

    /// <summary>Persons about whom something new is stated; the rest of the household stays as it is.</summary>
    public HashSet<Guid> Changed { get; } = [];

    public bool IsUnchanged => OpenedHouseholds.Count == 0 && ClosedHouseholds.Count == 0;

    /// <summary>Takes over what a later step of the same change does: what this plan opened and the next one closes was never there.</summary>
    public void Add(HouseholdPlan next)
    {
        NewHousehold ??= next.NewHousehold;
        NewPersons.AddRange(next.NewPersons);
        Then(ClosedHouseholds, OpenedHouseholds, next.ClosedHouseholds, next.OpenedHouseholds);
        Then(ClosedPersons, OpenedPersons, next.ClosedPersons, next.OpenedPersons);
        Changed.UnionWith(next.Changed);
    }

    private static void Then<T>(List<T> closed, List<T> opened, List<T> nextClosed, List<T> nextOpened)
        where T : IVersion
    {
        foreach (var version in nextClosed)
        {
            if (opened.RemoveAll(v => v.Id == version.Id) == 0)
            {
                closed.Add(version);
            }
        }

        opened.AddRange(nextOpened);
    }
}

/// <summary>
/// Works out what a statement changes. A household's version is also that of its household as a whole: whenever anything about
/// a member is stated, the household is stated again, so one version id guards the household against lost updates.
/// </summary>
internal sealed class HouseholdPlanner(VersionRows rows, TimeProvider clock)
{
    /// <param name="current">Null for a household that is not yet registered.</param>
    /// <param name="next">All that holds for the span; members left out have left the household.</param>
    /// <param name="registered">Persons who are registered already, if in another household; those of this one are known.</param>
    public HouseholdPlan Plan(HouseholdAggregate? current, HouseholdState next, Span span, Guid change, IReadOnlySet<(int County, Guid Id)>? registered = null)
    {
        // The dead are not counted: a version in whose middle somebody died would have one number of members for two.
        var died = next.Persons.Select(p => p.Facts.Death.TryGet(out var day) ? day : span.From).Where(day => span.From < day && day < span.To).DefaultIfEmpty(span.From).Min();
        if (died == span.From)
        {
            return PlanSpan(current, next, span, change, registered);
        }

        var plan = PlanSpan(current, next, new Span(span.From, died), change, registered);
        var before = current is null
            ? new HouseholdAggregate(plan.NewHousehold!, [], [], next.Persons.ToDictionary(p => p.Id, p => p.Number)) : current;
        plan.Add(Plan(before.After(plan), next, new Span(died, span.To), change, registered));
        return plan;
    }

    /// <summary>The household is no longer registered for the span: it has moved away, died out or become part of another.</summary>
    public HouseholdPlan End(HouseholdAggregate current, Span span, Guid change)
    {
        var plan = new HouseholdPlan();
        foreach (var member in current.Persons.ToLookup(v => v.PersonId))
        {
            var step = Timeline.State(member, span, null, (version, days) => Again(version, days, change));
            if (step.Closed.Count > 0)
            {
                plan.Changed.Add(member.Key);
                Add(plan, step);
            }
        }

        var household = Timeline.State(current.Versions, span, null, (version, days) => Again(version, days, change));
        plan.ClosedHouseholds.AddRange(household.Closed);
        plan.OpenedHouseholds.AddRange(household.Opened);
        return plan;
    }

    private HouseholdPlan PlanSpan(HouseholdAggregate? current, HouseholdState next, Span span, Guid change, IReadOnlySet<(int County, Guid Id)>? registered)
    {
        var county = current?.Household.County ?? new RegionCode(next.Region).County;
        var written = new WrittenFacts(next);
        var plan = new HouseholdPlan();
        if (current is null)
        {
            plan.NewHousehold = new Household { County = county, Id = next.Id, Number = next.Number };
        }

        var persons = current?.Persons.ToLookup(v => v.PersonId);
        foreach (var person in next.Persons)
        {
            var open = persons?[person.Id] ?? [];
            if (current?.PersonNumbers.ContainsKey(person.Id) != true)
            {
                if (registered?.Contains((county, person.Id)) != true)
                {
                    plan.NewPersons.Add(new Person { County = county, Id = person.Id, Number = person.Number });
                }
            }
            else if (Says(open, span, rows.Hashes(person, written)))
            {
                continue;
            }

            plan.Changed.Add(person.Id);
            Add(plan, Timeline.State(open, span, days => rows.Person(person, written, county, Ids.New(clock), change, days), Reopen));
        }

        var staying = next.Persons.Select(p => p.Id).ToHashSet();
        foreach (var left in (persons ?? Enumerable.Empty<IGrouping<Guid, PersonVersion>>()).Where(p => !staying.Contains(p.Key)))
        {
            var step = Timeline.State(left, span, null, Reopen);
            if (step.Closed.Count > 0)
            {
                plan.Changed.Add(left.Key);
                Add(plan, step);
            }
        }

        if (plan.Changed.Count > 0 || current is null || !Says(current.Versions, span, rows.Hashes(written)))
        {
            var step = Timeline.State(
                current?.Versions ?? [], span, days => rows.Household(written, county, Ids.New(clock), change, days),
                (version, days) => Again(version, days, change));
            plan.ClosedHouseholds.AddRange(step.Closed);
            plan.OpenedHouseholds.AddRange(step.Opened);
        }

        return plan;

        PersonVersion Reopen(PersonVersion version, Span days) => Again(version, days, change);
    }

    private PersonVersion Again(PersonVersion version, Span days, Guid change) =>
        version with { Id = Ids.New(clock), OpenedBy = change, ClosedBy = null, ValidFrom = days.From, ValidTo = days.To };

    private HouseholdVersion Again(HouseholdVersion version, Span days, Guid change) =>
        version with { Id = Ids.New(clock), OpenedBy = change, ClosedBy = null, ValidFrom = days.From, ValidTo = days.To };

    private static void Add(HouseholdPlan plan, TimelineStep<PersonVersion> step)
    {
        plan.ClosedPersons.AddRange(step.Closed);
        plan.OpenedPersons.AddRange(step.Opened);
    }

    private static bool Says<T>(IEnumerable<T> open, Span span, IReadOnlyList<byte[]> hashes)
        where T : IVersion =>
        open.Any(v => v.ValidFrom <= span.From && span.To <= v.ValidTo && hashes.Any(h => h.AsSpan().SequenceEqual(v.FactsHash)));
}
