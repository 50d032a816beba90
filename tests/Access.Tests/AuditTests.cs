using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Audit;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class AuditTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task An_untouched_system_verifies(DbEngine engine)
    {
        await using var host = await WithRecordsAsync(engine);
        var report = await VerifyAsync(host);
        report.Ok.ShouldBeTrue(report.FirstBroken?.ToString());
        report.Records.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("update {0} set detail = '{{\"sum\":1}}' where county = 610729 and seq = 4", 4, "edited")]
    [InlineData("update {0} set actor_name = 'somebody else' where county = 610729 and seq = 4", 4, "edited")]
    [InlineData("delete from {0} where county = 610729 and seq = 4", 5, "missing")]
    [InlineData("delete from {0} where county = 610729 and seq >= 4", 4, "truncated")]
    [InlineData("delete from {0} where county = 610729", 1, "truncated")]
    [InlineData("update {0} set seq = case seq when 4 then -5 else -4 end where county = 610729 and seq in (4, 5); update {0} set seq = -seq where seq < 0", 4, "edited")]
    [InlineData("delete from {0} where county = 610729 and seq = 4; update {0} set seq = -(seq - 1) where county = 610729 and seq > 4; update {0} set seq = -seq where seq < 0", 4, "edited")]
    public async Task Tampering_with_either_chain_is_found_where_it_was_done(string sql, long seq, string reason)
    {
        foreach (var engine in Engines())
        {
            foreach (var chain in new[] { "audit", "access_log" })
            {
                await using var host = await WithRecordsAsync(engine);
                await TamperAsync(host, chain, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, chain));
                var report = await VerifyAsync(host);
                report.Ok.ShouldBeFalse($"{engine} {chain}");
                report.FirstBroken.ShouldBe(new AuditBreak(chain, 610729, seq, reason), $"{engine} {chain}");
            }
        }
    }

    [Theory, EachEngine]
    public async Task A_chain_rebuilt_even_with_the_right_key_differs_from_its_signed_heads(DbEngine engine)
    {
        await using var host = await WithRecordsAsync(engine);
        var chains = host.Services.GetRequiredService<Chains>();
        await RebuildAsync(host, chains.Writes.Key);
        (await VerifyAsync(host)).FirstBroken!.Reason.ShouldBe("replaced");
    }

    [Theory, EachEngine]
    public async Task A_chain_rebuilt_without_the_key_is_found_at_its_first_record(DbEngine engine)
    {
        await using var host = await WithRecordsAsync(engine);
        await RebuildAsync(host, new byte[32]);
        (await VerifyAsync(host)).FirstBroken.ShouldBe(new AuditBreak("audit", 610729, 1, "edited"));
    }

    [Theory, EachEngine]
    public async Task Lost_or_forged_heads_are_found(DbEngine engine)
    {
        await using (var host = await WithRecordsAsync(engine))
        {
            File.Delete(Heads(host));
            (await VerifyAsync(host)).FirstBroken!.Reason.ShouldBe("heads-missing");
            await WriteAsync(host, 1);
            (await VerifyAsync(host)).FirstBroken!.Reason.ShouldBe("heads-missing");
        }

        await using (var host = await WithRecordsAsync(engine))
        {
            var lines = await File.ReadAllLinesAsync(Heads(host), Ct);
            lines[^1] = lines[^1].Replace(" 610729 ", " 610728 ", StringComparison.Ordinal).Replace(" 0 ", " 1 ", StringComparison.Ordinal);
            await File.WriteAllLinesAsync(Heads(host), lines, Ct);
            (await VerifyAsync(host)).FirstBroken.ShouldBe(new AuditBreak("heads", 0, 0, "heads-forged"));
        }
    }

    [Theory, EachEngine]
    public async Task A_crash_between_commit_and_head_or_within_a_head_is_no_tampering_and_work_goes_on(DbEngine engine)
    {
        await using var host = await WithRecordsAsync(engine);
        var lines = (await File.ReadAllLinesAsync(Heads(host), Ct)).ToList();
        var torn = lines[^1][..20];
        lines.RemoveRange(lines.Count - 2, 2);
        await File.WriteAllTextAsync(Heads(host), string.Join('\n', lines) + "\n" + torn, Ct);
        (await VerifyAsync(host)).Ok.ShouldBeTrue();
        await WriteAsync(host, 1);
        var report = await VerifyAsync(host);
        report.Ok.ShouldBeTrue(report.FirstBroken?.ToString());
    }

    [Fact]
    public async Task Heads_grown_too_long_are_shortened_to_beginnings_and_ends_and_still_prove_the_same()
    {
        await using var host = await WithRecordsAsync(DbEngine.Sqlite);
        var heads = host.Services.GetRequiredService<HeadsFile>();
        var (known, _) = heads.Read();
        var end = known.Where(h => h.Chain == "audit" && h.County == 610729).MaxBy(h => h.Seq)!;
        heads.Append([.. Enumerable.Repeat(end, 40_000)]);
        new FileInfo(Heads(host)).Length.ShouldBeLessThan(2_000);
        (await VerifyAsync(host)).Ok.ShouldBeTrue();
        await TamperAsync(host, "audit", "delete from audit where county = 610729 and seq = 12");
        (await VerifyAsync(host)).FirstBroken.ShouldBe(new AuditBreak("audit", 610729, 12, "truncated"));
    }

    [Fact]
    public async Task Heads_that_another_holds_while_its_disk_hesitates_are_waited_for()
    {
        await using var host = await WithRecordsAsync(DbEngine.Sqlite);
        Task<bool> verifying;
        await using (new FileStream(Heads(host), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            verifying = Task.Run(async () => (await VerifyAsync(host)).Ok, Ct);
            await Task.Delay(TimeSpan.FromSeconds(2.5), Ct);
            verifying.IsCompleted.ShouldBeFalse();
        }

        (await verifying).ShouldBeTrue();
    }

    [Theory, EachEngine]
    public async Task Records_can_be_neither_changed_nor_deleted_with_the_rights_of_the_application(DbEngine engine)
    {
        await using var host = await WithRecordsAsync(engine);
        await using var connection = await Sql.OpenAsync(host.Database.Target, Ct);
        foreach (var sql in new[] { "update audit set action = 'x'", "delete from audit", "drop table audit" }[..(engine == DbEngine.Postgres ? 3 : 2)])
        {
            await Should.ThrowAsync<DbException>(() => RunAsync(connection, sql));
        }
    }

    [Theory, EachEngine]
    public async Task Many_writers_at_once_leave_one_unbroken_chain_a_county(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await using var scope = host.Operator(i % 2 == 0 ? AccessHost.County : AccessHost.OtherCounty);
            await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("race", () =>
            {
                scope.ServiceProvider.GetRequiredService<AuditTrail>().Add("race", "n", $"{i}");
                scope.ServiceProvider.GetRequiredService<AuditTrail>().Add("race", new AuditSubject("n", $"{i}", AccessHost.OtherCounty.County));
                return Task.CompletedTask;
            }, Ct);
            await scope.ServiceProvider.GetRequiredService<AccessLog>().ReadAsync("look", new AuditSubject("n", $"{i}"));
        }));
        var report = await VerifyAsync(host);
        report.Ok.ShouldBeTrue(report.FirstBroken?.ToString());
        report.Records.ShouldBe(120);
    }

    [Theory, EachEngine]
    public async Task An_auditor_sees_who_looked_at_a_household_within_a_second_and_only_in_the_own_county(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        await using (var scope = host.Operator(AccessHost.County))
        {
            await scope.ServiceProvider.GetRequiredService<AccessLog>().ReadAsync("household.reveal", new { field = "phone", reason = "call back" }, [new AuditSubject("household", "h1")]);
        }

        using var auditor = await host.SignInAsync(Roles.Auditor);
        using var stranger = await host.SignInAsync(Roles.Auditor, AccessHost.OtherCounty);
        var seen = await auditor.Http.GetFromJsonAsync<JsonElement>("/api/audit/subjects/household/h1", Ct);
        var item = seen.GetProperty("items").EnumerateArray().Single();
        item.GetProperty("action").GetString().ShouldBe("household.reveal");
        item.GetProperty("detail").GetProperty("reason").GetString().ShouldBe("call back");
        (await stranger.Http.GetFromJsonAsync<JsonElement>("/api/audit/subjects/household/h1", Ct)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.GetAsync("/api/audit?county=610729")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await auditor.Http.GetFromJsonAsync<JsonElement>("/api/audit/verify", Ct)).GetProperty("ok").GetBoolean().ShouldBeTrue();
    }

    [Theory, EachEngine]
    public async Task The_audit_is_read_by_pages_newest_first(DbEngine engine)
    {
        await using var host = await WithRecordsAsync(engine);
        using var auditor = await host.SignInAsync(Roles.Auditor);
        var seqs = new List<long>();
        string? cursor = null;
        do
        {
            var page = await auditor.Http.GetFromJsonAsync<JsonElement>($"/api/audit?limit=4{(cursor is null ? "" : $"&cursor={cursor}")}", Ct);
            seqs.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("seq").GetInt64()));
            page.GetProperty("total").GetInt64().ShouldBe(12);
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        seqs.ShouldBe(Enumerable.Range(1, 12).Select(i => 13L - i));
    }

    private static async Task<AccessHost> WithRecordsAsync(DbEngine engine)
    {
        var host = await AccessHost.StartAsync(engine);
        await WriteAsync(host, 12);
        return host;
    }

    private static async Task WriteAsync(AccessHost host, int count)
    {
        await using var scope = host.Operator(AccessHost.County);
        var services = scope.ServiceProvider;
        for (var i = 0; i < count; i++)
        {
            await services.GetRequiredService<WriteSession>().RunAsync("test.write", () =>
            {
                services.GetRequiredService<AuditTrail>().Add("test.write", "thing", $"{i}", new { sum = i });
                return Task.CompletedTask;
            }, Ct);
            await services.GetRequiredService<AccessLog>().ReadAsync("test.read", new AuditSubject("thing", $"{i}"));
        }
    }

    private static Task<AuditReport> VerifyAsync(AccessHost host) => host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct);

    private static string Heads(AccessHost host) => host.Services.GetRequiredService<HeadsFile>().Path;

    private static DbEngine[] Engines() => TestDatabase.PostgresServer is null ? [DbEngine.Sqlite] : [DbEngine.Sqlite, DbEngine.Postgres];

    private static async Task RebuildAsync(AccessHost host, byte[] key)
    {
        await using var connection = await Sql.OpenAsync(host.Database.Target, Ct);
        var store = host.Services.GetRequiredService<Chains>().Writes;
        var records = await store.ReadAsync(connection, "county = 610729", [], ct: Ct).ToListAsync(Ct);
        await TamperAsync(host, "audit", "delete from audit where county = 610729");
        var rebuilt = new ChainStore("audit", () => key, new HeadsFile(
            new AccessOptions { HeadsFile = Path.Combine(host.Database.Folder, "other.heads") }, host.Database.Target, host.Services.GetRequiredService<Keys.KeyRing>()));
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await rebuilt.AppendAsync(connection, transaction, records.Select(r => r with { Action = "forged" }), Ct);
        await transaction.CommitAsync(Ct);
    }

    // As somebody would who owns the database itself.
    private static async Task TamperAsync(AccessHost host, string chain, string sql)
    {
        var chains = host.Services.GetRequiredService<Chains>();
        var sqlite = host.Database.Target.Engine == DbEngine.Sqlite;
        await using var connection = sqlite && chain != "audit" ? await AccessLogWriter.OpenAsync(chains, Ct) : await Sql.OpenAsync(host.Database.Target.AsOwner(), Ct);
        await RunAsync(connection, sqlite ? $"drop trigger {chain}_no_update; drop trigger {chain}_no_delete; {sql}" : $"grant update, delete on {chain} to current_user; {sql}");
    }

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = Sql.Command(connection, null, sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
