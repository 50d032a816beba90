using System.Text;
using System.Text.Json.Nodes;
using ExcelDataReader;
using Fuyao.Access.Contracts;
using Fuyao.Casework.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Casework.Tests;

public class RankingTests
{
    private const long VillageA = 610729101201;
    private const long VillageB = 610729102201;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly RankingRequest County = new(new RegionCode(610729000000), 2015);

    [Theory, EachEngine]
    public async Task A_county_is_ordered_by_income_with_ties_unknowns_and_flags(DbEngine engine)
    {
        await using var system = await CreateAsync(engine);
        await using var scope = Operator(system);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var summary = await rankings.MakeAsync(County, ct: Ct);
        (summary.Households, summary.Ranked, summary.Unknown, summary.Tied, summary.Flagged).ShouldBe((5, 4, 1, 2, 1));
        summary.On.ShouldBe(new DateOnly(2015, 12, 31));
        var lines = (await rankings.ReadAsync(summary.Ranking, Ct)).Lines;
        lines.Select(l => (l.Number, l.Rank, l.Tied, l.VillageRank, l.PerHead?.Yuan)).ShouldBe(
        [
            ("003", 1, 1, 1, 1000m),
            ("002", 2, 2, 1, 6600m),
            ("004", 2, 2, 1, 6600m),
            ("001", 4, 1, 3, 9000m),
            ("005", null, 1, null, null),
        ], ignoreOrder: false);
        lines.Single(l => l.Number == "001").Flags.ShouldBe("cars");
    }

    [Theory, EachEngine]
    public async Task A_ranking_reads_any_day_as_the_register_was_known_at_any_time(DbEngine engine)
    {
        await using var system = await CreateAsync(engine);
        await using var scope = Operator(system);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var before = system.Clock.GetUtcNow();
        (await Should.ThrowAsync<ProblemException>(() => rankings.MakeAsync(County with { KnownAt = before.AddDays(-400) }, ct: Ct))).Problems[0].Code.ShouldBe("nobody-registered", "nothing was known then");
        var then = await rankings.MakeAsync(County with { On = new DateOnly(2015, 6, 30), KnownAt = before }, ct: Ct);
        (then.Households, then.On, then.KnownAt).ShouldBe((5, new DateOnly(2015, 6, 30), before));
        (await Should.ThrowAsync<ProblemException>(() => rankings.MakeAsync(County with { On = system.Clock.TodayInChina().AddDays(1) }, ct: Ct))).Problems[0].Path.ShouldBe("on");
    }

    [Theory, EachEngine]
    public async Task The_working_counts_heads_and_components_and_leaves_out_what_is_excluded(DbEngine engine)
    {
        await using var system = await CreateAsync(engine);
        await using var scope = Operator(system);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var ranking = await rankings.ReadAsync((await rankings.MakeAsync(County, ct: Ct)).Ranking, Ct);
        var line = ranking.Lines.Single(l => l.Number == "002");
        // (18,000 + 9,000 + 1,000 + 2,400 − 4,000) ÷ 4 = 6,600; the 20,000 for mending the house are no income.
        (line.Heads, line.Total?.Yuan, line.PerHead?.Yuan, line.IncomeYear).ShouldBe((4, 26_400m, 6_600m, 2015));
        var components = Casework.Ranking.Component.Read(line.Components);
        components.Single(c => c.Id == "income.excluded").ShouldBe(new Casework.Ranking.Component("income.excluded", Money.FromYuan(20_000), 0));
        components.Single(c => c.Id == "income.business_cost").Sign.ShouldBe(-1);
        components.Sum(c => c.Sign * c.Amount!.Value.Fen).ShouldBe(line.Total!.Value.Fen);
        ranking.Definition.Text.ShouldNotBeEmpty();
    }

