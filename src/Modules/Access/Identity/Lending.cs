using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <param name="State"><c>active</c>, <c>coming</c> or <c>past</c>.</param>
/// <param name="Given">True: by the reader; false: to the reader.</param>
internal sealed record LoanView(
    Guid Id, bool Given, string Lender, string Borrower, string Role, string Region, DateOnly From, DateOnly To, string Reason, string State, DateTimeOffset? EndedAt,
    string? Place);

internal sealed record Colleague(Guid Id, string Name, IReadOnlyList<UserRole> Roles);

/// <param name="To">Id of the colleague.</param>
/// <param name="Region">The role's own place, or one within it.</param>
internal sealed record NewLoan(Guid To, string? Role, string? Region, DateOnly From, DateOnly Until, string? Reason);

/// <summary>
/// A role on loan: a colleague stands in from one day to another, never with more than the lender has himself, and every
/// record names both. It ends by itself, when the lender loses the role, or when either gives it up.
/// </summary>
internal sealed class Lending(
    PlatformDb db, CurrentActor actor, AuditTrail audit, SessionCache sessions, WriteSession write, TimeProvider clock, IRegionNames? names = null)
{
    public const int MostDays = 92;

    public async Task<IReadOnlyList<LoanView>> MineAsync(CancellationToken ct)
    {
        var today = clock.TodayInChina();
        var live = Assignments.Live(db, clock);
        var loans = await (
            from a in db.Set<RoleAssignment>().AsNoTracking()
            join lender in db.Set<User>() on a.LentBy equals lender.Id
            join borrower in db.Set<User>() on a.UserId equals borrower.Id
            where a.LentBy == actor.Id || a.UserId == actor.Id
            orderby a.Id descending
            select new { a, Lender = lender.DisplayName, Borrower = borrower.DisplayName, Live = live.Any(l => l.Id == a.Id) }).Take(200).ToListAsync(ct);
        var places = await Assignments.PlacesAsync(names, loans.Select(l => l.a.Region), ct);
        return [.. loans.Select(l => new LoanView(
            l.a.Id, l.a.LentBy == actor.Id, l.Lender, l.Borrower, l.a.Role, new RegionCode(l.a.Region).ToShort(), l.a.From!.Value, l.a.To!.Value, l.a.Reason ?? "",
            l.Live ? "active" : l.a.EndedAt is null && l.a.From > today ? "coming" : "past", l.a.EndedAt, places.GetValueOrDefault(l.a.Region)))];
    }

    /// <summary>Whom a role may be lent to: everybody with a role in the same county.</summary>
    public async Task<IReadOnlyList<Colleague>> ColleaguesAsync(CancellationToken ct)
    {
        var county = actor.Region.Level >= RegionLevel.County ? actor.Region.At(RegionLevel.County).Range : actor.Area;
        var found = await (
            from a in Assignments.Live(db, clock)
            join u in db.Set<User>() on a.UserId equals u.Id
            where !u.Disabled && u.Id != actor.Id && a.LentBy == null && a.Region >= county.From && a.Region < county.To
            orderby u.DisplayName
            select new { u.Id, u.DisplayName, a.Role, a.Region }).ToListAsync(ct);
        return [.. found.GroupBy(f => (f.Id, f.DisplayName)).Select(g => new Colleague(
            g.Key.Id, g.Key.DisplayName, [.. g.Select(f => new UserRole(f.Role, new RegionCode(f.Region).ToShort()))]))];
    }

    public async Task<LoanView> LendAsync(NewLoan loan, CancellationToken ct)
    {
        var problems = new List<Problem>();
        var today = clock.TodayInChina();
        var reason = CleanText.Of(loan.Reason ?? "");
        var region = RegionCode.TryParse(loan.Region, out var given) ? given : loan.Region == "0" ? RegionCode.Nation : (RegionCode?)null;
        RoleAssignment? own = null;
        if (actor.OnBehalfOf is not null)
        {
            throw new ProblemException(403, new Problem("lent-role", new LocalText("代行的角色不能再委托他人。", "A role on loan cannot be lent on.")));
        }

        if (loan.Role is not null && region is { } place)
        {
            own = (await Assignments.Live(db, clock).Where(a => a.UserId == actor.Id && a.LentBy == null && a.Role == loan.Role).ToListAsync(ct))
                .FirstOrDefault(a => new RegionCode(a.Region).Contains(place));
        }

        if (own is null)
        {
            problems.Add(new Problem("not-yours", new LocalText("只能委托自己现有的角色和范围。", "Only a role that you have yourself, in its place, can be lent."), "role"));
        }
        else if (Roles.All[own.Role].Permissions.Contains(Permissions.UserManage))
        {
            problems.Add(new Problem("not-lendable", new LocalText("系统管理员角色不能委托。", "The administrator's role cannot be lent."), "role"));
        }

        if (loan.From < today || loan.Until < loan.From || loan.Until.DayNumber - loan.From.DayNumber >= MostDays || own?.To < loan.Until)
        {
            problems.Add(new Problem("dates", new LocalText(
                $"期限须从今天或以后开始,最长 {MostDays} 天,且不超过本人角色的期限。", $"It begins today or later, lasts {MostDays} days at most and no longer than the role itself."), "until"));
        }

        if (reason.Length is < 4 or > 200)
        {
            problems.Add(new Problem("reason-needed", new LocalText("请用 4–200 字说明原因。", "Give the reason in 4 to 200 characters."), "reason"));
        }

        if (!(await ColleaguesAsync(ct)).Any(c => c.Id == loan.To))
        {
            problems.Add(new Problem("colleague", new LocalText("只能委托给本县在岗的其他用户。", "Choose another active user of the county."), "to"));
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }

        var assignment = new RoleAssignment
        {
            Id = Ids.New(clock), UserId = loan.To, Role = own!.Role, Region = region!.Value.Value, From = loan.From, To = loan.Until, GrantedBy = actor.Id,
            LentBy = actor.Id, LentFrom = own.Id, Reason = reason,
        };
        db.Add(assignment);
        await db.SaveChangesAsync(ct);
        audit.Add("role.lend", "user", loan.To.ToString(), new { own.Role, region = region.Value.ToShort(), loan.From, loan.Until, reason });
        return (await MineAsync(ct)).Single(l => l.Id == assignment.Id);
    }

    /// <summary>Ends the loan at once: by the lender, or by whoever has it.</summary>
    public async Task EndAsync(Guid id, CancellationToken ct)
    {
        var found = await db.Set<RoleAssignment>().SingleOrDefaultAsync(
            a => a.Id == id && a.LentBy != null && a.EndedAt == null && (a.LentBy == actor.Id || a.UserId == actor.Id), ct) ?? throw ProblemException.NotFound("loan", "这项委托");
        found.EndedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        audit.Add("role.lend-end", "user", found.UserId.ToString(), new { found.Role });
        write.AfterCommit(() =>
        {
            sessions.Forget();
            return Task.CompletedTask;
        });
    }
}
