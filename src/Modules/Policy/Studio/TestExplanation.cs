using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Checking;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Drafts;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Studio;

/// <summary>One test of a pack worked out with its reasons, so that its author sees why it came otherwise.</summary>
internal static class TestExplanation
{
    /// <exception cref="ProblemException">404: no such test; 422: the pack does not compile, or the test's household is not sound.</exception>
    public static TestExplained Of(EffectivePack pack, string file, string name)
    {
        var test = pack.Own.Tests.FirstOrDefault(t => t.Place.File == file && t.Name == name) ?? throw ProblemException.NotFound("test", "这个测试");
        var compiled = PackLibrary.Compile(pack, test.On).With(test.Parameters);
        var results = test.HasHousehold
            ? new PackEvaluator(compiled).Evaluate(test.Household, Explain.Alternatives, only: null).Results
            : [.. compiled.Subjects.Where(s => test.Facts is not null && s.Policies.Any(p => test.Expect.Any(e => e.Policy == p.Id)))
                .SelectMany(s => new SubjectEvaluator(compiled).Evaluate(s.Subject, System.Text.Encoding.UTF8.GetBytes(test.Facts!), Explain.Alternatives).Results)];
        var runner = new PackTestRunner(pack with { Own = pack.Own with { Tests = [test] } }, new Findings());
        runner.Run();
        // What the test is about stands first.
        var asked = test.Expect.Select(e => e.Policy).ToHashSet();
        return new TestExplained(
            test.Name, test.On, results.Count(r => asked.Contains(r.Policy)), JsonDocument.Parse(test.HasHousehold ? test.Household : System.Text.Encoding.UTF8.GetBytes(test.Facts ?? "{}")).RootElement,
            [.. results.OrderBy(r => !asked.Contains(r.Policy)).Select(r => Titled(r, compiled))], [.. runner.Outcomes.Single().Faults.Select(f => new LocalText(f.Zh, f.En))]);
    }

    private static JsonElement Titled(PolicyResult result, CompiledPack pack)
    {
        var json = JsonNode.Parse(result.ToJson())!.AsObject();
        var title = pack.Infos.First(p => p.Id == result.Policy).Title;
        json["title"] = new JsonObject { ["zh"] = title.Zh, ["en"] = title.En };
        return JsonSerializer.SerializeToElement(json);
    }
}
