using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Reviews;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using static Fuyao.Testing.Requests;

namespace Fuyao.Benefits.Tests;

public class ReviewTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("month", "2016-01", "2015-12")]
    [InlineData("year", "2016", "2015")]
    [InlineData("term", "2016-spring", "2015-autumn")]
    [InlineData("term", "2016-autumn", "2016-spring")]
    [InlineData("school-year", "2015-2016", "2014-2015")]
    [InlineData("once", "once", null)]
    [InlineData("event", "2016-05-01", null)]
    public void The_unit_before(string unit, string period, string? before) => Units.Before(unit, period).ShouldBe(before);

    [Theory, EachEngine]
    public async Task June_differs_from_May_by_a_birthday_a_death_and_a_card_each_said_with_its_reason(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await Register.AddAsync(server.Services, County.Households());
        using var clerk = await SignInAsync(server, Roles.CountyClerk);
        await RunAsync(clerk, "2016-05");
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        await Register.RestateAsync(server.Services, Some.Household("001", County.VillageA,
            Some.Person("1942-03-05", "张大山").With("death", "\"2016-05-20\""), Some.Person("1969-11-20", "李梅", "female").With("disability", """{"category":4,"grade":2,"home_care":true}""")), new DateOnly(2016, 5, 20));
        await Register.RestateAsync(server.Services, Some.Household("004", County.VillageB, Some.Person("1980-01-01", "周七"),
            Some.Person("1995-01-01", "周小妹", "female").With("disability", """{"category":4,"grade":3}""").With("training", """[{"programme":"yulu","from":"2016-04-10","months":3}]""")), new DateOnly(2016, 5, 25));
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var june = await RunAsync(clerk, "2016-06");

        var review = await GetAsync(clerk, $"/api/runs/{june}/review");
        review.GetProperty("earlier_period").GetString().ShouldBe("2016-05");
        var pension = review.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("policy").GetString() == "elderly-pension");
        Cell(pension, "before").ShouldBe((4, "320.00"));
        Cell(pension, "now").ShouldBe((3, "245.00"));
        Cell(pension, "ended").ShouldBe((1, "85.00"));
        Cell(pension, "changed").ShouldBe((1, "10.00"));
        Cell(pension, "new").ShouldBe((0, "0.00"));
        Cell(review.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("policy").GetString() == "disability-living"), "new").ShouldBe((1, "50.00"));

        var ended = (await GetAsync(clerk, $"/api/runs/{june}/differences?kind=ended")).GetProperty("items")[0];
        ended.GetProperty("subject_name").GetString().ShouldBe("张大山");
        ended.GetProperty("facts").GetArrayLength().ShouldBeGreaterThan(0);
        var changed = (await GetAsync(clerk, $"/api/runs/{june}/differences?kind=changed")).GetProperty("items")[0];
        (changed.GetProperty("subject_name").GetString(), changed.GetProperty("before").GetString(), changed.GetProperty("after").GetString()).ShouldBe(("赵秀", "85.00", "95.00"));
        var birthday = changed.GetProperty("facts")[0];
        birthday.GetProperty("label").GetProperty("zh").GetString().ShouldBe("年龄");
        (birthday.GetProperty("before").GetProperty("zh").GetString(), birthday.GetProperty("after").GetProperty("zh").GetString()).ShouldBe(("79周岁", "80周岁"));
        var begun = (await GetAsync(clerk, $"/api/runs/{june}/differences?kind=new")).GetProperty("items")[0];
        begun.GetProperty("subject_name").GetString().ShouldBe("周小妹");
        var card = begun.GetProperty("facts").EnumerateArray().First(f => f.GetProperty("path").GetString()!.StartsWith("disability", StringComparison.Ordinal));
        card.GetProperty("reason").GetString().ShouldBe("known later");
        card.GetProperty("actor").GetString().ShouldNotBeNullOrEmpty();

        var workbook = await clerk.GetAsync($"/api/runs/{june}/differences.xlsx?kind=ended", Ct);
        workbook.IsSuccessStatusCode.ShouldBeTrue();
        Uri.UnescapeDataString(workbook.Content.Headers.ContentDisposition!.ToString()).ShouldContain("停发名单");
    }

    private static (int, string?) Cell(JsonElement row, string name) => (row.GetProperty(name).GetProperty("count").GetInt32(), row.GetProperty(name).GetProperty("amount").GetString());

    internal static async Task<string> RunAsync(HttpClient clerk, string period)
    {
        var begun = await (await PostAsync(clerk, "/api/runs", new { pack = "liuba-2015", period }, period)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        await DoneAsync(clerk, begun.GetProperty("job").GetString()!);
        return begun.GetProperty("id").GetString()!;
    }
}
