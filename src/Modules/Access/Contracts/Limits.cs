using Fuyao.Access.Identity;
using Microsoft.AspNetCore.Builder;

namespace Fuyao.Access.Contracts;

/// <summary>What is limited by its rate; the numbers are settings (<see cref="RateLimits"/>).</summary>
public static class Limits
{
    public const string SignIn = "sign-in";
    public const string Search = "search";
    public const string Reveal = "reveal";
    public const string Export = "export";
    public const string Upload = "upload";

    /// <summary>
    /// The route counts towards the limit. Needless where the permission says it: revealing, exporting, and uploads of imports.
    /// Beyond it: 429 with <c>Retry-After</c>.
    /// </summary>
    public static T WithLimit<T>(this T builder, string limit)
        where T : IEndpointConventionBuilder
    {
        builder.WithMetadata(new LimitMetadata(limit));
        return builder;
    }
}
