using System.Globalization;
using System.Threading.RateLimiting;
using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Identity;

internal sealed record LimitMetadata(string Limit);

/// <summary>How often and how much at once, per user, and per address before sign-in. Counted on each server by itself.</summary>
internal static class RateLimiting
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<AccessOptions>((limiter, options) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(http => Rate(http, options.Limits)),
                PartitionedRateLimiter.Create<HttpContext, string>(http => AtOnce(http, options.Limits)));
            limiter.OnRejected = async (context, _) =>
            {
                TellRetryAfter(context.HttpContext, context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(5));
                var services = context.HttpContext.RequestServices;
                await services.GetRequiredService<CountedRefusals>().TooOftenAsync(context.HttpContext, services.GetRequiredService<CurrentActor>());
            };
        });
    }

    /// <summary>Set at the last moment, because a problem's answer clears what was set before it.</summary>
    public static void TellRetryAfter(HttpContext http, TimeSpan after) => http.Response.OnStarting(() =>
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });

    private static RateLimitPartition<string> Rate(HttpContext http, RateLimits limits)
    {
        var limit = LimitOf(http);
        var permits = limit switch
        {
            Limits.SignIn => limits.SignIn,
            Limits.Search => limits.Search,
            Limits.Reveal => limits.Reveal,
            Limits.Export => limits.Export,
            Limits.Upload => limits.Upload,
            _ => 0,
        };
        return permits == 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter($"{limit} {Whose(http)}", _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window });
    }

    private static RateLimitPartition<string> AtOnce(HttpContext http, RateLimits limits) => LimitOf(http) is Limits.Export or Limits.Upload
        ? RateLimitPartition.GetConcurrencyLimiter($"{LimitOf(http)} {Whose(http)}", _ => new ConcurrencyLimiterOptions { PermitLimit = limits.AtOnce })
        : RateLimitPartition.GetNoLimiter("");

    private static string? LimitOf(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<LimitMetadata>()?.Limit ?? metadata?.GetMetadata<PermissionMetadata>()?.Permission switch
        {
            Permissions.HouseholdReveal => Limits.Reveal,
            Permissions.HouseholdExport => Limits.Export,
            Permissions.ImportRun when http.Request.HasFormContentType => Limits.Upload,
            _ => null,
        };
    }

    private static string Whose(HttpContext http) => http.RequestServices.GetRequiredService<CurrentActor>() is { IsSignedIn: true } actor
        ? actor.Id.ToString()
        : Device.AddressOf(http);
}
