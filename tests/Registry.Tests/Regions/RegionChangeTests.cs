using FsCheck;
using FsCheck.Fluent;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Fuyao.Registry.Tests.Balance;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Regions;

public sealed class RegionChangeTests
{
    private static readonly DateOnly Before = new(2015, 12, 31);
    private static readonly DateOnly Day = new(2016, 3, 1);

    private static readonly RegionCode[] Counties =
        [.. RegionCatalog.Inside(new RegionCode(650000000000)).Where(r => r.Code.Level == RegionLevel.County && RegionCatalog.Inside(r.Code).Count(p => p.Code.Level == RegionLevel.Village) > 20).Select(r => r.Code)];

    [Theory, EachEngine]
    public async Task A_village_becomes_part_of_another_and_everybody_and_every_account_goes_along(DbEngine engine)
    {
        await using var county = await Place.SettleAsync(engine, Counties[engine == DbEngine.Sqlite ? 0 : 1]);
        county.Read();
        var (old, into) = (county.Villages[0], county.Villages[1]);
        await county.AsAsync(services => services.GetRequiredService<UserAdmin>().AddAsync("cadre", "村干部", Roles.VillageCadre.Code, new RegionCode(old), "a-long-password-1"));
        var result = await county.ChangeAsync(new("merge", $"{old}", $"{into}", null, Day, "民政厅批复〔2016〕5号"));
        (result.Households, result.Accounts).ShouldBe((2, 1));

        (await county.CountAsync(old, Day)).ShouldBe(0);
        (await county.CountAsync(into, Day)).ShouldBe(3);
        (await county.CountAsync(old, Day.AddDays(-1))).ShouldBe(2);
        var groups = await county.AsAsync(services => services.GetRequiredService<PlatformDb>().Set<HouseholdVersion>().Where(v => v.Region == into && v.ClosedBy == null).Select(v => v.GroupName).Distinct().ToListAsync());
        groups.Count.ShouldBe(2, "the first groups of two villages are two groups");
        RegionCatalog.EndOf(new RegionCode(old)).ShouldBe(Day);
        RegionCatalog.Inside(new RegionCode(old).At(RegionLevel.Township)).ShouldNotContain(r => r.Code.Value == old);
        RegionCatalog.NameOf(new RegionCode(old)).ShouldNotBeNull("lists of an earlier day name it");

        var balance = await county.BalanceAsync(county.Code, Before, Day);
        (balance.Persons.In, balance.Persons.Out, balance.Persons.Closes).ShouldBe((0, 0, true), "nobody came to the county or left it");
        var village = await county.BalanceAsync(new RegionCode(into), Before, Day);
        village.Kinds.ShouldHaveSingleItem().ShouldBe(new("regions", new("区划调整", "Change of divisions"), 2, 0, 4, 0));
        var refused = await Should.ThrowAsync<ProblemException>(() => county.ChangeAsync(new("merge", $"{old}", $"{into}", null, Day, "again")));
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("unknown-region");
    }

    [Theory, EachEngine]
    public async Task A_village_goes_to_another_township_under_a_new_code_and_a_township_with_all_its_villages(DbEngine engine)
    {
        await using var county = await Place.SettleAsync(engine, Counties[engine == DbEngine.Sqlite ? 2 : 3]);
        county.Read();
        var (village, township) = (new RegionCode(county.Villages[0]), new RegionCode(county.Villages[2]).At(RegionLevel.Township));
        var name = RegionCatalog.NameOf(village);
        var moved = await county.ChangeAsync(new("move", village.ToString(), township.ToString(), null, Day, "划归"));
        var code = long.Parse(moved.Villages[village.ToString()], System.Globalization.CultureInfo.InvariantCulture);
        new RegionCode(code).At(RegionLevel.Township).ShouldBe(township);
        RegionCatalog.NameOf(new RegionCode(code)).ShouldBe(name);
        (await county.CountAsync(code, Day)).ShouldBe(2);
        Fuyao.Registry.Regions.Place.Of(code).Township.ShouldBe(RegionCatalog.NameOf(township));

        var whole = await county.ChangeAsync(new("merge", new RegionCode(county.Villages[1]).At(RegionLevel.Township).ToString(), township.ToString(), null, Day.AddDays(20), "撤乡并镇"));
        whole.Villages.Values.ShouldBeUnique();
        (await county.CountAsync(long.Parse(whole.Villages[new RegionCode(county.Villages[1]).ToString()], System.Globalization.CultureInfo.InvariantCulture), Day.AddDays(20))).ShouldBe(1);
        (await county.BalanceAsync(county.Code, Before, Day.AddDays(30))).Rows.ShouldAllBe(r => r.Persons.Closes && r.Households.Closes);
    }

