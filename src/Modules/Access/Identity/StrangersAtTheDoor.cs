using System.Collections.Concurrent;
using Fuyao.Access.Audit;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Http;

namespace Fuyao.Access.Identity;

/// <summary>
/// Records who knocks without being signed in – but a flood of knocks is not a flood of records: each address and route leaves
/// one a minute, which counts those before it, and there are so many addresses and no more.
/// </summary>
internal sealed class StrangersAtTheDoor(AccessLogWriter writer, Chains chains, TimeProvider clock)
{
    private const int MostDoors = 1_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Address, string Route), Knocks> known = [];

    public Task RecordAsync(HttpContext http, string route)
    {
        var now = clock.GetUtcNow();
        var door = (Address: Device.AddressOf(http), Route: route);
        if (known.Count >= MostDoors && !known.ContainsKey(door))
        {
            foreach (var (old, knocks) in known)
            {
                if (now - knocks.RecordedAt > Every)
                {
                    known.TryRemove(old, out _);
                }
            }

            door = known.Count >= MostDoors ? ("many", "many") : door;
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

        var nobody = new CurrentActor(new AreaScope());
        var detail = System.Text.Json.JsonSerializer.Serialize(new { status = 401, address = door.Address, times = since }, AuditJson.Options);
        return writer.AppendAsync([chains.Record(nobody, "refused:anonymous", new AuditSubject("route", door.Route, 0), detail)]);
    }

    private sealed class Knocks
    {
        public long Since { get; set; }

        public DateTimeOffset RecordedAt { get; set; } = DateTimeOffset.MinValue;
    }
}
