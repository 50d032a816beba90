using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Events;

/// <summary>
/// What the kinds do to the households of one span of days. On the days after the event's own what was stated later holds: an
/// effect touches only what still is as it was.
/// </summary>
internal static class EventEffects
{
    public static HouseholdRewrite.Effect Join(EventStatement said) => (days, before) => Change(before, all =>
    {
        foreach (var person in said.NewPersons)
        {
            Put(all, said.Household, person);
        }

        Carry(all, said, said.Persons, said.Household);
        Settle(all, said, days.From);
    });

    public static HouseholdRewrite.Effect Leave(EventStatement said) => (days, before) => Change(before, all =>
    {
        var leaving = said.Persons.Count == 0 && all.TryGetValue(said.Household, out var whole) ? [.. whole.Persons.Select(p => p.Id)] : said.Persons;
        Carry(all, said, leaving, said.Request.Household);
        Settle(all, said, days.From);
    });

    public static HouseholdRewrite.Effect Death(EventStatement said) => (days, before) => Change(before, all =>
    {
        foreach (var (id, household) in all.ToList())
        {
            if (household.Persons.Any(p => said.Persons.Contains(p.Id)))
            {
                all[id] = household with
                {
                    Persons = [.. household.Persons.Select(p => said.Persons.Contains(p.Id) ? p with { Facts = p.Facts with { Death = said.On } } : p)],
                };
            }
        }

        Settle(all, said, days.From);
    });

    public static HouseholdRewrite.Effect Move(EventStatement said) => (_, before) => Change(before, all =>
    {
        if (all.TryGetValue(said.Household, out var household) && household.Region == said.Here.Region && household.Facts.Group == said.Here.Facts.Group)
        {
            all[said.Household] = household with
            {
                Region = said.Region,
                Number = said.NewNumber,
                Facts = household.Facts with
                {
                    Group = said.Request.Group is { Length: > 0 } group ? group : said.Region == household.Region ? household.Facts.Group : Fact<string>.Absent,

                    // The village's own facts are those of the village left.
                    Village = said.Region == household.Region ? household.Facts.Village : Fact<VillageFacts>.Absent,
                },
            };
        }
    });

    public static HouseholdRewrite.Effect Head(EventStatement said) => (_, before) => Change(before, all =>
    {
        if (all.TryGetValue(said.Household, out var household) && household.Head?.Id == said.Here.Head?.Id)
        {
            Seat(all, said, said.Household, said.Request.Head);
        }
    });

    public static HouseholdRewrite.Effect Split(EventStatement said) => (days, before) => Change(before, all =>
    {
        if (!all.TryGetValue(said.Household, out var whole))
        {
            return;
        }

        var going = whole.Persons.Where(p => said.Persons.Contains(p.Id)).Select(p => p.Id).ToHashSet();
        if (going.Count == 0)
        {
            return;
        }

        var facts = whole.Facts;
        all[said.NewHousehold] = new HouseholdState
        {
            Id = said.NewHousehold,
            Number = said.NewNumber,
            Region = said.Region == said.Here.Region ? whole.Region : said.Region,
            Persons = [],
            Facts = new HouseholdFacts
            {
                Status = facts.Status,
                Category = facts.Category,
                Monitoring = facts.Monitoring,
                RegisteredOn = facts.RegisteredOn,
                ExitedOn = facts.ExitedOn,
                Causes = facts.Causes,
                Hardship = facts.Hardship,
                Willing = facts.Willing,
                Village = facts.Village,
                Group = said.Request.Group is { Length: > 0 } group ? group : facts.Group,
                Land = EventSharing.Taken(said.Here.Facts.Land, said.Request.Shares?.Land),
                Income = EventSharing.Taken(said.Here.Facts.Income, said.Request.Shares?.Income),
            },
        };
        all[said.Household] = whole with
        {
            Facts = facts with
            {
                Land = EventSharing.Left(facts.Land, said.Here.Facts.Land, said.Request.Shares?.Land),
                Income = EventSharing.Left(facts.Income, said.Here.Facts.Income, said.Request.Shares?.Income),
            },
        };
        Carry(all, said, [.. going], said.NewHousehold);
        Seat(all, said, said.NewHousehold, said.Request.Head, said.Here);
        Settle(all, said, days.From);
    });

