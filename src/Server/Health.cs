using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Server;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: its database does too, else 503.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("live"))).WithName("HealthLive")
            .AllowAnonymousWithReason("a watchdog asks it, and it says nothing but that").ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).WithName("HealthReady")
            .AllowAnonymousWithReason("a watchdog asks it, and it says nothing but that").ExcludeFromDescription();
    }

    private static async Task<Results<Ok<HealthAnswer>, JsonHttpResult<HealthAnswer>>> ReadyAsync(PlatformDb db, CancellationToken ct)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync("select 1", ct);
            return TypedResults.Ok(new HealthAnswer("ready"));
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return TypedResults.Json(new HealthAnswer("database-unreachable"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private sealed record HealthAnswer(string Status);
}
