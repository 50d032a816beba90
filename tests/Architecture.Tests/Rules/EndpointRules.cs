using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Architecture.Tests.Rules;

/// <summary>Every route says who may call it, has a name, and says how it refuses.</summary>
internal static class EndpointRules
{
    public static IEnumerable<string> Check(IEnumerable<Endpoint> endpoints) => endpoints.OfType<RouteEndpoint>().SelectMany(Check);

    private static IEnumerable<string> Check(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        var route = $"{string.Join(',', methods)} {endpoint.RoutePattern.RawText}";
        var described = endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true;
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
            && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            yield return $"{route} says neither which permission it needs nor why it needs none";
        }

        if (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
        {
            yield return $"{route} has no name";
        }

        var refusals = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(r => r.StatusCode >= 400 && r.ContentTypes.Contains("application/problem+json"));
        if (described && !refusals.Any())
        {
            yield return $"{route} says nothing of how it refuses";
        }
    }
}
