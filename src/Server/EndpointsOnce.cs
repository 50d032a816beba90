using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Fuyao.Server;

/// <summary>
/// The endpoints as they were mapped, made once. The framework makes them anew for everybody who asks – the routes, the guard, the API
/// document – and compiling two hundred handlers is most of a start.
/// </summary>
internal sealed class EndpointsOnce(IReadOnlyList<EndpointDataSource> mapped) : EndpointDataSource
{
    private readonly Lazy<IReadOnlyList<Endpoint>> endpoints = new(() => [.. mapped.SelectMany(source => source.Endpoints)]);

    public override IReadOnlyList<Endpoint> Endpoints => endpoints.Value;

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    /// <summary>Stands for everything that has been mapped so far.</summary>
    public static void Keep(IEndpointRouteBuilder app)
    {
        var once = new EndpointsOnce([.. app.DataSources]);
        app.DataSources.Clear();
        app.DataSources.Add(once);
    }
}
