using Fuyao.Access.Contracts;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Orders;

internal sealed record OrderJobArgs(int County, Guid Id);

/// <summary>Freezes an order's lines in the background. The order's own cursor says where to continue.</summary>
internal sealed class OrderJob(OrderDesk desk) : IJobHandler
{
    public const string KindName = "order";

    private static readonly LocalText Comparing = new("核对以前各期", "comparing earlier periods");

    private static readonly LocalText Freezing = new("冻结发放明细", "freezing the lines");

    public string Kind => KindName;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<OrderJobArgs>();
        await desk.PrepareAsync(args.County, args.Id, (done, total, comparing) => job.Report(done, total, (comparing ? Comparing : Freezing).InCurrent()), job.CancellationToken);
        job.SetResult(new { Order = args.Id });
    }
}
