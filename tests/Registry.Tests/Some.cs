using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Tests;

/// <summary>Households as tests need them: only what matters is said.</summary>
internal static class Some
{
    /// <summary>The first village of 留坝县 in the list of regions, and its township.</summary>
    public static readonly long Village = RegionCatalog.Inside(new RegionCode(610729000000)).First(r => r.Code.Level == RegionLevel.Village).Code.Value;

    public static readonly string Township = new RegionCode(Village).At(RegionLevel.Township).ToShort();

    /// <summary>A part of the county in which nobody lives.</summary>
    public const string Elsewhere = "610729999";

    public const int County = 610729;

    public static Guid Id(int n) => new(n, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static HouseholdState Household(int n, long? region = null, Func<HouseholdFacts, HouseholdFacts>? with = null) => new()
    {
        Id = Id(n),
        Number = $"H{n:000000}",
        Region = region ?? Village,
        Phone = $"139{n:00000000}",
        Facts = (with ?? (f => f))(new HouseholdFacts
        {
            Status = HouseholdStatus.Registered,
            Category = HouseholdCategory.General,
            Causes = new[] { PovertyCause.Illness },
            Income = new IncomeFacts { Year = 2015, Wage = 3000 + n, Business = 1000 },
        }),
        Persons =
        [
            Person((n * 10) + 1_000_000, $"张{n}", "02", new DateOnly(1950, 1, 1).AddDays(n % 9000)),
            Person((n * 10) + 1_000_001, $"李芳{n}", "10", new DateOnly(1955, 1, 1).AddDays(n % 9000)),
        ],
    };

    public static PersonState Person(int n, string name, string relation, DateOnly birth) => new()
    {
        Id = Id(n),
        Name = name,
        Facts = new PersonFacts { Sex = Sex.Male, Birth = birth, Relation = relation, Labour = LabourCapacity.Weak },
    };

    /// <summary>The example of the contract's shape, small.</summary>
    public static JsonObject HouseholdJson(string number, Action<JsonObject>? with = null)
    {
        var household = JsonNode.Parse($$"""
            {"id":"{{number}}","region":"{{Village}}","group":"一组","status":"registered","category":"dibao_poor","registered_on":"2014-05-01",
             "causes":["illness","labour"],"phone":"13912345678","bank_account":"6217000012345678901",
             "income":{"year":2015,"wage":0,"business":3000,"property":200,"transfer":2400,"business_cost":1400},
             "housing":{"area":60,"grade":"C"},
             "persons":[
               {"id":"p1","name":"王大山","sex":"male","birth":"1942-03-05","relation":"02","id_number":"610729194203050014","labour":"none"},
               {"id":"p2","name":"王小花","sex":"female","birth":"2004-06-01","relation":"42","school":{"stage":"primary","grade":6} }]}
            """)!.AsObject();
        // The check digit belongs to the number, whatever number a test takes.
        var person = household["persons"]![0]!;
        person["id_number"] = WithCheckDigit(((string)person["id_number"]!)[..17]);
        with?.Invoke(household);
        return household;
    }

    public static string WithCheckDigit(string seventeen)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return seventeen + "10X98765432"[seventeen.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }

    public static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
