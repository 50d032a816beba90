using System.Security.Cryptography;
using Fuyao.Access.Identity;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Contracts;

/// <summary>A role of a user in a place.</summary>
/// <param name="LentBy">Name of whoever lends it; null for one's own.</param>
/// <param name="Until">Last day; null for good.</param>
/// <param name="Place">Name of the region, where one is known.</param>
public sealed record UserRole(string Role, string Region, string? LentBy = null, DateOnly? Until = null, string? Place = null);

/// <summary>A role as it was given.</summary>
/// <param name="State"><c>active</c>, <c>coming</c>, <c>past</c>, or <c>pending</c>: waits for a second administrator.</param>
/// <param name="GrantedBy">Name of the administrator who gave it.</param>
/// <param name="MayConfirm">Whether the reader is that second administrator.</param>
public sealed record RoleGrant(
    Guid Id, string Role, string Region, DateOnly? From, DateOnly? To, string State, string? LentBy, string? GrantedBy, string? Reason, bool MayConfirm,
    string? Place = null);

/// <summary>An account as administrators see it.</summary>
/// <param name="SecondFactor">An authenticator app or a passkey is enrolled.</param>
/// <param name="Grants">All roles, past ones too, newest first.</param>
public sealed record UserAccount(
    Guid Id, string UserName, string Name, bool Disabled, bool LockedOut, IReadOnlyList<UserRole> Roles, bool MustChangePassword, bool SecondFactor,
    DateTimeOffset? LastSeenAt, IReadOnlyList<RoleGrant> Grants);

/// <summary>
/// Accounts and their roles. An administrator works within an area: it sees, makes and changes accounts whose roles all lie in it.
/// </summary>
public sealed class UserAdmin
{
    private const string PasswordLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly UserManager<User> users;
    private readonly PlatformDb db;
    private readonly WriteSession write;
    private readonly AuditTrail audit;
    private readonly CurrentActor actor;
    private readonly SessionCache sessions;
    private readonly SecondFactor second;
    private readonly IRegionNames? regions;
    private readonly TimeProvider clock;

