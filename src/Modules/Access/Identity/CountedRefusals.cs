using System.Collections.Concurrent;
using Fuyao.Access.Audit;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Access.Identity;

/// <summary>
/// Records who knocks without being signed in, and who asks too often – but a flood of knocks is not a flood of records: each address
/// (or user) and route leaves one a minute, which counts those before it, and there are so many of them and no more.
/// </summary>
internal sealed class CountedRefusals(AccessLogWriter writer, Chains chains, TimeProvider clock)
{
    private const int MostDoors = 1_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Who, string Route), Knocks> known = [];

    /// <summary>Somebody who is not signed in asked for what needs a sign-in.</summary>
    public Task StrangerAsync(HttpContext http) => RecordAsync(http, new CurrentActor(new AreaScope()), "refused:anonymous", StatusCodes.Status401Unauthorized);

    /// <summary>A user, or before sign-in an address, asked more often than the limits allow.</summary>
    public Task TooOftenAsync(HttpContext http, CurrentActor actor) => RecordAsync(http, actor, "refused:rate", StatusCodes.Status429TooManyRequests);

    private Task RecordAsync(HttpContext http, CurrentActor actor, string action, int status)
    {
        var now = clock.GetUtcNow();
        var address = Device.AddressOf(http);
        var door = (Who: $"{action} {(actor.IsSignedIn ? actor.Id.ToString() : address)}", Route: (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown");
        if (known.Count >= MostDoors && !known.ContainsKey(door))
        {
            foreach (var (old, knocks) in known)
            {
                if (now - knocks.RecordedAt > Every)
                {
                    known.TryRemove(old, out _);
                }
            }

            (door, address) = known.Count >= MostDoors ? (("many", "many"), "many") : (door, address);
        }

        var mine = known.GetOrAdd(door, _ => new Knocks());
        long since;
        lock (mine)
        {
            mine.Since++;
            if (now - mine.RecordedAt < Every)
            {
                return Task.CompletedTask;
            }

            (since, mine.Since, mine.RecordedAt) = (mine.Since, 0, now);
        }

        var detail = System.Text.Json.JsonSerializer.Serialize(new { status, address, times = since }, AuditJson.Options);
        return writer.AppendAsync([chains.Record(actor, action, actor.IsSignedIn ? new AuditSubject("route", door.Route) : new AuditSubject("route", door.Route, 0), detail)]);
    }

    private sealed class Knocks
    {
        public long Since { get; set; }

        public DateTimeOffset RecordedAt { get; set; } = DateTimeOffset.MinValue;
    }
}
