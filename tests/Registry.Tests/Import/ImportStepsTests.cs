using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

/// <summary>Upload, mapping, differences, storing, undo – over HTTP, as the office does it.</summary>
public sealed class ImportStepsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_village_table_is_mapped_by_hand_once_compared_stored_undone_and_the_next_maps_itself(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var form = await UploadAsync(clerk, Sheet.Couple().All("耕地面积", "3").Text(), "登记表.csv");
        await WaitAsync(clerk, form, "checked");
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{form}/apply", new JsonObject(), 202);
        await WaitAsync(clerk, form, "applied");

        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var table = $"姓名,身份证号,种了几亩,闲话\n张三,{Sheet.Id("19510305", true)},7,x\n";
        var id = await UploadAsync(clerk, table, "两河口村.csv");
        var waiting = await clerk.GetAsync($"/api/imports/{id}");
        ((string)waiting["state"]!, waiting["job"]).ShouldBe(("mapping", null));
        var proposal = await clerk.GetAsync($"/api/imports/{id}/mapping");
        ((string)proposal["table"]!).ShouldBe("persons");
        proposal["left_out"]!.AsArray().Select(h => (string)h!).ShouldBe(["种了几亩", "闲话"]);
        proposal["columns"]!.AsArray().Single(c => (string)c!["header"]! == "身份证号")!["samples"]![0]!["text"]!.ToString().ShouldContain("*");

        // What is not a field, or is said twice, is refused with the place.
        var wrong = Mapping("没有的项目");
        var refused = await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{id}/mapping", wrong, 422);
        refused.ToJsonString().ShouldContain("unknown-field");
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{id}/mapping", Mapping("耕地面积"), 202);
        await WaitAsync(clerk, id, "checked");
        var differences = await clerk.GetAsync($"/api/imports/{id}/differences?outcome=changed");
        var cell = differences["items"]![0]!["cells"]![0]!;
        ((string)cell["field"]!, (string)cell["before"]!, (string)cell["after"]!).ShouldBe(("耕地面积", "3", "7"));
        (await clerk.Client.GetAsync($"/api/imports/{id}/differences/export", Ct)).EnsureSuccessStatusCode();
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{id}/apply", new JsonObject(), 202);
        var applied = await WaitAsync(clerk, id, "applied");
        ((bool)applied["can_undo"]!).ShouldBeTrue();

        var preview = await clerk.GetAsync($"/api/imports/{id}/undo");
        ((int)preview["households"]!, (int)preview["blocked"]!).ShouldBe((1, 0));
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{id}/undo", new JsonObject { ["reason"] = "面积有误" }, 202);
        await WaitAsync(clerk, id, "undone");

        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = await UploadAsync(clerk, table.Replace(",7,", ",8,", StringComparison.Ordinal), "上河村.csv");
        var mapped = await WaitAsync(clerk, next, "checked");
        ((int)mapped["rows"]!["changed"]!).ShouldBe(1, "the same headers map themselves");

        JsonObject Mapping(string field) => new()
        {
            ["table"] = "persons",
            ["mapping"] = new JsonObject
            {
                ["columns"] = new JsonArray(
                    new JsonObject { ["header"] = "种了几亩", ["field"] = field },
                    new JsonObject { ["header"] = "闲话", ["field"] = null },
                    new JsonObject { ["header"] = "姓名", ["field"] = "姓名" },
                    new JsonObject { ["header"] = "身份证号", ["field"] = "证件号码" }),
            },
        };
    }

    [Fact]
    public async Task Whose_word_counts_is_decided_between_check_and_storing()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var clerk = await office.ClerkAsync("610729");
        var form = await UploadAsync(clerk, Sheet.Couple().Text(), "登记表.csv");
        await WaitAsync(clerk, form, "checked");
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{form}/apply", new JsonObject(), 202);
        await WaitAsync(clerk, form, "applied");
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = await UploadAsync(clerk, $"姓名,身份证号\n张叁,{Sheet.Id("19510305", true)}\n", "名册.csv");
        var view = await WaitAsync(clerk, id, "checked");
        ((int)view["rows"]!["conflicts"]!).ShouldBe(1);
        var page = await clerk.GetAsync($"/api/imports/{id}/differences");
        ((int)page["undecided"]!).ShouldBe(1);
        var key = (string)page["items"]![0]!["cells"]![0]!["key"]!;
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{id}/decisions", new JsonObject { ["cells"] = new JsonObject { [key] = true } }, 200);
        ((int)(await clerk.GetAsync($"/api/imports/{id}/differences"))["undecided"]!).ShouldBe(0);
        await clerk.SendAsync(HttpMethod.Post, $"/api/imports/{id}/apply", new JsonObject(), 202);
        await WaitAsync(clerk, id, "applied");
        (await clerk.GetAsync("/api/households"))["items"]![0]!["head_name"]!.ToString().ShouldBe("张叁");
    }

    [Fact]
    public async Task An_upload_never_lies_on_the_disk_in_the_clear()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var clerk = await office.ClerkAsync("610729");
        var canary = $"闲话{Guid.CreateVersion7():N}";
        var lines = string.Concat(Enumerable.Range(0, 4000).Select(i => $"人{i},{Sheet.Id("19510305", true, i % 400)},{canary}\n"));
        var id = await UploadAsync(clerk, "姓名,身份证号,闲话\n" + lines, "大表.csv");
        await clerk.GetAsync($"/api/imports/{id}/mapping");

        // Half a form is refused, and leaves nothing either.
        using var cut = new HttpRequestMessage(HttpMethod.Post, "/api/imports") { Content = new StringContent($"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{canary}") };
        cut.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        cut.Headers.Add("Idempotency-Key", "cut");
        ((int)(await clerk.Client.SendAsync(cut, Ct)).StatusCode).ShouldBe(400);

        // What the framework and we ourselves would put there; other programs' pipes are left alone.
        foreach (var file in new[] { "ASPNETCORE_*", "fuyao-*", "*.tmp" }.SelectMany(pattern => Directory.EnumerateFiles(Path.GetTempPath(), pattern)))
        {
            Holds(file, canary).ShouldBeFalse(file);
        }
    }

    private static bool Holds(string file, string text)
    {
        try
        {
            return new FileInfo(file).Length < 64 << 20 && File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<Guid> UploadAsync(Clerk clerk, string csv, string name)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("610729"), "region" },
            { new StringContent("true"), "map" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "file", name },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/imports") { Content = form };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var response = await clerk.Client.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        ((int)response.StatusCode).ShouldBe(202, text);
        return Guid.Parse((string)JsonNode.Parse(text)!["id"]!);
    }

    private static Task<JsonNode> WaitAsync(Clerk clerk, Guid id, string state) =>
        Eventually.GetAsync(() => clerk.GetAsync($"/api/imports/{id}"), view => (string)view["state"]! == state, Ct);
}
