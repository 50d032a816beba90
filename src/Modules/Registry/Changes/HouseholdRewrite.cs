using Fuyao.Registry.Model;

namespace Fuyao.Registry.Changes;

/// <summary>
/// What one change does to several households over all the days from its own on: the days are cut where any of them states
/// something new, each part is rewritten apart, and what is known of later days stays as far as the change says nothing about it.
/// </summary>
internal sealed class HouseholdRewrite(HouseholdPlanner planner, Seal seal)
{
    /// <summary>What holds for a span: households by id; one that is not there is not registered on these days.</summary>
    public delegate Dictionary<Guid, HouseholdState> Effect(Span days, IReadOnlyDictionary<Guid, HouseholdState> before);

    /// <summary>One part of the days, before and after.</summary>
    public sealed record Step(Span Days, IReadOnlyDictionary<Guid, HouseholdState> Before, IReadOnlyDictionary<Guid, HouseholdState> After);

    /// <summary>Plans by county number and household, at most one each.</summary>
    public sealed record Result(IReadOnlyList<(int County, HouseholdPlan Plan)> Plans, IReadOnlyList<Step> Steps);

    /// <param name="involved">Every registered household that the change may touch.</param>
    /// <param name="from">First day of the change.</param>
    /// <param name="registered">Persons who are registered already, wherever.</param>
    /// <param name="cuts">Days besides those of the households at which the effect itself differs.</param>
    public Result Plan(
        IReadOnlyList<HouseholdAggregate> involved, DateOnly from, Effect effect, Guid change, IReadOnlySet<(int County, Guid Id)> registered, params IEnumerable<DateOnly> cuts)
    {
        var now = involved.ToDictionary(a => (a.Household.County, a.Household.Id));
        Dictionary<(int County, Guid Id), HouseholdPlan> plans = [];
        List<Step> steps = [];
        foreach (var days in Parts(involved, from, cuts))
        {
            var before = now.Values.Select(a => (a.Household.County, State: a.StateOn(days.From, seal))).Where(s => s.State is not null)
                .ToDictionary(s => s.State!.Id, s => (s.County, State: s.State!));
            var states = before.ToDictionary(s => s.Key, s => s.Value.State);
            var after = effect(days, states);
            steps.Add(new Step(days, states, after));
            foreach (var id in before.Keys.Union(after.Keys))
            {
                var (was, becomes) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
                if (ReferenceEquals(was.State, becomes))
                {
                    continue;
                }

                // The county of a key is that of the first registration: a household that goes to another county goes on there
                // under the same id.
                var there = becomes is null ? was.County : new Kernel.RegionCode(becomes.Region).County;
                if (was.State is not null && (becomes is null || there != was.County))
                {
                    Do((was.County, id), planner.End(now[(was.County, id)], days, change));
                }

                if (becomes is not null)
                {
                    Do((there, id), planner.Plan(now.GetValueOrDefault((there, id)), becomes, days, change, registered));
                }
            }
        }

        return new Result([.. plans.Where(p => !p.Value.IsUnchanged).Select(p => (p.Key.County, p.Value))], steps);

        void Do((int County, Guid Id) key, HouseholdPlan plan)
        {
            var aggregate = now.GetValueOrDefault(key) ?? new HouseholdAggregate(plan.NewHousehold!, [], [], new Dictionary<Guid, string?>());
            now[key] = aggregate.After(plan);
            if (plans.TryGetValue(key, out var known))
            {
                known.Add(plan);
            }
            else
            {
                plans[key] = plan;
            }
        }
    }

    private static IEnumerable<Span> Parts(IReadOnlyList<HouseholdAggregate> involved, DateOnly from, IEnumerable<DateOnly> cuts)
    {
        var bounds = involved.SelectMany(a => a.Versions.Cast<IVersion>().Concat(a.Persons)).SelectMany(v => new[] { v.ValidFrom, v.ValidTo })
            .Concat(cuts).Where(day => day > from).Append(from).Append(Span.Forever).Distinct().Order().ToList();
        return bounds.Zip(bounds.Skip(1), (first, end) => new Span(first, end));
    }
}
