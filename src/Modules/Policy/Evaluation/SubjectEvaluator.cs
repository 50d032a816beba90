using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>Works out a pack's rules about a subject that is no household: a loan, a fund, a village …</summary>
internal sealed class SubjectEvaluator(CompiledPack pack)
{
    private readonly (string Id, FeelValue Value)[] _parameters = [.. pack.Parameters.Select(p => p.Id).Zip(pack.ParameterValues)];
    private readonly Dictionary<PolicySubject, PolicySet> _policies =
        pack.Subjects.ToDictionary(s => s.Subject, s => new PolicySet(pack, s.Policies, new VariableLabels(pack, s.Dictionary.Node)));

    public SubjectOutcome Evaluate(PolicySubject kind, ReadOnlyMemory<byte> facts, Explain explain)
    {
        var subject = Read(kind, facts);
        var policies = _policies[kind];
        var results = new PolicyResult[policies.Policies.Count][];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = [policies.Of(i, subject, explain, results)];
        }

        var procedures = pack.Procedures.Where(p => p.Definition.Subject == kind && p.Outcomes.Count > 0).ToList();
        return new SubjectOutcome(
            subject.Id, [.. results.Select(r => r[0])],
            [.. pack.Checks.Where(c => c.Definition.Subject == kind).Select(c => RuleEvaluator.Result(c, subject.Id, subject.Input)).OfType<CheckResult>()],
            [.. procedures.Select(p => RuleEvaluator.Outcome(p, subject))], [.. procedures.SelectMany(p => RuleEvaluator.Conflicts(p, subject))]);
    }

    /// <summary>One check; it passes where it is not about the subject.</summary>
    public CheckResult Check(string id, ReadOnlyMemory<byte> facts)
    {
        var check = pack.Checks.FirstOrDefault(c => c.Definition.Id == id)
            ?? throw new ProblemException(404, new Problem("unknown-check", new LocalText($"政策包 {pack.Pack.Own.Id} 里没有核查“{id}”。", $"The pack {pack.Pack.Own.Id} has no check '{id}'.")));
        var subject = Read(check.Definition.Subject, facts);
        return RuleEvaluator.Result(check, subject.Id, subject.Input)
            ?? new CheckResult(check.Definition.Id, check.Definition.Title, subject.Id, CheckStatus.Pass, [], [], check.Definition.Source);
    }

    private Subject Read(PolicySubject kind, ReadOnlyMemory<byte> facts)
    {
        if (kind is PolicySubject.Person or PolicySubject.Household)
        {
            throw new ProblemException(422, new Problem("of-household", new LocalText("这条规则的对象是户或个人,请用户的资料测算。", "This rule is about households or persons: it is worked out from a household.")));
        }

        var name = kind.ToString().ToLowerInvariant();
        var dictionary = pack.Subjects.FirstOrDefault(s => s.Subject == kind)?.Dictionary
            ?? throw new ProblemException(404, new Problem("unknown-subject", new LocalText($"政策包 {pack.Pack.Own.Id} 没有关于 {name} 的规则。", $"The pack {pack.Pack.Own.Id} has no rule about a {name}.")));
        var (id, input, slots) = dictionary.Read(facts, pack.On, _parameters);
        return new Subject(id.Length > 0 ? id : name, input, slots);
    }
}
