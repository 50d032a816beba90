using System.Net;
using Fuyao.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Fuyao.Server;

/// <summary>
/// Behind a proxy the client's address and https come from headers – but only from those proxies that the settings name: from anybody
/// else the headers are what a stranger wrote, and are ignored.
/// </summary>
internal static class ProxyHeaders
{
    public static void UseProxyHeaders(this IApplicationBuilder app, FuyaoSettings settings)
    {
        var trusted = settings.Server.TrustedProxies.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (trusted.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in trusted)
        {
            if (address.Contains('/', StringComparison.Ordinal))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(address));
            }
            else
            {
                options.KnownProxies.Add(IPAddress.Parse(address));
            }
        }

        app.UseForwardedHeaders(options);
    }
}
