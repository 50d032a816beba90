using System.Text;
using Fuyao.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Fuyao.Server;

/// <summary>
/// The built office under <c>/office</c>: files whose names carry a hash are kept for ever, the page itself never; every address
/// there that is not a file is a place in the single page. The page carries a fresh nonce, which allows the component library's
/// run-time styles and no others.
/// </summary>
internal static class BuiltWeb
{
    private const string Place = "/office";
    private const string NonceMark = "__CSP_NONCE__";

    public static void UseBuiltWeb(this IApplicationBuilder app, FuyaoSettings settings)
    {
        var root = Path.Combine(settings.Home, "web", "office", "dist");
        var index = Path.Combine(root, "index.html");
        if (!File.Exists(index))
        {
            return;
        }

        app.Use((context, next) =>
        {
            var path = context.Request.Path;
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                return next(context);
            }

            if (path == "/")
            {
                context.Response.Redirect(Place + "/");
                return Task.CompletedTask;
            }

            return path.StartsWithSegments(Place, out var inside) && !Path.HasExtension(inside.Value) ? WritePageAsync(context, index) : next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = Place,
            FileProvider = new PhysicalFileProvider(root),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments(Place + "/assets") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    private static async Task WritePageAsync(HttpContext context, string index)
    {
        // Read each time: it is small, and a rebuilt office shows without a restart.
        var page = await File.ReadAllTextAsync(index, context.RequestAborted);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(page.Replace(NonceMark, SecurityHeaders.StyleNonce(context), StringComparison.Ordinal), Encoding.UTF8, context.RequestAborted);
    }
}
