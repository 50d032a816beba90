using Fuyao.Feel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>A test and what came otherwise than it expects; it passed when nothing did.</summary>
/// <param name="Ran">False when the pack does not compile: why stands among its errors.</param>
internal sealed record TestOutcome(PackTest Test, bool Ran, IReadOnlyList<(Place Place, string Zh, string En)> Faults)
{
    public bool Passed => Ran && Faults.Count == 0;
}

/// <summary>Runs a pack's own tests and remembers what they reached.</summary>
internal sealed class PackTestRunner(EffectivePack pack, Findings findings)
{
    private readonly Dictionary<DateOnly, CompiledPack?> _compiled = [];

    /// <summary>Policies and, for tables, rows that some passing test expects.</summary>
    public HashSet<(string Policy, int Row)> Reached { get; } = [];

    /// <summary>In the order of the files.</summary>
    public List<TestOutcome> Outcomes { get; } = [];

    public int Passed => Outcomes.Count(o => o.Passed);

    public int Failed => Outcomes.Count - Passed;

    public void Run()
    {
        foreach (var test in pack.Own.Tests)
        {
            if (Compiled(test.On) is null)
            {
                // Why it cannot run stands among the errors already.
                Outcomes.Add(new TestOutcome(test, Ran: false, []));
                continue;
            }

            var faults = Faults(test).ToList();
            Outcomes.Add(new TestOutcome(test, Ran: true, faults));
            foreach (var (place, zh, en) in faults)
            {
                findings.Error("test-failed", place, $"测试“{test.Name}”:{zh}", $"Test '{test.Name}': {en}");
            }
        }
    }

