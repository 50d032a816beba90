using Fuyao.Access.Contracts;
using Fuyao.Access.Writes;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Fuyao.Access.Identity;

/// <summary>
/// After sign-in and permission are known: writes of a signed-in browser need the anti-forgery header, their bodies are hashed
/// on the way in, and what is refused or not found in one's area is recorded before the answer leaves.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string CsrfHeader = "X-CSRF";

    public async Task InvokeAsync(HttpContext http, CurrentActor actor, AccessLog log, DailyUsage usage)
    {
        var endpoint = http.GetEndpoint();
        if (actor.IsSignedIn && endpoint?.Metadata.GetMetadata<PermissionMetadata>() is { } permission)
        {
            http.Response.OnStarting(() => http.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound or StatusCodes.Status429TooManyRequests
                ? log.RefusedAsync(permission.Permission, new AuditSubject("route", http.Request.Path), new { status = http.Response.StatusCode, method = http.Request.Method })
                : Task.CompletedTask);
            if (!IsSafe(http.Request.Method))
            {
                await CheckForgeryAsync(http);
            }

            if (permission.Permission == Permissions.HouseholdReveal)
            {
                await usage.TakeRevealAsync(http.RequestAborted);
            }
        }

        if (endpoint?.Metadata.GetMetadata<WriteMetadata>() is not null)
        {
            HashedBody.Wrap(http);
        }

        await next(http);
    }

    private async Task CheckForgeryAsync(HttpContext http)
    {
        // Without the header the service would go and read the whole form in search of the token.
        if (http.Request.Headers.ContainsKey(CsrfHeader))
        {
            try
            {
                await antiforgery.ValidateRequestAsync(http);
                return;
            }
            catch (AntiforgeryValidationException)
            {
            }
        }

        throw new ProblemException(403, new Problem("csrf", new LocalText(
            "请求缺少有效的防伪标记(X-CSRF)。请刷新页面后重试。",
            "The request lacks a valid anti-forgery token (X-CSRF). Reload the page and try again."), CsrfHeader));
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
