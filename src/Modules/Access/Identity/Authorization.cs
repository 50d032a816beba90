using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Identity;

internal sealed record PermissionMetadata(string Permission);

internal sealed record AnonymousMetadata(string Reason);

internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>The actor's role has the permission. Where it may be used is the business of the area filter.</summary>
internal sealed class PermissionHandler(IHttpContextAccessor http) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (http.HttpContext?.RequestServices.GetRequiredService<CurrentActor>() is { IsSignedIn: true } actor && actor.May(requirement.Permission))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
