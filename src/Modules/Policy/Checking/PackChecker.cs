using Fuyao.Policy.Contracts;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>Checks a pack: its files, its types, its sources, its tests.</summary>
internal static class PackChecker
{
    public static PackCheckReport Check(string directory, PolicyOptions options)
    {
        var findings = new Findings();
        return PackLayers.Read(PackFiles.In(directory), PackLayers.Beside(directory, options.PacksDirectory), findings) is { } pack
            ? Check(pack, options, findings).Report
            : Report(findings, 0, 0);
    }

    /// <summary>Checks a pack that has been read.</summary>
    /// <param name="pack">With its parents.</param>
    /// <param name="options">Where the plans' texts are.</param>
    /// <param name="findings">What reading it found.</param>
    /// <returns>The report, and every test with what came otherwise than it expects.</returns>
    public static (PackCheckReport Report, IReadOnlyList<TestOutcome> Tests) Check(EffectivePack pack, PolicyOptions options, Findings findings)
    {
        var compiled = PackCompiler.Compile(pack, pack.Own.ValidFrom ?? pack.Own.Tests.FirstOrDefault()?.On ?? new DateOnly(2016, 1, 1), findings);
        if (compiled is not null)
        {
            new Contradictions(compiled, findings).Run();
        }

        new Calendars(pack.Own.Procedures, [.. pack.Checks.Select(c => c.Id)], findings).Run();
        new PackLint(pack, new SourceTexts(options.SourcesDirectory), findings).Run();
        var tests = new PackTestRunner(pack, findings);
        tests.Run();
        if (tests.Passed + tests.Failed == 0 || tests.Reached.Count > 0)
        {
            Coverage(pack, tests, [.. compiled?.Checks.Where(c => c.IsDecided(pack)).Select(c => c.Definition.Id) ?? []], findings);
        }

        return (Report(findings, tests.Passed, tests.Failed), tests.Outcomes);
    }

    // Every policy, table row and change of a parameter has a test.
    private static void Coverage(EffectivePack pack, PackTestRunner tests, IReadOnlyList<string> decided, Findings findings)
    {
        foreach (var policy in pack.Own.Policies)
        {
            if (!tests.Reached.Contains((policy.Id, 0)))
            {
                findings.Warning("no-test", policy.Place, $"政策“{policy.Id}”没有测试。", $"The policy '{policy.Id}' has no test.");
                continue;
            }

            var rows = policy.Parts.Select(p => p.Amount).Append(policy.Value).Select(a => a?.Table?.Rows).FirstOrDefault(r => r is not null) ?? [];
            foreach (var (index, row) in rows.Index().Where(r => !tests.Reached.Contains((policy.Id, r.Index + 1))))
            {
                findings.Warning("row-without-test", row.Place, $"“{policy.Id}”的第 {index + 1} 行没有测试。", $"Row {index + 1} of '{policy.Id}' has no test.");
            }
        }

        // What the pack's own figures decide needs no facts, and no test.
        foreach (var check in pack.Own.Checks.Where(c => !decided.Contains(c.Id)))
        {
            if (!tests.Reached.Contains((check.Id, 0)))
            {
                findings.Warning("no-test", check.Place, $"核查“{check.Id}”没有测试。", $"The check '{check.Id}' has no test.");
            }
        }

        foreach (var parameter in pack.Own.Parameters.Where(p => p.Values.Count > 1))
        {
            foreach (var value in parameter.Values.Where(v => !pack.Own.Tests.Any(t => (v.From is null || v.From <= t.On) && (v.To is null || t.On <= v.To))))
            {
                findings.Warning("change-without-test", value.Place,
                    $"参数“{parameter.Id}”自 {value.From:yyyy-MM-dd} 起的取值没有测试。", $"The value of '{parameter.Id}' from {value.From:yyyy-MM-dd} has no test.");
            }
        }
    }

    private static bool IsFault(PackFinding finding) => finding.Code is "table-gap" or "always-true";

    private static PackCheckReport Report(Findings findings, int passed, int failed) => new(
        // A pack in use leaves an uncovered case to a person; a pack to be published covers its cases.
        [.. findings.Errors.Concat(findings.Warnings.Where(IsFault)).Distinct().OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line)],
        [.. findings.Warnings.Where(w => !IsFault(w)).Distinct().OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line)], passed, failed);
}
