using System.Text.Json;

namespace Fuyao.Access.Contracts;

/// <summary>What a record of the audit is about.</summary>
/// <param name="Kind">Kebab-case, such as <c>household</c>, <c>person</c>, <c>run</c>, <c>area</c>.</param>
/// <param name="Id">Its id as text; never personal data.</param>
/// <param name="County">Six-digit county of the data; null means the actor's own.</param>
public readonly record struct AuditSubject(string Kind, string Id, int? County = null);

/// <summary>
/// What the present write did. Entries wait here and are chained into table <c>audit</c> by the transaction of
/// <see cref="WriteSession"/>; if it does not commit, they were never made.
/// </summary>
public sealed class AuditTrail
{
    private readonly List<Entry> pending = [];

    /// <param name="action">Stable, such as <c>household.change</c>.</param>
    /// <param name="detail">Serialised to JSON; field names, counts and ids – never names, numbers, phones or accounts.</param>
    public void Add(string action, string subjectKind, string subjectId, object? detail = null) =>
        Add(action, new AuditSubject(subjectKind, subjectId), detail);

    public void Add(string action, AuditSubject subject, object? detail = null) =>
        pending.Add(new Entry(action, subject, detail is null ? null : JsonSerializer.Serialize(detail, AuditJson.Options)));

    internal IReadOnlyList<Entry> Pending => pending;

    internal void Clear() => pending.Clear();

    internal sealed record Entry(string Action, AuditSubject Subject, string? Detail);
}

internal static class AuditJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
