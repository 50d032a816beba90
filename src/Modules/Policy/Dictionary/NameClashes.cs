using Fuyao.Feel.Types;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Dictionary;

/// <summary>A pack's parameters, facts and variables must not take a name that already means something where they are read.</summary>
internal static class NameClashes
{
    private static readonly Lazy<HouseholdDictionary> Register = new(() => HouseholdDictionary.Build([], HouseholdDictionary.Standard, [], [], new Findings()));

    /// <summary>Reports clashes; true when there are none.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="subjects">The subjects that its rules are about, beside persons and households.</param>
    /// <param name="findings">Where clashes go.</param>
    public static bool None(EffectivePack pack, IEnumerable<SubjectFile> subjects, Findings findings)
    {
        var before = findings.Errors.Count;
        HashSet<Place> reported = [];
        foreach (var subject in subjects.Select(s => s.Subject).Append(PolicySubject.Household).Append(PolicySubject.Person))
        {
            // Name or alias, and the id that it stands for; what the dictionary derives may be defined anew, what the register says may not.
            Dictionary<string, string> taken = [];
            var stated = Standard(subject).Select(m => m.Name).Except(HouseholdDictionary.Standard.Where(v => v.Of == subject).Select(v => v.Id)).ToHashSet();
            foreach (var member in Standard(subject))
            {
                foreach (var name in member.Aliases.Prepend(member.Name))
                {
                    taken[name] = member.Name;
                }
            }

            var own = pack.Inputs.Where(i => i.Of == subject).Select(i => (i.Id, i.Aliases, i.Place))
                .Concat(pack.Variables.Where(v => v.Of == subject).Select(v => (v.Id, v.Aliases, v.Place)))
                .Concat(pack.Parameters.Select(p => (p.Id, Aliases: (IReadOnlyList<string>)[], p.Place)));
            HashSet<string> ids = [];
            foreach (var (id, aliases, place) in own)
            {
                // Another definition of a variable takes its place; a parameter never does.
                var isParameter = pack.Parameters.Any(p => p.Place == place && p.Id == id);
                foreach (var name in aliases.Prepend(id).Where(n => taken.TryGetValue(n, out var of) && (of != id || isParameter || ids.Contains(id) || stated.Contains(id))))
                {
                    if (reported.Add(place))
                    {
                        findings.Error("name-taken", place, $"名称“{name}”已经表示“{taken[name]}”,请另取名称。", $"The name '{name}' already means '{taken[name]}': choose another.");
                    }
                }

                ids.Add(id);
                foreach (var name in aliases.Prepend(id))
                {
                    taken.TryAdd(name, id);
                }
            }
        }

        return findings.Errors.Count == before;
    }

    private static IEnumerable<FeelMember> Standard(PolicySubject subject) => subject switch
    {
        PolicySubject.Person => Register.Value.PersonScope.Variables,
        PolicySubject.Household => Register.Value.HouseholdScope.Variables,
        _ => [new("id", FeelType.String, "编号"), Register.Value.Globals.On, new("results", FeelType.AnyContext, "各项结果")],
    };
}
