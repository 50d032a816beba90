using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out the checks and the outcomes of procedures for a household and its persons, and finds rules that must not both hold.</summary>
internal sealed class RuleEvaluator(CompiledPack pack)
{
    private readonly ILookup<PolicySubject, CompiledCheck> _checks = pack.Checks.ToLookup(c => c.Definition.Subject);
    private readonly ILookup<PolicySubject, CompiledProcedure> _procedures = pack.Procedures.ToLookup(p => p.Definition.Subject);

    public IReadOnlyList<CheckResult> Checks(Subjects subjects) => pack.Checks.Count == 0 ? [] :
    [
        .. _checks[PolicySubject.Household].Select(c => Result(c, subjects.Household.Id, subjects.Household.Input)).OfType<CheckResult>(),
        .. _checks[PolicySubject.Person].SelectMany(c => subjects.Persons.Select(p => Result(c, p.Id, p.Input))).OfType<CheckResult>(),
    ];

    /// <summary>Outcomes of the procedures of a household and its persons, household first.</summary>
    public IReadOnlyList<ProcedureOutcome> Outcomes(Subjects subjects) =>
    [
        .. _procedures[PolicySubject.Household].Where(p => p.Outcomes.Count > 0).Select(p => Outcome(p, subjects.Household)),
        .. _procedures[PolicySubject.Person].Where(p => p.Outcomes.Count > 0).SelectMany(p => subjects.Persons.Select(s => Outcome(p, s))),
    ];

    public IReadOnlyList<RuleConflict> Conflicts(Subjects subjects, IReadOnlyList<PolicyResult> results)
    {
        List<RuleConflict> conflicts = [];
        foreach (var subject in subjects.Persons.Append(subjects.Household))
        {
            foreach (var procedure in _procedures[ReferenceEquals(subject, subjects.Household) ? PolicySubject.Household : PolicySubject.Person])
            {
                conflicts.AddRange(Conflicts(procedure, subject));
            }
        }

        foreach (var policy in pack.Policies.Where(p => p.Definition.Opposes.Count > 0))
        {
            foreach (var (id, _) in policy.Definition.Opposes)
            {
                conflicts.AddRange(
                    from own in results
                    where own.Policy == policy.Id && own.Status == ResultStatus.Awarded
                    from other in results
                    where other.Policy == id && other.Subject == own.Subject && other.Status == ResultStatus.Awarded
                    select Conflict(own.Subject, policy.Id, policy.Definition.Title, id, pack.Policies.First(p => p.Id == id).Definition.Title));
            }
        }

        return conflicts;
    }

    /// <summary>Outcomes of a procedure that hold together with no word on which goes first.</summary>
    public static IEnumerable<RuleConflict> Conflicts(CompiledProcedure procedure, Subject subject) =>
        Pairs(procedure.Outcomes.Where(o => o.When.Evaluate(subject.Input).Value.IsTrue).Select(o => o.Definition).ToList())
            .Where(p => !procedure.Definition.Precedence.Any(r => (r.Winner == p.First.Id && r.Over == p.Second.Id) || (r.Winner == p.Second.Id && r.Over == p.First.Id)))
            .Select(p => Conflict(subject.Id, p.First.Id, p.First.Title, p.Second.Id, p.Second.Title));

    /// <summary>The outcome of a procedure for a subject: of those that hold, the one that goes before the others.</summary>
    public static ProcedureOutcome Outcome(CompiledProcedure procedure, Subject subject)
    {
        var held = procedure.Outcomes.Select(o => (o.Definition, o.When.Evaluate(subject.Input).Value)).ToList();
        string[] hold = [.. held.Where(o => o.Value.IsTrue).Select(o => o.Definition.Id)];
        var first = Array.Find(hold, id => hold.All(other => other == id || GoesBefore(id, other)));
        // What nobody knows decides where nothing holds yet, or where it would go before what does.
        var open = held.Where(o => o.Value.IsUnknown && (hold.Length == 0 || (first is not null && GoesBefore(o.Definition.Id, first)))).ToList();
        return new ProcedureOutcome(
            procedure.Definition.Id, procedure.Definition.Title, open.Count > 0 ? null : first, hold, [.. open.SelectMany(o => o.Value.Needs).Distinct()]);

        bool GoesBefore(string winner, string over) => procedure.Definition.Precedence.Any(p => p.Winner == winner && p.Over == over);
    }

    private static IEnumerable<(T First, T Second)> Pairs<T>(List<T> items) => items.SelectMany((first, i) => items.Skip(i + 1).Select(second => (first, second)));

    private static RuleConflict Conflict(string subject, string first, LocalText firstTitle, string second, LocalText secondTitle) => new(
        "rule-conflict", subject, [first, second], new LocalText(
            $"“{firstTitle.Zh}”与“{secondTitle.Zh}”不应同时成立,但这里都成立:由人决定,并请修订规则。",
            $"'{firstTitle.En}' and '{secondTitle.En}' must not both hold, but both do here: a person decides, and the rules need mending."));

    // Null: the check is not about this subject.
    public static CheckResult? Result(CompiledCheck check, string subject, FeelContext input)
    {
        var when = check.When?.Evaluate(input).Value ?? FeelValue.True;
        if (when.IsFalse)
        {
            return null;
        }

        var (holds, problems) = check.Holds.Evaluate(input);
        var unknown = when.IsUnknown ? when : holds;
        var status = unknown.IsUnknown || problems.Count > 0 || !holds.IsBoolean ? CheckStatus.Undetermined : holds.IsTrue ? CheckStatus.Pass : CheckStatus.Fail;
        return new CheckResult(
            check.Definition.Id, check.Definition.Title, subject, status,
            [.. check.Figures.Select(f => new CheckFigure(f.Title, Explanations.Plain(f.Value.Evaluate(input).Value)))],
            status == CheckStatus.Undetermined ? unknown.Needs : [], check.Definition.Source);
    }
}
