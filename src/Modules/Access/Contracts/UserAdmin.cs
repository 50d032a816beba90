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
public sealed record UserRole(string Role, string Region);

/// <summary>An account as administrators see it.</summary>
public sealed record UserAccount(Guid Id, string UserName, string Name, bool Disabled, bool LockedOut, IReadOnlyList<UserRole> Roles);

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
    private readonly TimeProvider clock;

    internal UserAdmin(
        UserManager<User> users, PlatformDb db, WriteSession write, AuditTrail audit, CurrentActor actor, SessionCache sessions, TimeProvider clock)
    {
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
    public Task<UserAccount> AddAsync(string userName, string name, string role, RegionCode region, string password, CancellationToken ct = default) =>
        write.RunAsync("user.add", async () =>
        {
            userName = CleanText.Of(userName);
            var user = new User
            {
                Id = Ids.New(clock), UserName = userName, DisplayName = CleanText.Of(name), CreatedAt = clock.GetUtcNow(), LockoutEnabled = true,
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
            db.Add(new RoleAssignment { Id = Ids.New(clock), UserId = user.Id, Role = role, Region = region.Value });
            await db.SaveChangesAsync(ct);
            audit.Add("user.add", "user", user.Id.ToString(), new { role, region = region.ToShort() });
            return (await ListAsync(ct)).Single(u => u.Id == user.Id);
        }, ct);

    /// <summary>Gives one more role in a place; the user chooses at sign-in which one to act in.</summary>
    public Task AssignAsync(Guid id, string role, RegionCode region, CancellationToken ct = default) =>
        write.RunAsync("user.assign", async () =>
        {
            await FindAsync(id, ct);
            Refuse(Check("x", role, region));
            if (!await db.Set<RoleAssignment>().AnyAsync(a => a.UserId == id && a.Role == role && a.Region == region.Value, ct))
            {
                db.Add(new RoleAssignment { Id = Ids.New(clock), UserId = id, Role = role, Region = region.Value });
            }

            audit.Add("user.assign", "user", id.ToString(), new { role, region = region.ToShort() });
            ForgetAfterCommit();
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
            user.AccessFailedCount = 0;
            user.LockoutEnd = null;
            Refuse([.. Problems(await users.UpdateAsync(user), "password")]);
            await EndSessionsAsync(id, keepSession, ct);
            audit.Add("user.password", "user", id.ToString());
            ForgetAfterCommit();
        }, ct);

    /// <summary>Accounts whose roles lie in the actor's area.</summary>
    public async Task<IReadOnlyList<UserAccount>> ListAsync(CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var roles = (await db.Set<RoleAssignment>().AsNoTracking().ToListAsync(ct)).ToLookup(a => a.UserId);
        var accounts = await db.Set<User>().AsNoTracking().OrderBy(u => u.NormalizedUserName).ToListAsync(ct);
        return [.. accounts
            .Where(u => roles[u.Id].All(a => IsMine(new RegionCode(a.Region))))
            .Select(u => new UserAccount(
                u.Id, u.UserName!, u.DisplayName, u.Disabled, u.LockoutEnd > now,
                [.. roles[u.Id].Select(a => new UserRole(a.Role, new RegionCode(a.Region).ToShort()))]))];
    }

    private async Task FindAsync(Guid id, CancellationToken ct)
    {
        var regions = await db.Set<RoleAssignment>().Where(a => a.UserId == id).Select(a => a.Region).ToListAsync(ct);
        if (!await db.Set<User>().AnyAsync(u => u.Id == id, ct) || !regions.All(r => IsMine(new RegionCode(r))))
        {
            throw NoUser();
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

    private static ProblemException NoUser() => ProblemException.NotFound("user", "用户");
}
