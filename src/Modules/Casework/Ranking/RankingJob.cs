using Fuyao.Access.Contracts;
using Fuyao.Casework.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;

namespace Fuyao.Casework.Ranking;

/// <summary>Makes a ranking in the background. Started again after a crash it makes a new one; the unfinished one is never seen.</summary>
internal sealed class RankingJob(Rankings rankings, HouseholdReader households, TimeProvider clock) : IJobHandler
{
    public const string KindName = "ranking";

    public string Kind => KindName;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<RankingJobArgs>();
        var region = new RegionCode(args.Region);
        var total = (await households.CountAsync(region.Range, clock.TodayInChina(), job.CancellationToken)).Households;
        job.SetResult(await rankings.MakeAsync(new RankingRequest(region, args.Year, args.On, args.KnownAt), done => job.Report(done, total), job.CancellationToken));
    }
}
