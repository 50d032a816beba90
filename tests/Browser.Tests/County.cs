using System.Text.Json.Nodes;
using Fuyao.Testing;

namespace Fuyao.Browser.Tests;

/// <summary>Households whose benefits can be worked out by hand, in two townships of 留坝县.</summary>
internal static class County
{
    public const long VillageA = 610729101201;
    public const long VillageB = 610729102201;

    public static IEnumerable<JsonObject> Households()
    {
        // 74 years in May 2016: 85 a month.
        yield return Some.Household("61072910120001", VillageA,
                Some.Person("1942-03-05", "张大山").With("id_number", "\"11010519491231002X\"").With("labour", "\"none\"").With("health", """["chronic"]"""),
                Some.Person("1969-11-20", "李春梅", "female").With("disability", """{"category":4,"grade":2,"home_care":true}""").With("relation", "\"12\""))
            .With("causes", """["illness","labour"]""").With("category", "\"dibao_poor\"").With("group", "\"一组\"")
            .With("housing", """{"area":60,"grade":"C"}""").With("water_safe", "true").With("hardship", """["special"]""")
            .With("relocation", """{"mode":"concentrated","year":2016}""").With("bank_account", "\"6217000010001234567\"").With("phone", "\"13912345678\"")
            .With("income", """{"year":2015,"wage":0,"business":3000,"property":200,"transfer":2400,"business_cost":1400}""");
        for (var i = 2; i <= 70; i++)
        {
            yield return Some.Household($"6107291012{i:0000}", i % 2 == 0 ? VillageA : VillageB, Some.Person($"{1940 + i}-04-01", $"户主{i}"), Some.Person("1990-06-01", $"成员{i}", "female"))
                .With("causes", i % 3 == 0 ? """["schooling"]""" : """["disaster"]""").With("category", "\"general\"")
                .With("income", $$"""{"year":2015,"wage":{{i * 100}},"business":1000,"transfer":300,"business_cost":200}""")
                .With("land", i == 8 ? """{"cultivated":6.5}""" : "null");
        }
    }
}
