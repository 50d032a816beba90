using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Identity;

/// <summary>Says who is refused and why as a problem (401: sign in; 403: not your role), and records the known ones.</summary>
internal sealed class Refusals(AccessLog log, CurrentActor actor, CountedRefusals counted)
{
    public static readonly ProblemException SignInFirst = new(401, new Problem("sign-in-required", new LocalText(
        "请先登录,或登录已失效。", "Sign in first; or your session has ended.")));

    public static readonly ProblemException NotYourRole = new(403, new Problem("not-permitted", new LocalText(
        "您的角色无权进行此操作。如工作需要,请向系统管理员申请。", "Your role may not do this. If your work needs it, ask the administrator.")));

    public async Task RefuseAsync(HttpContext http)
    {
        if (!actor.IsSignedIn)
        {
            await counted.StrangerAsync(http);
            throw SignInFirst;
        }

        await log.RefusedAsync(
            http.GetEndpoint()?.Metadata.GetMetadata<PermissionMetadata>()?.Permission ?? "unknown",
            new AuditSubject("route", http.Request.Path), new { status = 403, method = http.Request.Method });
        throw NotYourRole;
    }
}

/// <summary>Turns ASP.NET's challenge and forbid into <see cref="Refusals"/>; where there is no route, there is nothing to refuse.</summary>
internal sealed class RefusalHandler : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded || context.GetEndpoint() is null
            ? next(context)
            : ((Refusals)context.RequestServices.GetService(typeof(Refusals))!).RefuseAsync(context);
}