    internal UserAdmin(
        UserManager<User> users, PlatformDb db, WriteSession write, AuditTrail audit, CurrentActor actor, SessionCache sessions, SecondFactor second,
        IRegionNames? regions, TimeProvider clock)
    {
        this.regions = regions;
        this.second = second;
        this.users = users;
        this.db = db;
        this.write = write;
        this.audit = audit;
        this.actor = actor;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// <summary>Sixteen characters that nobody mistakes for one another: 79 bits.</summary>
    public static string RandomPassword() => RandomNumberGenerator.GetString(PasswordLetters, 16);

    /// <exception cref="ProblemException">422: every fault of name, password, role and region at once.</exception>
    /// <param name="oneTime">The password is for the first sign-in only: it opens nothing but the form for a new one.</param>
    public Task<UserAccount> AddAsync(
        string userName, string name, string role, RegionCode region, string password, bool oneTime = false, DateOnly? from = null, DateOnly? to = null,
        CancellationToken ct = default) =>
        write.RunAsync("user.add", async () =>
        {
            userName = CleanText.Of(userName);
            var user = new User
            {
                Id = Ids.New(clock), UserName = userName, DisplayName = CleanText.Of(name), CreatedAt = clock.GetUtcNow(), LockoutEnabled = true,
                MustChangePassword = oneTime,
            };
            var problems = Check(userName, role, region);
            foreach (var validator in users.PasswordValidators)
            {
                problems.AddRange(Problems(await validator.ValidateAsync(users, user, password), "password"));
            }

            if (problems.Count == 0)
            {
                problems.AddRange(Problems(await users.CreateAsync(user, password), "user_name"));
            }

            Refuse(problems);
            var pending = Grant(user.Id, role, region, from, to, null);
            await db.SaveChangesAsync(ct);
            audit.Add("user.add", "user", user.Id.ToString(), new { role, region = region.ToShort(), from, to, pending });
            return (await ListAsync(ct)).Single(u => u.Id == user.Id);
        }, ct);

    /// <summary>Gives one more role in a place; the user chooses which one to act in. Nobody gives one to themselves.</summary>
    public Task AssignAsync(
        Guid id, string role, RegionCode region, DateOnly? from = null, DateOnly? to = null, string? reason = null, CancellationToken ct = default) =>
        write.RunAsync("user.assign", async () =>
        {
            await FindAsync(id, ct);
            NotOneself(id);
            var problems = Check("x", role, region);
            if (to < (from ?? clock.TodayInChina()))
            {
                problems.Add(new Problem("dates", new LocalText("截止日期不能早于开始日期或今天。", "The last day is before the first day, or past."), "to"));
            }

            Refuse(problems);
            var pending = false;
            if (from is not null || to is not null || !await db.Set<RoleAssignment>().AnyAsync(
                a => a.UserId == id && a.Role == role && a.Region == region.Value && a.EndedAt == null && a.LentBy == null && a.From == null && a.To == null, ct))
            {
                pending = Grant(id, role, region, from, to, reason);
            }

            audit.Add("user.assign", "user", id.ToString(), new { role, region = region.ToShort(), from, to, reason, pending });
            ForgetAfterCommit();
        }, ct);

    /// <summary>The second pair of eyes on an administrator's role: neither who gave it nor who gets it.</summary>
    public Task ConfirmAsync(Guid id, Guid grant, CancellationToken ct = default) => write.RunAsync("user.confirm", async () =>
    {
        await FindAsync(id, ct);
        var found = await db.Set<RoleAssignment>().SingleOrDefaultAsync(a => a.Id == grant && a.UserId == id && a.Pending && a.EndedAt == null, ct) ?? throw NoGrant();
        MakerChecker.Require(actor, found.GrantedBy ?? Guid.Empty, id);
        found.Pending = false;
        await db.SaveChangesAsync(ct);
        audit.Add("user.confirm", "user", id.ToString(), new { found.Role, region = new RegionCode(found.Region).ToShort() });
        ForgetAfterCommit();
    }, ct);

    /// <summary>Takes a role away, effective within a second; refuses a pending one.</summary>
    public Task EndGrantAsync(Guid id, Guid grant, CancellationToken ct = default) => write.RunAsync("user.withdraw", async () =>
    {
        await FindAsync(id, ct);
        var found = await db.Set<RoleAssignment>().SingleOrDefaultAsync(a => a.Id == grant && a.UserId == id && a.EndedAt == null, ct) ?? throw NoGrant();
        found.EndedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        audit.Add("user.withdraw", "user", id.ToString(), new { found.Role, region = new RegionCode(found.Region).ToShort() });
        ForgetAfterCommit();
    }, ct);

    /// <summary>Ends the lockout after wrong passwords.</summary>
    public Task UnlockAsync(Guid id, CancellationToken ct = default) => write.RunAsync("user.unlock", async () =>
    {
        await FindAsync(id, ct);
        await db.Set<User>().Where(u => u.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.AccessFailedCount, 0), ct);
        audit.Add("user.unlock", "user", id.ToString());
    }, ct);

    /// <summary>Ends all sessions of the account within a second, on every server.</summary>
    public Task EndSessionsAsync(Guid id, CancellationToken ct = default) => write.RunAsync("user.sessions-end", async () =>
    {
        await FindAsync(id, ct);
        await EndSessionsAsync(id, null, ct);
        audit.Add("user.sessions-end", "user", id.ToString());
        ForgetAfterCommit();
    }, ct);

    /// <summary>
    /// A password for one sign-in, and without second factor if that is lost too. Not for another administrator's account, which
    /// would be a way round the four eyes: that is done on the machine.
    /// </summary>
    /// <returns>The password, to be told to the user once.</returns>
    public Task<string> ResetAsync(Guid id, bool secondFactorToo, CancellationToken ct = default) => write.RunAsync("user.reset", async () =>
    {
        await FindAsync(id, ct);
        NotOneself(id);
        var roles = await db.Set<RoleAssignment>().Where(a => a.UserId == id && a.EndedAt == null).Select(a => a.Role).ToListAsync(ct);
        if (actor.Id != CurrentActor.OperatorId && roles.Exists(NeedsFourEyes))
        {
            throw new ProblemException(403, new Problem("administrator-reset", new LocalText(
                "其他系统管理员的密码只能由运行维护人员在服务器上重置(user reset)。", "Another administrator's password is reset on the machine only (user reset).")));
        }

        var password = RandomPassword();
        await SetPasswordAsync(id, password, null, ct);
        await db.Set<User>().Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.MustChangePassword, true), ct);
        if (secondFactorToo)
        {
            await second.ClearAsync(id, ct);
        }

