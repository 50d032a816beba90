using System.Text;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>The part of a pack's test that is about a loan, a fund, a village …</summary>
/// <param name="pack">The pack on the test's date.</param>
/// <param name="reached">Where rules that a test reached are put down.</param>
internal sealed class SubjectTests(CompiledPack pack, HashSet<(string Rule, int Row)> reached)
{
    private readonly SubjectEvaluator _evaluator = new(pack);
    private readonly Dictionary<string, PolicySubject> _rules = pack.Subjects.SelectMany(s => s.Policies).Select(p => (p.Id, p.Definition.Subject))
        .Concat(pack.Checks.Select(c => (c.Definition.Id, c.Definition.Subject))).Concat(pack.Procedures.Select(p => (p.Definition.Id, p.Definition.Subject)))
        .Where(r => r.Subject is not (PolicySubject.Person or PolicySubject.Household)).DistinctBy(r => r.Id).ToDictionary(r => r.Id, r => r.Subject);

    /// <summary>Whether a rule is about such a subject.</summary>
    public bool Knows(string rule) => _rules.ContainsKey(rule);

    public static string Code(CheckResult check) => check.Status.ToString().ToLowerInvariant();

    public IEnumerable<(Place Place, string Zh, string En)> Faults(PackTest test)
    {
        Dictionary<(PolicySubject Subject, string Facts), (SubjectOutcome? Outcome, ProblemException? Refused)> outcomes = [];
        List<(Place Place, string Rule, string Facts, Func<SubjectOutcome, IEnumerable<(string What, string Wanted, string Found)>> Differences)> expectations = [];
        var facts = test.Facts ?? "{}";
        expectations.AddRange(test.Expect.Where(e => Knows(e.Policy)).Select(e => (e.Place, e.Policy, facts, Policy(e))));
        expectations.AddRange(test.Checks.Where(c => Knows(c.Check)).Select(c => (c.Place, c.Check, c.Inputs ?? facts, Check(c))));
        expectations.AddRange(test.Outcomes.Where(o => Knows(o.Procedure)).Select(o => (o.Place, o.Procedure, facts, Outcome(o.Procedure, o.Outcome))));
        foreach (var (place, rule, about, differences) in expectations)
        {
            reached.Add((rule, 0));
            var key = (_rules[rule], about);
            if (!outcomes.TryGetValue(key, out var came))
            {
                outcomes[key] = came = Evaluate(key.Item1, about);
                foreach (var problem in came.Refused?.Problems ?? [])
                {
                    yield return (place, $"资料 {problem.Path} {problem.Text.Zh}", $"the facts are not sound: {problem.Path} {problem.Text.En}");
                }
            }

            foreach (var (what, wanted, found) in came.Outcome is { } outcome ? differences(outcome) : [])
            {
                yield return (place, $"{rule} 的 {what} 应为 {wanted},实为 {found}。", $"{what} of {rule} should be {wanted} but is {found}.");
            }
        }
    }

    private (SubjectOutcome?, ProblemException?) Evaluate(PolicySubject subject, string facts)
    {
        try
        {
            return (_evaluator.Evaluate(subject, Encoding.UTF8.GetBytes(facts), Explain.Reasons), null);
        }
        catch (ProblemException e)
        {
            return (null, e);
        }
    }

    private Func<SubjectOutcome, IEnumerable<(string, string, string)>> Policy(ExpectedResult expected) => outcome =>
    {
        var actual = outcome.Results.First(r => r.Policy == expected.Policy);
        reached.UnionWith(actual.Because.Where(b => b.Row is not null).Select(b => (expected.Policy, b.Row!.Value)));
        return ResultDifferences.Of(expected, actual);
    };

    private static Func<SubjectOutcome, IEnumerable<(string, string, string)>> Check(ExpectedCheck expected) => outcome =>
        Difference("status", expected.Status, outcome.Checks.FirstOrDefault(c => c.Check == expected.Check) is { } check ? Code(check) : "none");

    private static Func<SubjectOutcome, IEnumerable<(string, string, string)>> Outcome(string procedure, string wanted) => outcome =>
        Difference("outcome", wanted, outcome.Procedures.FirstOrDefault(p => p.Procedure == procedure)?.Outcome ?? "none");

    private static IEnumerable<(string, string, string)> Difference(string what, string wanted, string found) => wanted == found ? [] : [(what, wanted, found)];
}
