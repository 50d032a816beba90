using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Casework.Checks;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Casework.Tests;

public class CheckTests
{
    private const string County = "610729";
    private const int Year = 2016;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task What_nobody_stated_leaves_a_check_open_what_is_stated_decides_it_and_a_correction_keeps_what_was_said(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (_, villages) = await PlacesAsync(system);
        (await CheckAsync(system, "hecha", PolicySubject.Village, villages[0], "dyke-150")).State.ShouldBe(CheckState.Undetermined);
        var fact = (await SheetAsync(system, "hecha", PolicySubject.Village, villages[0])).Facts.Single(f => f.Title.Zh == "已治理河堤");
        (fact.Origin, fact.Type, fact.Title.En).ShouldBe((KnownFrom.None, FactType.Integer, "Dyke mended"));

        await StateAsync(system, "hecha", PolicySubject.Village, villages[0], Said(fact, 140));
        var failed = await CheckAsync(system, "hecha", PolicySubject.Village, villages[0], "dyke-150");
        (failed.State, failed.Figures[0].Title.Zh, failed.Figures[0].Value.Zh, failed.Source!.Quote).ShouldBe((CheckState.Fail, "已治理河堤", "140", "计划投资7.5万元,治理防护河堤150米"));

        var then = system.Clock.GetUtcNow();
        system.Clock.Advance(TimeSpan.FromDays(2));
        var seen = (await SheetAsync(system, "hecha", PolicySubject.Village, villages[0])).Facts.Single(f => f.Key == fact.Key);
        await StateAsync(system, "hecha", PolicySubject.Village, villages[0], Said(seen, 160));
        (await CheckAsync(system, "hecha", PolicySubject.Village, villages[0], "dyke-150")).State.ShouldBe(CheckState.Pass);
        (await CheckAsync(system, "hecha", PolicySubject.Village, villages[0], "dyke-150", then)).State.ShouldBe(CheckState.Fail, "as it was known then");

        var history = await InAsync(system, County, s => s.GetRequiredService<FactWrites>().HistoryAsync(PolicySubject.Village, villages[0], Year, fact.Key, null, Ct));
        history.Items.Select(h => (h.Value?.GetValue<int>(), h.Basis, h.ReplacedAt is null)).ShouldBe([(160, "现场核实", true), (140, "现场核实", false)]);
        (await Should.ThrowAsync<ProblemException>(() => StateAsync(system, "hecha", PolicySubject.Village, villages[0], Said(seen, 170)))).Status.ShouldBe(412, "somebody corrected it meanwhile");

        var now = (await SheetAsync(system, "hecha", PolicySubject.Village, villages[0])).Facts.Single(f => f.Key == fact.Key);
        await StateAsync(system, "hecha", PolicySubject.Village, villages[0], new FactStatement(fact.Key, null, None: false, now.Statement));
        (await CheckAsync(system, "hecha", PolicySubject.Village, villages[0], "dyke-150")).State.ShouldBe(CheckState.Undetermined, "what was said is taken back");
    }

    [Theory, EachEngine]
    public async Task What_the_register_knows_is_never_asked_and_what_several_plans_ask_is_asked_once(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (_, villages) = await PlacesAsync(system);
        await Register.AddAsync(system.Services, Household("1", villages[0]), Household("2", villages[0]));
        var sheet = await SheetAsync(system, null, PolicySubject.Village, villages[0]);
        sheet.Checks.Select(c => c.Pack).Distinct().Count().ShouldBeGreaterThan(1);
        sheet.Facts.Select(f => f.Key).ShouldBeUnique();
        var registered = sheet.Facts.Single(f => f.Key == "registered_persons");
        (registered.Origin, registered.Value!.GetValue<decimal>()).ShouldBe((KnownFrom.Register, 2));
        sheet.Facts.First(f => f.Title.Zh == "核查日期").Value!.GetValue<string>().ShouldBe("2016-05-01");

        // What is counted is not stated even where nobody is on record yet.
        var empty = (await SheetAsync(system, null, PolicySubject.Village, villages[1])).Facts.Single(f => f.Key == registered.Key);
        (empty.Origin, empty.Value).ShouldBe((KnownFrom.Register, null));

        // Two plans speak of the same: one statement serves both.
        var shared = (await SheetAsync(system, "baoshan-2014", PolicySubject.Village, villages[0])).Facts.Single(f => f.Key == "updated_on");
        await StateAsync(system, "baoshan-2014", PolicySubject.Village, villages[0], Said(shared, "2016-03-01"));
        var other = (await SheetAsync(system, "relative-poverty", PolicySubject.Village, villages[0])).Facts.Single(f => f.Key == "updated_on");
        (other.Origin, other.Value!.GetValue<string>(), other.Basis).ShouldBe((KnownFrom.Stated, "2016-03-01", "现场核实"));

        var refused = await Should.ThrowAsync<ProblemException>(() => StateAsync(
            system, null, PolicySubject.Village, villages[0], new FactStatement(registered.Key, 5, false, null), new FactStatement("nothing", 1, false, null)));
        refused.Problems.Select(p => p.Code).ShouldBe(["register-knows", "unknown-fact"]);
    }

