using System.Globalization;
using System.Text;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Fuyao.Access.Contracts;

/// <summary>
/// A multipart upload, read part by part: the file never touches the disk in the clear, which the framework's own form reader
/// cannot promise.
/// </summary>
public sealed class UploadForm : IDisposable
{
    private const int FieldBytes = 1 << 20;
    private const int Fields = 20;
    private const int LongestName = 200;
    private const int KeptEnd = 20;
    private readonly Dictionary<string, string> fields = [];

    public string FileName { get; private set; } = "";

    /// <summary>The file; never null once the form is read.</summary>
    public SealedTemp? Content { get; private set; }

    /// <summary>A field's text; empty when the form has none of this name.</summary>
    public string this[string name] => fields.GetValueOrDefault(name, "");

    public bool Flag(string name) => this[name] is "true" or "1" or "on";

    /// <summary>Null when the field is empty.</summary>
    public DateOnly? Day(string name) => this[name] is not { Length: > 0 } day ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw Bad(name, "日期应写成 2016-05-01。", "A date is written 2016-05-01.");

    /// <summary>The field <c>region</c>, or the actor's own place.</summary>
    public RegionCode Region(CurrentActor actor)
    {
        var region = this["region"].Length == 0 ? actor.Region : RegionCode.TryParse(this["region"], out var typed) ? typed
            : throw Bad("region", "行政区划代码应为 2、4、6、9 或 12 位数字。", "A region code has 2, 4, 6, 9 or 12 digits.");
        return region.Range.Intersect(actor.Area) == region.Range ? region : throw ProblemException.NotFound("region", "行政区划");
    }

    /// <exception cref="ProblemException">400: no multipart form, or no file in it.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
        {
            throw Bad("file", "请用 multipart/form-data 上传文件。", "Upload the file as multipart/form-data.");
        }

        var form = new UploadForm();
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                await form.TakeAsync(section, ct);
            }

            return form.Content is not null ? form : throw Bad("file", "缺少文件。", "There is no file.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            form.Dispose();
            throw Bad("file", "上传中断或格式不对,请重新上传。", "The upload was cut or malformed. Upload it again.");
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    public void Dispose() => Content?.Dispose();

    public static ProblemException Bad(string path, string zh, string en) => new(400, new Problem("bad-upload", new(zh, en), path));

    private async Task TakeAsync(MultipartSection section, CancellationToken ct)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { } name)
        {
            return;
        }

        if (!disposition.IsFileDisposition())
        {
            var bytes = new byte[FieldBytes];
            var length = await section.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            if (length == bytes.Length || fields.Count >= Fields)
            {
                throw Bad(name, "表单字段过长或过多。", "The form's fields are too long or too many.");
            }

            fields[name] = Encoding.UTF8.GetString(bytes, 0, length);
        }
        else if (name == "file" && Content is null)
        {
            var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
            FileName = NameOf(given ?? "");
            Content = await SealedTemp.TakeAsync(section.Body, ct);
        }
    }

    // A name of any length and with any characters comes along; what is kept of it is its end, where the kind of file stands.
    private static string NameOf(string given)
    {
        var plain = string.Concat(Path.GetFileName(given.Replace('\\', '/')).Where(c => !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)).Trim();
        if (plain.Length <= LongestName)
        {
            return plain.Length == 0 ? "upload" : plain;
        }

        var (begin, end) = (plain[..(LongestName - KeptEnd - 1)], plain[^KeptEnd..]);
        return $"{(char.IsHighSurrogate(begin[^1]) ? begin[..^1] : begin)}…{(char.IsLowSurrogate(end[0]) ? end[1..] : end)}";
    }
}
