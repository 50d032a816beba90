using System.Text.Json;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out the checks and the outcomes of procedures for a household and its persons, and finds rules that must not both hold.</summary>
internal sealed class RuleEvaluator(CompiledPack pack)
{
    private readonly ILookup<string, CompiledCheck> _checks = pack.Checks.ToLookup(c => c.Definition.Subject);
    private readonly ILookup<string, CompiledProcedure> _procedures = pack.Procedures.ToLookup(p => p.Definition.Subject);

    public IReadOnlyList<CheckResult> Checks(Subjects subjects) => pack.Checks.Count == 0 ? [] :
    [
        .. _checks["household"].Select(c => Result(c, subjects.Household.Id, subjects.Household.Input)).OfType<CheckResult>(),
        .. _checks["person"].SelectMany(c => subjects.Persons.Select(p => Result(c, p.Id, p.Input))).OfType<CheckResult>(),
    ];

    /// <summary>Checks of a subject that the pack itself describes, from its inputs as JSON.</summary>
    public CheckResult Check(CompiledCheck check, JsonElement inputs) =>
        Result(check, check.Definition.Subject, Input(check.Scope, inputs)) ?? new CheckResult(check.Definition.Id, check.Definition.Title, check.Definition.Subject, CheckStatus.Pass, [], [], check.Definition.Source);

    public IReadOnlyList<RuleConflict> Conflicts(Subjects subjects, IReadOnlyList<PolicyResult> results)
    {
        List<RuleConflict> conflicts = [];
        foreach (var subject in subjects.Persons.Append(subjects.Household))
        {
            foreach (var procedure in _procedures[ReferenceEquals(subject, subjects.Household) ? "household" : "person"])
            {
                var hold = procedure.Outcomes.Where(o => o.When.Evaluate(subject.Input).Value.IsTrue).Select(o => o.Definition).ToList();
                conflicts.AddRange(Pairs(hold)
                    .Where(p => !procedure.Definition.Precedence.Any(r => (r.Winner == p.First.Id && r.Over == p.Second.Id) || (r.Winner == p.Second.Id && r.Over == p.First.Id)))
                    .Select(p => Conflict(subject.Id, p.First.Id, p.First.Title, p.Second.Id, p.Second.Title)));
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

    private static IEnumerable<(T First, T Second)> Pairs<T>(List<T> items) => items.SelectMany((first, i) => items.Skip(i + 1).Select(second => (first, second)));

    private static RuleConflict Conflict(string subject, string first, LocalText firstTitle, string second, LocalText secondTitle) => new(
        "rule-conflict", subject, [first, second], new LocalText(
            $"“{firstTitle.Zh}”与“{secondTitle.Zh}”不应同时成立,但这里都成立:由人决定,并请修订规则。",
            $"'{firstTitle.En}' and '{secondTitle.En}' must not both hold, but both do here: a person decides, and the rules need mending."));

    // Null: the check is not about this subject.
    private static CheckResult? Result(CompiledCheck check, string subject, FeelContext input)
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

    private FeelContext Input(FeelScope scope, JsonElement inputs)
    {
        var known = pack.Parameters.Zip(pack.ParameterValues).ToDictionary(p => p.First.Id, p => p.Second);
        known["on"] = FeelValue.Of(pack.On);
        List<Problem> problems = [];
        foreach (var member in inputs.EnumerateObject())
        {
            if (scope.Find(member.Name) is not { } variable || known.ContainsKey(variable.Name))
            {
                problems.Add(new Problem("unknown-input", new LocalText($"没有输入“{member.Name}”。", $"There is no input '{member.Name}'."), member.Name));
                continue;
            }

            var value = FeelJson.Read(member.Value, variable.Type);
            if (!value.IsNull && FeelType.Of(value).Kind != variable.Type.Kind)
            {
                problems.Add(new Problem("bad-input", new LocalText($"“{member.Name}”应为 {variable.Type}。", $"'{member.Name}' must be a {variable.Type}."), member.Name));
            }
            else if (!value.IsNull)
            {
                known[variable.Name] = value;
            }
        }

        return problems.Count > 0
            ? throw new ProblemException(422, problems)
            : new FeelContext(scope.Shape, [.. scope.Variables.Select(v => known.TryGetValue(v.Name, out var value) ? value : FeelValue.Unknown(v.Name))]);
    }
}
