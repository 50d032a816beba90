using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Casework.Contracts;
using Fuyao.Casework.Quotas;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Casework.Tests;

public class QuotaTests
{
    private const string County = "610729";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task The_county_gives_the_township_distributes_and_the_sums_are_shown_at_each_level(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (township, villages) = await PlacesAsync(system);
        await SetAsync(system, County, new QuotaSetting(County, "all", 100, null), new QuotaSetting(township, "all", 60, null));
        await SetAsync(system, township, new QuotaSetting(villages[0], "all", 40, null), new QuotaSetting(villages[1], "all", 25, null));
        var sheet = await SheetAsync(system, township);
        Cell(sheet.Place).ShouldBe(new QuotaCell("all", 60, 65, 5));
        Cell(sheet.Items[0]).Households.ShouldBe(40);
        var county = await SheetAsync(system, County);
        Cell(county.Place).ShouldBe(new QuotaCell("all", 100, 60, -40));
        Cell(county.Items.Single(i => i.Region.StartsWith(township, StringComparison.Ordinal))).Difference.ShouldBe(5);

        var then = system.Clock.GetUtcNow();
        system.Clock.Advance(TimeSpan.FromDays(1));
        await SetAsync(system, township, new QuotaSetting(villages[0], "all", 35, 40));
        Cell((await SheetAsync(system, township)).Place).Difference.ShouldBe(0);
        Cell((await SheetAsync(system, township, then)).Place).Difference.ShouldBe(5, "as it was known then");
        (await Should.ThrowAsync<ProblemException>(() => SetAsync(system, township, new QuotaSetting(villages[0], "all", 30, 40)))).Status.ShouldBe(412);
    }

    [Theory, EachEngine]
    public async Task Nobody_sets_his_own_quota_or_one_outside_his_area(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (township, villages) = await PlacesAsync(system);
        var own = await Should.ThrowAsync<ProblemException>(() => SetAsync(system, township, new QuotaSetting(township, "all", 60, null), new QuotaSetting(villages[0], "x", -1, null)));
        own.Problems.Select(p => p.Code).ShouldBe(["set-from-above", "unknown-code", "out-of-range"], ignoreOrder: true);
        (await Should.ThrowAsync<ProblemException>(() => SetAsync(system, villages[0], new QuotaSetting(villages[1], "all", 1, null)))).Status.ShouldBe(404);
        (await Should.ThrowAsync<ProblemException>(() => SheetAsync(system, villages[0], null, township))).Status.ShouldBe(404);
    }

    [Theory, EachEngine]
    public async Task The_ranking_shows_who_is_within_who_is_beyond_and_who_is_tied_at_the_line(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (township, villages) = await PlacesAsync(system);
        await Register.AddAsync(system.Services,
            Household("1", villages[0], 1000, "general"), Household("2", villages[0], 2000, "general"), Household("3", villages[0], 2000, "dibao"),
            Household("4", villages[0], 3000, "dibao"), Household("5", villages[1], 500, "general"), Household("6", villages[0], null, "general"));
        await SetAsync(system, township, new QuotaSetting(villages[0], "all", 2, null));
        (await SidesAsync(system)).ShouldBe([("1", QuotaSide.Within), ("2", QuotaSide.AtLine), ("3", QuotaSide.AtLine), ("4", QuotaSide.Beyond), ("5", null), ("6", QuotaSide.Unranked)]);
        await SetAsync(system, township, new QuotaSetting(villages[0], "dibao", 1, null));
        (await SidesAsync(system)).ShouldBe([("1", QuotaSide.Within), ("2", QuotaSide.AtLine), ("3", QuotaSide.Within), ("4", QuotaSide.Beyond), ("5", null), ("6", QuotaSide.Unranked)],
            "a type with a quota of its own is counted by it");
    }

    private static async Task<List<(string, QuotaSide?)>> SidesAsync(TestSystem system)
    {
        await using var scope = Enter(system, County);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var summary = await rankings.MakeAsync(new RankingRequest(Code(County), 2015), ct: Ct);
        var ranking = await rankings.ReadAsync(summary.Ranking, Ct);
        var workbook = new MemoryStream();
        await rankings.WriteWorkbookAsync(summary.Ranking, workbook, Ct);
        workbook.Length.ShouldBeGreaterThan(0);
        return [.. ranking.Lines.OrderBy(l => l.Number).Select(l => (l.Number, ranking.Quotas.Of(l)?.Side))];
    }

    private static QuotaCell Cell(QuotaRow row) => row.Cells.Single(c => c.Category == "all");

    private static async Task SetAsync(TestSystem system, string area, params QuotaSetting[] items)
    {
        await using var scope = Enter(system, area);
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("quota.set", () =>
            scope.ServiceProvider.GetRequiredService<QuotaBook>().SetAsync(new SetQuotasRequest(2015, "县扶贫办下达", items), Ct), Ct);
    }

    private static async Task<QuotaSheet> SheetAsync(TestSystem system, string area, DateTimeOffset? knownAt = null, string? region = null)
    {
        await using var scope = Enter(system, area);
        return await scope.ServiceProvider.GetRequiredService<QuotaBook>().ReadAsync(region ?? area, 2015, knownAt, Ct);
    }

    private static async Task<(string Township, List<string> Villages)> PlacesAsync(TestSystem system)
    {
        await using var scope = Enter(system, County);
        var inside = await scope.ServiceProvider.GetRequiredService<PlaceDirectory>().InsideAsync(Code(County), Ct);
        var township = inside.First(p => p.Code.Level == RegionLevel.Township).Code;
        return (township.ToShort(), [.. inside.Where(p => p.Code.Level == RegionLevel.Village && township.Contains(p.Code)).Select(p => p.Code.ToString())]);
    }

    private static AsyncServiceScope Enter(TestSystem system, string area) => system.Enter(Code(area));

    private static RegionCode Code(string text) => RegionCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);

    private static JsonObject Household(string number, string village, int? wage, string category) => JsonNode.Parse($$"""
        {"id":"{{number}}","region":"{{village}}","status":"registered","category":"{{category}}",
         "income":{"year":2015,"wage":{{wage?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}}},
         "persons":[{"id":"p","name":"户主{{number}}","sex":"male","birth":"1960-01-01","relation":"02"}]}
        """)!.AsObject();
}