    private IEnumerable<(Place Place, string Zh, string En)> Faults(PackTest test)
    {
        var compiled = Compiled(test.On)!;
        ProblemException? supposed = null;
        try
        {
            compiled = compiled.With(test.Parameters);
        }
        catch (ProblemException e)
        {
            supposed = e;
        }

        if (supposed is not null)
        {
            foreach (var problem in supposed.Problems)
            {
                yield return (test.Place, problem.Text.Zh, problem.Text.En);
            }

            yield break;
        }

        var evaluator = new PackEvaluator(compiled);
        HouseholdOutcome? outcome = null;
        var others = new SubjectTests(compiled, Reached);
        foreach (var fault in others.Faults(test))
        {
            yield return fault;
        }

        (string Rule, Place Place)[] named =
            [.. test.Expect.Select(e => (e.Policy, e.Place)), .. test.Checks.Select(c => (c.Check, c.Place)), .. test.Outcomes.Select(o => (o.Procedure, o.Place))];
        string[] known = [.. pack.Policies.Select(p => p.Id).Concat(pack.Checks.Select(c => c.Id)).Concat(pack.Procedures.Select(p => p.Id))];
        foreach (var (rule, place) in named.Where(n => !known.Contains(n.Rule)))
        {
            var near = YamlItem.Nearest(rule, known);
            yield return (place, $"没有规则“{rule}”。" + (near is null ? "" : $"是不是“{near}”?"), $"there is no rule '{rule}'." + (near is null ? "" : $" Did you mean '{near}'?"));
        }

        if (!test.HasHousehold)
        {
            foreach (var (rule, place) in named.Where(n => known.Contains(n.Rule) && !others.Knows(n.Rule)))
            {
                yield return (place, $"“{rule}”的对象是户或个人,测试须给出户。", $"'{rule}' is about households or persons: the test needs a household.");
            }

            yield break;
        }

        IReadOnlyList<Problem> problems = [];
        try
        {
            outcome = evaluator.Evaluate(test.Household, Explain.Reasons, only: null);
        }
        catch (ProblemException e)
        {
            problems = e.Problems;
        }

        foreach (var problem in problems)
        {
            yield return (test.Place, $"户资料 {problem.Path} {problem.Text.Zh}", $"the household is not sound: {problem.Path} {problem.Text.En}");
        }

        if (outcome is null)
        {
            yield break;
        }

        foreach (var expected in test.Expect.Where(e => known.Contains(e.Policy) && !others.Knows(e.Policy)))
        {
            var actual = outcome.Results.FirstOrDefault(r => r.Policy == expected.Policy && (expected.Subject is null || r.Subject == expected.Subject));
            if (actual is null)
            {
                yield return (expected.Place, $"没有“{expected.Policy}”的结果。", $"there is no result of '{expected.Policy}' for {expected.Subject ?? "anybody"}.");
                continue;
            }

            foreach (var (what, wanted, found) in ResultDifferences.Of(expected, actual))
            {
                yield return (expected.Place, $"{expected.Policy} 的 {what} 应为 {wanted},实为 {found}。", $"{what} of {expected.Policy} should be {wanted} but is {found}.");
            }

            Reached.Add((expected.Policy, 0));
            foreach (var row in actual.Because.Where(b => b.Row is not null))
            {
                Reached.Add((expected.Policy, row.Row!.Value));
            }
        }

        foreach (var expected in test.Checks.Where(c => known.Contains(c.Check) && !others.Knows(c.Check)))
        {
            Reached.Add((expected.Check, 0));
            var actual = outcome.Checks.FirstOrDefault(c => c.Check == expected.Check) is { } check ? SubjectTests.Code(check) : "none";
            if (actual != expected.Status)
            {
                yield return (expected.Place, $"核查 {expected.Check} 应为 {expected.Status},实为 {actual}。", $"the check {expected.Check} should be {expected.Status} but is {actual}.");
            }
        }

        foreach (var (procedure, wanted, place) in test.Outcomes.Where(o => known.Contains(o.Procedure) && !others.Knows(o.Procedure)))
        {
            Reached.Add((procedure, 0));
            var actual = outcome.Procedures.FirstOrDefault(p => p.Procedure == procedure)?.Outcome ?? "none";
            if (actual != wanted)
            {
                yield return (place, $"程序 {procedure} 的结果应为 {wanted},实为 {actual}。", $"the outcome of {procedure} should be {wanted} but is {actual}.");
            }
        }

        string[] conflicts = [.. outcome.Conflicts.Select(c => string.Join(' ', c.Policies)).Order()];
        if (test.Conflicts is { } foreseen && !foreseen.Order().SequenceEqual(conflicts))
        {
            yield return (test.Place, $"规则冲突应为 [{string.Join(",", foreseen)}],实为 [{string.Join(",", conflicts)}]。",
                $"conflicts should be [{string.Join(", ", foreseen)}] but are [{string.Join(", ", conflicts)}].");
        }

        foreach (var fault in ValueFaults(test, compiled, evaluator))
        {
            yield return fault;
        }
    }

    private IEnumerable<(Place Place, string Zh, string En)> ValueFaults(PackTest test, CompiledPack compiled, PackEvaluator evaluator)
    {
        if (test.Values.Count == 0)
        {
            yield break;
        }

        // A test may look at any derived variable, whether a policy reads it or not.
        var all = compiled with { HouseholdVariables = compiled.Dictionary.HouseholdVariables, PersonVariables = compiled.Dictionary.PersonVariables };
        var input = Subjects.Of(evaluator.Read(test.Household), all).Household.Input;
        foreach (var (expression, wanted) in test.Values)
        {
            var read = FeelExpression.Compile(expression.Text, compiled.Dictionary.HouseholdScope, FeelOptions.Strict);
            FeelFindings.Report(read.Problems, expression.Place, findings);
            if (read.Compiled?.Evaluate(input).Value is { } value && (value.IsUnknown ? "unknown" : value.ToString()) != wanted)
            {
                yield return (expression.Place, $"{expression.Text} 应为 {wanted},实为 {value}。", $"{expression.Text} should be {wanted} but is {value}.");
            }
        }
    }

    private CompiledPack? Compiled(DateOnly on)
    {
        if (!_compiled.TryGetValue(on, out var compiled))
        {
            // Its faults have been reported when the pack was checked.
            _compiled[on] = compiled = PackCompiler.Compile(pack, on, new Findings());
        }

        return compiled;
    }
}
