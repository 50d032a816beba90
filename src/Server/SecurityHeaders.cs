using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Fuyao.Server;

/// <summary>
/// Headers on every answer: scripts only from this server and never inline, no framing, no type guessing, nothing personal kept
/// in caches.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string NonceItem = "fuyao.style-nonce";

    /// <summary>
    /// A fresh nonce for this answer's styles: scripts are never inline, styles only with it. Positions that scripts set on
    /// elements of a chart's tooltip are attributes, which cannot do harm.
    /// </summary>
    public static string StyleNonce(HttpContext context)
    {
        if (context.Items[NonceItem] is not string nonce)
        {
            context.Items[NonceItem] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        }

        return nonce;
    }

    private static string ContentSecurityPolicy(HttpContext context)
    {
        var nonce = context.Items[NonceItem] is string given ? $" 'nonce-{given}'" : "";
        return $"default-src 'self'; script-src 'self'; style-src 'self'{nonce}; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
            + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, because an error clears what was set before it.
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        // A printed page that brings its own, stricter policy keeps it.
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = ContentSecurityPolicy(context);
        }

        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        if (context.Request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
        }
    }
}
