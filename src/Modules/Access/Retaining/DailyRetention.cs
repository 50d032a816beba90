using Fuyao.Access.Contracts;

namespace Fuyao.Access.Retaining;

internal sealed class DailyRetention(Retention retention, AccessOptions options) : IScheduledWork
{
    public string Name => "retention";

    public TimeOnly? At => options.RetentionAt;

    public Task RunAsync(CancellationToken ct) => retention.RunAsync(dryRun: false, ct);
}
