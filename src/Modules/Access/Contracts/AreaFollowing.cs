using Fuyao.Access.Identity;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Contracts;

/// <summary>Accounts follow the divisions: whoever had a role in a place has it in the one that it became part of as well.</summary>
public sealed class AreaFollowing
{
    private readonly PlatformDb db;
    private readonly AuditTrail audit;
    private readonly TimeProvider clock;

    internal AreaFollowing(PlatformDb db, AuditTrail audit, TimeProvider clock) => (this.db, this.audit, this.clock) = (db, audit, clock);

    /// <summary>Gives every role of one place in another too; the old one stays, since what was recorded there before still lies there.</summary>
    /// <returns>The roles that were given, for <see cref="WithdrawAsync"/>.</returns>
    public async Task<IReadOnlyList<Guid>> FollowAsync(RegionCode from, RegionCode to, CancellationToken ct = default)
    {
        var there = await db.Set<RoleAssignment>().Where(a => a.Region == to.Value).Select(a => new { a.UserId, a.Role }).ToListAsync(ct);
        var follow = (await db.Set<RoleAssignment>().AsNoTracking().Where(a => a.Region == from.Value).ToListAsync(ct))
            .Where(a => !there.Contains(new { a.UserId, a.Role })).ToList();
        foreach (var assignment in follow)
        {
            (assignment.Id, assignment.Region) = (Ids.New(clock), to.Value);
            db.Add(assignment);
            audit.Add("user.assign", "user", assignment.UserId.ToString(), new { role = assignment.Role, region = to.ToShort(), from = from.ToShort() });
        }

        await db.SaveChangesAsync(ct);
        return [.. follow.Select(a => a.Id)];
    }

    /// <summary>Takes back roles that were given by <see cref="FollowAsync"/>, because the change of divisions is taken back.</summary>
    public async Task WithdrawAsync(IReadOnlyCollection<Guid> given, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        foreach (var assignment in await db.Set<RoleAssignment>().Where(a => given.Contains(a.Id) && a.EndedAt == null).ToListAsync(ct))
        {
            assignment.EndedAt = now;
            audit.Add("user.unassign", "user", assignment.UserId.ToString(), new { role = assignment.Role, region = new RegionCode(assignment.Region).ToShort() });
        }

        await db.SaveChangesAsync(ct);
    }
}
