using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <summary>Identity's store over the platform database, with passkeys in a table of our own instead of a JSON document.</summary>
internal sealed class AccountStore(PlatformDb db, TimeProvider clock, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<User, PlatformDb, Guid>(db, describer)
{
    public override async Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var row = await Context.Set<Passkey>().SingleOrDefaultAsync(p => p.CredentialId == passkey.CredentialId, cancellationToken);
        if (row is null)
        {
            row = new Passkey { CredentialId = passkey.CredentialId, UserId = user.Id, CreatedAt = passkey.CreatedAt };
            Context.Add(row);
        }

        row.Name = passkey.Name ?? row.Name;
        row.PublicKey = passkey.PublicKey;
        row.SignCount = passkey.SignCount;
        row.Transports = string.Join(',', passkey.Transports ?? []);
        (row.UserVerified, row.BackupEligible, row.BackedUp) = (passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp);
        (row.Attestation, row.ClientData) = (passkey.AttestationObject, passkey.ClientDataJson);
        row.LastUsedAt = clock.GetUtcNow();
        await Context.SaveChangesAsync(cancellationToken);
    }

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        [.. (await Context.Set<Passkey>().AsNoTracking().Where(p => p.UserId == user.Id).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken)).Select(Info)];

    public override async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == credentialId, cancellationToken) is { } passkey
            ? await Context.Set<User>().SingleOrDefaultAsync(u => u.Id == passkey.UserId, cancellationToken)
            : null;

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user.Id && p.CredentialId == credentialId, cancellationToken) is { } passkey
            ? Info(passkey)
            : null;

    public override Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        Context.Set<Passkey>().Where(p => p.UserId == user.Id && p.CredentialId == credentialId).ExecuteDeleteAsync(cancellationToken);

    private static UserPasskeyInfo Info(Passkey p) => new(
        p.CredentialId, p.PublicKey, p.CreatedAt, (uint)p.SignCount, p.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries), p.UserVerified,
        p.BackupEligible, p.BackedUp, p.Attestation, p.ClientData)
    {
        Name = p.Name,
    };
}
