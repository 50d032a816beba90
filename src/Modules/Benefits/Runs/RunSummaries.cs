using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;

namespace Fuyao.Benefits.Runs;

internal static class RunSummaries
{
    public static RunSummary Of(Run run, bool unchanged = false)
    {
        var totals = RunTotals.Read(run.Totals);
        return new RunSummary
        {
            Run = run.Id.ToString(),
            Pack = run.Pack,
            PackVersion = run.PackVersion,
            PackHash = run.PackHash,
            Period = run.Period,
            On = run.On,
            Households = run.Households,
            Persons = run.Persons,
            Awards = run.Awards,
            Amount = run.Amount,
            ByPolicy = totals.ByPolicy.ToDictionary(p => p.Key, p => p.Value.Amount),
            CountByPolicy = totals.ByPolicy.ToDictionary(p => p.Key, p => p.Value.Count),
            BySource = totals.BySource,
            Seconds = Math.Round(run.Seconds, 3),
            Completed = run.State == RunState.Completed,
            Unchanged = unchanged,
            NotEligible = totals.NotEligible,
            Undetermined = totals.Undetermined,
            Manual = totals.Manual,
            Excluded = totals.Excluded,
            Already = totals.Already,
            Conflicts = totals.Conflicts,
            UnknownParameters = [.. totals.UnknownParameters.Select(u => u.Key.Split('/') is [var policy, var parameter] ? new UnknownParameter(policy, parameter, u.Value) : throw new FormatException(u.Key))],
        };
    }

    public static RunSummary Sum(IReadOnlyList<RunSummary> runs) => runs.Count == 1 ? runs[0] : runs[0] with
    {
        Runs = [.. runs.Select(r => r.Run)],
        Households = runs.Sum(r => r.Households),
        Persons = runs.Sum(r => r.Persons),
        Awards = runs.Sum(r => r.Awards),
        Amount = new Money(runs.Sum(r => r.Amount.Fen)),
        ByPolicy = Sum(runs, r => r.ByPolicy),
        CountByPolicy = runs.SelectMany(r => r.CountByPolicy).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Sum(p => p.Value)),
        BySource = Sum(runs, r => r.BySource),
        Seconds = runs.Sum(r => r.Seconds),
        Completed = runs.All(r => r.Completed),
        Unchanged = runs.All(r => r.Unchanged),
        NotEligible = runs.Sum(r => r.NotEligible),
        Undetermined = runs.Sum(r => r.Undetermined),
        Manual = runs.Sum(r => r.Manual),
        Excluded = runs.Sum(r => r.Excluded),
        Already = runs.Sum(r => r.Already),
        Conflicts = runs.Sum(r => r.Conflicts),
        UnknownParameters = [.. runs.SelectMany(r => r.UnknownParameters).GroupBy(u => (u.Policy, u.Parameter)).Select(g => new UnknownParameter(g.Key.Policy, g.Key.Parameter, g.Sum(u => u.Results)))],
    };

    private static Dictionary<string, Money> Sum(IReadOnlyList<RunSummary> runs, Func<RunSummary, IReadOnlyDictionary<string, Money>> of) =>
        runs.SelectMany(of).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => new Money(g.Sum(p => p.Value.Fen)));
}
