using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Events;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Generation;

/// <summary>Lets things happen to households of the register – births, deaths, marriages, moves, a split, a merger – as clerks record them.</summary>
internal sealed class Happenings(PlatformDb db, EventWriter events, WriteSession session, TimeProvider clock)
{
    private sealed record Member(Guid Person, Guid Household, long Village, string Name, string? Relation, DateOnly? Birth, string? Sex);

    /// <returns>How many events were recorded.</returns>
    public async Task<int> HappenAsync(RegionCode county, int seed, CancellationToken ct)
    {
        var dice = new Dice(seed ^ 0x1D1D);
        var today = clock.TodayInChina();
        var members = await db.Set<PersonVersion>().AsNoTracking().In(county.Range).Known([]).On(today).Where(v => v.Name != null).OrderBy(v => v.Region).ThenBy(v => v.HouseholdId)
            .Select(v => new Member(v.PersonId, v.HouseholdId, v.Region, v.Name!, v.Relation, v.Birth, v.Sex)).ToListAsync(ct);
        var families = members.GroupBy(m => m.Household).Select(g => g.ToList()).Where(f => f.Exists(m => m.Relation == PersonState.HeadRelation)).ToList();
        var used = new HashSet<Guid>();
        var recorded = 0;

        // In the months since the register's first year of payments, the latest of them now.
        var day = new DateOnly(2016, 6, 1) is var then && then.AddYears(1) < today ? then : today.AddDays(-150);
        var step = Math.Max(1, (today.DayNumber - day.DayNumber - 5) / 20);

        await Each(3, f => f.Count is > 1 and < 6 && f.Exists(m => m.Sex == "female" && m.Birth?.Year is > 1974 and < 1992), f => Event("birth", "出生证明", e =>
        {
            var girl = dice.Chance(0.5);
            e["new_persons"] = new JsonArray(new JsonObject
            {
                ["name"] = Head(f).Name[..1] + Names.Given(dice.Random, !girl, 2016), ["sex"] = girl ? "female" : "male", ["birth"] = day.ToString("O"), ["relation"] = girl ? "30" : "20",
            });
        }));
        await Each(4, f => f.Count > 2 && Oldest(f) is { } old && old.Relation != PersonState.HeadRelation && old.Birth?.Year < 1950, f => Event("death", "死亡证明、村委会证明", e => e["persons"] = Ids(Oldest(f)!)));
        await Each(2, f => f.Exists(IsGrownSon), f => Event("marriage_in", "结婚证", e => e["new_persons"] = new JsonArray(new JsonObject
        {
            ["name"] = Names.OfFamily(dice.Random) + Names.Given(dice.Random, false, 1990), ["sex"] = "female", ["birth"] = "1990-05-12", ["relation"] = "38",
        })));
        await Each(2, f => f.Exists(IsGrownDaughter), f => Event("marriage_out", "结婚证", e => e["persons"] = Ids(f.First(IsGrownDaughter))));
        await Each(2, f => f.Count == 2 && Neighbour(f) is not null, f => Event("move", "易地搬迁入住", e => e["region"] = new RegionCode(Neighbour(f)!.Village).ToString()));
        await Each(1, f => f.Count > 3 && f.Exists(IsGrownSon), f => Event("split", "儿子成家分户,村委会证明", e =>
        {
            var son = f.First(IsGrownSon);
            (e["persons"], e["head"]) = (Ids(son), son.Person.ToString());
        }));
        await Each(2, f => f.Count > 1 && f.Exists(IsGrownSon), f => Event("head", "户主年迈,变更户主", e =>
        {
            e["head"] = f.First(IsGrownSon).Person.ToString();
        }));
        await Each(2, f => f.Count > 2, f => Event("correction", "入户核查,更正登记", e => e["changes"] = new JsonObject { ["land"] = new JsonObject { ["cultivated"] = 5.75m } }));
        await Each(1, f => f.Count > 3 && Youngest(f).Relation is "20" or "30", f => Event("leave", "户口迁出", e => e["persons"] = Ids(Youngest(f))));
        return recorded;

        async Task Each(int times, Func<List<Member>, bool> fits, Func<List<Member>, JsonObject> said)
        {
            foreach (var family in families.Where(f => !used.Contains(f[0].Household) && fits(f)).OrderBy(f => f[0].Household).Take(times).ToList())
            {
                used.Add(family[0].Household);
                day = day.AddDays(step);
                var request = JsonSerializer.Deserialize<RecordEventRequest>(said(family).ToJsonString(), Requests)!;
                await session.RunAsync("event.furnish", () => events.RecordAsync(family[0].Household, request, null, dryRun: false, ct), ct);
                recorded++;
            }
        }

        Member? Neighbour(List<Member> f) => members.Find(m => m.Village != f[0].Village && m.Village / 1000 == f[0].Village / 1000);

        JsonObject Event(string kind, string reason, Action<JsonObject> more)
        {
            var said = new JsonObject { ["kind"] = kind, ["on"] = day.ToString("O"), ["reason"] = reason };
            more(said);
            return said;
        }
    }

    private static readonly JsonSerializerOptions Requests = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static Member Head(List<Member> family) => family.First(m => m.Relation == PersonState.HeadRelation);

    private static Member? Oldest(List<Member> family) => family.MinBy(m => m.Birth ?? DateOnly.MaxValue);

    private static Member Youngest(List<Member> family) => family.MaxBy(m => m.Birth ?? DateOnly.MinValue)!;

    private static bool IsGrownSon(Member member) => member.Relation == "20" && member.Birth?.Year < 1994;

    private static bool IsGrownDaughter(Member member) => member.Relation == "30" && member.Birth?.Year < 1994;

    private static JsonArray Ids(Member member) => [member.Person.ToString()];
}
