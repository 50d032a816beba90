using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static System.Text.Json.Nodes.JsonNode;

namespace Fuyao.Registry.Tests.Households;

public class AccessRecordTests
{
    [Theory, EachEngine]
    public async Task A_household_is_told_who_looked_when_and_for_what_and_no_name_in_full(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var created = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201")))["household"]!;
        var key = (string)created["id"]!;
        var head = (string)created["persons"]![0]!["id"]!;
        await clerk.GetAsync($"/api/households/{key}");
        await clerk.GetAsync($"/api/households/{key}");
        await clerk.GetAsync("/api/households");
        await clerk.Client.GetByteArrayAsync("/api/households/export", TestContext.Current.CancellationToken);
        await clerk.SendAsync(HttpMethod.Post, $"/api/households/{key}/reveal", Parse($$"""{"field":"id_number","person":"{{head}}","reason":"核对残疾人证"}""")!, 200);

        var record = await clerk.GetAsync($"/api/households/{key}/access-record");
        var lines = record["lines"]!.AsArray().Select(l => ((string)l!["what"]!["zh"]!, (string?)l["purpose"], (int)l["times"]!, (string)l["who"]!)).ToList();
        lines.ShouldContain(l => l.Item1 == "查看您家的登记信息" && l.Item3 == 2);
        lines.ShouldContain(l => l.Item1 == "查看完整号码(证件、电话或账号)" && l.Item2 == "核对残疾人证");
        lines.ShouldContain(l => l.Item1 == "导出了包含本地区农户的名单");
        lines.ShouldContain(l => l.Item1 == "登记您家");
        lines.ShouldAllBe(l => l.Item4.EndsWith('*'));
        (await clerk.GetAsync($"/api/households/{key}/access-record"))["lines"]!.AsArray().Select(l => (string)l!["what"]!["zh"]!).ShouldContain("打印这份查阅记录");

        var stranger = await office.ClerkAsync("610730");
        (await stranger.Client.GetAsync($"/api/households/{key}/access-record", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }
}