    [Theory, EachEngine]
    public async Task A_national_export_without_components_is_ranked_by_the_figure_that_it_states(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, Household("004", VillageA, 1, """{"year":2015,"wage":2000}"""));
        await using (var import = Operator(system))
        {
            var report = await import.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(
                new ImportRequest([new ImportFile(NationalExport(system.Database.Folder), "全国系统导出.xlsx")], County.Region), ct: Ct);
            (report.Accepted, report.Refused).ShouldBe((3, 0), string.Join('\n', report.Findings.Select(f => f.Message.En)));
        }

        await using var scope = Operator(system);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var summary = await rankings.MakeAsync(County, ct: Ct);
        (summary.Ranked, summary.Stated, summary.Unknown).ShouldBe((3, 2, 1));
        var lines = (await rankings.ReadAsync(summary.Ranking, Ct)).Lines;
        lines.Select(l => (l.Number, l.Rank, l.PerHead?.Yuan, l.Basis)).ShouldBe(
        [
            ("H2", 1, 1800m, Casework.Ranking.IncomeBasis.Stated),
            ("004", 2, 2000m, Casework.Ranking.IncomeBasis.Computed),
            ("H1", 3, 2500.5m, Casework.Ranking.IncomeBasis.Stated),
            ("H3", null, null, Casework.Ranking.IncomeBasis.Unknown),
        ], ignoreOrder: false);
        lines.Select(l => Casework.Ranking.RankingEntry.Note(l.Basis)?.En).ShouldBe(
            ["stated in the register, no components", null, "stated in the register, no components", null], ignoreOrder: false);

