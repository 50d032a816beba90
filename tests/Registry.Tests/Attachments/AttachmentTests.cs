using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Attachments;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Attachments;

/// <summary>What people photograph: taken by content, cleaned of what it should not tell, kept encrypted, shown to those who may see the household.</summary>
public sealed class AttachmentTests
{
    private const string Place = "GPS 33.6N 106.9E";

    private static readonly byte[] Tiny = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=");

    [Fact]
    public void Of_a_photo_only_the_picture_and_its_turn_stay()
    {
        var exif = Encoding.Latin1.GetBytes("Exif\0\0II*\0\b\0\0\0\u0001\0\u0012\u0001\u0003\0\u0001\0\0\0\u0006\0\0\0\0\0\0\0" + Place);
        var photo = Splice(Tiny, [.. Segment(0xE1, exif), .. Segment(0xE1, Encoding.ASCII.GetBytes("http://ns.adobe.com/xap/1.0/\0" + Place)), .. Segment(0xFE, Encoding.ASCII.GetBytes(Place))]);
        var clean = CleanImage.Of([.. photo, .. Encoding.ASCII.GetBytes("<script>" + Place)])!;
        clean.ContentType.ShouldBe("image/jpeg");
        (clean.Width, clean.Height).ShouldBe((1, 1));
        var text = Encoding.Latin1.GetString(clean.Content);
        text.ShouldNotContain("GPS");
        text.ShouldNotContain("script");
        text.ShouldContain("Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006");

        // Cleaning is the same the second time, or equal photos would not be found equal.
        CleanImage.Of(clean.Content)!.Content.ShouldBe(clean.Content);
        CleanImage.Of(Tiny)!.Content.ShouldBe(Tiny);
    }

