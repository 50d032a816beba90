using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class FileTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(200_000)]
    public async Task A_file_comes_back_whole_from_any_position_and_a_changed_byte_never_passes(int length)
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        await using var scope = host.Operator(AccessHost.County);
        var files = scope.ServiceProvider.GetRequiredService<FileStore>();
        var content = RandomNumberGenerator.GetBytes(length);
        var id = await files.SaveAsync("../../etc/a b.xlsx", "application/octet-stream", new MemoryStream(content), ct: Ct);
        using (var file = await files.OpenAsync(id, Ct))
        {
            file.Name.ShouldBe("a b.xlsx");
            file.Sha256.ShouldBe(SHA256.HashData(content));
            var whole = new MemoryStream();
            await file.Content.CopyToAsync(whole, Ct);
            whole.ToArray().ShouldBe(content);
            file.Content.Position = length / 2;
            var rest = new MemoryStream();
            await file.Content.CopyToAsync(rest, Ct);
            rest.ToArray().ShouldBe(content[(length / 2)..]);
        }

        if (length == 0)
        {
            return;
        }

        var path = Directory.EnumerateFiles(Path.Combine(host.Database.Folder, "test.files"), "*", SearchOption.AllDirectories).Single();
        var stored = await File.ReadAllBytesAsync(path, Ct);
        stored[0] ^= 1;
        await File.WriteAllBytesAsync(path, stored, Ct);
        using var spoilt = await files.OpenAsync(id, Ct);
        await Should.ThrowAsync<CryptographicException>(() => spoilt.Content.CopyToAsync(Stream.Null, Ct));
    }

    [Theory, EachEngine]
    public async Task A_file_is_an_attachment_within_its_area_and_permission_and_nothing_elsewhere(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        Guid list, plain;
        await using (var scope = host.Operator(AccessHost.County))
        {
            var files = scope.ServiceProvider.GetRequiredService<FileStore>();
            list = await files.SaveAsync("发放花名册.xlsx", "text/html", new MemoryStream([1, 2, 3]), permission: Permissions.PaymentExport, ct: Ct);
            plain = await files.SaveAsync("report.csv", "text/csv", new MemoryStream([4]), new RegionCode(610729101000), ct: Ct);
        }

        using var finance = await host.SignInAsync(Roles.Finance);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        using var stranger = await host.SignInAsync(Roles.Finance, AccessHost.OtherCounty);
        var answer = await finance.GetAsync($"/api/files/{list}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(Ct)).ShouldBe([1, 2, 3]);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("发放花名册.xlsx");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await clerk.GetAsync($"/api/files/{list}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.GetAsync($"/api/files/{plain}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stranger.GetAsync($"/api/files/{list}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var auditor = await host.SignInAsync(Roles.Auditor);
        var seen = JsonElement.Parse(await (await auditor.GetAsync($"/api/audit/subjects/file/{list}")).Content.ReadAsStringAsync(Ct));
        seen.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("action").GetString()).ShouldBe(["file.download", "file.save"]);
    }
}
