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

internal sealed record UserView(
    Guid Id, string Name, string Role, LocalText RoleName, AreaView Area, IReadOnlyList<string> Permissions, IReadOnlyList<UserRole> Roles);

internal sealed record NewPassword(string OldPassword, string Password);

/// <param name="Region">Where, when the account has the role in several places.</param>
internal sealed record RoleChoice(string Role, string? Region = null);

/// <param name="Csrf">To be sent back as <c>X-CSRF</c> with every write.</param>
internal sealed record SessionView(UserView User, string Csrf);

/// <summary>Sign-in, who am I, sign-out.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/session").WithTags("session");
        group.MapPost("", StartAsync).WithName("SignIn")
            .AllowAnonymousWithReason("Nobody is signed in before signing in.");
        group.MapGet("", GetAsync).WithName("GetSession").RequirePermission(Permissions.Session);
        group.MapPost("/password", SetPasswordAsync).WithName("SetPassword").RequirePermission(Permissions.Session).WithWrite("user.password", deferred: true);
        group.MapPost("/role", SetRoleAsync).WithName("SetRole").RequirePermission(Permissions.Session).WithWrite("session.role");
        group.MapDelete("", EndAsync).WithName("SignOut").RequirePermission(Permissions.Session);
    }

    private static async Task<Ok<SessionView>> StartAsync(SignInRequest request, HttpContext http, SignIn signIn, IAntiforgery antiforgery, CurrentActor actor, CancellationToken ct)
    {
        var (outcome, session) = await signIn.PasswordAsync(CleanText.Of(request.UserName), request.Password, request.Role, ct);
        switch (outcome)
        {
            case SignIn.Outcome.Ok:
                await signIn.SetCookieAsync(http, session!);
                return TypedResults.Ok(await ViewAsync(http, antiforgery, actor, ct));
            case SignIn.Outcome.LockedOut:
                throw LockedOut();
            case SignIn.Outcome.NoRole:
                throw NoRole();
            default:
                throw new ProblemException(401, new Problem("wrong-password", new LocalText("用户名或密码不正确。", "The user name or the password is wrong.")));
        }
    }

    private static ProblemException LockedOut() => new(429, new Problem("locked-out", new LocalText(
        "多次输错密码,账号已暂时锁定,请 15 分钟后再试或联系系统管理员。",
        "Too many wrong passwords: the account is locked for a while. Try again in 15 minutes or ask the administrator.")));

    private static ProblemException NoRole() => new(403, new Problem("no-role", new LocalText(
        "账号没有(此)角色,请联系系统管理员。", "The account has no such role. Ask the administrator.")));

    /// <summary>One's own password: ends every other session of the account.</summary>
    private static async Task<NoContent> SetPasswordAsync(NewPassword request, SignIn signIn, UserAdmin users, CurrentActor actor, WriteSession write, HttpContext http, CancellationToken ct)
    {
        // Checked before the write begins, so that a wrong guess is counted although the write is refused.
        switch (await signIn.CheckAsync(actor.Id, request.OldPassword, ct))
        {
            case SignIn.Outcome.LockedOut:
                throw LockedOut();
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
        return new SessionView(
            new UserView(
                actor.Id, actor.Name, actor.Role, role.Name, area, [.. role.Permissions.Order(StringComparer.Ordinal)],
                await http.RequestServices.GetRequiredService<SignIn>().RolesAsync(actor.Id, ct)),
            antiforgery.GetAndStoreTokens(http).RequestToken!);
    }
}
