using Fuyao.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Fuyao.Server;

/// <summary>
/// The built office: files whose names carry a hash are kept for ever, the page itself is asked for each time; every address
/// that is neither a file nor the API is a place in the single page.
/// </summary>
internal static class BuiltWeb
{
    public static void UseBuiltWeb(this IApplicationBuilder app, FuyaoSettings settings)
    {
        var root = Path.Combine(settings.Home, "web", "office", "dist");
        if (!File.Exists(Path.Combine(root, "index.html")))
        {
            return;
        }

        var files = new PhysicalFileProvider(root);
        app.Use((context, next) =>
        {
            var path = context.Request.Path;
            var page = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
            if (page && !path.StartsWithSegments("/api") && !path.StartsWithSegments("/health") && !Path.HasExtension(path.Value))
            {
                context.Request.Path = "/index.html";
            }

            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new FileExtensionContentTypeProvider { Mappings = { [".webmanifest"] = "application/manifest+json" } },
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }
}
