using System.Collections.Concurrent;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Identity;

/// <summary>Who a session is, as of at most half a second ago.</summary>
internal sealed record LiveSession(Guid Id, Guid UserId, string UserName, string DisplayName, string? SecurityStamp, string Role, long Region, Guid AssignmentId);

/// <summary>
/// Answers for every request whether its session still stands, so that an account disabled anywhere is refused within a second,
/// without asking the database for each of a page's twenty requests.
/// </summary>
internal sealed class SessionCache(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int Most = 20_000;

    private static readonly TimeSpan Trusted = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, (LiveSession? Session, long At)> known = [];

    public async ValueTask<LiveSession?> FindAsync(Guid id, CancellationToken ct)
    {
        if (known.TryGetValue(id, out var entry) && clock.GetElapsedTime(entry.At) < Trusted)
        {
            return entry.Session;
        }

        var (now, at) = (clock.GetUtcNow(), clock.GetTimestamp());

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var session = await (
            from s in db.Set<Session>()
            join u in db.Set<User>() on s.UserId equals u.Id
            join a in db.Set<RoleAssignment>() on new { Id = s.AssignmentId, s.UserId } equals new { a.Id, a.UserId }
            where s.Id == id && s.EndedAt == null && s.ExpiresAt > now && !u.Disabled
            select new LiveSession(s.Id, u.Id, u.UserName!, u.DisplayName, u.SecurityStamp, a.Role, a.Region, a.Id)).SingleOrDefaultAsync(ct);
        if (known.Count > Most)
        {
            known.Clear();
        }

        session = session is not null && Roles.All.ContainsKey(session.Role) ? session : null;
        known[id] = (session, at);
        return session;
    }

    /// <summary>After a change of users, roles or sessions in this process: effective with the next request.</summary>
    public void Forget() => known.Clear();
}