    [Fact]
    public async Task A_new_name_holds_from_its_day_and_the_old_one_before()
    {
        await using var county = await Place.SettleAsync(DbEngine.Sqlite, Counties[4]);
        county.Read();
        var village = new RegionCode(county.Villages[0]);
        var old = RegionCatalog.NameOf(village);
        await county.ChangeAsync(new("rename", village.ToString(), null, "团结村委会", Day, "更名批复"));
        Fuyao.Registry.Regions.Place.Of(village.Value).Name.ShouldBe("团结村委会");
        Fuyao.Registry.Regions.Place.Of(village.Value, Day.AddDays(-1)).Name.ShouldBe(old);
        RegionCatalog.Inside(village).Single().Name.ShouldBe("团结村委会");
    }

    [Theory, EachEngine]
    public async Task A_merger_is_taken_back_with_everybody_every_group_and_every_account_while_nothing_depends_on_it(DbEngine engine)
    {
        await using var county = await Place.SettleAsync(engine, Counties[7]);
        county.Read();
        var (old, into) = (county.Villages[0], county.Villages[1]);
        await county.AsAsync(services => services.GetRequiredService<UserAdmin>().AddAsync("cadre", "村干部", Roles.VillageCadre.Code, new RegionCode(old), "a-long-password-1"));
        var request = new RegionChangeRequest("merge", $"{old}", $"{into}", null, Day, "民政厅批复〔2016〕5号");
        var preview = await county.AsAsync(services => services.GetRequiredService<RegionChanger>().PreviewAsync(request, default));
        (preview.Households, preview.Persons, preview.Problems.Count).ShouldBe((2, 4, 0));
        preview.Groups.ShouldHaveSingleItem().Name.ShouldBe("一组");
        preview.Records.ShouldBe(1, "the group");
        (await county.CountAsync(old, Day)).ShouldBe(2, "a preview writes nothing");

        var done = await county.ChangeAsync(request);
        (await county.CountAsync(into, Day)).ShouldBe(3);
        var undo = await county.AsAsync(services => services.GetRequiredService<RegionUndo>().RunAsync(done.Change, "批复撤销", null, default));
        undo.Households.ShouldBe(2);
        (await county.CountAsync(into, Day)).ShouldBe(1);
        (await county.CountAsync(old, Day)).ShouldBe(2);
        RegionCatalog.EndOf(new RegionCode(old)).ShouldBeNull();
        RegionCatalog.Inside(new RegionCode(old).At(RegionLevel.Township)).ShouldContain(r => r.Code.Value == old);
        var groups = await county.AsAsync(services => services.GetRequiredService<PlatformDb>().Set<HouseholdVersion>().Where(v => v.ClosedBy == null).Select(v => new { v.Region, v.GroupName }).Distinct().ToListAsync());
        groups.ShouldAllBe(g => g.GroupName == "一组");
        var records = await county.AsAsync(services => services.GetRequiredService<PlatformDb>().Set<Registry.Records.RecordVersion>()
            .Where(v => v.Kind == "group" && v.ClosedBy == null && v.ValidFrom <= Day && v.ValidTo > Day).Select(v => new { v.Region, v.Name }).ToListAsync());
        records.Select(r => (r.Region, r.Name)).ShouldBe([(old, "一组"), (into, "一组")], ignoreOrder: true);
        var balance = await county.BalanceAsync(county.Code, Before, Day);
        (balance.Persons.In, balance.Persons.Out, balance.Persons.Closes).ShouldBe((0, 0, true));
        var again = await Should.ThrowAsync<ProblemException>(() => county.AsAsync(services => services.GetRequiredService<RegionUndo>().RunAsync(done.Change, "again", null, default)));
        again.Problems.ShouldHaveSingleItem().Code.ShouldBe("already-undone");
        (await county.ChangeAsync(request)).Households.ShouldBe(2, "it can be decided anew");
    }

