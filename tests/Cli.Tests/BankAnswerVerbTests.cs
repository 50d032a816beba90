using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Cli.Tests;

/// <summary>An operator with the bank's answer as a file, beside a server that works on the same database.</summary>
public class BankAnswerVerbTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task The_banks_answer_is_looked_at_applied_and_taken_back_from_the_command_line(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var (order, own) = await SentAsync(server);
        var answer = await FileAsync(server, "回盘.csv", own[0] + ",处理结果,失败原因", own[1] + ",成功,", own[2] + ",失败,账号已销户", own[3] + ",处理中,");

        var seen = await RunAsync(server, order, answer);
        seen.Exit.ShouldBe(1, "one row is left to look into");
        (Int(seen, "rows"), Int(seen, "changes"), Int(seen, "rest"), seen.Json.TryGetProperty("answer", out _)).ShouldBe((3, 2, 1, false));
        (Int(seen.Json.GetProperty("verdicts"), "paid"), Int(seen.Json.GetProperty("verdicts"), "returned"), Int(seen.Json.GetProperty("verdicts"), "unclear")).ShouldBe((1, 1, 1));
        var open = seen.Json.GetProperty("open").EnumerateArray().Single();
        (open.GetProperty("verdict").GetString(), open.GetProperty("row").GetInt32(), open.GetProperty("said").GetString()).ShouldBe(("unclear", 4, "处理中"));

        // What the columns mean is printed so that it can be said: the bank's words are explained and the file is whole.
        var map = JsonNode.Parse(seen.Json.GetProperty("map").GetRawText())!;
        map["columns"]!.AsArray().Single(c => (string?)c!["field"] == "处理结果")!["codes"] = new JsonObject { ["成功"] = "到账", ["失败"] = "退回", ["处理中"] = "到账" };
        var said = await FileAsync(server, "map.json", map.ToJsonString());
        (await RunAsync(server, order, answer, "--map", said)).Exit.ShouldBe(0);

        var applied = await RunAsync(server, order, answer, "--apply");
        var id = applied.Json.GetProperty("answer").GetString()!;
        applied.Exit.ShouldBe(1);
        var again = await RunAsync(server, order, answer, "--apply");
        (again.Exit, Code(again)).ShouldBe((2, "nothing-new"));
        (Int(await RunAsync(server, order, answer), "changes")).ShouldBe(0);

        (Code(await RunAsync(server, order, null, "--undo", id))).ShouldBe("reason-missing");
        (Code(await RunAsync(server, order, answer, "--undo", id, "--reason", "传错了"))).ShouldBe("file-and-undo");
        (Code(await RunAsync(server, order, null, "--undo", Guid.Empty.ToString(), "--reason", "传错了"))).ShouldBe("not-found");
        (await RunAsync(server, order, null, "--undo", id, "--reason", "传错了")).Json.GetProperty("undone").GetString().ShouldBe(id);
        (Code(await RunAsync(server, order, null, "--undo", id, "--reason", "再撤"))).ShouldBe("undone-already");
        Int(await RunAsync(server, order, answer, "--rest-paid"), "changes").ShouldBe(3);
    }

    [Fact]
    public async Task Bad_files_and_wrong_usage_are_refused_with_the_cure_and_nothing_is_written()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        var (order, own) = await SentAsync(server);
        var good = await FileAsync(server, "回盘.csv", own[0] + ",处理结果", own[1] + ",成功");
        (Code(await RunAsync(server, order, null))).ShouldBe("no-file");
        (Code(await RunAsync(server, order, Path.Combine(server.Database.Folder, "无此文件.csv")))).ShouldBe("no-such-file");
        (Code(await RunAsync(server, order, good, "--map", Path.Combine(server.Database.Folder, "无.json")))).ShouldBe("no-such-file");
        (Code(await RunAsync(server, order, good, "--map", await FileAsync(server, "bad.json", "{not json")))).ShouldNotBeNullOrEmpty();
        (Code(await RunAsync(server, Guid.Empty.ToString(), good))).ShouldBe("not-found");
        (Code(await RunAsync(server, order, await FileAsync(server, "empty.csv", "")))).ShouldNotBeNullOrEmpty();
        var noise = Path.Combine(server.Database.Folder, "noise.xlsx");
        await File.WriteAllBytesAsync(noise, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 % 251))], Ct);
        (Code(await RunAsync(server, order, noise))).ShouldNotBeNullOrEmpty();

        // Readable, but nothing says what became of the payments: said, and not to be applied.
        var silent = await FileAsync(server, "silent.csv", own);
        var seen = await RunAsync(server, order, silent);
        (seen.Exit, seen.Json.GetProperty("missing").GetArrayLength()).ShouldBe((1, 1));
        (Code(await RunAsync(server, order, silent, "--apply"))).ShouldBe("columns-missing");
        Int(await RunAsync(server, order, good), "changes").ShouldBe(1, "nothing was recorded by any of them");
    }

    private static async Task<(string Order, string[] File)> SentAsync(TestServer server)
    {
        await Register.AddAsync(
            server.Services,
            Some.Household("001", 610729101201, Some.Person("1942-03-05", "张大山"), Some.Person("1969-11-20", "李梅", "female").With("disability", """{"category":4,"grade":2}""")).With("bank_account", "\"6217000010001234567\""),
            Some.Household("002", 610729101201, Some.Person("1950-05-01", "王五"), Some.Person("1936-05-02", "赵秀", "female")).With("bank_account", "\"6217000010007654321\""));
        using var clerk = await Requests.SignInAsync(server, Roles.CountyClerk);
        using var approver = await Requests.SignInAsync(server, Roles.Approver);
        using var finance = await Requests.SignInAsync(server, Roles.Finance);
        return await Requests.SentAsync(clerk, approver, finance, "liuba-2015", "2016-05");
    }

    private static async Task<string> FileAsync(TestServer server, string name, params string[] lines)
    {
        var path = Path.Combine(server.Database.Folder, name);
        await File.WriteAllTextAsync(path, string.Join("\r\n", lines), Encoding.UTF8, Ct);
        return path;
    }

    private static async Task<(int Exit, JsonElement Json)> RunAsync(TestServer server, string order, string? file, params string[] more)
    {
        var target = server.Database.Target;
        var (exit, output, _) = await CommandLineTests.Run(
        [
            "bank-answer", .. file is null ? Array.Empty<string>() : [file], "--order", order, "--db", target.SqlitePath ?? target.OwnerConnectionString!, "--keys", Path.Combine(server.Database.Folder, "test.keys"), .. more, "--json",
        ]);
        using var document = JsonDocument.Parse(output);
        return (exit, document.RootElement.Clone());
    }

    private static string? Code((int Exit, JsonElement Json) ran)
    {
        ran.Exit.ShouldBe(2, ran.Json.ToString());
        return ran.Json.GetProperty("error").GetProperty("code").GetString();
    }

    private static int Int((int Exit, JsonElement Json) ran, string name) => Int(ran.Json, name);

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
