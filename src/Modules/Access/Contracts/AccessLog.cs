using Fuyao.Access.Audit;

namespace Fuyao.Access.Contracts;

/// <summary>
/// The second chain: who looked at whose data, and who was refused. Await it before answering – the answer must not leave
/// before the record has reached the disk; records of requests that come together share one commit.
/// </summary>
public sealed class AccessLog
{
    private readonly AccessLogWriter writer;
    private readonly Chains chains;
    private readonly CurrentActor actor;

    internal AccessLog(AccessLogWriter writer, Chains chains, CurrentActor actor)
    {
        this.writer = writer;
        this.chains = chains;
        this.actor = actor;
    }

    /// <summary>Records that the actor saw personal data of the subjects.</summary>
    /// <param name="action">Such as <c>household.view</c>, <c>household.list</c>, <c>household.reveal</c>, <c>household.export</c>.</param>
    public Task ReadAsync(string action, params IReadOnlyCollection<AuditSubject> subjects) => ReadAsync(action, null, subjects);

    /// <inheritdoc cref="ReadAsync(string, IReadOnlyCollection{AuditSubject})"/>
    /// <param name="detail">JSON of what was shown and why (field names, reason); no personal data.</param>
    public Task ReadAsync(string action, object? detail, IReadOnlyCollection<AuditSubject> subjects)
    {
        var json = detail is null ? null : System.Text.Json.JsonSerializer.Serialize(detail, AuditJson.Options);
        return writer.AppendAsync([.. subjects.Select(s => chains.Record(actor, action, s, json))]);
    }

    /// <summary>Records that the actor was refused something.</summary>
    public Task RefusedAsync(string action, AuditSubject subject, object? detail = null) => ReadAsync("refused:" + action, detail, [subject]);
}
