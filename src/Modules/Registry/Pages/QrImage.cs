using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using QRCoder;

namespace Fuyao.Registry.Pages;

/// <summary>
/// GET /qr?path=: a QR code that opens a page of this server. It holds an address and nothing else; who scans it signs in and
/// sees what they may see.
/// </summary>
internal static class QrImage
{
    private const int LongestPath = 300;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/qr", Handle)
        .WithName("GetQrCode")
        .RequirePermission(Permissions.Session)
        .Produces(StatusCodes.Status200OK, contentType: "image/svg+xml");

    private static ContentHttpResult Handle(string path, HttpContext http)
    {
        if (path.Length > LongestPath || !path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.Any(c => c is <= ' ' or '\\' or > '~'))
        {
            throw new ProblemException(400, new Problem("wrong-path", new(
                "path 应是本站的地址,如 /office/q/…,不超过 300 个字符。", "The path is an address of this server, such as /office/q/…, of at most 300 characters."), "path"));
        }

        // Level M survives a fold or a stain on paper.
        using var code = QRCodeGenerator.GenerateQrCode($"{http.Request.Scheme}://{http.Request.Host}{path}", QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return TypedResults.Content(svg.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute), "image/svg+xml");
    }
}