    [Theory, EachEngine]
    public async Task What_may_be_lacking_is_open_until_somebody_says_that_there_is_none(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (township, _) = await PlacesAsync(system);
        var loan = (await InAsync(system, township, s => Write(s, () => s.GetRequiredService<FactWrites>().AddAsync(new AddSubjectRequest(PolicySubject.Loan, "张三 5万元", township), Ct)))).Id.ToString();
        var facts = (await SheetAsync(system, "leiyang-2016", PolicySubject.Loan, loan)).Facts;
        var line = facts.Single(f => f.Key == "credit_line");
        line.Optional.ShouldBeTrue();
        (await CheckAsync(system, "leiyang-2016", PolicySubject.Loan, loan, "line-required")).State.ShouldBe(CheckState.Undetermined);
        await StateAsync(system, "leiyang-2016", PolicySubject.Loan, loan, [
            new FactStatement("credit_line", null, true, null),
            .. facts.Where(f => f.Key is "borrower" or "registered" or "principal" or "scheme" or "line_valid_until" or "issued_on").Select(f => f.Key switch
            {
                "borrower" => Said(f, "household"),
                "registered" => Said(f, true),
                "scheme" => Said(f, "own"),
                "principal" => Said(f, 50000),
                "line_valid_until" => new FactStatement(f.Key, null, true, null),
                _ => Said(f, "2016-03-01"),
            }),
        ]);
        (await CheckAsync(system, "leiyang-2016", PolicySubject.Loan, loan, "line-required")).State.ShouldBe(CheckState.Fail, "there is no line");
    }

    [Theory, EachEngine]
    public async Task Nobody_sees_or_states_beyond_his_area_and_every_fault_is_told(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (_, villages) = await PlacesAsync(system);
        var fact = (await SheetAsync(system, "hecha", PolicySubject.Village, villages[0])).Facts.Single(f => f.Title.Zh == "已治理河堤");
        (await Should.ThrowAsync<ProblemException>(() => StateAsync(system, "hecha", PolicySubject.Village, villages[0], [Said(fact, 1)], area: villages[1]))).Status.ShouldBe(404);
        (await Should.ThrowAsync<ProblemException>(() => SheetAsync(system, "hecha", PolicySubject.Village, villages[0], area: villages[1]))).Status.ShouldBe(404);
        (await InAsync(system, villages[1], s => s.GetRequiredService<CheckDesk>().OverviewAsync("hecha", Code(villages[1]), s.GetRequiredService<CheckDesk>().When(Year, null), Ct)))
            .Subjects.Select(s => s.Key).ShouldBe([villages[1]]);
        var faults = await Should.ThrowAsync<ProblemException>(() => StateAsync(system, "hecha", PolicySubject.Village, villages[0], [Said(fact, -1), new FactStatement("x", 1, false, null)], basis: " "));
        faults.Problems.Select(p => p.Code).ShouldBe(["basis-missing", "wrong-value", "unknown-fact"]);
        (await CheckAsync(system, "hecha", PolicySubject.Village, villages[0], "dyke-150")).State.ShouldBe(CheckState.Undetermined, "nothing half done");
    }

