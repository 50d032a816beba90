using Fuyao.Feel.Columns;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Columns;

/// <summary>
/// Rules that contradict one another for a household, as <see cref="RuleEvaluator.Conflicts(Subjects, IReadOnlyList{PolicyResult})"/> finds them:
/// outcomes of a procedure that hold together with no word on which goes first, awards that oppose each other.
/// </summary>
internal sealed class ConflictColumns
{
    private readonly CompiledPack _pack;
    private readonly ColumnTable _persons;
    private readonly List<(bool OfPerson, string First, string Second)> _pairs = [];

    /// <param name="pack">The pack.</param>
    /// <param name="households">The population.</param>
    /// <param name="output">Makes a condition an output of persons (true) or households; the reason when it cannot.</param>
    /// <param name="refused">Told what has no form in columns.</param>
    public ConflictColumns(CompiledPack pack, ColumnTable households, Func<string, bool, Feel.FeelExpression, string?> output, Action<string, string> refused)
    {
        (_pack, _persons) = (pack, households.Lists["persons"]);
        foreach (var procedure in pack.Procedures.Where(p => p.Definition.Subject is PolicySubject.Person or PolicySubject.Household))
        {
            var ofPerson = procedure.Definition.Subject == PolicySubject.Person;
            var outcomes = procedure.Outcomes;
            foreach (var (i, j) in Enumerable.Range(0, outcomes.Count).SelectMany(i => Enumerable.Range(i + 1, outcomes.Count - i - 1).Select(j => (i, j))))
            {
                var (first, second) = (outcomes[i].Definition.Id, outcomes[j].Definition.Id);
                if (!procedure.Definition.Precedence.Any(p => (p.Winner == first && p.Over == second) || (p.Winner == second && p.Over == first)))
                {
                    _pairs.Add((ofPerson, Name(procedure, i), Name(procedure, j)));
                }
            }

            for (var i = 0; i < outcomes.Count; i++)
            {
                if (_pairs.Exists(p => p.First == Name(procedure, i) || p.Second == Name(procedure, i)) && output(Name(procedure, i), ofPerson, outcomes[i].When) is { } reason)
                {
                    refused(procedure.Definition.Id, reason);
                }
            }
        }
    }

    /// <summary>How many households have a contradiction.</summary>
    /// <param name="outputs">What the columns hold, by name.</param>
    /// <param name="awards">The results of a policy.</param>
    public int Count(IReadOnlyDictionary<string, ColumnOutput> outputs, Func<string, PopulationAwards> awards)
    {
        HashSet<int> households = [];
        foreach (var (ofPerson, first, second) in _pairs)
        {
            var (a, b) = (outputs[first], outputs[second]);
            Note(ofPerson, a.Table.Count, row => Holds(a, row) && Holds(b, row));
        }

        foreach (var policy in _pack.Policies)
        {
            foreach (var other in _pack.Policies.Where(o => o.IsPerson == policy.IsPerson && policy.Definition.Opposes.Any(x => x.Text == o.Id)))
            {
                var (a, b) = (awards(policy.Id), awards(other.Id));
                Note(policy.IsPerson, a.Count, row => a.Status(row) == ResultStatus.Awarded && b.Status(row) == ResultStatus.Awarded);
            }
        }

        return households.Count;

        void Note(bool ofPerson, int rows, Func<int, bool> both)
        {
            for (var row = 0; row < rows; row++)
            {
                if (both(row))
                {
                    households.Add(ofPerson ? Household(row) : row);
                }
            }
        }
    }

    private static bool Holds(ColumnOutput output, int row) => output.Numerator(row) != 0 && !output.IsUnknown(row) && !output.IsNull(row);

    private int Household(int person) => Array.BinarySearch(_persons.Offsets!, person) is var at && at >= 0 ? Last(at) : ~at - 1;

    // Of households without persons the last one begins where the person is.
    private int Last(int at)
    {
        while (at + 1 < _persons.Offsets!.Length && _persons.Offsets[at + 1] == _persons.Offsets[at])
        {
            at++;
        }

        return at;
    }

    private static string Name(CompiledProcedure procedure, int outcome) => $"{procedure.Definition.Id} outcome {outcome}";
}
