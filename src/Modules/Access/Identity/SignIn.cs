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

/// <summary>On a route that pages ask by themselves: it shows nobody at the keyboard.</summary>
internal sealed record BackgroundMetadata;

/// <summary>Passwords, second factors, lockout and the cookie.</summary>
internal sealed class SignIn(
    UserManager<User> users, PlatformDb db, SessionCache cache, CurrentActor actor, AccessLog log, WriteSession write, AuditTrail audit,
    SecondFactor second, Tickets tickets, GuessedNames guessed, TimeProvider clock)
{
    public const string SessionClaim = "sid";
    public const string StampClaim = "stamp";
    public const int MostFailures = 5;

    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    private static readonly IReadOnlySet<string> OwnSessionOnly = new HashSet<string> { Permissions.Session };

    // Verified when there is no such user, so that the time of an answer does not tell which names exist.
    private static readonly string SomeHash = new PasswordHasher<User>().HashPassword(new User(), "no such user");

    public enum Outcome
    {
        Ok,
        Wrong,
        LockedOut,
        NoRole,

        /// <summary>The password is right; the second factor is still to come.</summary>
        More,
    }

    /// <param name="Session">Of <see cref="Outcome.Ok"/>.</param>
    /// <param name="Ticket">Of <see cref="Outcome.More"/>: to be sent with the second factor.</param>
    /// <param name="Methods">Likewise: what may be sent.</param>
    internal sealed record Answer(Outcome Outcome, LiveSession? Session = null, string? Ticket = null, IReadOnlyList<string>? Methods = null);

    public async Task<Answer> PasswordAsync(HttpContext http, string name, string password, string? role, CancellationToken ct)
    {
        var user = await users.FindByNameAsync(name);
        if (user is null || user.Disabled)
        {
            var open = guessed.Take(users.NormalizeName(name) ?? "");
            if (open)
            {
                users.PasswordHasher.VerifyHashedPassword(new User(), SomeHash, password);
            }

            await log.RefusedAsync("sign-in", new AuditSubject("user", user?.Id.ToString() ?? "unknown"), new { address = Device.AddressOf(http) });
            return new Answer(open ? Outcome.Wrong : Outcome.LockedOut);
        }

        var methods = await second.MethodsAsync(user, ct);
        if (await CheckAsync(user, password, last: methods.Count == 0, ct) is var outcome and not Outcome.Ok)
        {
            return new Answer(outcome);
        }

        return methods.Count == 0
            ? await StartAsync(http, user, role, strong: false, ct)
            : new Answer(Outcome.More, Ticket: await tickets.IssueAsync(TicketKind.SecondFactor, user.Id, role, null, ct), Methods: methods);
    }

    /// <summary>The second step: a code of the app, or one from paper. A wrong one counts towards the lockout like a wrong password.</summary>
    public async Task<Answer> SecondAsync(HttpContext http, string? ticket, string? code, string? paperCode, CancellationToken ct)
    {
        if (await tickets.FindAsync(TicketKind.SecondFactor, ticket, ct) is not { } found
            || await users.FindByIdAsync(found.UserId.ToString()!) is not { Disabled: false } user)
        {
            return new Answer(Outcome.Wrong);
        }

        var subject = new AuditSubject("user", user.Id.ToString());
        if (!await TakeAttemptAsync(user.Id, ct))
        {
            await log.RefusedAsync("sign-in", subject, new { locked = true });
            return new Answer(Outcome.LockedOut);
        }

        if (!(code is { Length: > 0 } ? await second.TakeCodeAsync(user, code, ct) : await second.TakePaperCodeAsync(user.Id, paperCode ?? "", ct))
            || !await tickets.UseAsync(found, ct))
        {
            await LockIfTooManyAsync(user.Id, ct);
            await log.RefusedAsync("sign-in", subject, new { second_factor = true, address = Device.AddressOf(http) });
            return new Answer(Outcome.Wrong);
        }

        await ForgetFailuresAsync(user.Id, ct);
        return await StartAsync(http, user, found.Role, strong: true, ct);
    }

    /// <summary>Whether it is the account's password; a wrong one counts towards the lockout.</summary>
    public async Task<Outcome> CheckAsync(Guid id, string password, CancellationToken ct) =>
        await users.FindByIdAsync(id.ToString()) is { } user ? await CheckAsync(user, password, last: true, ct) : Outcome.Wrong;

    public async Task<IReadOnlyList<UserRole>> RolesAsync(Guid user, IRegionNames? names, CancellationToken ct)
    {
        var found = await (
            from a in Assignments.Live(db, clock)
            where a.UserId == user
            orderby a.LentBy != null, a.Id
            select new { a.Role, a.Region, a.To, Lender = db.Set<User>().Where(l => l.Id == a.LentBy).Select(l => l.DisplayName).FirstOrDefault() }).ToListAsync(ct);
        var places = await Assignments.PlacesAsync(names, found.Select(f => f.Region), ct);
        return [.. found.Select(a => new UserRole(a.Role, new RegionCode(a.Region).ToShort(), a.Lender, a.To, places.GetValueOrDefault(a.Region)))];
    }

    /// <summary>Lets the session act in another of its user's roles; within the present write.</summary>
    public async Task<bool> SwitchAsync(Guid session, string role, string? region, CancellationToken ct)
    {
        var assignments = await Assignments.Live(db, clock).Where(a => a.UserId == actor.Id && a.Role == role).OrderBy(a => a.LentBy != null).ThenBy(a => a.Id).ToListAsync(ct);
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

    private static async Task SetCookieAsync(HttpContext http, LiveSession session)
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
        var active = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<BackgroundMetadata>() is null;
        var session = Guid.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var id)
            ? await services.GetRequiredService<SessionCache>().FindAsync(id, active, context.HttpContext.RequestAborted)
            : null;
        if (session is null || session.SecurityStamp != context.Principal!.FindFirstValue(StampClaim))
        {
            context.RejectPrincipal();
            return;
        }

        Enter(
            services.GetRequiredService<CurrentActor>(), session, services.GetRequiredService<AccessOptions>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        context.HttpContext.Items[typeof(LiveSession)] = session;
    }

    /// <summary>What the session must do before it may do anything else: <c>change-password</c>, <c>second-factor</c>, or nothing.</summary>
    public static string? Duty(LiveSession session, AccessOptions options, DateTimeOffset now) =>
        session.MustChangePassword ? "change-password"
        : SecondFactorDue(session, options) <= now ? "second-factor"
        : null;

    /// <summary>From when on the session may do nothing before a second factor is shown; null when it needs none or has shown it.</summary>
    public static DateTimeOffset? SecondFactorDue(LiveSession session, AccessOptions options) =>
        !session.Strong && options.SecondFactorRoles.Contains(session.Role) ? session.AccountMadeAt + options.SecondFactorGrace : null;

    private static void Enter(CurrentActor actor, LiveSession session, AccessOptions options, DateTimeOffset now) => actor.Enter(
        session.UserId, session.LenderName is null ? session.DisplayName : $"{session.DisplayName}(代{session.LenderName})", session.Role,
        new RegionCode(session.Region), Channels.Form, Duty(session, options, now) is null ? Roles.All[session.Role].Permissions : OwnSessionOnly, session.LenderId);

    /// <summary>Starts the session of somebody who has proved enough; in the first role of their own, or the one asked for.</summary>
    public async Task<Answer> StartAsync(HttpContext http, User user, string? role, bool strong, CancellationToken ct)
    {
        var assignment = await Assignments.Live(db, clock).Where(a => a.UserId == user.Id && (role == null || a.Role == role))
            .OrderBy(a => a.LentBy != null).ThenBy(a => a.Id).FirstOrDefaultAsync(ct);
        if (assignment is null)
        {
            return new Answer(Outcome.NoRole);
        }

        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = Ids.New(clock), UserId = user.Id, AssignmentId = assignment.Id, StartedAt = now, ExpiresAt = now + SessionLength, LastSeenAt = now,
            Strong = strong, Address = Device.AddressOf(http), Device = Device.Of(http),
        };
        db.Add(session);
        await db.SaveChangesAsync(ct);
        var live = (await cache.FindAsync(session.Id, active: true, ct))!;
        Enter(actor, live, http.RequestServices.GetRequiredService<AccessOptions>(), now);
        http.Items[typeof(LiveSession)] = live;
        await log.ReadAsync("sign-in", new { strong, address = session.Address }, [new AuditSubject("user", user.Id.ToString())]);
        await SetCookieAsync(http, live);
        return new Answer(Outcome.Ok, live);
    }

    /// <param name="last">Nothing else is asked for, so that the failures before are forgotten.</param>
    private async Task<Outcome> CheckAsync(User user, string password, bool last, CancellationToken ct)
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

        // With a second factor to come only this attempt is given back: else the password would buy any number of guesses at it.
        await (last
            ? ForgetFailuresAsync(user.Id, ct)
            : db.Set<User>().Where(u => u.Id == user.Id && u.AccessFailedCount > 0)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount - 1), ct));
        return Outcome.Ok;
    }

    private Task<int> ForgetFailuresAsync(Guid user, CancellationToken ct) =>
        db.Set<User>().Where(u => u.Id == user).ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, 0), ct);

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
