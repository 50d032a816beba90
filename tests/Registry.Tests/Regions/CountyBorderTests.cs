using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Balance;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Fuyao.Registry.Tests.Balance;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Regions;

/// <summary>A township that goes to another county, and a county that becomes part of another: nobody and nothing that is known of them stays behind.</summary>
public sealed class CountyBorderTests
{
    private const int Old = 610729;
    private const int New = 610730;

    private static readonly byte[] Tiny = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=");

    private static readonly RegionCode Prefecture = new(610700000000);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_township_goes_to_another_county_with_everybody_and_everything_and_comes_back_when_the_decree_is_withdrawn(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var (clerk, above, stranger) = (await office.ClerkAsync($"{Old}"), await office.ClerkAsync("6107"), await office.ClerkAsync($"{New}"));
        var (household, organisation) = await FurnishAsync(office, clerk);
        var photos = $"/api/households/{household}/attachments";
        var photo = (string)(await PhotoAsync(clerk, photos, "p-1"))["id"]!;
        await stranger.GetAsync($"/api/households/{household}", 404);
        var totals = (int)(await above.GetAsync("/api/households"))["items"]!.AsArray().Count;
        var before = await RowsAsync(office, New);

        var on = office.Clock.TodayInChina();
        var refused = await Should.ThrowAsync<ProblemException>(() => ChangeAsync(office, new RegionCode(Old * 1_000_000L), on));
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("other-county", "a county does not give itself away");
        var done = await ChangeAsync(office, Prefecture, on);
        done.Households.ShouldBe(1);
        done.Villages.Values.ShouldAllBe(code => code.StartsWith($"{New}", StringComparison.Ordinal));

        // Every table of which rows go along has got some; which those are, the model says.
        var after = await RowsAsync(office, New);
        after.Where(t => t.Value <= before[t.Key]).Select(t => t.Key).ShouldBeEmpty();

        // The new county works with them under the old address; the old one reads what was.
        var seen = await stranger.GetAsync($"/api/households/{household}");
        ((string)seen["region"]!["code"]!).ShouldStartWith($"{New}");
        ((string)seen["region"]!["township"]!).ShouldBe(RegionCatalog.NameOf(new RegionCode(Some.Village).At(RegionLevel.Township)));
        await clerk.GetAsync($"/api/households/{household}", 404);
        await clerk.GetAsync($"/api/households/{household}?on={on.AddDays(-1):yyyy-MM-dd}");
        (await above.GetAsync("/api/households"))["items"]!.AsArray().Count.ShouldBe(totals);
        foreach (var query in new[] { "大山", "wds", Some.WithCheckDigit("61072919420305001") })
        {
            (await stranger.GetAsync($"/api/search?q={Uri.EscapeDataString(query)}"))["items"]!.AsArray().Count.ShouldBe(1, query);
        }

        (await stranger.GetAsync(photos))["items"]!.AsArray().Count.ShouldBe(1);
        foreach (var somebody in new[] { stranger, above })
        {
            (await (await somebody.Client.GetAsync($"/api/attachments/{photo}/content", Ct)).Content.ReadAsByteArrayAsync(Ct)).ShouldBe(Tiny);
        }

        var bond = (await stranger.GetAsync($"/api/linkages?household={household}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)bond["organisation"]!["name"]!, (string)bond["organisation"]!["id"]!).ShouldBe(("留坝县青山合作社", organisation));
        ((int)(await stranger.GetAsync($"/api/households/{household}/received"))["items"]!.AsArray().Count).ShouldBe(1);
        ((string)(await stranger.GetAsync("/api/views?list=households"))["items"]!.AsArray().ShouldHaveSingleItem()!["name"]!).ShouldBe("危房");
        var village = done.Villages[$"{Some.Village}"];
        ((int)(await stranger.GetAsync($"/api/records/village/{village}/years/2015"))["facts"]!["households"]!).ShouldBe(100);
        foreach (var list in new[] { clerk, stranger })
        {
            (await list.GetAsync("/api/regions/changes"))["items"]!.AsArray().ShouldContain(c => (string)c!["change_id"]! == done.Change.ToString(), "the decree is read in both counties");
        }

        foreach (var (area, gone, come) in new[] { (Old, 1, 0), (New, 0, 1) })
        {
            var balance = await BalanceAsync(office, new RegionCode(area * 1_000_000L), on.AddDays(-1), on);
            (balance.Households.In, balance.Households.Out, balance.Households.Closes, balance.Persons.Closes).ShouldBe((come, gone, true, true));
            balance.Kinds.ShouldHaveSingleItem().Kind.ShouldBe("regions");
        }

        var whole = await BalanceAsync(office, Prefecture, on.AddDays(-1), on);
        (whole.Households.In, whole.Households.Out, whole.Households.Closes).ShouldBe((0, 0, true), "nobody came to the prefecture or left it");

        // The clerk of the new county goes on: a correction, a photo.
        var mended = await stranger.ChangeAsync(seen, JsonNode.Parse("""{"changes":{"housing":{"grade":"B"}}}""")!.AsObject(), key: "mended");
        ((string)mended["household"]!["facts"]!["housing"]!["grade"]!).ShouldBe("B");
        (await Should.ThrowAsync<ProblemException>(() => UndoAsync(office, done.Change))).Status.ShouldBe(409, "something depends on it");
        (await office.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
    }

    [Theory, EachEngine]
    public async Task Taken_back_everything_is_where_it_was_and_what_was_added_meanwhile_comes_along(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var (clerk, stranger) = (await office.ClerkAsync($"{Old}"), await office.ClerkAsync($"{New}"));
        var (household, _) = await FurnishAsync(office, clerk);
        var photos = $"/api/households/{household}/attachments";
        await PhotoAsync(clerk, photos, "p-1");
        var on = office.Clock.TodayInChina();
        var done = await ChangeAsync(office, Prefecture, on);
        var seen = await stranger.GetAsync($"/api/households/{household}");
        await PhotoAsync(stranger, photos, "p-2", ("person", (string)seen["persons"]![0]!["id"]!));
        (await UndoAsync(office, done.Change)).Households.ShouldBe(1);

        await stranger.GetAsync($"/api/households/{household}", 404);
        var back = await clerk.GetAsync($"/api/households/{household}");
        ((string)back["region"]!["code"]!).ShouldBe($"{Some.Village}");
        (await clerk.GetAsync(photos))["items"]!.AsArray().Count.ShouldBe(2);
        (await clerk.GetAsync($"/api/linkages?household={household}"))["total"]!.GetValue<int>().ShouldBe(1);
        (await clerk.GetAsync($"/api/households/{household}/received"))["items"]!.AsArray().Count.ShouldBe(1);
        (await clerk.GetAsync("/api/search?q=" + Uri.EscapeDataString("大山")))["items"]!.AsArray().Count.ShouldBe(1);
        (await BalanceAsync(office, new RegionCode(Old * 1_000_000L), on.AddDays(-1), on)).Kinds.ShouldBeEmpty();

        // It can be decided anew: everything is found again as what it was.
        (await ChangeAsync(office, Prefecture, on)).Households.ShouldBe(1);
        (await stranger.GetAsync(photos))["items"]!.AsArray().Count.ShouldBe(2);
        (await office.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Ct)).FirstBroken.ShouldBeNull();
    }

    [Theory, EachEngine]
    public async Task Who_sees_a_household_in_its_new_county_reads_its_whole_timeline_and_nobody_elses(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var (clerk, above, stranger) = (await office.ClerkAsync($"{Old}"), await office.ClerkAsync("6107"), await office.ClerkAsync($"{New}"));
        var (household, _) = await FurnishAsync(office, clerk);
        var village = new RegionCode(Some.Village);
        var neighbour = RegionCatalog.Inside(village.At(RegionLevel.Township)).First(p => p.Code.Level == RegionLevel.Village && p.Code != village).Code;
        var seen = await clerk.GetAsync($"/api/households/{household}");
        seen = (await clerk.ChangeAsync(seen, JsonNode.Parse("""{"changes":{"housing":{"grade":"C"}}}""")!.AsObject(), key: "t-1"))["household"]!;
        var on = office.Clock.TodayInChina();
        await clerk.SendAsync(HttpMethod.Post, $"/api/households/{household}/events", JsonNode.Parse(
            $$"""{"kind":"move","on":"{{on.AddDays(-3):yyyy-MM-dd}}","region":"{{neighbour}}","reason":"搬家"}""")!, 201, (string)seen["version"]!, key: "t-2");
        var (events, history) = (await EventsAsync(clerk), await HistoryAsync(clerk));
        events.ShouldContain(e => e.StartsWith("move ", StringComparison.Ordinal));
        await stranger.GetAsync($"/api/households/{household}/events", 404);

        var done = await ChangeAsync(office, Prefecture, on);
        (await EventsAsync(stranger)).ShouldBe(events, "what happened before the border moved");
        (await HistoryAsync(stranger)).ShouldBe([.. (await HistoryAsync(above))], "every statement of both counties");
        history.Except(await HistoryAsync(stranger)).ShouldBeEmpty();
        (await stranger.GetAsync($"/api/households/{household}/fields/housing.grade/history"))["items"]!.AsArray()
            .Select(i => (string)i!["change"]!["id"]!).ShouldBeSubsetOf(history, "who said so, before the border moved");
        var first = (await stranger.GetAsync($"/api/households/{household}/events"))["items"]!.AsArray();
        first.ShouldAllBe(e => !(bool)e!["can_undo"]!, "what the other county recorded is for somebody above both to take back");
        first.SelectMany(e => e!["parties"]!.AsArray()).ShouldAllBe(p => (string)p!["household"]! == household);

        // One township of the new county sees the household, another does not.
        var place = (string)(await stranger.GetAsync($"/api/households/{household}"))["region"]!["code"]!;
        (await EventsAsync(await office.ClerkAsync(place[..9]))).ShouldBe(events);
        var other = RegionCatalog.Inside(new RegionCode(New * 1_000_000L)).First(p => p.Code.Level == RegionLevel.Township && !place.StartsWith(p.Code.ToShort(), StringComparison.Ordinal)).Code;
        await (await office.ClerkAsync(other.ToShort())).GetAsync($"/api/households/{household}/events", 404);
        done.Households.ShouldBe(1);

        async Task<List<string>> EventsAsync(Clerk somebody) =>
            [.. (await somebody.GetAsync($"/api/households/{household}/events"))["items"]!.AsArray().Select(e => $"{e!["kind"]} {e["on"]} {e["id"]}")];

        async Task<List<string>> HistoryAsync(Clerk somebody) =>
            [.. (await somebody.GetAsync($"/api/households/{household}/history"))["items"]!.AsArray().Select(e => (string)e!["change"]!["id"]!)];
    }

    [Fact]
    public async Task After_the_decree_is_withdrawn_the_other_county_reads_nothing_of_it_any_more()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var (clerk, stranger) = (await office.ClerkAsync($"{Old}"), await office.ClerkAsync($"{New}"));
        var (household, _) = await FurnishAsync(office, clerk);
        var done = await ChangeAsync(office, Prefecture, office.Clock.TodayInChina());
        (await stranger.GetAsync($"/api/households/{household}/events"))["items"]!.AsArray().ShouldNotBeEmpty();
        await UndoAsync(office, done.Change);
        (await stranger.GetAsync($"/api/households/{household}/events"))["items"]!.AsArray().ShouldBeEmpty();
        (await clerk.GetAsync($"/api/households/{household}/events"))["items"]!.AsArray().ShouldNotBeEmpty();
    }

    [Theory, EachEngine]
    public async Task Of_a_change_that_died_half_way_nothing_shows_and_the_next_attempt_does_it_whole(DbEngine engine)
    {
        await using var office = await Office.OpenAsync(engine);
        var (clerk, stranger) = (await office.ClerkAsync($"{Old}"), await office.ClerkAsync($"{New}"));
        var (household, _) = await FurnishAsync(office, clerk);
        await PhotoAsync(clerk, $"/api/households/{household}/attachments", "p-1");
        var on = office.Clock.TodayInChina();
        await InAsync(office, Prefecture, async services =>
        {
            // All is written and the process is gone before it is shown.
            var plan = await services.GetRequiredService<RegionPlanner>().ReadAsync(Township(on), Ct);
            var change = Ids.New(office.Clock);
            foreach (var county in plan.Counties)
            {
                await services.GetRequiredService<ChangeWriter>().BeginAsync(
                    Change.Hidden(services.GetRequiredService<CurrentActor>(), office.Clock, county, "died", ChangeChannels.Regions, id: change), Ct);
            }

            return await services.GetRequiredService<RegionMover>().MoveAsync(plan, change, null, Ct);
        });
        await stranger.GetAsync($"/api/households/{household}", 404);
        await clerk.GetAsync($"/api/households/{household}");
        (await clerk.GetAsync("/api/households"))["items"]!.AsArray().Count.ShouldBe(1);
        (await clerk.GetAsync($"/api/linkages?household={household}"))["total"]!.GetValue<int>().ShouldBe(1);

        (await ChangeAsync(office, Prefecture, on)).Households.ShouldBe(1);
        await stranger.GetAsync($"/api/households/{household}");
        (await stranger.GetAsync($"/api/households/{household}/attachments"))["items"]!.AsArray().Count.ShouldBe(1);
        (await InAsync(office, Prefecture, s => s.GetRequiredService<PlatformDb>().Set<Change>().CountAsync(c => c.At == null, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_household_number_that_the_other_county_uses_stands_against_it_and_nothing_is_written()
    {
        await using var office = await Office.OpenAsync(DbEngine.Sqlite);
        var (clerk, stranger) = (await office.ClerkAsync($"{Old}"), await office.ClerkAsync($"{New}"));
        await clerk.CreateAsync(Some.HouseholdJson("7"), key: "a");
        var there = RegionCatalog.Inside(new RegionCode(New * 1_000_000L)).First(p => p.Code.Level == RegionLevel.Village).Code;
        await stranger.CreateAsync(Some.HouseholdJson("7", h => h["region"] = there.ToString()), key: "b");
        var refused = await Should.ThrowAsync<ProblemException>(() => ChangeAsync(office, Prefecture, office.Clock.TodayInChina()));
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("number-taken");
        refused.Problems[0].Text.En.ShouldContain(": 7.");
        (await RowsAsync(office, New))["household_versions"].ShouldBe(1);
    }

    [Fact]
    public async Task Of_every_table_of_the_register_it_is_said_what_becomes_of_it_at_a_county_border()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Postgres);
        await using var scope = system.Enter(RegionCode.Nation);
        var owned = scope.ServiceProvider.GetRequiredService<PlatformDb>().Model.GetEntityTypes()
            .Where(e => e.ClrType.IsAssignableTo(typeof(ICountyOwned)) && (e.ClrType.Assembly == typeof(RegionPlan).Assembly || e.ClrType.Assembly == typeof(CurrentActor).Assembly)).ToList();
        owned.Count.ShouldBeGreaterThan(20);
        // Decisions, money and rules of the other modules stay with the county that decided, paid and ruled.
        owned.Where(e => !CountyBorders.IsDecided(e)).Select(e => $"{e.ClrType.Name}: say GoesAlong() and carry it along, or StaysBehind(reason)").ShouldBeEmpty();
    }

    [Fact]
    public async Task After_any_history_a_county_becomes_part_of_another_without_losing_or_doubling_anybody()
    {
        await using var system = await TestSystem.CreateAsync(DbEngine.Sqlite);
        var counties = RegionCatalog.Inside(new RegionCode(650000000000)).Where(r => r.Code.Level == RegionLevel.County && RegionCatalog.Inside(r.Code).Count(p => p.Code.Level == RegionLevel.Village) > 20)
            .Select(r => r.Code).GroupBy(c => c.At(RegionLevel.City)).Where(g => g.Count() > 1).Select(g => g.Take(2).ToArray()).ToList();
        var n = 0;
        var histories = Gen.ArrayOf(
            from what in Gen.Frequency((4, Gen.Constant(0)), (4, Gen.Constant(2)), (22, Gen.Choose(5, 15)))
            from which in Gen.Choose(0, 1000)
            from who in Gen.Choose(0, 1000)
            from day in Gen.Choose(0, 1000)
            select new Happening(what, which, who, day));
        Prop.ForAll(Arb.From(histories), happenings =>
        {
            var pair = counties[n++];
            MergeAsync(system, pair[0], pair[1], [new Happening(0, 0, 0, 0), new Happening(1, 0, 1, 0), new Happening(0, 0, 2, 0), .. happenings]).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(6).WithStartSize(15).WithEndSize(30).WithReplay(20160301, 7));
        n.ShouldBe(6);
    }

    private static async Task MergeAsync(TestSystem system, RegionCode old, RegionCode into, IReadOnlyList<Happening> happenings)
    {
        var history = new History(system, old);
        await history.HappenAsync(happenings, inOrder: false);
        var city = old.At(RegionLevel.City);
        var days = new[] { 0, 100, 171, 200, 300, 490 }.Select(History.Start.AddDays).ToArray();
        var before = new List<List<(Guid Person, Guid Household, long Village)>>();
        foreach (var day in days)
        {
            before.Add(await history.LivingAsync(day));
        }

        var on = History.Start.AddDays(171);
        var result = await InAsync(system.Services, city, services => services.GetRequiredService<RegionChanger>().RunAsync(new("merge", $"{old}", $"{into}", null, on, "merged"), null, default));
        var to = result.Villages.ToDictionary(v => long.Parse(v.Key, CultureInfo.InvariantCulture), v => long.Parse(v.Value, CultureInfo.InvariantCulture));
        foreach (var (day, was) in days.Zip(before))
        {
            var living = await history.LivingAsync(day, city);
            living.ShouldBe(was.Select(p => p with { Village = day >= on ? to[p.Village] : p.Village }), ignoreOrder: true);
        }

        foreach (var area in new[] { city, old, into })
        {
            var balance = await history.BalanceAsync(area, null, days[0], days[^1], null, city);
            (balance.Households.Closes, balance.Persons.Closes).ShouldBe((true, true), balance.ToString());
            balance.Rows.ShouldAllBe(r => r.Households.Closes && r.Persons.Closes);
        }
    }

    // A household with all that can hang on one, in the township that goes.
    private static async Task<(string Household, string Organisation)> FurnishAsync(Office office, Clerk clerk)
    {
        var made = (await clerk.CreateAsync(Some.HouseholdJson("61072910020201"), key: "f-1"))["household"]!;
        var household = (string)made["id"]!;
        await clerk.ChangeAsync(made, JsonNode.Parse("""{"valid_from":"2016-05-20","checked":["persons"],"changes":null}""")!.AsObject(), key: "f-2");
        var organisation = (string)(await clerk.SendAsync(HttpMethod.Post, "/api/records/organisation", JsonNode.Parse(
            """{"reason":"登记","name":"留坝县青山合作社","region":"610729","facts":{"kind":"cooperative","credit_code":"91350100M000100Y43"}}""")!, 201, key: "f-3"))["id"]!;
        await clerk.SendAsync(HttpMethod.Post, "/api/records/linkage", JsonNode.Parse(
            $$"""{"reason":"入股协议","valid_from":"2015-01-01","household":"{{household}}","organisation":"{{organisation}}","facts":{"relation":"shareholder","shares":10,"dividend":600} }""")!, 201, key: "f-4");
        await clerk.SendAsync(HttpMethod.Post, "/api/received", JsonNode.Parse($$"""
            {"reason":"民政局2016年低保名册","source":"低保.xlsx","rows":[
              {"department":"民政局","programme":"低保金","person_name":"王大山","id_number":"{{Some.WithCheckDigit("61072919420305001")}}","amount":300,"date":"2016-01-01","recurring":"month"}]}
            """)!, 200, key: "f-5");
        await clerk.SendAsync(HttpMethod.Post, $"/api/records/village/{Some.Village}/years/2015", Answers(), 200, key: "f-6");
        await clerk.SendAsync(HttpMethod.Post, $"/api/records/village/{Some.Village}/years/2014/draft", JsonNode.Parse("""{"facts":{"households":100}}""")!, 200, key: "f-7");
        var cadre = await office.ClerkAsync(Some.Township);
        await cadre.SendAsync(HttpMethod.Put, $"/api/drafts/{Some.Id(1)}", JsonNode.Parse("""{"kind":"household.new","revision":0,"content":{"head":"李"}}""")!, 200, key: "f-8");
        using var view = new HttpRequestMessage(HttpMethod.Put, $"/api/views/{Some.Id(2)}")
        {
            Content = System.Net.Http.Json.JsonContent.Create(JsonNode.Parse("""{"list":"households","name":"危房","query":"x=1","columns":"","shared":true}""")),
        };
        view.Headers.Add("Idempotency-Key", "f-9");
        ((int)(await cadre.Client.SendAsync(view, Ct)).StatusCode).ShouldBe(204);
        return (household, organisation);
    }

    private static JsonObject Answers()
    {
        var facts = new JsonObject();
        foreach (var field in RecordDictionary.Of(RecordKinds.Village, yearly: true).Where(f => f.Required))
        {
            facts[field.Id] = field.Type switch { "boolean" => true, "text" => "茶叶、食用菌", _ => null };
        }

        (facts["households"], facts["population"]) = (100, 400);
        return new JsonObject { ["facts"] = facts };
    }

    private static async Task<JsonNode> PhotoAsync(Clerk clerk, string address, string key, (string Kind, string Id)? subject = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Tiny), "file", "房屋.jpg" } };
        if (subject is { } of)
        {
            form.Add(new StringContent(of.Kind), "subject_kind");
            form.Add(new StringContent(of.Id), "subject");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        var answer = await clerk.Client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        ((int)answer.StatusCode).ShouldBe(201, text);
        return JsonNode.Parse(text)!;
    }

    private static RegionChangeRequest Township(DateOnly on) => new("move", new RegionCode(Some.Village).At(RegionLevel.Township).ToString(), $"{New}000000", null, on, "省政府批复〔2016〕3号");

    private static Task<RegionChangeResult> ChangeAsync(Office office, RegionCode area, DateOnly on)
    {
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        return InAsync(office, area, services => services.GetRequiredService<RegionChanger>().RunAsync(Township(on), null, Ct));
    }

    private static Task<UndoReport> UndoAsync(Office office, Guid change)
    {
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        return InAsync(office, Prefecture, services => services.GetRequiredService<RegionUndo>().RunAsync(change, "批复撤销", null, Ct));
    }

    /// <summary>Rows of a county in each table that goes along.</summary>
    private static Task<Dictionary<string, int>> RowsAsync(Office office, int county) => InAsync(office, Prefecture, async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        Dictionary<string, int> rows = [];
        foreach (var table in CountyBorders.GoingAlong(db.Model).Select(e => e.GetTableName()!))
        {
#pragma warning disable EF1002 // The names are those of the model.
            rows[table] = await db.Database.SqlQueryRaw<int>($"select cast(count(*) as int) as \"Value\" from {table} where county = {county}").SingleAsync(Ct);
#pragma warning restore EF1002
        }

        return rows;
    });

    private static Task<PopulationBalance> BalanceAsync(Office office, RegionCode area, DateOnly from, DateOnly to) => InAsync(office, Prefecture, async services =>
    {
        var reader = services.GetRequiredService<BalanceReader>();
        return BalanceReport.Of(
            area, null, from, to, null, await reader.CountAsync(area.Range, new AsOf(from, null), Ct), await reader.CountAsync(area.Range, new AsOf(to, null), Ct),
            await reader.MovementsAsync(area.Range, from, to, null, false, Ct), await reader.ArrivalsAsync(area.Range, from, to, null, Ct));
    });

    private static Task<T> InAsync<T>(Office office, RegionCode area, Func<IServiceProvider, Task<T>> work) => InAsync(office.Services, area, work);

    private static async Task<T> InAsync<T>(IServiceProvider system, RegionCode area, Func<IServiceProvider, Task<T>> work)
    {
        RegionCatalog.Enter(system.GetRequiredService<RegionBook>());
        await using var scope = system.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(area);
        return await work(scope.ServiceProvider);
    }
}
