using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>Which stored facts stand behind what a rule reads: <c>age</c> is the day of birth, <c>income_per_head</c> the components of income.</summary>
internal sealed class FactPaths(CompiledPack pack)
{
    private static readonly Dictionary<string, string> BuiltIns = new()
    {
        [HouseholdDictionary.Age] = "birth",
        [HouseholdDictionary.Alive] = "death",
        [HouseholdDictionary.Head] = "relation",
    };

    /// <param name="policy">The policy whose explanation has the expression.</param>
    /// <param name="expression">A variable or a path, as an explanation writes it.</param>
    public IReadOnlyList<RegisterFact> Behind(CompiledPolicy policy, string expression)
    {
        List<RegisterFact> facts = [];
        Add(expression.Trim().Split('.'), policy.IsPerson, facts, depth: 0);
        return facts;
    }

    private void Add(string[] path, bool ofPerson, List<RegisterFact> facts, int depth)
    {
        if (ofPerson && path is ["household" or "户", _, ..])
        {
            Add(path[1..], ofPerson: false, facts, depth);
            return;
        }

        var scope = ofPerson ? pack.Dictionary.PersonScope : pack.Dictionary.HouseholdScope;
        // A variable with spaces, a call, a parameter: nothing that the register stores.
        if (depth > 8 || scope.Find(path[0])?.Name is not { } name)
        {
            return;
        }

        if (ofPerson && BuiltIns.TryGetValue(name, out var stored))
        {
            Note(new RegisterFact(true, stored));
        }
        else if (pack.Pack.Variables.FirstOrDefault(v => v.Id == name && v.Of == (ofPerson ? PolicySubject.Person : PolicySubject.Household)) is { } variable)
        {
            var derived = (ofPerson ? pack.Dictionary.PersonVariables : pack.Dictionary.HouseholdVariables).First(v => v.Definition == variable);
            IEnumerable<string> reads = variable.Lines.Count > 0 ? variable.Lines.Where(l => l.Sign != 0).Select(l => l.Path) : derived.Expression!.Reads;
            foreach (var read in reads)
            {
                Add(read.Split('.'), ofPerson, facts, depth + 1);
            }
        }
        else
        {
            var node = ofPerson ? pack.Dictionary.Person : pack.Dictionary.Household;
            List<string> names = [];
            foreach (var part in path)
            {
                if (node.Members.FirstOrDefault(m => m.Name == part || m.Aliases.Contains(part)) is not { } member)
                {
                    break;
                }

                names.Add(member.Name);
                if (member.Kind == SchemaKind.Array)
                {
                    // A list is one fact, whichever of its entries is read.
                    break;
                }

                node = member;
            }

            if (names.Count > 0)
            {
                Note(new RegisterFact(ofPerson, string.Join('.', names)));
            }
        }

        void Note(RegisterFact fact)
        {
            if (!facts.Contains(fact))
            {
                facts.Add(fact);
            }
        }
    }
}
