using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using QRCoder;

namespace Fuyao.Access.Identity;

internal sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

internal sealed record OwnSession(Guid Id, string Device, string Address, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool Strong, bool Current);

/// <param name="RecoveryCodes">How many codes on paper are left.</param>
/// <param name="Required">The role being acted in needs a second factor.</param>
internal sealed record AccountView(string UserName, bool Totp, IReadOnlyList<PasskeyView> Passkeys, int RecoveryCodes, bool Required, IReadOnlyList<OwnSession> Sessions);

internal sealed record PasswordAgain(string? Password);

/// <param name="Secret">For typing in, when the picture cannot be scanned.</param>
/// <param name="Qr">PNG as a data address.</param>
internal sealed record TotpEnrolment(string Secret, string Address, string Qr);

internal sealed record TotpConfirmation(string? Code);

/// <param name="Codes">Each works once; shown now and never again. Empty when there were codes already.</param>
internal sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>One's own account: second factors and sessions. What changes how one signs in asks for the password again.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/account").WithTags("account").RequirePermission(Permissions.Session);
        group.MapGet("", GetAsync).WithName("GetAccount");
        group.MapPost("/totp/begin", BeginTotpAsync).WithName("BeginTotp").WithWrite("account.totp-begin", deferred: true).WithLimit(Limits.SignIn);
        group.MapPost("/totp/confirm", ConfirmTotpAsync).WithName("ConfirmTotp").WithWrite("account.totp").WithLimit(Limits.SignIn);
        group.MapPost("/passkeys/begin", BeginPasskeyAsync).WithName("BeginPasskey").WithWrite("account.passkey-begin", deferred: true).WithLimit(Limits.SignIn);
        group.MapPost("/passkeys", AddPasskeyAsync).WithName("AddPasskey").WithWrite("account.passkey").WithLimit(Limits.SignIn);
        group.MapPost("/recovery-codes", NewCodesAsync).WithName("NewRecoveryCodes").WithWrite("account.recovery-codes", deferred: true).WithLimit(Limits.SignIn);
        group.MapPost("/second-factor/remove", RemoveAsync).WithName("RemoveSecondFactor").WithWrite("account.second-factor-remove", deferred: true).WithLimit(Limits.SignIn);
        group.MapPost("/sessions/{id:guid}/end", EndSessionAsync).WithName("EndOwnSession").WithWrite("account.session-end");
    }

    private static async Task<Ok<AccountView>> GetAsync(
        PlatformDb db, CurrentActor actor, SecondFactor second, AccessOptions options, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var user = await UserAsync(db, actor, ct);
        var now = clock.GetUtcNow();
        var idle = now - TimeSpan.FromMinutes(options.IdleMinutes);
        var current = SignIn.SessionOf(http);
        var sessions = await db.Set<Session>().AsNoTracking().Where(s => s.UserId == actor.Id && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idle)
            .OrderByDescending(s => s.LastSeenAt).ToListAsync(ct);
        var passkeys = await db.Set<Passkey>().AsNoTracking().Where(p => p.UserId == actor.Id).OrderBy(p => p.CreatedAt).ToListAsync(ct);
        return TypedResults.Ok(new AccountView(
            user.UserName!, user.TotpCipher is not null,
            [.. passkeys.Select(p => new PasskeyView(Convert.ToHexStringLower(p.CredentialId), p.Name, p.CreatedAt, p.LastUsedAt))],
            await second.CodesLeftAsync(actor.Id, ct), options.SecondFactorRoles.Contains(actor.Role),
            [.. sessions.Select(s => new OwnSession(s.Id, s.Device, s.Address, s.StartedAt, s.LastSeenAt, s.Strong, s.Id == current))]));
    }

    private static async Task<Ok<TotpEnrolment>> BeginTotpAsync(
        PasswordAgain request, PlatformDb db, CurrentActor actor, SignIn signIn, FieldCipher cipher, WriteSession write, HttpContext http, CancellationToken ct)
    {
        await ProveAsync(request, signIn, actor, http, ct);
        await write.BeginAsync(ct);
        var (user, secret) = (await UserAsync(db, actor, ct), Totp.NewSecret());
        var kept = cipher.Encrypt(secret);
        await db.Set<User>().Where(u => u.Id == actor.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.TotpPendingCipher, kept), ct);
        var address = Totp.Address(secret, user.UserName!);
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return TypedResults.Ok(new TotpEnrolment(Totp.Spell(secret), address, "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(5))));
    }

    private static async Task<Ok<RecoveryCodes>> ConfirmTotpAsync(
        TotpConfirmation request, PlatformDb db, CurrentActor actor, SecondFactor second, FieldCipher cipher, AuditTrail audit, SessionCache sessions,
        WriteSession write, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var user = await UserAsync(db, actor, ct);
        var step = user.TotpPendingCipher is { } pending ? Totp.Find(cipher.DecryptBytes(pending), request.Code ?? "", clock.GetUtcNow()) : null;
        if (step is null)
        {
            throw new ProblemException(422, new Problem("wrong-code", new LocalText(
                "验证码不正确。请核对手机时间,输入当前显示的 6 位数字。", "The code is wrong. Check the phone's clock and type the six digits shown now."), "code"));
        }

        await db.Set<User>().Where(u => u.Id == actor.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.TotpCipher, user.TotpPendingCipher).SetProperty(u => u.TotpPendingCipher, (byte[]?)null).SetProperty(u => u.TotpStep, step.Value), ct);
        audit.Add("account.totp", "user", actor.Id.ToString());
        return TypedResults.Ok(await ProvedAsync(db, actor, second, sessions, write, http, ct));
    }

    private static async Task<Ok<PasskeyChallenge>> BeginPasskeyAsync(
        PasswordAgain request, PlatformDb db, CurrentActor actor, SignIn signIn, PasskeySignIn passkeys, WriteSession write, HttpContext http, CancellationToken ct)
    {
        await ProveAsync(request, signIn, actor, http, ct);
        await write.BeginAsync(ct);
        return TypedResults.Ok(await passkeys.EnrolAsync(http, await UserAsync(db, actor, ct), ct));
    }

    private static async Task<Ok<RecoveryCodes>> AddPasskeyAsync(
        PasskeyAnswer request, PlatformDb db, CurrentActor actor, SecondFactor second, PasskeySignIn passkeys, AuditTrail audit, SessionCache sessions,
        WriteSession write, HttpContext http, CancellationToken ct)
    {
        var user = await db.Set<User>().SingleAsync(u => u.Id == actor.Id, ct);
        if (!await passkeys.KeepAsync(http, user, request, ct))
        {
            throw new ProblemException(422, new Problem("passkey", new LocalText(
                "通行密钥未能添加:已添加过,或操作超时。请重试。", "The passkey was not added: it is known already, or it took too long. Try again."), "credential"));
        }

        audit.Add("account.passkey", "user", actor.Id.ToString());
        return TypedResults.Ok(await ProvedAsync(db, actor, second, sessions, write, http, ct));
    }

    private static async Task<Ok<RecoveryCodes>> NewCodesAsync(
        PasswordAgain request, CurrentActor actor, SignIn signIn, SecondFactor second, AuditTrail audit, WriteSession write, HttpContext http, CancellationToken ct)
    {
        await ProveAsync(request, signIn, actor, http, ct);
        await write.BeginAsync(ct);
        audit.Add("account.recovery-codes", "user", actor.Id.ToString());
        return TypedResults.Ok(new RecoveryCodes(await second.NewPaperCodesAsync(actor.Id, ct)));
    }

    private static async Task<NoContent> RemoveAsync(
        PasswordAgain request, CurrentActor actor, SignIn signIn, SecondFactor second, AuditTrail audit, WriteSession write, HttpContext http, CancellationToken ct)
    {
        await ProveAsync(request, signIn, actor, http, ct);
        await write.BeginAsync(ct);
        await second.ClearAsync(actor.Id, ct);
        audit.Add("account.second-factor-remove", "user", actor.Id.ToString());
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndSessionAsync(
        Guid id, PlatformDb db, CurrentActor actor, SessionCache sessions, AuditTrail audit, WriteSession write, TimeProvider clock, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        if (await db.Set<Session>().Where(s => s.Id == id && s.UserId == actor.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct) != 1)
        {
            throw ProblemException.NotFound("session", "这次登录");
        }

        audit.Add("account.session-end", "user", actor.Id.ToString());
        Forget(sessions, write);
        return TypedResults.NoContent();
    }

    // A first factor brings paper codes; and whoever has just shown it need not do so again.
    private static async Task<RecoveryCodes> ProvedAsync(
        PlatformDb db, CurrentActor actor, SecondFactor second, SessionCache sessions, WriteSession write, HttpContext http, CancellationToken ct)
    {
        var session = SignIn.SessionOf(http);
        await db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.Strong, true), ct);
        Forget(sessions, write);
        return new RecoveryCodes(await second.CodesLeftAsync(actor.Id, ct) > 0 ? [] : await second.NewPaperCodesAsync(actor.Id, ct));
    }

    private static void Forget(SessionCache sessions, WriteSession write) => write.AfterCommit(() =>
    {
        sessions.Forget();
        return Task.CompletedTask;
    });

    private static Task<User> UserAsync(PlatformDb db, CurrentActor actor, CancellationToken ct) =>
        db.Set<User>().AsNoTracking().SingleAsync(u => u.Id == actor.Id, ct);

    // Before the write begins, so that a wrong guess is counted although the write is refused.
    private static async Task ProveAsync(PasswordAgain request, SignIn signIn, CurrentActor actor, HttpContext http, CancellationToken ct)
    {
        switch (await signIn.CheckAsync(actor.Id, request.Password ?? "", ct))
        {
            case SignIn.Outcome.LockedOut:
                throw SessionEndpoints.LockedOut(http);
            case SignIn.Outcome.Wrong:
                throw new ProblemException(422, new Problem("wrong-password", new LocalText("密码不正确。", "The password is wrong."), "password"));
        }
    }
}
