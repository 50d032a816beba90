using Fuyao.Access.Retaining;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Contracts;

/// <summary>What went, or would go.</summary>
/// <param name="Kind"><c>access_log</c>, <c>answers</c>, <c>jobs</c>, <c>uploads</c>, <c>exports</c> or <c>sessions</c>.</param>
/// <param name="Before">What is older goes; null: kept for ever.</param>
public sealed record RetentionLine(string Kind, LocalText What, int Days, DateTimeOffset? Before, long Count);

/// <summary>
/// Beside “nothing is deleted”: what is no record of the county goes after its time. The register, its history, the audit of
/// changes, awards and payments are never touched. The access log stays verifiable: where it was cut is signed outside the database.
/// </summary>
public sealed class Retention
{
    private readonly RetentionWork work;

    internal Retention(RetentionWork work) => this.work = work;

    /// <param name="dryRun">Only counts.</param>
    public Task<IReadOnlyList<RetentionLine>> RunAsync(bool dryRun, CancellationToken ct = default) => work.RunAsync(dryRun, ct);
}
