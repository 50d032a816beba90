using Fuyao.Access.Contracts;

namespace Fuyao.Benefits.Orders;

internal sealed record OrderJobArgs(int County, Guid Id);

/// <summary>Freezes an order's lines in the background. The order's own cursor says where to continue.</summary>
internal sealed class OrderJob(OrderDesk desk) : IJobHandler
{
    public const string KindName = "order";

    public string Kind => KindName;

    public async Task RunAsync(JobContext job)
    {
        var args = job.ArgsAs<OrderJobArgs>();
        await desk.PrepareAsync(args.County, args.Id, (done, total) => job.Report(done, total), job.CancellationToken);
        job.SetResult(new { Order = args.Id });
    }
}