    [Fact]
    public void A_png_loses_its_texts_and_what_is_appended()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0]), .. Chunk("tEXt", Encoding.ASCII.GetBytes(Place)), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", []), .. "PK\u0003\u0004"u8];
        var clean = CleanImage.Of(png)!;
        (clean.Width, clean.Height, clean.ContentType).ShouldBe((2, 3, "image/png"));
        Encoding.Latin1.GetString(clean.Content).ShouldNotContain("GPS");
        Encoding.Latin1.GetString(clean.Content).ShouldNotContain("PK");
    }

    [Fact]
    public void A_cut_or_too_large_picture_is_refused_and_never_reads_beyond_its_end()
    {
        for (var length = 3; length < Tiny.Length; length++)
        {
            Should.Throw<ProblemException>(() => CleanImage.Of(Tiny.AsSpan(0, length))).Problems[0].Code.ShouldBe("damaged-image");
        }

        byte[] wide = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", [0, 0, 8, 0, 0, 0, 0, 1, 8, 2, 0, 0, 0]), .. Chunk("IEND", [])];
        Should.Throw<ProblemException>(() => CleanImage.Of(wide)).Problems[0].Code.ShouldBe("image-too-large");
    }

    [Theory]
    [InlineData("1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj", "pdf-active")]
    [InlineData("1 0 obj<</S/J#61vaScript>>endobj", "pdf-active")]
    [InlineData("1 0 obj<</Type/Filespec/EF<</F 2 0 R>>>>endobj 2 0 obj<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream endobj", "pdf-active")]
    [InlineData("trailer<</Encrypt 5 0 R>>", "pdf-locked")]
    [InlineData("1 0 obj<</Type/ObjStm/Filter/LZWDecode>>stream\nxx\nendstream endobj", "pdf-cannot-be-checked")]
    [InlineData("1 0 obj<</Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]>>stream\nxx\nendstream endobj", "pdf-cannot-be-checked")]
    public void A_pdf_that_can_do_something_is_refused(string body, string code) =>
        Should.Throw<ProblemException>(() => PdfInspection.Check(Pdf(body))).Problems[0].Code.ShouldBe(code);

    [Fact]
    public void A_script_inside_a_compressed_object_stream_is_found_and_a_plain_pdf_is_taken()
    {
        byte[] Packed(string objects)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                zlib.Write(Encoding.ASCII.GetBytes(objects));
            }

            return [.. Pdf($"7 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {packed.Length}>>stream\r\n"), .. packed.ToArray(), .. "\nendstream endobj"u8];
        }

        Should.Throw<ProblemException>(() => PdfInspection.Check(Packed("1 0 <</S/JavaScript>>"))).Problems[0].Code.ShouldBe("pdf-active");
        PdfInspection.Check(Packed("1 0 <</Type/Page/Contents 3 0 R>>"));
        PdfInspection.Check(Pdf("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"));
    }

    [Theory]
    [EachEngine]
    public async Task A_photo_is_kept_once_and_encrypted_and_exists_only_for_those_who_may_see_the_household(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var household = (await clerk.CreateAsync(Tests.Some.HouseholdJson("1")))["household"]!;
        var address = $"/api/households/{household["id"]}/attachments";
        var first = await SendAsync(clerk, address, Tiny, 201, caption: "房屋正面");
        (await SendAsync(clerk, address, Tiny, 200))["id"]!.ToString().ShouldBe(first["id"]!.ToString());
        var ofPerson = await SendAsync(clerk, address, Tiny, 201, ("person", household["persons"]![0]!["id"]!.ToString()));
        ofPerson["sha256"]!.ToString().ShouldBe(first["sha256"]!.ToString());
        (await clerk.GetAsync(address))["items"]!.AsArray().Count.ShouldBe(2);

        var content = await clerk.Client.GetAsync($"/api/attachments/{first["id"]}/content", TestContext.Current.CancellationToken);
        (await content.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Tiny);
        content.Headers.GetValues("Content-Security-Policy").ShouldContain(v => v.Contains("sandbox", StringComparison.Ordinal));
        var kept = Directory.EnumerateFiles(FilesOf(office), "*", SearchOption.AllDirectories).ToList();
        kept.Count.ShouldBe(1);
        Encoding.Latin1.GetString(await File.ReadAllBytesAsync(kept[0], TestContext.Current.CancellationToken)).ShouldNotContain("JFIF");

        var stranger = await office.ClerkAsync(Tests.Some.Elsewhere);
        await stranger.GetAsync(address, 404);
        await stranger.GetAsync($"/api/attachments/{first["id"]}/content", 404);
        await SendAsync(stranger, address, Tiny, 404);
        await stranger.SendAsync(HttpMethod.Post, $"/api/attachments/{first["id"]}/hide", new JsonObject { ["reason"] = "不让看" }, 404, key: "refused");

        var hidden = await clerk.SendAsync(HttpMethod.Post, $"/api/attachments/{first["id"]}/hide", new JsonObject { ["reason"] = "拍错了户" }, 200);
        ((string)hidden["hidden"]!).ShouldBe("拍错了户");
        (await clerk.GetAsync(address))["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_not_a_picture_or_plain_pdf_is_refused_by_its_content_whatever_it_is_called()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var clerk = await office.ClerkAsync(Tests.Some.Township);
        var household = (await clerk.CreateAsync(Tests.Some.HouseholdJson("1")))["household"]!;
        var address = $"/api/households/{household["id"]}/attachments";
        foreach (var content in new[] { "PK\u0003\u0004 macro", "<svg onload=\"alert(1)\"/>", "<html><script>", "MZ\u0090\0", "GIF89a", "", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1 old office file" })
        {
            var answer = await SendAsync(clerk, address, Encoding.Latin1.GetBytes(content), 422);
            ((string)answer["problems"]![0]!["code"]!).ShouldBe("file-type");
        }

        await SendAsync(clerk, address, Encoding.Latin1.GetBytes("<html>%PDF-1.7 both" + new string(' ', 100)), 422);
        await SendAsync(clerk, address, new byte[(10 << 20) + 1], 413);
        await SendAsync(clerk, address, Tiny, 422, ("person", Guid.Empty.ToString()));
        await SendAsync(clerk, address, Tiny, 422, ("anything", household["id"]!.ToString()));
        (await clerk.GetAsync(address))["items"]!.AsArray().ShouldBeEmpty();
    }

    private static string FilesOf(Office office) => office.Services.GetRequiredService<AccessOptions>().FilesDirectory
        ?? office.Services.GetRequiredService<DatabaseTarget>().SqlitePath + ".files";

    private static async Task<JsonNode> SendAsync(Clerk clerk, string address, byte[] file, int status, (string Kind, string Id)? subject = null, string? caption = null)
    {
        using var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { part, "file", "照片.jpg" } };
        if (subject is var (kind, id))
        {
            form.Add(new StringContent(kind), "subject_kind");
            form.Add(new StringContent(id), "subject");
        }

        if (caption is not null)
        {
            form.Add(new StringContent(caption), "caption");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Add("Idempotency-Key", $"photo-{Interlocked.Increment(ref sent)}");
        using var response = await clerk.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, text);
        return JsonNode.Parse(text)!;
    }

    private static int sent;

    private static byte[] Pdf(string body) => Encoding.Latin1.GetBytes("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n" + body);

    private static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Splice(byte[] jpeg, byte[] segments) => [.. jpeg[..2], .. segments, .. jpeg[2..]];

    private static byte[] Chunk(string kind, byte[] body) => [0, 0, (byte)(body.Length >> 8), (byte)body.Length, .. Encoding.ASCII.GetBytes(kind), .. body, 0, 0, 0, 0];
}
