using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Runs;

internal sealed record RunJobArgs(IReadOnlyList<RunKey> Runs);

internal sealed record RunKey(int County, Guid Id, long Region, DateOnly On);

/// <summary>Works runs out in the background. The run's own cursor says where to continue, so the job needs no checkpoint.</summary>
internal sealed class RunJob(BenefitRuns runs, HouseholdReader households) : IJobHandler
{
    public const string KindName = "run";

    public string Kind => KindName;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<RunJobArgs>();
        var total = 0L;
        foreach (var run in args.Runs)
        {
            total += (await households.CountAsync(new RegionCode(run.Region).Range, run.On, job.CancellationToken)).Households;
        }

        job.Report(0, total);
        var summaries = new List<RunSummary>();
        var before = 0;
        foreach (var run in args.Runs)
        {
            var start = before;
            var summary = await runs.ContinueAsync(
                run.County, run.Id, p => job.Report(start + p.Households, total, Say(p).InCurrent()), job.CancellationToken);
            before += summary.Households;
            summaries.Add(summary);
        }

        job.SetResult(RunSummaries.Sum(summaries));
    }

    private static LocalText Say(RunProgress p) => new($"已测算 {p.Households} 户,发放 {p.Awards} 笔", $"{p.Households} households, {p.Awards} awards");
}