    public static HouseholdRewrite.Effect Merge(EventStatement said) => (days, before) => Change(before, all =>
    {
        if (said.Request.Household is { } into && all.TryGetValue(said.Household, out var joining) && all.TryGetValue(into, out var target))
        {
            all[into] = target with
            {
                Facts = target.Facts with
                {
                    Land = EventSharing.Together(target.Facts.Land, joining.Facts.Land),
                    Income = EventSharing.Together(target.Facts.Income, joining.Facts.Income),
                },
            };
            Carry(all, said, [.. joining.Persons.Select(p => p.Id)], into);
            all.Remove(said.Household);
            Settle(all, said, days.From);
        }
    });

    public static HouseholdRewrite.Effect Correct(EventStatement said) => (days, before) => Change(before, all =>
    {
        if (days.From < said.Corrected.To && all.TryGetValue(said.Household, out var household))
        {
            all[said.Household] = said.Correct!(household);
        }
    });

    private static Dictionary<Guid, HouseholdState> Change(IReadOnlyDictionary<Guid, HouseholdState> before, Action<Dictionary<Guid, HouseholdState>> work)
    {
        Dictionary<Guid, HouseholdState> all = new(before);
        work(all);
        return all;
    }

    private static void Put(Dictionary<Guid, HouseholdState> all, Guid household, PersonState person)
    {
        if (all.TryGetValue(household, out var there) && there.Persons.All(p => p.Id != person.Id))
        {
            all[household] = there with { Persons = [.. there.Persons, person] };
        }
    }

    // Out of the household that has them – with the benefits that are theirs – and into another; nowhere when there is none.
    private static void Carry(Dictionary<Guid, HouseholdState> all, EventStatement said, IReadOnlyList<Guid> persons, Guid? into)
    {
        foreach (var id in persons)
        {
            var source = all.Values.FirstOrDefault(h => h.Id != into && h.Persons.Any(p => p.Id == id));
            if (source is null)
            {
                continue;
            }

            var person = source.Persons.First(p => p.Id == id);
            ReceivedBenefit[] received = source.Facts.Received.TryGet(out var known) ? known : [];
            var theirs = received.Where(b => b.Person.Or("") == id.ToString()).ToArray();
            all[source.Id] = source with
            {
                Persons = [.. source.Persons.Where(p => p.Id != id)],
                Facts = theirs.Length == 0 ? source.Facts : source.Facts with { Received = received.Except(theirs).ToArray() },
            };
            if (into is { } target && all.TryGetValue(target, out var there))
            {
                // In a new household relations follow from the old ones once its head is seated.
                var keeps = target == said.NewHousehold;
                Put(all, target, keeps ? person : person.Related(said.Relation(id)));
                if (theirs.Length > 0)
                {
                    there = all[target];
                    all[target] = there with { Facts = there.Facts with { Received = there.Facts.Received.Or([]).Concat(theirs).ToArray() } };
                }
            }
        }
    }

    private static void Seat(Dictionary<Guid, HouseholdState> all, EventStatement said, Guid household, Guid? head, HouseholdState? was = null)
    {
        if (!all.TryGetValue(household, out var there) || there.Persons.FirstOrDefault(p => p.Id == head) is not { } seated)
        {
            return;
        }

        var known = (was ?? there).Persons.ToDictionary(p => p.Id);
        all[household] = there with
        {
            Persons = [.. there.Persons.Select(p => p.Related(
                p.Id == head ? PersonState.HeadRelation
                : said.Relation(p.Id) ?? (known.TryGetValue(p.Id, out var before) ? Relations.Reseat(before, known.GetValueOrDefault(seated.Id) ?? seated) : null)))],
        };
    }

    // Whoever went, the households that are left must stand: an empty one ends, one whose head has gone gets the stated head.
    private static void Settle(Dictionary<Guid, HouseholdState> all, EventStatement said, DateOnly day)
    {
        foreach (var (id, household) in all.ToList())
        {
            if (!said.Before.TryGetValue(id, out var was))
            {
                continue;
            }

            var living = household.Persons.Where(p => p.IsAlive(day)).ToList();
            if (living.Count == 0 && was.Persons.Any(p => p.IsAlive(said.On)))
            {
                all.Remove(id);
            }
            else if (was.Head is { } head && living.All(p => p.Id != head.Id) && (household.Head is null || household.Head.Id == head.Id))
            {
                var next = new[] { said.Request.RemainingHead, said.Request.Head }.FirstOrDefault(h => living.Any(p => p.Id == h));
                Seat(all, said, id, next, household.Persons.Any(p => p.Id == head.Id) ? null : was);
            }
            else if (id == said.Household && said.NewHousehold == default)
            {
                // Relations stated for those who stay.
                all[id] = household with
                {
                    Persons = [.. household.Persons.Select(p => said.Relation(p.Id) is { } relation ? p.Related(relation) : p)],
                };
            }
        }
    }
}
