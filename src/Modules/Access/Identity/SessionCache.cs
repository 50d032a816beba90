using System.Collections.Concurrent;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Identity;

/// <summary>Who a session is, as of at most half a second ago.</summary>
/// <remarks><c>Strong</c>: a second factor or a passkey was shown. <c>Lender…</c>: whoever lent the role that the session acts in.</remarks>
internal sealed record LiveSession(
    Guid Id, Guid UserId, string UserName, string DisplayName, string? SecurityStamp, string Role, long Region, Guid AssignmentId, bool MustChangePassword,
    bool Strong, DateTimeOffset LastSeenAt, Guid? LenderId, string? LenderName, DateTimeOffset AccountMadeAt);

/// <summary>
/// Answers for every request whether its session still stands, so that an account disabled anywhere is refused within a second,
/// without asking the database for each of a page's twenty requests.
/// </summary>
internal sealed class SessionCache(IServiceScopeFactory scopes, AccessOptions options, TimeProvider clock)
{
    private const int Most = 20_000;

    private static readonly TimeSpan Trusted = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (LiveSession? Session, long At)> known = [];

    /// <param name="active">A person does something; a page that asks by itself keeps no session alive.</param>
    public async ValueTask<LiveSession?> FindAsync(Guid id, bool active, CancellationToken ct)
    {
        if (known.TryGetValue(id, out var entry) && clock.GetElapsedTime(entry.At) < Trusted)
        {
            return entry.Session;
        }

        var (now, at) = (clock.GetUtcNow(), clock.GetTimestamp());
        var since = now - TimeSpan.FromMinutes(options.IdleMinutes);

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var session = await (
            from s in db.Set<Session>()
            join u in db.Set<User>() on s.UserId equals u.Id
            join a in Assignments.Live(db, clock) on new { Id = s.AssignmentId, s.UserId } equals new { a.Id, a.UserId }
            where s.Id == id && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > since && !u.Disabled
            select new LiveSession(
                s.Id, u.Id, u.UserName!, u.DisplayName, u.SecurityStamp, a.Role, a.Region, a.Id, u.MustChangePassword, s.Strong, s.LastSeenAt, a.LentBy,
                db.Set<User>().Where(l => l.Id == a.LentBy).Select(l => l.DisplayName).FirstOrDefault(), u.CreatedAt)).SingleOrDefaultAsync(ct);
        if (known.Count > Most)
        {
            known.Clear();
        }

        session = session is not null && Roles.All.ContainsKey(session.Role) ? session : null;
        if (active && session is not null && now - session.LastSeenAt > SeenEvery)
        {
            await db.Set<Session>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct);
        }

        known[id] = (session, at);
        return session;
    }

    /// <summary>After a change of users, roles or sessions in this process: effective with the next request.</summary>
    public void Forget() => known.Clear();
}
