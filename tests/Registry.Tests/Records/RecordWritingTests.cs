using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Records;

public sealed class RecordWritingTests
{
    private static readonly DateOnly Day = new(2016, 5, 1);
    private static readonly string[] Unfiltered = [PlatformDb.AreaFilter];

    [Theory, EachEngine]
    public async Task Households_make_the_groups_that_they_name_once(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([InGroup(1, "三组"), InGroup(2, "3组"), InGroup(3, "上湾")], _ => Span.Always);
        await register.StateAsync([InGroup(4, "第三村民小组"), InGroup(5, "四社")], _ => Span.Always);
        (await GroupsAsync(register)).ShouldBe(["三组", "上湾", "四社"], ignoreOrder: true);

        var hidden = await register.StateAsync([InGroup(6, "新组")], _ => Span.Always, publish: false);
        await register.RollBackAsync(hidden);
        (await GroupsAsync(register)).Count.ShouldBe(3, "a group that only a taken-back import named is gone with it");
        (await register.AsAsync("610729", async s => await s.GetRequiredService<PlatformDb>().Set<Registry.Records.Record>().CountAsync())).ShouldBe(3);
    }

    [Theory, EachEngine]
    public async Task A_row_is_matched_when_exactly_one_person_fits_and_never_by_guessing(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        var number = Some.WithCheckDigit("61072919500102001");
        var other = Some.WithCheckDigit("61072919500102003");
        await register.StateAsync(
            [
                With(Some.Household(1), p => p with { Name = "王大山", IdNumber = number }), With(Some.Household(2), p => p with { Name = "李四" }),
                With(Some.Household(3), p => p with { Name = "李四" }), With(Some.Household(4), p => p with { Name = "赵六" }),
            ], _ => Span.Always);
        var list = await AddAsync(register,
            Row("王大山", number), Row("别名", number), Row("李四"), Row("赵六"), Row("赵六", other, amount: 20), Row("无此人"), Row(null, household: "H000002"), Row("李四", household: "H000003"), Row("王大山", other));
        var rows = await RowsAsync(register, list);
        rows.Select(r => (r.State, r.MatchedBy, r.HouseholdId)).ShouldBe(
        [
            (MatchStates.Matched, "id_number", Some.Id(1)), (MatchStates.Matched, "id_number", Some.Id(1)), (MatchStates.Ambiguous, null, null),
            (MatchStates.Matched, "name_village", Some.Id(4)), (MatchStates.Matched, "name_village", Some.Id(4)), (MatchStates.Unmatched, null, null),
            (MatchStates.Matched, "household_number", Some.Id(2)), (MatchStates.Matched, "household_number", Some.Id(3)),
            (MatchStates.Ambiguous, null, null),
        ]);
        rows[6].PersonId.ShouldBeNull("the household's as a whole");

        var again = await TallyAsync(register, Row("王大山", number), Row("新来的"));
        again.ShouldBe(new ReceivedTally(0, 0, 1, 1));
    }

    [Theory, EachEngine]
    public async Task What_others_pay_comes_out_in_the_households_own_object_and_edits_nothing(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync(
            [
                With(Some.Household(1), p => p with { Name = "王大山" }),
                Some.Household(2, with: f => f with { Received = new[] { new ReceivedBenefit { Programme = "低保金", Amount = 150, Date = new(2016, 1, 1) } } }),
            ], _ => Span.Always);
        var before = (await register.ReadAsync(Day)).Select(r => r.VersionId).ToList();
        await AddAsync(register, Row("王大山", amount: 85, recurring: "month"), Row(null, household: "H000002", amount: 1200));
        var after = await register.ReadAsync(Day);
        after.Select(r => r.VersionId).ShouldBe(before);
        Json(after[0])["received"]!.ToJsonString(Facts.Json).ShouldBe(
            $$"""[{"department":"民政局","programme":"养老金","person":"{{Some.Id(1_000_010)}}","amount":85,"date":"2016-01-01","recurring":"month"}]""");
        Json(after[1])["received"]!.AsArray().Select(b => (decimal)b!["amount"]!).ShouldBe([150, 1200]);
        foreach (var household in after)
        {
            HouseholdSchema.Check(System.Text.Json.JsonSerializer.SerializeToElement(Json(household))).ShouldBeEmpty("the object is the contract's");
        }

        ((await register.GetAsync(Some.Id(1), Day, register.Clock.GetUtcNow().AddSeconds(-90)))!.Json.ToArray().AsSpan().IndexOf("received"u8)).ShouldBe(-1, "it was not known then");
        Json((await register.GetAsync(Some.Id(1), new DateOnly(2015, 12, 31)))!)["received"].ShouldBeNull("it had not begun");
    }

