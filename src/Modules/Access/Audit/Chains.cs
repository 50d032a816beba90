using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Keys;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Audit;

/// <summary>The two chains and what is common to them.</summary>
internal sealed class Chains(KeyRing keys, HeadsFile heads, DatabaseTarget target, TimeProvider clock)
{
    public ChainStore Writes { get; } = new("audit", () => keys.Current.Audit, heads);

    /// <summary>Reads of personal data and refusals. On SQLite in a file of its own, because looking must not wait for writing.</summary>
    public ChainStore Reads { get; } = new("access_log", () => keys.Current.Audit, heads);

    public DatabaseTarget ReadsTarget { get; } =
        AccessOptions.AccessLogAt(target) is { } path ? DatabaseTarget.Parse(path) : target;

    public ChainRecord Record(CurrentActor actor, string action, AuditSubject subject, string? detail) => new(
        subject.County ?? actor.County, 0, Sql.ToStored(clock.GetUtcNow()), actor.Id, actor.Name, actor.Role, actor.Channel, action,
        subject.Kind ?? "", subject.Id ?? "", detail, [], []);
}