        audit.Add("user.reset", "user", id.ToString(), new { second_factor = secondFactorToo });
        return password;
    }, ct);

    /// <summary>Disabling ends every session of the account within a second, on every server.</summary>
    public Task SetDisabledAsync(Guid id, bool disabled, CancellationToken ct = default) =>
        write.RunAsync(disabled ? "user.disable" : "user.enable", async () =>
        {
            await FindAsync(id, ct);
            await db.Set<User>().Where(u => u.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.Disabled, disabled).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.AccessFailedCount, 0), ct);
            if (disabled)
            {
                await EndSessionsAsync(id, null, ct);
            }

            audit.Add(disabled ? "user.disable" : "user.enable", "user", id.ToString());
            ForgetAfterCommit();
        }, ct);

    /// <summary>Sets a new password and ends the account's sessions, except the one given.</summary>
    public Task SetPasswordAsync(Guid id, string password, Guid? keepSession = null, CancellationToken ct = default) =>
        write.RunAsync("user.password", async () =>
        {
            var user = await users.FindByIdAsync(id.ToString()) ?? throw NoUser();
            var problems = new List<Problem>();
            foreach (var validator in users.PasswordValidators)
            {
                problems.AddRange(Problems(await validator.ValidateAsync(users, user, password), "password"));
            }

            Refuse(problems);
            user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
            (user.AccessFailedCount, user.LockoutEnd, user.MustChangePassword) = (0, null, false);
            Refuse([.. Problems(await users.UpdateAsync(user), "password")]);
            await EndSessionsAsync(id, keepSession, ct);
            audit.Add("user.password", "user", id.ToString());
            ForgetAfterCommit();
        }, ct);

    /// <summary>Accounts whose roles lie in the actor's area.</summary>
    public async Task<IReadOnlyList<UserAccount>> ListAsync(CancellationToken ct = default)
    {
        var (now, today) = (clock.GetUtcNow(), clock.TodayInChina());
        var grants = (await db.Set<RoleAssignment>().AsNoTracking().OrderByDescending(a => a.Id).ToListAsync(ct)).ToLookup(a => a.UserId);
        var accounts = await db.Set<User>().AsNoTracking().OrderBy(u => u.NormalizedUserName).ToListAsync(ct);
        var names = accounts.ToDictionary(u => u.Id, u => u.DisplayName);
        var withKeys = (await db.Set<Passkey>().Select(p => p.UserId).Distinct().ToListAsync(ct)).ToHashSet();
        var seen = await db.Set<Session>().GroupBy(s => s.UserId).Select(g => new { g.Key, At = g.Max(s => s.LastSeenAt) }).ToDictionaryAsync(g => g.Key, g => g.At, ct);
        var live = (await Assignments.Live(db, clock).Select(a => a.Id).ToListAsync(ct)).ToHashSet();
        var places = await Assignments.PlacesAsync(regions, grants.SelectMany(g => g).Select(a => a.Region), ct);
        return [.. accounts
            .Where(u => grants[u.Id].Where(a => a.EndedAt == null).All(a => IsMine(new RegionCode(a.Region))))
            .Select(u => new UserAccount(
                u.Id, u.UserName!, u.DisplayName, u.Disabled, u.LockoutEnd > now,
                [.. grants[u.Id].Where(a => live.Contains(a.Id)).Reverse().Select(a => new UserRole(a.Role, new RegionCode(a.Region).ToShort(), NameOf(a.LentBy), a.To, places.GetValueOrDefault(a.Region)))],
                u.MustChangePassword, u.TotpCipher is not null || withKeys.Contains(u.Id), seen.TryGetValue(u.Id, out var at) ? at : null,
                [.. grants[u.Id].Select(a => new RoleGrant(
                    a.Id, a.Role, new RegionCode(a.Region).ToShort(), a.From, a.To,
                    live.Contains(a.Id) ? "active" : a.EndedAt is null && a.Pending ? "pending" : a.EndedAt is null && a.From > today ? "coming" : "past",
                    NameOf(a.LentBy), NameOf(a.GrantedBy), a.Reason,
                    a.Pending && a.EndedAt is null && a.GrantedBy != actor.Id && u.Id != actor.Id, places.GetValueOrDefault(a.Region)))]))];

        string? NameOf(Guid? id) => id is { } known && names.TryGetValue(known, out var name) ? name : null;
    }

    private async Task FindAsync(Guid id, CancellationToken ct)
    {
        var regions = await db.Set<RoleAssignment>().Where(a => a.UserId == id && a.EndedAt == null).Select(a => a.Region).ToListAsync(ct);
        if (!await db.Set<User>().AnyAsync(u => u.Id == id, ct) || !regions.All(r => IsMine(new RegionCode(r))))
        {
            throw NoUser();
        }
    }

    /// <returns>Whether it waits for a second administrator.</returns>
    private bool Grant(Guid user, string role, RegionCode region, DateOnly? from, DateOnly? to, string? reason)
    {
        // Who works on the machine itself is beyond what the program can guard.
        var pending = NeedsFourEyes(role) && actor.Id != CurrentActor.OperatorId;
        db.Add(new RoleAssignment
        {
            Id = Ids.New(clock), UserId = user, Role = role, Region = region.Value, From = from, To = to, GrantedBy = actor.Id, Pending = pending, Reason = reason,
        });
        return pending;
    }

    private static bool NeedsFourEyes(string role) => Roles.All.TryGetValue(role, out var known) && known.Permissions.Contains(Permissions.UserManage);

    private void NotOneself(Guid id)
    {
        if (id == actor.Id)
        {
            throw new ProblemException(403, new Problem("own-account", new LocalText(
                "不能为自己的账号授权或重置密码,请由其他系统管理员办理。", "Nobody grants roles to, or resets, their own account. Another administrator does it.")));
        }
    }

    private Task<int> EndSessionsAsync(Guid user, Guid? except, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Set<Session>().Where(s => s.UserId == user && s.EndedAt == null && s.Id != except)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
    }

    private void ForgetAfterCommit() => write.AfterCommit(() =>
    {
        sessions.Forget();
        return Task.CompletedTask;
    });

    private bool IsMine(RegionCode region) => region.Range.Intersect(actor.Area) == region.Range;

    private List<Problem> Check(string userName, string role, RegionCode region)
    {
        var problems = new List<Problem>();
        if (userName.Length is 0 or > 64)
        {
            problems.Add(new Problem("user-name", new LocalText("用户名须为 1–64 个字符。", "A user name has 1 to 64 characters."), "user_name"));
        }

        if (!Roles.All.ContainsKey(role))
        {
            var known = string.Join(", ", Roles.All.Keys);
            problems.Add(new Problem("role", new LocalText($"没有角色 “{role}”。可用:{known}。", $"There is no role “{role}”. The roles are {known}."), "role"));
        }

        if (!IsMine(region))
        {
            problems.Add(new Problem("region", new LocalText("该地区不在您的管辖范围内。", "The region is outside your area."), "region"));
        }

        return problems;
    }

    private static IEnumerable<Problem> Problems(IdentityResult result, string path) => result.Errors.Select(e => e.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => new Problem(
            "password-too-short", new LocalText("密码至少 10 个字符。", "A password has at least 10 characters."), path),
        nameof(IdentityErrorDescriber.DuplicateUserName) => new Problem(
            "user-name-taken", new LocalText("该用户名已存在。", "The user name is taken."), path),
        _ => new Problem(e.Code, new LocalText($"不符合要求:{e.Code}", e.Description), path),
    });

    private static void Refuse(List<Problem> problems)
    {
        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }
    }

    private static ProblemException NoGrant() => ProblemException.NotFound("role", "这项授权");

    private static ProblemException NoUser() => ProblemException.NotFound("user", "用户");
}
