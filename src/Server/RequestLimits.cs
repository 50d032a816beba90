using Fuyao.App;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fuyao.Server;

/// <summary>A request's body is small, except an upload: a multipart form may be as large as the settings say.</summary>
internal sealed class RequestLimits(RequestDelegate next, FuyaoSettings settings)
{
    /// <summary>Bytes of any body that is not an upload.</summary>
    public const long Small = 4 << 20;

    public static long Upload(FuyaoSettings settings) => (long)settings.Server.MaxUploadMiB << 20;

    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false } && context.Request.HasFormContentType
            && context.Request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            limit.MaxRequestBodySize = Upload(settings);
        }

        return next(context);
    }
}
