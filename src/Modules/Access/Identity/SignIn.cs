using System.Security.Claims;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Identity;

/// <summary>Passwords, lockout and the cookie.</summary>
internal sealed class SignIn(
    UserManager<User> users, PlatformDb db, SessionCache cache, CurrentActor actor, AccessLog log, WriteSession write, AuditTrail audit,
    TimeProvider clock)
{
    public const string SessionClaim = "sid";
    public const string StampClaim = "stamp";
    public const int MostFailures = 5;

    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    // Verified when there is no such user, so that the time of an answer does not tell which names exist.
    private static readonly string SomeHash = new PasswordHasher<User>().HashPassword(new User(), "no such user");

    public enum Outcome
    {
        Ok,
        Wrong,
        LockedOut,
        NoRole,
    }

    public async Task<(Outcome Outcome, LiveSession? Session)> PasswordAsync(string name, string password, string? role, CancellationToken ct)
    {
        var user = await users.FindByNameAsync(name);
        if (user is null || user.Disabled)
        {
            users.PasswordHasher.VerifyHashedPassword(new User(), SomeHash, password);
            await log.RefusedAsync("sign-in", new AuditSubject("user", user?.Id.ToString() ?? "unknown"));
            return (Outcome.Wrong, null);
        }

        if (await CheckAsync(user, password, ct) is var outcome and not Outcome.Ok)
        {
            return (outcome, null);
        }

        var assignments = await db.Set<RoleAssignment>().AsNoTracking().Where(a => a.UserId == user.Id).OrderBy(a => a.Id).ToListAsync(ct);
        var assignment = assignments.FirstOrDefault(a => role is null || a.Role == role);
        if (assignment is null)
        {
            return (Outcome.NoRole, null);
        }

        var session = await StartAsync(user, assignment, ct);
        await log.ReadAsync("sign-in", new AuditSubject("user", user.Id.ToString()));
        return (Outcome.Ok, session);
    }

    /// <summary>Whether it is the account's password; a wrong one counts towards the lockout.</summary>
    public async Task<Outcome> CheckAsync(Guid id, string password, CancellationToken ct) =>
        await users.FindByIdAsync(id.ToString()) is { } user ? await CheckAsync(user, password, ct) : Outcome.Wrong;

    public async Task<IReadOnlyList<UserRole>> RolesAsync(Guid user, CancellationToken ct) =>
        [.. (await db.Set<RoleAssignment>().AsNoTracking().Where(a => a.UserId == user).OrderBy(a => a.Id).ToListAsync(ct))
            .Select(a => new UserRole(a.Role, new RegionCode(a.Region).ToShort()))];

    /// <summary>Lets the session act in another of its user's roles; within the present write.</summary>
    public async Task<bool> SwitchAsync(Guid session, string role, string? region, CancellationToken ct)
    {
        var assignments = await db.Set<RoleAssignment>().AsNoTracking().Where(a => a.UserId == actor.Id && a.Role == role).OrderBy(a => a.Id).ToListAsync(ct);
        var chosen = assignments.FirstOrDefault(a => region is null || new RegionCode(a.Region).ToShort() == region);
        if (chosen is null)
        {
            return false;
        }

        await db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.AssignmentId, chosen.Id), ct);
        audit.Add("session.role", "user", actor.Id.ToString(), new { from = actor.Role, to = role });
        write.AfterCommit(() =>
        {
            cache.Forget();
            return Task.CompletedTask;
        });
        return true;
    }

    public static Guid SessionOf(HttpContext http) => Guid.TryParse(http.User.FindFirstValue(SessionClaim), out var id) ? id : Guid.Empty;

    public async Task SetCookieAsync(HttpContext http, LiveSession session)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, session.UserId.ToString()),
                new Claim(SessionClaim, session.Id.ToString()),
                new Claim(StampClaim, session.SecurityStamp ?? ""),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        http.User = new ClaimsPrincipal(identity);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, http.User);
    }

    public async Task EndAsync(HttpContext http, CancellationToken ct)
    {
        if (SessionOf(http) is var id && id != Guid.Empty)
        {
            var now = clock.GetUtcNow();
            await db.Set<Session>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
            cache.Forget();
            await log.ReadAsync("sign-out", new AuditSubject("user", actor.Id.ToString()));
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>On every request: the cookie names a session, the database says whether it stands and what it may.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var session = Guid.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var id)
            ? await services.GetRequiredService<SessionCache>().FindAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (session is null || session.SecurityStamp != context.Principal!.FindFirstValue(StampClaim))
        {
            context.RejectPrincipal();
            return;
        }

        Enter(services.GetRequiredService<CurrentActor>(), session);
    }

    public static void Enter(CurrentActor actor, LiveSession session) => actor.Enter(
        session.UserId, session.DisplayName, session.Role, new RegionCode(session.Region), Channels.Form, Roles.All[session.Role].Permissions);

    private async Task<LiveSession> StartAsync(User user, RoleAssignment assignment, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = Ids.New(clock), UserId = user.Id, AssignmentId = assignment.Id, StartedAt = now, ExpiresAt = now + SessionLength,
        };
        db.Add(session);
        await db.SaveChangesAsync(ct);
        var live = new LiveSession(
            session.Id, user.Id, user.UserName!, user.DisplayName, user.SecurityStamp, assignment.Role, assignment.Region, assignment.Id);
        Enter(actor, live);
        return live;
    }

    private async Task<Outcome> CheckAsync(User user, string password, CancellationToken ct)
    {
        var subject = new AuditSubject("user", user.Id.ToString());
        if (!await TakeAttemptAsync(user.Id, ct))
        {
            await log.RefusedAsync("sign-in", subject, new { locked = true });
            return Outcome.LockedOut;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            await LockIfTooManyAsync(user.Id, ct);
            await log.RefusedAsync("sign-in", subject);
            return Outcome.Wrong;
        }

        await db.Set<User>().Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, 0), ct);
        return Outcome.Ok;
    }

    // Counted before the password is looked at, so that fifty guesses at once are not fifty free guesses.
    private async Task<bool> TakeAttemptAsync(Guid user, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Set<User>().Where(u => u.Id == user && u.LockoutEnd != null && u.LockoutEnd <= now).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null), ct);
        return await db.Set<User>().Where(u => u.Id == user && u.LockoutEnd == null && u.AccessFailedCount < MostFailures)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1), ct) == 1;
    }

    private async Task LockIfTooManyAsync(Guid user, CancellationToken ct)
    {
        DateTimeOffset? until = clock.GetUtcNow() + Lockout;
        await db.Set<User>().Where(u => u.Id == user && u.AccessFailedCount >= MostFailures)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, until), ct);
    }
}