    [Theory, EachEngine]
    public async Task The_village_s_record_and_the_bonds_with_organisations_are_read_by_policies(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1), Some.Household(2, with: f => f with { Village = new VillageFacts { Poor = false, Minority = true } })], _ => Span.Always);
        var cooperative = await RecordAsync(register, new RecordState
        {
            Kind = RecordKinds.Organisation, Key = "o1", Region = 610729000000, Name = "青山茶叶专业合作社", Facts = new JsonObject { ["kind"] = "cooperative" },
        }, Span.Always);
        await RecordAsync(register, new RecordState
        {
            Kind = RecordKinds.Linkage, Key = "l1", Region = Some.Village, Household = Some.Id(1), Organisation = cooperative, Facts = new JsonObject { ["relation"] = "shareholder" },
        }, new Span(new DateOnly(2015, 3, 1), Span.Forever));
        await RecordAsync(register, new RecordState
        {
            Kind = RecordKinds.Village, Key = $"{Some.Village}", Region = Some.Village, Name = "某村", Facts = new JsonObject { ["poor"] = true, ["old_base"] = null },
        }, new Span(new DateOnly(2014, 1, 1), Span.Forever));
        var township = new RegionCode(Some.Village).At(RegionLevel.Township).Value;
        await RecordAsync(register, new RecordState
        {
            Kind = RecordKinds.Township, Key = $"{township}", Region = township, Name = "某镇", Facts = new JsonObject { ["poor"] = true, ["contiguous_area"] = "秦巴山区" },
        }, Span.Always);
        var seen = await register.ReadAsync(Day, new RegionCode(Some.Village).ToShort());
        Json(seen[0])["village"]!.ToJsonString(Facts.Json).ShouldBe("""{"poor":true,"township_poor":true,"old_base":null,"contiguous_area":"秦巴山区"}""");
        Json(seen[0])["linkages"]!.ToJsonString(Facts.Json).ShouldBe("""[{"kind":"cooperative","name":"青山茶叶专业合作社","mode":"shares","since":"2015-03-01"}]""");
        ((bool)Json(seen[1])["village"]!["poor"]!).ShouldBeTrue("the village's record wins over what a household says of it");
        ((bool)Json(seen[1])["village"]!["minority"]!).ShouldBeTrue("what only the household says stays");
        HouseholdSchema.Check(System.Text.Json.JsonSerializer.SerializeToElement(Json(seen[0]))).ShouldBeEmpty();
        Json((await register.ReadAsync(new DateOnly(2013, 1, 1)))[0])["village"]!["poor"].ShouldBeNull("not yet designated");
    }

    [Theory, EachEngine]
    public async Task Taking_back_a_hidden_list_leaves_no_row(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        var list = await AddAsync(register, publish: false, Row("张1", household: "H000001"));
        Json((await register.ReadAsync(Day))[0])["received"].ShouldBeNull("hidden until published");
        await register.RollBackAsync(list);
        (await RowsAsync(register, list)).ShouldBeEmpty();
    }

    [Theory, EachEngine]
    public async Task Records_follow_their_place_to_its_new_code_and_stay_where_they_were_before(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        var (from, to, day) = (new RegionCode(Some.Village), new RegionCode(Some.Village + 1), new DateOnly(2016, 4, 1));
        await register.StateAsync([InGroup(1, "三组")], _ => Span.Always);
        var organisation = await RecordAsync(register, new RecordState { Kind = RecordKinds.Organisation, Key = "o1", Region = from.Value, Name = "合作社", Facts = new JsonObject { ["kind"] = "cooperative" } }, Span.Always);
        await RecordAsync(register, new RecordState { Kind = RecordKinds.Village, Key = from.ToString(), Region = from.Value, Name = "旧村", Facts = new JsonObject { ["poor"] = true } }, Span.Always);
        await RecordAsync(register, new RecordState { Kind = RecordKinds.Village, Key = from.ToString(), Year = 2015, Region = from.Value, Name = "旧村", Facts = new JsonObject { ["population"] = 400 } }, Span.Always);
        await AddAsync(register, Row("无名氏"));
        await ChangeAsync(register, true, (services, change) => services.GetRequiredService<RecordMoves>().MoveAsync(change, from, to, true, "新村", day, default));
        var rows = await register.AsAsync("610729", s => s.GetRequiredService<PlatformDb>().Set<RecordVersion>().Where(v => v.ClosedBy == null).ToListAsync());
        (long?, string?) On(DateOnly at, Func<RecordVersion, bool> which) =>
            rows.SingleOrDefault(v => which(v) && v.ValidFrom <= at && at < v.ValidTo) is { } v ? (v.Region, v.Name) : (null, null);
        foreach (var (at, place) in new[] { (day.AddDays(-1), from), (day, to) })
        {
            On(at, v => v.RecordId == organisation).Item1.ShouldBe(place.Value);
            On(at, v => v.Kind == RecordKinds.Group).Item1.ShouldBe(place.Value);
            On(at, v => v.Kind == RecordKinds.Village && v.Year == 0).ShouldBe((place.Value, place == from ? "旧村" : "新村"));
        }

        On(day, v => v.Year == 2015 && v.Key == to.ToString()).ShouldBe((to.Value, "新村"));
        On(day, v => v.Year == 2015 && v.Key == from.ToString()).ShouldBe((from.Value, "旧村"));
        (await register.AsAsync("610729", s => s.GetRequiredService<PlatformDb>().Set<ReceivedBenefitRow>().Where(r => r.ClosedBy == null).Select(r => r.Region).ToListAsync())).ShouldBe([to.Value]);
    }

    private static JsonObject Json(HouseholdRecord record) => JsonNode.Parse(record.Json.Span)!.AsObject();

    private static HouseholdState InGroup(int n, string group) => Some.Household(n, with: f => f with { Group = group });

    private static HouseholdState With(HouseholdState household, Func<PersonState, PersonState> head) =>
        household with { Persons = [head(household.Persons[0]), .. household.Persons.Skip(1)] };

    private static ReceivedState Row(string? name, string? id = null, string? household = null, decimal amount = 75, string? recurring = null) => new()
    {
        Department = "民政局", Programme = "养老金", PersonName = name, IdNumber = id, HouseholdNumber = household, Region = Some.Village,
        Amount = Money.FromYuan(amount), Date = new DateOnly(2016, 1, 1), Recurring = recurring,
    };

    private static Task<List<string?>> GroupsAsync(Register register) => register.AsAsync("610729", async services =>
        await services.GetRequiredService<PlatformDb>().Set<RecordVersion>().Where(v => v.Kind == RecordKinds.Group && v.ClosedBy == null).Select(v => v.Name).ToListAsync());

    private static Task<List<ReceivedBenefitRow>> RowsAsync(Register register, Guid list) => register.AsAsync("610729", async services =>
        await services.GetRequiredService<PlatformDb>().Set<ReceivedBenefitRow>().IgnoreQueryFilters(Unfiltered).Where(r => r.ListId == list && r.ClosedBy == null).OrderBy(r => r.SheetRow).ToListAsync());

    private static Task<Guid> AddAsync(Register register, params ReceivedState[] rows) => AddAsync(register, true, rows);

    private static async Task<Guid> AddAsync(Register register, bool publish, params ReceivedState[] rows) => (await WriteAsync(register, publish, rows)).List;

    private static async Task<ReceivedTally> TallyAsync(Register register, params ReceivedState[] rows) => (await WriteAsync(register, true, rows)).Tally;

    private static Task<(Guid List, ReceivedTally Tally)> WriteAsync(Register register, bool publish, ReceivedState[] rows) => ChangeAsync(register, publish, async (services, change) =>
        await services.GetRequiredService<ReceivedWriter>().AddAsync(Some.County, change, [.. rows.Select((r, i) => r with { SheetRow = i + 2 })], default));

    private static async Task<Guid> RecordAsync(Register register, RecordState state, Span span) => (await ChangeAsync(register, true, async (services, change) =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        var current = await RecordAggregate.LoadAsync(db, Some.County, state.Kind, state.Key, state.Year, default);
        var plan = services.GetRequiredService<RecordPlanner>().Plan(current, state, span, Some.County, change);
        await services.GetRequiredService<ChangeWriter>().ApplyAsync(Some.County, change, [plan], default);
        return plan.RecordId;
    })).Item2;

    private static Task<(Guid, T)> ChangeAsync<T>(Register register, bool publish, Func<IServiceProvider, Guid, Task<T>> work) => register.AsAsync("610729", async services =>
    {
        var writer = services.GetRequiredService<ChangeWriter>();
        var change = new Change { County = Some.County, Id = Ids.New(register.Clock), Actor = "test", Channel = ChangeChannels.Import, Reason = "test" };
        var done = await services.GetRequiredService<WriteSession>().RunAsync("test", async () =>
        {
            await writer.BeginAsync(change, default);
            var result = await work(services, change.Id);
            if (publish)
            {
                await writer.PublishAsync(Some.County, change.Id, register.Clock.GetUtcNow(), default);
            }

            return result;
        });
        register.Clock.Advance(TimeSpan.FromMinutes(1));
        return (change.Id, done);
    });
}
