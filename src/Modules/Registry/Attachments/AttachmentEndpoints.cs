using System.Security.Cryptography;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Attachments;

/// <param name="Subject">Id of the household, person, event or visit.</param>
/// <param name="Thumbnail">Whether there is a small picture.</param>
/// <param name="Sha256">Of the stored content, hexadecimal.</param>
/// <param name="Hidden">Why it is no longer shown; null while it is.</param>
internal sealed record AttachmentView(
    Guid Id, Guid Household, string SubjectKind, Guid Subject, string Name, string ContentType, long Length, int? Width, int? Height, bool Thumbnail, string? Caption,
    DateTimeOffset At, string Actor, string Sha256, string? Hidden);

/// <param name="Items">The latest first.</param>
internal sealed record AttachmentList(IReadOnlyList<AttachmentView> Items);

internal sealed record HideAttachmentRequest(string? Reason);

/// <summary>Photos, scans and PDFs of a household: taken by what they contain, cleaned, encrypted, shown to those who may see the household.</summary>
internal static class AttachmentEndpoints
{
    private const int MostBytes = 10 << 20;
    private const int MostThumbnailBytes = 128 << 10;
    private const int ThumbnailSide = 400;
    private const int MostOfOneHousehold = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/households/{id:guid}/attachments", ListAsync).WithName("ListAttachments").RequirePermission(Permissions.HouseholdView);
        api.MapPost("/households/{id:guid}/attachments", AddAsync).WithName("AddAttachment").RequirePermission(Permissions.HouseholdChange)
            .WithWrite("attachment.add", deferred: true).Accepts<IFormFile>("multipart/form-data").Produces<AttachmentView>(StatusCodes.Status201Created)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes + (1 << 20)));
        api.MapGet("/attachments/{id:guid}/content", ContentAsync).WithName("GetAttachment").RequirePermission(Permissions.HouseholdView)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        api.MapPost("/attachments/{id:guid}/hide", HideAsync).WithName("HideAttachment").RequirePermission(Permissions.HouseholdChange)
            .WithWrite("attachment.hide").Produces<AttachmentView>();
    }

    private static async Task<AttachmentList> ListAsync(Guid id, [FromServices] PlatformDb db, [FromServices] AccessLog log, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var household = await HouseholdAsync(db, id, clock, ct);
        var rows = await db.Set<Attachment>().AcrossAreas().AsNoTracking().Where(a => a.County == household.County && a.HouseholdId == id)
            .OrderByDescending(a => a.At).Take(MostOfOneHousehold).ToListAsync(ct);
        await log.ReadAsync("attachment.list", new AuditSubject("household", id.ToString(), household.County));
        return new AttachmentList([.. rows.Select(View)]);
    }

    private static async Task<IResult> AddAsync(
        Guid id, HttpContext http, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] WriteSession session, [FromServices] CurrentActor actor,
        [FromServices] AuditTrail audit, [FromServices] TimeProvider clock)
    {
        var ct = http.RequestAborted;
        // Kept in memory: what people have photographed never lies in a temporary file in clear.
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = MostBytes + (1 << 20), MemoryBufferThreshold = MostBytes + (1 << 20) }));
        if (!http.Request.HasFormContentType)
        {
            throw Refused("no-file", "请用 multipart/form-data 上传文件。", "Upload the file as multipart/form-data.");
        }

        var form = await http.Request.ReadFormAsync(ct);
        var file = form.Files.GetFile("file") ?? throw Refused("no-file", "缺少文件。", "There is no file.");
        var content = Safe(await BytesAsync(file, MostBytes, ct));
        var thumbnail = form.Files.GetFile("thumbnail") is { } small ? Thumbnail(await BytesAsync(small, MostThumbnailBytes, ct)) : null;
        var household = await HouseholdAsync(db, id, clock, ct);
        var (kind, subject) = await SubjectAsync(form, household, db, clock, ct);
        await session.BeginAsync(ct);
        var hash = SHA256.HashData(content.Bytes);
        var equal = await db.Set<Attachment>().Where(a => a.County == household.County && a.Region == household.Region && a.Sha256 == hash).ToListAsync(ct);
        if (equal.FirstOrDefault(a => a.SubjectId == subject && a.HiddenAt is null) is { } there)
        {
            return Results.Json(View(there), statusCode: StatusCodes.Status200OK);
        }

        var region = new RegionCode(household.Region);
        var name = Path.GetFileName(CleanText.Of(file.FileName)) is { Length: > 0 } given ? given : "photo";
        var attachment = new Attachment
        {
            County = household.County, Id = Ids.New(clock), HouseholdId = id, Region = household.Region, SubjectKind = kind, SubjectId = subject,
            FileId = equal.FirstOrDefault()?.FileId ?? await SaveAsync(content.Bytes, content.ContentType),
            ThumbnailId = equal.FirstOrDefault()?.ThumbnailId ?? (thumbnail is null ? null : await SaveAsync(thumbnail.Content, thumbnail.ContentType)),
            Name = name.Length > 120 ? name[^120..] : name, ContentType = content.ContentType, Length = content.Bytes.Length, Sha256 = hash, Width = content.Width, Height = content.Height,
            Caption = CleanText.Of(form["caption"].ToString()) is { Length: > 0 and <= 200 } caption ? caption : null, At = clock.GetUtcNow(), Actor = actor.Name,
        };
        db.Add(attachment);
        await db.SaveChangesAsync(ct);
        audit.Add("attachment.add", new AuditSubject("household", id.ToString(), household.County), new { attachment = attachment.Id, kind, subject, sha256 = Convert.ToHexStringLower(hash) });
        return Results.Json(View(attachment), statusCode: StatusCodes.Status201Created);

        Task<Guid> SaveAsync(byte[] bytes, string type) => files.SaveAsync(name, type, new MemoryStream(bytes), region, Permissions.HouseholdView, ct: ct);
    }

    private static async Task<FileStreamHttpResult> ContentAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] AccessLog log, [FromServices] TimeProvider clock, HttpContext http,
        CancellationToken ct, bool thumbnail = false)
    {
        var attachment = await FindAsync(db, id, clock, ct);
        var opened = await files.OpenAsync(thumbnail ? attachment.ThumbnailId ?? attachment.FileId : attachment.FileId, ct, checkedBySubject: true);
        http.Response.RegisterForDispose(opened);
        await log.ReadAsync(thumbnail ? "attachment.thumbnail" : "attachment.view", new AuditSubject("household", attachment.HouseholdId.ToString(), attachment.County));
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

        // A picture may stand in a page; a PDF is downloaded and opened elsewhere.
        return TypedResults.Stream(opened.Content, opened.ContentType, attachment.Width is null ? attachment.Name : null);
    }

    private static async Task<Ok<AttachmentView>> HideAsync(
        Guid id, HideAttachmentRequest request, [FromServices] PlatformDb db, [FromServices] AuditTrail audit, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock,
        CancellationToken ct)
    {
        HouseholdWrites.CheckReason(request.Reason);
        var attachment = await FindAsync(db, id, clock, ct);
        if (attachment.HiddenAt is null)
        {
            attachment.HiddenAt = clock.GetUtcNow();
            attachment.HiddenBy = actor.Name;
            attachment.HiddenReason = CleanText.Of(request.Reason!);
            await db.SaveChangesAsync(ct);
            audit.Add("attachment.hide", new AuditSubject("household", attachment.HouseholdId.ToString(), attachment.County), new { attachment = id, reason = attachment.HiddenReason });
        }

        return TypedResults.Ok(View(attachment));
    }

    // An attachment belongs to where its household lives now, wherever it lived when the photo was taken.
    private static async Task<Attachment> FindAsync(PlatformDb db, Guid id, TimeProvider clock, CancellationToken ct)
    {
        // It is kept in each county that its household has lived in.
        var kept = await db.Set<Attachment>().AcrossAreas().Where(a => a.Id == id).ToListAsync(ct);
        if (kept.Count == 0)
        {
            throw ProblemException.NotFound("attachment", "附件");
        }

        try
        {
            var household = await HouseholdAsync(db, kept[0].HouseholdId, clock, ct);
            return kept.Find(a => a.County == household.County) ?? throw ProblemException.NotFound("attachment", "附件");
        }
        catch (ProblemException missing) when (missing.Status == 404)
        {
            throw ProblemException.NotFound("attachment", "附件");
        }
    }

    private static async Task<byte[]> BytesAsync(IFormFile file, int most, CancellationToken ct)
    {
        if (file.Length > most)
        {
            throw new ProblemException(413, new Problem("file-too-large", new($"文件最大 {most >> 10} KiB。", $"A file may have {most >> 10} KiB."), file.Name));
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    // By what it contains; its name and stated type say nothing.
    private static (byte[] Bytes, string ContentType, int? Width, int? Height) Safe(byte[] file)
    {
        if (CleanImage.Of(file) is { } image)
        {
            return (image.Content, image.ContentType, image.Width, image.Height);
        }

        if (!PdfInspection.IsPdf(file))
        {
            throw Refused("file-type", "只收照片(JPEG、PNG、WebP)和 PDF。其他文件请先拍照、扫描或打印成 PDF。", "Only pictures (JPEG, PNG, WebP) and PDF are taken. Photograph, scan or print anything else to PDF first.");
        }

        PdfInspection.Check(file);
        return (file, "application/pdf", null, null);
    }

    private static CleanImage Thumbnail(byte[] file) => CleanImage.Of(file) is { Width: <= ThumbnailSide, Height: <= ThumbnailSide } image ? image
        : throw Refused("thumbnail", $"缩略图应为每边不超过 {ThumbnailSide} 像素的图片。", $"The thumbnail is a picture of at most {ThumbnailSide} pixels a side.");

    private static async Task<(string Kind, Guid Subject)> SubjectAsync(IFormCollection form, HouseholdVersion household, PlatformDb db, TimeProvider clock, CancellationToken ct)
    {
        var kind = form["subject_kind"].ToString() is { Length: > 0 } asked ? asked : AttachmentSubjects.Household;
        var subject = kind == AttachmentSubjects.Household ? household.HouseholdId : Guid.TryParse(form["subject"], out var id) ? id : Guid.Empty;
        var hidden = await db.HiddenChangesAsync(ct);
        var known = AttachmentSubjects.All.Contains(kind) && subject != Guid.Empty && (kind != AttachmentSubjects.Person
            || await db.Set<PersonVersion>().Where(v => v.County == household.County && v.HouseholdId == household.HouseholdId && v.PersonId == subject).Known(hidden).On(clock.TodayInChina()).AnyAsync(ct));
        return known ? (kind, subject) : throw new ProblemException(422, new Problem("unknown-subject", new(
            "附件须属于本户、本户成员、事件或走访。", "An attachment belongs to the household, one of its persons, an event or a visit."), "subject"));
    }

    private static async Task<HouseholdVersion> HouseholdAsync(PlatformDb db, Guid id, TimeProvider clock, CancellationToken ct)
    {
        var hidden = await db.HiddenChangesAsync(ct);
        return await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.HouseholdId == id).Known(hidden).On(clock.TodayInChina()).SingleOrDefaultAsync(ct)
            ?? throw ProblemException.NotFound("household", "这一户");
    }

    private static ProblemException Refused(string code, string zh, string en) => new(422, new Problem(code, new LocalText(zh, en), "file"));

    private static AttachmentView View(Attachment a) => new(
        a.Id, a.HouseholdId, a.SubjectKind, a.SubjectId, a.Name, a.ContentType, a.Length, a.Width, a.Height, a.ThumbnailId is not null, a.Caption, a.At, a.Actor,
        Convert.ToHexStringLower(a.Sha256), a.HiddenAt is null ? null : a.HiddenReason);
}