    [Fact]
    public async Task A_change_on_which_another_or_a_registration_depends_is_not_taken_back_and_says_why()
    {
        await using var county = await Place.SettleAsync(DbEngine.Sqlite, Counties[8]);
        county.Read();
        var (village, township) = (new RegionCode(county.Villages[0]), new RegionCode(county.Villages[2]).At(RegionLevel.Township));
        var moved = await county.ChangeAsync(new("move", village.ToString(), township.ToString(), null, Day, "划归"));
        var code = moved.Villages.Values.Single();
        var renamed = await county.ChangeAsync(new("rename", code, null, "团结村委会", Day.AddDays(5), "更名"));
        (await RefusedAsync(moved.Change)).ShouldContain("团结村委会");
        await county.AsAsync(services => services.GetRequiredService<RegionUndo>().RunAsync(renamed.Change, "撤销更名", null, default));
        Fuyao.Registry.Regions.Place.Of(long.Parse(code, System.Globalization.CultureInfo.InvariantCulture)).Name.ShouldBe(RegionCatalog.NameOf(village));
        await county.RegisterAsync(7, long.Parse(code, System.Globalization.CultureInfo.InvariantCulture), Day.AddDays(30));
        (await RefusedAsync(moved.Change)).ShouldContain($"{county.Code.County}-7");

        async Task<string> RefusedAsync(Guid change)
        {
            var preview = await county.AsAsync(services => services.GetRequiredService<RegionUndo>().PreviewAsync(change, default));
            var refused = await Should.ThrowAsync<ProblemException>(() => county.AsAsync(services => services.GetRequiredService<RegionUndo>().RunAsync(change, "undo", null, default)));
            refused.Status.ShouldBe(409);
            preview.Problems.Count.ShouldBe(refused.Problems.Count);
            return refused.Problems.ShouldHaveSingleItem().Text.Zh;
        }
    }

    [Theory, EachEngine]
    public async Task Another_server_of_the_database_names_the_places_anew_within_two_seconds(DbEngine engine)
    {
        await using var here = await Office.OpenAsync(engine);
        await using var there = await here.BesideAsync();
        // Jobs of other tests in this process read the divisions as the host that started last knows them: not a county of theirs.
        var county = Counties[10];
        var village = RegionCatalog.Inside(county).First(p => p.Code.Level == RegionLevel.Village).Code;
        var (clerk, colleague) = (await here.ClerkAsync(county.ToShort()), await there.ClerkAsync(county.ToShort()));
        var household = (await clerk.CreateAsync(System.Text.Json.Nodes.JsonNode.Parse($$"""
            {"id":"R1","region":"{{village.Value}}","status":"registered","persons":[{"id":"p1","name":"王大山","sex":"male","birth":"1942-03-05","relation":"02"}]}
            """)!.AsObject()))["household"]!;
        var on = here.Clock.TodayInChina().ToString("O");
        var preview = await clerk.SendAsync(HttpMethod.Post, "/api/regions/changes/preview", new System.Text.Json.Nodes.JsonObject
        {
            ["kind"] = "rename", ["from"] = $"{village.Value}", ["to"] = null, ["name"] = "团结村委会", ["on"] = on, ["reason"] = "更名批复",
        }, 200);
        preview["problems"]!.AsArray().ShouldBeEmpty();
        await using (var scope = here.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(county);
            await scope.ServiceProvider.GetRequiredService<RegionChanger>().RunAsync(new("rename", $"{village.Value}", null, "团结村委会", here.Clock.TodayInChina(), "更名批复"), null, TestContext.Current.CancellationToken);
        }

        await Eventually.IsAsync(
            async () => (string)(await colleague.GetAsync($"/api/households/{household["id"]}"))["region"]!["name"]! == "团结村委会", TestContext.Current.CancellationToken);
        foreach (var at in new[] { clerk, colleague })
        {
            ((string)(await at.GetAsync($"/api/households/{household["id"]}"))["region"]!["name"]!).ShouldBe("团结村委会");
            ((string)(await at.GetAsync("/api/households"))["items"]![0]!["region"]!["name"]!).ShouldBe("团结村委会");
            ((string)(await at.GetAsync($"/api/households?on={here.Clock.TodayInChina().AddDays(-1):yyyy-MM-dd}"))["items"]!.AsArray()[0]!["region"]!["name"]!).ShouldNotBe("团结村委会", "a list of an earlier day calls the place as it was called then");
        }
    }

    [Fact]
    public async Task What_cannot_be_done_to_divisions_is_said_at_once()
    {
        await using var county = await Place.SettleAsync(DbEngine.Sqlite, Counties[5]);
        county.Read();
        var refused = await Should.ThrowAsync<ProblemException>(() => county.ChangeAsync(new("abolish", "65", "x", null, null, " ")));
        refused.Problems.Select(p => p.Path).ShouldBe(["to", "kind", "on", "reason"], ignoreOrder: true);
        refused = await Should.ThrowAsync<ProblemException>(() => county.ChangeAsync(new("merge", $"{county.Villages[0]}", Counties[6].ToString(), null, Day, "x")));
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("other-county");
    }

