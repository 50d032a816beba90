using System.Security.Cryptography;
using System.Text;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <summary>Steps that belong together: begun here, finished once within minutes, on any server of a cluster.</summary>
internal sealed class Tickets(PlatformDb db, TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <returns>The secret for the client.</returns>
    public async Task<string> IssueAsync(TicketKind kind, Guid? user, string? role, string? state, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Set<Ticket>().Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(ct);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        db.Add(new Ticket { Id = Ids.New(clock), Hash = Hash(secret), Kind = kind, UserId = user, Role = role, State = state, ExpiresAt = now + Length });
        await db.SaveChangesAsync(ct);
        return secret;
    }

    public Task<Ticket?> FindAsync(TicketKind kind, string? secret, CancellationToken ct)
    {
        var (hash, now) = (Hash(secret ?? ""), clock.GetUtcNow());
        return db.Set<Ticket>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash && t.Kind == kind && t.UsedAt == null && t.ExpiresAt > now, ct);
    }

    /// <summary>False when somebody else was faster with the same ticket.</summary>
    public async Task<bool> UseAsync(Ticket ticket, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return await db.Set<Ticket>().Where(t => t.Id == ticket.Id && t.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), ct) == 1;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
