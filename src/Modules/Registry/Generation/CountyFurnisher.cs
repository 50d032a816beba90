using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Generation;

/// <summary>
/// Gives a county of the register what stands around its households: records of villages and townships with their years, organisations
/// and bonds, other departments' lists, leaders of groups, points of dwellings, and some happenings. For demonstration.
/// </summary>
internal sealed class CountyFurnisher(
    PlatformDb db, ChangeWriter writer, RecordPlanner planner, ReceivedWriter received, Happenings happenings, WriteSession session, RegionLoader regions, Seal seal,
    CurrentActor actor, TimeProvider clock)
{
    private const int RecordsAtOnce = 400;

    public async Task<FurnishResult> FurnishAsync(RegionCode county, int seed, CancellationToken ct)
    {
        await regions.EnsureAsync(county, ct);
        if (await db.Set<RecordVersion>().AnyAsync(v => v.County == county.County && v.Kind == RecordKinds.Organisation, ct))
        {
            return new FurnishResult(0, 0, 0, 0, 0, 0);
        }

        var households = await db.Set<HouseholdVersion>().AsNoTracking().In(county.Range).Known([]).On(clock.TodayInChina()).OrderBy(v => v.Number)
            .Select(v => new Settled(v.HouseholdId, v.Number, v.Region, v.GroupName, v.HeadName, v.MemberCount, v.Category)).ToListAsync(ct);
        var around = new Surroundings(county, seed, households, clock.TodayInChina().Year - 1);
        var places = around.Places().ToList();
        await StateAsync(county.County, "村、乡镇基本情况和年度数据", places, ct);
        var organisations = around.Organisations().ToList();
        await StateAsync(county.County, "经营主体和单位名册", organisations, ct);
        var ids = await db.Set<Record>().Where(r => r.County == county.County && r.Kind == RecordKinds.Organisation && r.Year == 0).ToDictionaryAsync(r => r.Key, r => r.Id, ct);
        var linkages = around.Linkages(organisations).Select(l => l with
        {
            Organisation = ids[l.Key], Key = string.Create(CultureInfo.InvariantCulture, $"{l.Household}/{ids[l.Key]}/{(string?)l.Facts["relation"]}"),
        }).ToList();
        await StateAsync(county.County, "利益联结台账", linkages, ct);
        var dwellings = around.Dwellings().ToList();
        await StateAsync(county.County, "入户采集住所位置", dwellings, ct);
        await LeadersAsync(county.County, households, ct);
        var rows = await ReceivedAsync(county, seed, households, ct);
        return new FurnishResult(places.Count, organisations.Count, linkages.Count, dwellings.Count, rows, await happenings.HappenAsync(county, seed, ct));
    }

    // Each part one change set; a batch is short enough for SQLite's one writer.
    private async Task StateAsync(int county, string reason, IReadOnlyList<RecordState> states, CancellationToken ct)
    {
        var change = Change.Hidden(actor, clock, county, reason, ChangeChannels.Import, "演示数据");
        await session.RunAsync("records.furnish", () => writer.BeginAsync(change, ct), ct);
        foreach (var part in states.Chunk(RecordsAtOnce))
        {
            await session.RunAsync("records.furnish", () => writer.ApplyAsync(
                county, change.Id, [.. part.Select(state => planner.Plan(null, state, Span.Always, county, change.Id))], ct), ct);
        }

        await session.RunAsync("records.furnish", () => writer.PublishAsync(county, change.Id, clock.GetUtcNow(), ct), ct);
    }

    // The leader of a group is the head of its first household.
    private async Task LeadersAsync(int county, IReadOnlyList<Settled> households, CancellationToken ct)
    {
        var change = Change.Now(actor, clock, county, "村组干部名单");
        var groups = households.Where(h => h.Group is not null && h.HeadName is not null).GroupBy(h => Groups.GroupBook.KeyOf(h.Village, Groups.GroupName.KeyOf(h.Group!))).ToDictionary(g => g.Key, g => g.First().HeadName!);
        var held = await RecordAggregate.LoadAsync(db, county, RecordKinds.Group, 0, groups.Keys, ct);
        await session.RunAsync("records.furnish", async () =>
        {
            await writer.BeginAsync(change, ct);
            await writer.ApplyAsync(county, change.Id, [.. held.Values.Where(g => g.Versions.Count == 1).Select(g =>
            {
                var (version, facts) = (g.Versions[0], RecordFacts.Parse(g.Versions[0].Facts));
                facts["leader"] = groups[g.Record.Key];
                List<Kernel.Problems.Problem> problems = [];
                return planner.Plan(g, new RecordState
                {
                    Kind = version.Kind, Key = version.Key, Region = version.Region, Name = version.Name, Number = version.Number,
                    Facts = RecordFacts.Read(RecordKinds.Group, false, facts, false, problems),
                }, Span.Always, county, change.Id);
            })], ct);
        }, ct);
    }

    // Lists of three departments; some rows name nobody of the register, or two persons at once, and wait to be settled.
    private async Task<int> ReceivedAsync(RegionCode county, int seed, IReadOnlyList<Settled> households, CancellationToken ct)
    {
        var dice = new Dice(seed ^ 0x7777);
        var today = clock.TodayInChina();
        var ids = households.Where(h => h.Category is "dibao_poor" or "wubao").Select(h => h.Id).Take(600).ToArray();
        var persons = await db.Set<PersonVersion>().AsNoTracking().In(county.Range).Known([]).On(today)
            .Where(v => ids.Contains(v.HouseholdId) && v.IdCipher != null && v.Name != null).OrderBy(v => v.Region).ThenBy(v => v.HouseholdId)
            .Select(v => new { v.Name, v.IdCipher, v.Region, v.Relation, v.Birth, v.HouseholdId }).ToListAsync(ct);
        var category = households.ToDictionary(h => h.Id, h => h.Category);
        var first = new DateOnly(2016, 1, 1);
        List<ReceivedState> dibao = [], pension = [];
        foreach (var person in persons)
        {
            var place = RegionCatalog.NameOf(new RegionCode(person.Region));
            ReceivedState Row(string department, string programme, decimal yuan) => new()
            {
                Department = department, Programme = programme, PersonName = person.Name, IdNumber = seal.Open(person.IdCipher), Region = person.Region, Place = place,
                Amount = Money.FromYuan(yuan), Date = first, Recurring = "month",
            };
            if (person.Relation == PersonState.HeadRelation)
            {
                dibao.Add(category[person.HouseholdId] == "wubao" ? Row("民政局", "农村五保供养", 480) : Row("民政局", "农村低保", dice.One(95m, 130m, 165m, 210m)));
            }

            if (person.Birth is { } birth && birth <= first.AddYears(-60))
            {
                pension.Add(Row("人社局", "城乡居民基本养老保险", 75));
            }
        }

        // Rows as other departments write them: a name alone, an old number, somebody who has moved away.
        for (var i = 0; i < 6 && persons.Count > 20; i++)
        {
            var person = persons[dice.Between(0, persons.Count - 1)];
            pension.Add(new ReceivedState
            {
                Department = "人社局", Programme = "城乡居民基本养老保险", PersonName = i % 2 == 0 ? person.Name : Names.OfFamily(dice.Random) + Names.Given(dice.Random, true, 1950),
                Region = county.Value, Place = RegionCatalog.NameOf(county), Amount = Money.FromYuan(75), Date = first, Recurring = "month",
            });
        }

        foreach (var (list, source) in new[] { (dibao, "2016年农村低保五保花名册.xlsx"), (pension, "2016年城乡居民养老金发放表.xlsx") })
        {
            var change = Change.Hidden(actor, clock, county.County, "部门名册", ChangeChannels.Import, source);
            await session.RunAsync("received.furnish", () => writer.BeginAsync(change, ct), ct);
            foreach (var part in list.Select((row, i) => row with { SheetRow = i + 3 }).Chunk(RecordsAtOnce))
            {
                await session.RunAsync("received.furnish", () => received.AddAsync(county.County, change.Id, part, ct), ct);
            }

            await session.RunAsync("received.furnish", () => writer.PublishAsync(county.County, change.Id, clock.GetUtcNow(), ct), ct);
        }

        return dibao.Count + pension.Count;
    }
}
