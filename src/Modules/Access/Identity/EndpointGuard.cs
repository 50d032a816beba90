using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Fuyao.Access.Identity;

/// <summary>Stops the start when a route says neither which permission it needs nor why it needs none.</summary>
internal sealed class EndpointGuard(EndpointDataSource endpoints) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Check(endpoints);
        return Task.CompletedTask;
    }

    internal static void Check(EndpointDataSource endpoints)
    {
        var open = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PermissionMetadata>() is null && e.Metadata.GetMetadata<AnonymousMetadata>() is null)
            .Select(e => e.DisplayName ?? e.RoutePattern.RawText)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (open.Count > 0)
        {
            throw new InvalidOperationException(
                $"Routes without a permission: {string.Join("; ", open)}. Add .{nameof(Endpoints.RequirePermission)}(…) or .{nameof(Endpoints.AllowAnonymousWithReason)}(…).");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
