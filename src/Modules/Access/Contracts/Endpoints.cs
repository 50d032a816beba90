using Fuyao.Access.Identity;
using Fuyao.Access.Writes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fuyao.Access.Contracts;

/// <summary>What a route says about who may call it and whether it writes. A route that says nothing stops the start.</summary>
public static class Endpoints
{
    /// <summary>Only an actor whose role has the permission may call the route; its area limits what the route sees.</summary>
    public static T RequirePermission<T>(this T builder, string permission)
        where T : IEndpointConventionBuilder
    {
        if (!Permissions.All.Contains(permission))
        {
            throw new ArgumentException($"'{permission}' is not in Permissions.", nameof(permission));
        }

        builder.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(permission)).Build());
        builder.WithMetadata(new PermissionMetadata(permission));
        return builder;
    }

    /// <summary>Anyone may call the route, signed in or not. The reason is for whoever reviews the list of open routes.</summary>
    public static T AllowAnonymousWithReason<T>(this T builder, string reason)
        where T : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        builder.AllowAnonymous();
        builder.WithMetadata(new AnonymousMetadata(reason));
        return builder;
    }

    /// <summary>
    /// The route is one write: needs <c>Idempotency-Key</c>, runs in one transaction with its audit records and the stored
    /// answer, and answers only after the commit. An answer of 400 or more rolls everything back.
    /// </summary>
    /// <param name="action">Name in the audit, such as <c>household.change</c>.</param>
    /// <param name="deferred">
    /// True for handlers that first take a long upload: they open the transaction themselves with
    /// <see cref="WriteSession.BeginAsync"/>, so that the one writer is not kept waiting for the network.
    /// </param>
    public static RouteHandlerBuilder WithWrite(this RouteHandlerBuilder builder, string action, bool deferred = false)
    {
        builder.WithMetadata(new WriteMetadata(action));
        builder.AddEndpointFilter(new WriteFilter(action, deferred));
        return builder;
    }
}