    [Theory, EachEngine]
    public async Task A_template_goes_out_with_what_is_known_and_comes_back_with_new_subjects_or_not_at_all(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (township, _) = await PlacesAsync(system);
        var first = Csv("编号,名称,区划代码,已招标,已验收,依据", $",北沟产业路,{township},是,否,验收单");
        (await ImportAsync(system, "yimen", PolicySubject.Project, first)).ShouldBe(new FactsImported(1, 1, 2));
        (await ImportAsync(system, "yimen", PolicySubject.Project, first)).ShouldBe(new FactsImported(0, 0, 0), "the same file says nothing new");
        var sheet = await InAsync(system, County, async s =>
        {
            var desk = s.GetRequiredService<CheckDesk>();
            var asked = desk.When(Year, null);
            var packs = s.GetRequiredService<CheckPlans>().Chosen("yimen", Code(County), asked.On);
            var content = new MemoryStream();
            CheckWorkbooks.Template(content, PolicySubject.Project, "留坝县", asked, await desk.FactsAsync(packs, PolicySubject.Project, Code(County), asked, Ct), CheckWork.Asked(packs, PolicySubject.Project));
            return content.ToArray();
        });
        (await ImportAsync(system, "yimen", PolicySubject.Project, sheet)).ShouldBe(new FactsImported(0, 0, 0), "the template as it went out states nothing new");

        var bad = await Should.ThrowAsync<ProblemException>(() => ImportAsync(system, "yimen", PolicySubject.Project,
            Csv("编号,名称,区划代码,已招标,已验收,依据", $",南沟水渠,{township},是,大概,验收单", ",远方的桥,110101,是,是,验收单", $",南沟水渠二,{township},是,是,")));
        bad.Problems.Select(p => p.Text.En.Split(',')[1].Trim()).ShouldBe(["row 2", "row 3", "row 4"]);
        (await InAsync(system, County, s => s.GetRequiredService<SubjectFinder>().AllAsync(PolicySubject.Project, Code(County), s.GetRequiredService<CheckDesk>().When(Year, null), Ct)))
            .Select(p => p.Name).ShouldBe(["北沟产业路"]);
    }

    [Theory, EachEngine]
    public async Task Plans_are_looked_over_in_an_area_with_its_households_and_the_results_are_a_workbook(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        var (township, villages) = await PlacesAsync(system);
        await Register.AddAsync(system.Services, Household("1", villages[0]), Household("2", villages[0]));
        await InAsync(system, County, async s =>
        {
            var desk = s.GetRequiredService<CheckDesk>();
            var asked = desk.When(Year, null);
            var county = await desk.OverviewAsync(null, Code(County), asked, Ct);
            county.Plans.Where(p => p.Here).Select(p => p.Id).ShouldContain("liuba-2015");
            county.Plans.Where(p => !p.Here).Select(p => p.Id).ShouldContain("leiyang-2016");
            county.Kinds.Single(k => k.Kind == PolicySubject.Household).Counted.ShouldBeFalse("a county has too many");
            county.Checks.ShouldAllBe(c => c.Pass + c.Fail + c.Undetermined + c.NotAbout >= 0 && c.Title.En.Length > 0);
            var (overview, kinds) = await desk.WholeAsync(null, Code(township), asked, Ct);
            overview.Kinds.Select(k => k.Kind).ShouldNotContain(PolicySubject.County);
            var households = overview.Kinds.Single(k => k.Kind == PolicySubject.Household);
            (households.Subjects, households.Counted).ShouldBe((2, true));
            overview.Checks.Single(c => c.Check == "two-worries-five-guarantees").ShouldSatisfyAllConditions(c => (c.Pass + c.Fail + c.Undetermined + c.NotAbout).ShouldBe(2), c => c.Source.ShouldNotBeNull());

            var content = new MemoryStream();
            CheckWorkbooks.Results(content, overview, kinds);
            using var workbook = ExcelDataReader.ExcelReaderFactory.CreateReader(new MemoryStream(content.ToArray()));
            workbook.Name.ShouldBe("汇总");
            do
            {
                workbook.NextResult().ShouldBeTrue();
            }
            while (workbook.Name != "村");

            (workbook.Name, workbook.RowCount).ShouldBe(("村", 3 + overview.Subjects.Count(v => v.Kind == PolicySubject.Village)));
            return true;
        });
    }

    [Fact]
    public void A_figure_that_is_a_list_is_said_by_the_labels_of_its_codes()
    {
        var forms = new SubjectFact("forms", "forms", new("已建材料", "Papers kept"), null, FactType.List, [new("village_book", "一村一册"), new("plan", "村级规划")], null, null, false, []);
        (CheckDesk.Say("[\"village_book\", \"plan\"]", [forms]).Zh, CheckDesk.Say("[]", [forms]).Zh, CheckDesk.Say("[3]", [forms]).En).ShouldBe(("一村一册、村级规划", "没有", "3 rows"));
    }

