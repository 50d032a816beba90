using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Access.Files;

/// <summary>Stored files, always as attachments: a browser must never run what somebody uploaded.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/files/{id:guid}", GetAsync).WithName("GetFile").WithTags("files").RequirePermission(Permissions.FileRead);

    private static async Task<FileStreamHttpResult> GetAsync(Guid id, FileStore files, AccessLog log, HttpContext http, CancellationToken ct)
    {
        var file = await files.OpenAsync(id, ct);
        http.Response.RegisterForDispose(file);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        await log.ReadAsync("file.download", new AuditSubject("file", id.ToString()));
        return TypedResults.Stream(file.Content, file.ContentType, file.Name);
    }
}
