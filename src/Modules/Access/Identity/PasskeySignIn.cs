using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <summary>Passkeys (WebAuthn): ASP.NET Identity makes and checks the challenges, tickets remember them between the steps.</summary>
internal sealed class PasskeySignIn(IPasskeyHandler<User> handler, UserManager<User> users, PlatformDb db, Tickets tickets, AccessLog log)
{
    public async Task<PasskeyChallenge> ChallengeAsync(HttpContext http, CancellationToken ct)
    {
        var options = await handler.MakeRequestOptionsAsync(null, http);
        return new PasskeyChallenge(
            await tickets.IssueAsync(TicketKind.PasskeySignIn, null, null, options.AssertionState, ct), JsonElement.Parse(options.RequestOptionsJson));
    }

    /// <summary>Whose passkey it is; null when it is nobody's, or the account is disabled.</summary>
    public async Task<User?> ProveAsync(HttpContext http, PasskeyAnswer answer, CancellationToken ct)
    {
        if (await tickets.FindAsync(TicketKind.PasskeySignIn, answer.Ticket, ct) is not { } ticket || !await tickets.UseAsync(ticket, ct))
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = http, CredentialJson = answer.Credential.GetRawText(), AssertionState = ticket.State,
        });
        if (!result.Succeeded || result.User is not { Disabled: false } user)
        {
            await log.RefusedAsync("sign-in", new AuditSubject("user", result.Succeeded ? result.User.Id.ToString() : "unknown"), new { passkey = true, address = Device.AddressOf(http) });
            return null;
        }

        await users.AddOrUpdatePasskeyAsync(user, result.Passkey);
        return user;
    }

    public async Task<PasskeyChallenge> EnrolAsync(HttpContext http, User user, CancellationToken ct)
    {
        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.UserName!, DisplayName = user.DisplayName }, http);
        return new PasskeyChallenge(
            await tickets.IssueAsync(TicketKind.PasskeyEnrol, user.Id, null, options.AttestationState, ct), JsonElement.Parse(options.CreationOptionsJson));
    }

    /// <summary>Keeps the new passkey; false when it does not answer the challenge or the ticket is another user's.</summary>
    public async Task<bool> KeepAsync(HttpContext http, User user, PasskeyAnswer answer, CancellationToken ct)
    {
        if (await tickets.FindAsync(TicketKind.PasskeyEnrol, answer.Ticket, ct) is not { } ticket || ticket.UserId != user.Id || !await tickets.UseAsync(ticket, ct))
        {
            return false;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = http, CredentialJson = answer.Credential.GetRawText(), AttestationState = ticket.State,
        });
        if (!result.Succeeded || await db.Set<Passkey>().AnyAsync(p => p.CredentialId == result.Passkey.CredentialId, ct))
        {
            return false;
        }

        var name = CleanText.Of(answer.Name ?? "");
        result.Passkey.Name = name.Length is > 0 and <= 50 ? name : Device.Of(http);
        return (await users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Succeeded;
    }
}
