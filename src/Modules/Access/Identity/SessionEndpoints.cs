using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Identity;

internal sealed record SignInRequest(string UserName, string Password, string? Role = null);

internal sealed record AreaView(string Code, string? Name);

/// <param name="OnBehalfOf">Name of whoever lent the role.</param>
/// <param name="Duty">What must be done before anything else: <c>change-password</c> or <c>second-factor</c>.</param>
/// <param name="IdleMinutes">After so long without anything done the session ends.</param>
/// <param name="SecondFactorDue">From then on the role may act only after a second factor, which this session has not shown.</param>
internal sealed record UserView(
    Guid Id, string Name, string Role, LocalText RoleName, AreaView Area, IReadOnlyList<string> Permissions, IReadOnlyList<UserRole> Roles,
    string? OnBehalfOf, string? Duty, int IdleMinutes, DateTimeOffset? SecondFactorDue = null);

internal sealed record NewPassword(string OldPassword, string Password);

/// <param name="Region">Where, when the account has the role in several places.</param>
internal sealed record RoleChoice(string Role, string? Region = null);

/// <param name="Ticket">To be sent with the second factor within five minutes.</param>
/// <param name="Methods"><c>totp</c>, <c>passkey</c>, <c>recovery</c>.</param>
internal sealed record SecondFactorView(string Ticket, IReadOnlyList<string> Methods);

/// <param name="User">Absent while the second factor is awaited.</param>
/// <param name="Csrf">To be sent back as <c>X-CSRF</c> with every write.</param>
internal sealed record SessionView(UserView? User, string? Csrf, SecondFactorView? SecondFactor = null);

/// <param name="Code">Six digits of the authenticator app.</param>
/// <param name="RecoveryCode">Or a code from paper.</param>
internal sealed record SecondStep(string? Ticket, string? Code = null, string? RecoveryCode = null);

/// <param name="Options">JSON for <c>navigator.credentials</c>.</param>
internal sealed record PasskeyChallenge(string Ticket, JsonElement Options);

/// <param name="Credential">What <c>navigator.credentials</c> answered, as JSON.</param>
internal sealed record PasskeyAnswer(string? Ticket, JsonElement Credential, string? Name = null);