        var workbook = new MemoryStream();
        await rankings.WriteWorkbookAsync(summary.Ranking, workbook, Ct);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook.ToArray()));
        Rows(reader).Where(r => r[0] is double).Select(r => (r[6], r[11])).ShouldBe([("H2", "登记数,无构成"), ("004", "按构成计算"), ("H1", "登记数,无构成")], ignoreOrder: false);
        var notice = new MemoryStream();
        await rankings.WriteNoticeAsync(summary.Ranking, notice, ct: Ct);
        Encoding.UTF8.GetString(notice.ToArray()).ShouldContain("<td>登记数</td>");
    }

    // One row a person, the columns that the national register exports: a figure per head, no components.
    private static string NationalExport(string folder)
    {
        var path = Path.Combine(folder, "national.xlsx");
        using var file = File.Create(path);
        using var sheet = SheetWriter.Workbook(file);
        sheet.BeginSheet("导出");
        foreach (var row in new string[][]
        {
            ["乡", "行政村", "户编号", "姓名", "证件号码", "与户主关系", "民族", "致贫原因1", "人均纯收入"],
            ["玉皇庙镇", "两河口村", "H1", "张三", "610729195103059919", "户主", "汉族", "缺资金", "2500.5"],
            ["玉皇庙镇", "两河口村", "H2", "王七", "610729196001019910", "户主", "汉族", "缺资金", "1800"],
            ["玉皇庙镇", "两河口村", "H3", "李八", "610729196501019917", "户主", "汉族", "缺资金", ""],
        })
        {
            sheet.Row();
            sheet.Texts(row);
        }

        return path;
    }

    [Fact]
    public async Task The_workbook_opens_and_lists_the_unknown_apart()
    {
        await using var system = await CreateAsync(DbEngine.Sqlite);
        await using var scope = Operator(system);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var content = new MemoryStream();
        await rankings.WriteWorkbookAsync((await rankings.MakeAsync(County, ct: Ct)).Ranking, content, ct: Ct);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(content.ToArray()));
        reader.Name.ShouldBe("收入倒排");
        Rows(reader).Where(r => r[0] is double).Select(r => (r[0], r[6], r[9]))
            .ShouldBe([(1.0, "003", 1000.0), (2.0, "002", 6600.0), (2.0, "004", 6600.0), (4.0, "001", 9000.0)]);
        reader.NextResult().ShouldBeTrue();
        Rows(reader).Where(r => r[0] is double).ShouldHaveSingleItem()[4].ShouldBe("005");
    }

    [Fact]
    public async Task The_notice_names_households_and_hides_numbers_health_and_property()
    {
        await using var system = await CreateAsync(DbEngine.Sqlite);
        await using var scope = Operator(system);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var content = new MemoryStream();
        await rankings.WriteNoticeAsync((await rankings.MakeAsync(County, ct: Ct)).Ranking, content, ct: Ct);
        var html = Encoding.UTF8.GetString(content.ToArray());
        html.ShouldContain("<td>张大山</td>");
        html.ShouldContain("6,600.00");
        html.ShouldContain("2户并列");
        html.ShouldContain("收入待核实");
        html.Split("<section>").Length.ShouldBe(3, "a page for each of the two villages");
        foreach (var secret in (string[])["11010519491231002X", "6217000010001234567", "13912345678", "机动车", "因病", "残疾", "<script"])
        {
            html.ShouldNotContain(secret);
        }
    }

    [Theory, EachEngine]
    public async Task A_township_sees_its_own_lines_of_the_countys_ranking_and_nobody_elses(DbEngine engine)
    {
        await using var system = await CreateAsync(engine);
        await using var scope = Operator(system);
        var id = (await scope.ServiceProvider.GetRequiredService<Rankings>().MakeAsync(County, ct: Ct)).Ranking;
        await using var township = Operator(system, "610729102");
        (await township.ServiceProvider.GetRequiredService<Rankings>().ReadAsync(id, Ct)).Lines.Select(l => l.Number).ShouldBe(["003"]);
        await using var elsewhere = Operator(system, "610728");
        var foreign = elsewhere.ServiceProvider.GetRequiredService<Rankings>();
        (await Should.ThrowAsync<ProblemException>(() => foreign.ReadAsync(id, Ct))).Status.ShouldBe(404);
        (await Should.ThrowAsync<ProblemException>(() => foreign.MakeAsync(County, ct: Ct))).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("大滩村委会", "大滩村", "大滩村村民委员会")]
    [InlineData("城关社区居委会", "城关社区", "城关社区居民委员会")]
    [InlineData("小留坝村村民委员会", "小留坝村", "小留坝村村民委员会")]
    public void The_notice_is_sealed_by_the_villages_committee_under_its_full_name(string name, string village, string committee) =>
        Casework.Ranking.RankingNotice.Committee(name).ShouldBe((village, committee));

    [Fact]
    public async Task Nobody_registered_is_an_answer_and_not_an_empty_ranking()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await using var scope = Operator(system);
        (await Should.ThrowAsync<ProblemException>(() => scope.ServiceProvider.GetRequiredService<Rankings>().MakeAsync(County, ct: Ct))).Status.ShouldBe(422);
    }

    private static async Task<TestSystem> CreateAsync(DbEngine engine)
    {
        var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services,
            Household("001", VillageA, 1, """{"year":2015,"wage":9000}""").With("assets", """{"cars":1,"town_housing":false,"company":false,"public_employee":false}""")
                .With("bank_account", "\"6217000010001234567\"").With("phone", "\"13912345678\"").With("causes", """["illness"]"""),
            Household("002", VillageA, 4, """{"year":2015,"wage":18000,"business":9000,"business_cost":4000,"property":1000,"transfer":2400,"excluded":20000}"""),
            Household("003", VillageB, 2, """{"year":2015,"transfer":2000}"""),
            Household("004", VillageA, 1, """{"year":2015,"business":7600,"business_cost":1000}"""),
            Household("005", VillageA, 1, """{"year":2015,"wage":null}"""));
        return system;
    }

    private static JsonObject Household(string number, long village, int members, string income) =>
        Some.Household(number, village, Enumerable.Range(0, members).Select(i =>
            i == 0 && number == "001" ? Some.Person("1949-12-31", "张大山").With("id_number", "\"11010519491231002X\"") : Some.Person($"19{60 + i}-01-01"))).With("income", income);

    private static AsyncServiceScope Operator(TestSystem system, string region = "610729")
    {
        var scope = system.Services.CreateAsyncScope();
        RegionCode.TryParse(region, out var code);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(code);
        return scope;
    }

    private static List<object?[]> Rows(IExcelDataReader reader)
    {
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        }

        return rows;
    }
}
