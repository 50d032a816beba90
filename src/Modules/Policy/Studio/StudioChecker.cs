using System.Diagnostics;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Checking;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Studio;

/// <summary>Checks the content of a draft as <c>pack check</c> does.</summary>
internal static class StudioChecker
{
    /// <param name="engine">For the parents in force and the plans' texts.</param>
    /// <param name="files">The pack's own files.</param>
    /// <param name="on">The date for which parents are taken; null: the last published.</param>
    /// <returns>The pack, null when it cannot be read, and what was found.</returns>
    public static (EffectivePack? Pack, StudioReport Report) Check(PolicyEngine engine, PackFiles files, DateOnly? on)
    {
        var began = Stopwatch.GetTimestamp();
        var findings = new Findings();
        var pack = engine.Library.Read(files, on, findings);
        var (report, tests) = pack is null ? (null, []) : PackChecker.Check(pack, engine.Options, findings);
        IReadOnlyList<TestOutcome> outcomes = tests;
        var trees = new YamlTrees(files);
        return (pack, new StudioReport(
            report?.Ok ?? false,
            // What failed in a test is said with the test.
            StudioPacks.Findings(files, (report?.Errors ?? findings.Errors).Where(e => e.Code != "test-failed"), report?.Warnings ?? findings.Warnings),
            [.. outcomes.Select(o => Result(o, trees))], Stopwatch.GetElapsedTime(began).TotalSeconds));
    }

    private static StudioTestResult Result(TestOutcome outcome, YamlTrees trees)
    {
        var place = outcome.Test.Place;
        var path = trees[place.File]?.StartingAt(place.Line, place.Column, scalar: false)?.Path;
        return new StudioTestResult(outcome.Test.Name, place.File, path ?? [], outcome.Ran, outcome.Passed, [.. outcome.Faults.Select(f => new LocalText(f.Zh, f.En))]);
    }
}