/// <summary>Sign-in, who am I, sign-out.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/session").WithTags("session");
        group.MapPost("", StartAsync).WithName("SignIn")
            .AllowAnonymousWithReason("Nobody is signed in before signing in.").WithLimit(Limits.SignIn);
        group.MapPost("/second", SecondAsync).WithName("SignInSecondStep")
            .AllowAnonymousWithReason("The second step of signing in; its ticket comes from the first.").WithLimit(Limits.SignIn);
        group.MapPost("/passkey/options", PasskeyOptionsAsync).WithName("SignInPasskeyOptions")
            .AllowAnonymousWithReason("A challenge for a passkey; says nothing about any account.").WithLimit(Limits.SignIn);
        group.MapPost("/passkey", PasskeyAsync).WithName("SignInPasskey")
            .AllowAnonymousWithReason("Signing in with a passkey.").WithLimit(Limits.SignIn);
        group.MapGet("", GetAsync).WithName("GetSession").RequirePermission(Permissions.Session).WithMetadata(new BackgroundMetadata());
        group.MapPost("/password", SetPasswordAsync).WithName("SetPassword").RequirePermission(Permissions.Session).WithWrite("user.password", deferred: true);
        group.MapPost("/role", SetRoleAsync).WithName("SetRole").RequirePermission(Permissions.Session).WithWrite("session.role");
        group.MapDelete("", EndAsync).WithName("SignOut").RequirePermission(Permissions.Session);
    }

    private static async Task<Ok<SessionView>> StartAsync(SignInRequest request, HttpContext http, SignIn signIn, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct)
    {
        var answer = await signIn.PasswordAsync(http, CleanText.Of(request.UserName), request.Password, request.Role, ct);
        return answer.Outcome == SignIn.Outcome.Wrong
            ? throw new ProblemException(401, new Problem("wrong-password", new LocalText("用户名或密码不正确。", "The user name or the password is wrong.")))
            : await AnswerAsync(answer, http, antiforgery, actor, ct);
    }

    private static async Task<Ok<SessionView>> SecondAsync(SecondStep request, HttpContext http, SignIn signIn, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct)
    {
        var answer = await signIn.SecondAsync(http, request.Ticket, request.Code, request.RecoveryCode, ct);
        return answer.Outcome == SignIn.Outcome.Wrong
            ? throw new ProblemException(401, new Problem("wrong-code", new LocalText(
                "验证码不正确、已用过或登录已超时。请等下一个验证码,或重新登录。", "The code is wrong or was used, or the sign-in took too long. Wait for the next code, or begin again."), "code"))
            : await AnswerAsync(answer, http, antiforgery, actor, ct);
    }

    private static async Task<Ok<PasskeyChallenge>> PasskeyOptionsAsync(HttpContext http, PasskeySignIn passkeys, CancellationToken ct) =>
        TypedResults.Ok(await passkeys.ChallengeAsync(http, ct));

    private static async Task<Ok<SessionView>> PasskeyAsync(
        PasskeyAnswer request, HttpContext http, PasskeySignIn passkeys, SignIn signIn, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct)
    {
        var user = await passkeys.ProveAsync(http, request, ct) ?? throw new ProblemException(401, new Problem("passkey", new LocalText(
            "通行密钥未能核实,请重试或改用密码登录。", "The passkey was not proved. Try again, or sign in with the password.")));
        return await AnswerAsync(await signIn.StartAsync(http, user, null, strong: true, ct), http, antiforgery, actor, ct);
    }

    private static async Task<Ok<SessionView>> AnswerAsync(SignIn.Answer answer, HttpContext http, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct) =>
        answer.Outcome switch
        {
            SignIn.Outcome.Ok => TypedResults.Ok(await ViewAsync(http, antiforgery, actor, ct)),
            SignIn.Outcome.More => TypedResults.Ok(new SessionView(null, null, new SecondFactorView(answer.Ticket!, answer.Methods!))),
            SignIn.Outcome.LockedOut => throw LockedOut(http),
            _ => throw NoRole(),
        };

    internal static ProblemException LockedOut(HttpContext http)
    {
        RateLimiting.TellRetryAfter(http, SignIn.Lockout);
        return new ProblemException(429, new Problem("locked-out", new LocalText(
            "多次输错密码,账号已暂时锁定,请 15 分钟后再试或联系系统管理员。",
            "Too many wrong passwords: the account is locked for a while. Try again in 15 minutes or ask the administrator.")));
    }

    private static ProblemException NoRole() => new(403, new Problem("no-role", new LocalText(
        "账号没有(此)角色,请联系系统管理员。", "The account has no such role. Ask the administrator.")));

    /// <summary>One's own password: ends every other session of the account.</summary>
    private static async Task<NoContent> SetPasswordAsync(NewPassword request, SignIn signIn, UserAdmin users, CurrentActor actor, WriteSession write, HttpContext http, CancellationToken ct)
    {
        // Checked before the write begins, so that a wrong guess is counted although the write is refused.
        switch (await signIn.CheckAsync(actor.Id, request.OldPassword, ct))
        {
            case SignIn.Outcome.LockedOut:
                throw LockedOut(http);
            case SignIn.Outcome.Wrong:
                throw new ProblemException(422, new Problem("wrong-password", new LocalText("原密码不正确。", "The old password is wrong."), "old_password"));
        }

        await write.BeginAsync(ct);
        await users.SetPasswordAsync(actor.Id, request.Password, SignIn.SessionOf(http), ct);
        return TypedResults.NoContent();
    }

    /// <summary>Acts in another of one's roles from the next request on.</summary>
    private static async Task<NoContent> SetRoleAsync(RoleChoice request, SignIn signIn, HttpContext http, CancellationToken ct) =>
        await signIn.SwitchAsync(SignIn.SessionOf(http), request.Role, request.Region, ct) ? TypedResults.NoContent() : throw NoRole();

    private static async Task<Ok<SessionView>> GetAsync(HttpContext http, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct) =>
        TypedResults.Ok(await ViewAsync(http, antiforgery, actor, ct));

    private static async Task<NoContent> EndAsync(HttpContext http, SignIn signIn, CancellationToken ct)
    {
        await signIn.EndAsync(http, ct);
        return TypedResults.NoContent();
    }

    private static async Task<SessionView> ViewAsync(HttpContext http, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct)
    {
        var names = http.RequestServices.GetService<IRegionNames>();
        var area = new AreaView(actor.Region.ToShort(), names is null ? null : await names.NameAsync(actor.Region, ct));
        var role = Roles.All[actor.Role];
        var options = http.RequestServices.GetRequiredService<AccessOptions>();
        var live = http.Items[typeof(LiveSession)] as LiveSession;
        var duty = live is null ? null : SignIn.Duty(live, options, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return new SessionView(
            new UserView(
                actor.Id, actor.Name, actor.Role, role.Name, area, [.. role.Permissions.Where(actor.May).Order(StringComparer.Ordinal)],
                await http.RequestServices.GetRequiredService<SignIn>().RolesAsync(actor.Id, names, ct), live?.LenderName, duty, options.IdleMinutes,
                duty is null && live is not null ? SignIn.SecondFactorDue(live, options) : null),
            antiforgery.GetAndStoreTokens(http).RequestToken!);
    }
}
