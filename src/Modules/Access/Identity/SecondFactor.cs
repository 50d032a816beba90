using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <summary>The second thing that proves who one is: codes of an app, passkeys, and codes on paper for the day both are lost.</summary>
internal sealed class SecondFactor(PlatformDb db, FieldCipher cipher, TimeProvider clock)
{
    private const int PaperCodes = 10;
    private const string PaperLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Ways the user has enrolled: <c>totp</c>, <c>passkey</c>; <c>recovery</c> besides while codes are left.</summary>
    public async Task<IReadOnlyList<string>> MethodsAsync(User user, CancellationToken ct)
    {
        var methods = new List<string>();
        if (user.TotpCipher is not null)
        {
            methods.Add("totp");
        }

        if (await db.Set<Passkey>().AnyAsync(p => p.UserId == user.Id, ct))
        {
            methods.Add("passkey");
        }

        if (methods.Count > 0 && await CodesLeftAsync(user.Id, ct) > 0)
        {
            methods.Add("recovery");
        }

        return methods;
    }

    /// <summary>Takes a code of the app: once, whoever else sends the same one at the same moment.</summary>
    public async Task<bool> TakeCodeAsync(User user, string code, CancellationToken ct) =>
        user.TotpCipher is { } sealed_ && Totp.Find(cipher.DecryptBytes(sealed_), code, clock.GetUtcNow()) is { } step
        && await db.Set<User>().Where(u => u.Id == user.Id && u.TotpStep < step).ExecuteUpdateAsync(set => set.SetProperty(u => u.TotpStep, step), ct) == 1;

    public async Task<bool> TakePaperCodeAsync(Guid user, string code, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var hash = Hash(code);
        return await db.Set<RecoveryCode>().Where(c => c.UserId == user && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), ct) == 1;
    }

    public Task<int> CodesLeftAsync(Guid user, CancellationToken ct) => db.Set<RecoveryCode>().CountAsync(c => c.UserId == user && c.UsedAt == null, ct);

    /// <summary>New paper codes instead of all old ones; shown once.</summary>
    public async Task<IReadOnlyList<string>> NewPaperCodesAsync(Guid user, CancellationToken ct)
    {
        await db.Set<RecoveryCode>().Where(c => c.UserId == user).ExecuteDeleteAsync(ct);
        var codes = Enumerable.Range(0, PaperCodes).Select(_ => $"{RandomNumberGenerator.GetString(PaperLetters, 5)}-{RandomNumberGenerator.GetString(PaperLetters, 5)}").ToList();
        db.AddRange(codes.Select(code => new RecoveryCode { UserId = user, Hash = Hash(code) }));
        await db.SaveChangesAsync(ct);
        return codes;
    }

    /// <summary>Takes every second factor from the account.</summary>
    public async Task ClearAsync(Guid user, CancellationToken ct)
    {
        await db.Set<User>().Where(u => u.Id == user).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.TotpCipher, (byte[]?)null).SetProperty(u => u.TotpPendingCipher, (byte[]?)null), ct);
        await db.Set<Passkey>().Where(p => p.UserId == user).ExecuteDeleteAsync(ct);
        await db.Set<RecoveryCode>().Where(c => c.UserId == user).ExecuteDeleteAsync(ct);
    }

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));
}
