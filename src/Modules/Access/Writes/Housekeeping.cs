using Fuyao.Access.Data;
using Fuyao.Access.Identity;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Writes;

/// <summary>Forgets what nobody can ask for any more: answers to writes a month old, and sessions a month after their end.</summary>
internal sealed class Housekeeping(PlatformDb db, WriteGate gate, TimeProvider clock)
{
    private const int BatchRows = 500;

    /// <summary>A client that has been offline may repeat a write for so long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(31);

    public async Task TidyAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Kept;
        int deleted;
        do
        {
            using var turn = await gate.EnterAsync(ct);
            var old = await db.Set<IdempotencyRow>().AsNoTracking().Where(r => r.At < before).Take(BatchRows).ToListAsync(ct);
            db.RemoveRange(old);
            deleted = await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
        while (deleted == BatchRows);

        using var last = await gate.EnterAsync(ct);
        await db.Set<Session>().Where(s => s.ExpiresAt < before).ExecuteDeleteAsync(ct);
    }
}