    [Fact]
    public async Task Every_check_of_every_pack_reads_only_what_the_register_has_or_somebody_can_state()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        await using var scope = Enter(system, County);
        var plans = scope.ServiceProvider.GetRequiredService<CheckPlans>();
        var on = new DateOnly(Year, 5, 1);
        var (all, before) = (0, 0);
        foreach (var pack in plans.List(Code(County), on).SelectMany(p => plans.Chosen(p.Id, Code(County), on)))
        {
            foreach (var check in pack.Checks.Where(c => c.Own))
            {
                all++;
                var facts = pack.Facts(check.Subject).Where(f => check.Facts.Contains(f.Id)).ToList();
                facts.Count.ShouldBe(check.Facts.Count, $"{pack.Id}/{check.Id}");
                facts.ShouldAllBe(f => f.Key.Length <= 200 && f.Title.Zh.Length > 0 && f.Title.En.Length > 0);
                before += SubjectFinder.OfHouseholds(check.Subject) || facts.All(f => RegisterKnows.Has(check.Subject, f)) ? 1 : 0;
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{all} checks, {before} of the register alone");
        all.ShouldBe(Directory.GetFiles(Repository.Path("packs"), "*.yaml", SearchOption.AllDirectories).Count(f => Path.GetFileName(Path.GetDirectoryName(f)) == "checks"));
        before.ShouldBeLessThan(all);
    }

    private static FactStatement Said(FactView fact, JsonNode value) => new(fact.Key, value, false, fact.Statement);

    private static async Task<CheckResultView> CheckAsync(TestSystem system, string pack, PolicySubject kind, string key, string check, DateTimeOffset? knownAt = null) =>
        (await SheetAsync(system, pack, kind, key, knownAt)).Checks.Single(c => c.Check == check);

    private static Task<CheckSheet> SheetAsync(TestSystem system, string? pack, PolicySubject kind, string key, DateTimeOffset? knownAt = null, string area = County) =>
        InAsync(system, area, s =>
        {
            var desk = s.GetRequiredService<CheckDesk>();
            return desk.SheetAsync(pack, kind, key, desk.When(Year, knownAt), Ct);
        });

    private static Task StateAsync(TestSystem system, string? pack, PolicySubject kind, string key, params FactStatement[] items) => StateAsync(system, pack, kind, key, items, "现场核实");

    private static Task StateAsync(TestSystem system, string? pack, PolicySubject kind, string key, FactStatement[] items, string basis = "现场核实", string area = County) =>
        InAsync(system, area, s => Write(s, () => s.GetRequiredService<FactWrites>().StateAsync(new StateFactsRequest(kind, key, Year, pack, basis, items), Ct)));

    private static Task<FactsImported> ImportAsync(TestSystem system, string pack, PolicySubject kind, byte[] file) => InAsync(system, County, async s =>
    {
        var write = await s.GetRequiredService<FactImport>().ReadAsync(pack, kind, Code(County), s.GetRequiredService<CheckDesk>().When(Year, null), null, () => new MemoryStream(file), Ct);
        return await Write(s, write);
    });

    private static Task<T> Write<T>(IServiceProvider services, Func<Task<T>> work) => services.GetRequiredService<Fuyao.Access.Contracts.WriteSession>().RunAsync("check", work, Ct);

    private static async Task<T> InAsync<T>(TestSystem system, string area, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Enter(system, area);
        return await work(scope.ServiceProvider);
    }

    private static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static async Task<(string Township, List<string> Villages)> PlacesAsync(TestSystem system)
    {
        await using var scope = Enter(system, County);
        var inside = await scope.ServiceProvider.GetRequiredService<PlaceDirectory>().InsideAsync(Code(County), Ct);
        var township = inside.First(p => p.Code.Level == RegionLevel.Township).Code;
        return (township.ToString(), [.. inside.Where(p => p.Code.Level == RegionLevel.Village && township.Contains(p.Code)).Select(p => p.Code.ToString())]);
    }

    private static AsyncServiceScope Enter(TestSystem system, string area) => system.Enter(Code(area));

    private static RegionCode Code(string text) => RegionCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);

    private static JsonObject Household(string number, string village) => JsonNode.Parse($$"""
        {"id":"{{number}}","region":"{{village}}","status":"registered","category":"general",
         "persons":[{"id":"p","name":"户主{{number}}","sex":"male","birth":"1960-01-01","relation":"02"}]}
        """)!.AsObject();
}