    [Fact]
    public async Task After_any_history_a_merger_loses_nobody_counts_nobody_twice_and_the_balance_closes()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var n = 10;
        var histories = Gen.ArrayOf(
            from what in Gen.Frequency((4, Gen.Constant(0)), (4, Gen.Constant(2)), (22, Gen.Choose(5, 15)))
            from which in Gen.Choose(0, 1000)
            from who in Gen.Choose(0, 1000)
            from day in Gen.Choose(0, 1000)
            select new Happening(what, which, who, day));
        Prop.ForAll(Arb.From(histories), happenings =>
        {
            var history = new History(system, Counties[n++ % Counties.Length]);
            MergeAsync(history, [new Happening(0, 0, 0, 0), new Happening(1, 0, 1, 0), new Happening(0, 0, 2, 0), .. happenings]).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8).WithStartSize(15).WithEndSize(30).WithReplay(20160301, 7));
    }

    private static async Task MergeAsync(History history, IReadOnlyList<Happening> happenings)
    {
        await history.HappenAsync(happenings, inOrder: false);
        var days = new[] { 0, 100, 171, 200, 300, 490 }.Select(History.Start.AddDays).ToArray();
        var before = new List<List<(Guid Person, Guid Household, long Village)>>();
        foreach (var day in days)
        {
            before.Add(await history.LivingAsync(day));
        }

        var (old, into, on) = (history.Villages[0], history.Villages[1], History.Start.AddDays(171));
        await history.AsAsync(services => services.GetRequiredService<RegionChanger>().RunAsync(new("merge", $"{old}", $"{into}", null, on, "merged"), null, default));
        foreach (var (day, was) in days.Zip(before))
        {
            (await history.LivingAsync(day)).ShouldBe(was.Select(p => p with { Village = p.Village == old && day >= on ? into : p.Village }), ignoreOrder: true);
        }

        var county = new RegionCode(old).At(RegionLevel.County);
        foreach (var area in new[] { county, new RegionCode(old).At(RegionLevel.Township), new RegionCode(into) })
        {
            var balance = await history.BalanceAsync(area, null, days[0], days[^1], null);
            (balance.Households.Closes, balance.Persons.Closes).ShouldBe((true, true), balance.ToString());
            balance.Rows.ShouldAllBe(r => r.Households.Closes && r.Persons.Closes);
        }
    }

    /// <summary>A county with three households: two in the first village, one in the second.</summary>
    private sealed class Place(TestSystem system, RegionCode county) : IAsyncDisposable
    {
        private readonly History history = new(system, county);

        public RegionCode Code => county;

        public long[] Villages => history.Villages;

        public static async Task<Place> SettleAsync(DbEngine engine, RegionCode county)
        {
            var place = new Place(await TestSystem.CreateAsync(engine), county);
            for (var n = 0; n < 3; n++)
            {
                await place.RegisterAsync(n, place.Villages[n / 2], new DateOnly(2014, 5, 1));
            }

            return place;
        }

        public Task<bool> RegisterAsync(int n, long village, DateOnly from) => AsAsync(async services =>
        {
            var state = Some.Household(n, village, f => f with { Group = "一组" }) with { Number = $"{county.County}-{n}" };
            await services.GetRequiredService<WriteSession>().RunAsync("test", () =>
                services.GetRequiredService<HouseholdWrites>().StateAsync(null, state, new Span(from, Span.Forever), "first registration", null, null, default));
            return true;
        });

        /// <summary>From here on the test reads the divisions as this system knows them, as its own requests do.</summary>
        public void Read() => RegionCatalog.Enter(system.Services.GetRequiredService<RegionBook>());

        public Task<T> AsAsync<T>(Func<IServiceProvider, Task<T>> work) => history.AsAsync(work);

        public Task<RegionChangeResult> ChangeAsync(RegionChangeRequest request)
        {
            // Two decrees are not made in the same instant.
            system.Clock.Advance(TimeSpan.FromSeconds(1));
            return AsAsync(services => services.GetRequiredService<RegionChanger>().RunAsync(request, null, default));
        }

        public Task<int> CountAsync(long village, DateOnly on) => AsAsync(async services =>
            (await services.GetRequiredService<HouseholdReader>().CountAsync(new CodeRange(village, village + 1), on)).Households);

        public Task<Fuyao.Registry.Balance.PopulationBalance> BalanceAsync(RegionCode area, DateOnly from, DateOnly to) => history.BalanceAsync(area, null, from, to, null);

        public ValueTask DisposeAsync() => system.DisposeAsync();
    }
}
