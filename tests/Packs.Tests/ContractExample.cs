using System.Text.Json;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Packs.Tests;

public class ContractExample
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    [Fact]
    public void The_example_household_gets_what_the_contract_shows()
    {
        var file = Path.GetFullPath(Path.Combine(Packs, "..", "..", "shared", "contract", "household.example.json"));
        Assert.SkipUnless(File.Exists(file), "needs ../shared/contract/household.example.json beside the repository, which is not there");
        var pack = new PolicyEngine(new PolicyOptions { PacksDirectory = Packs }).Prepare("liuba-2015", new(2016, 5, 1));
        using var document = JsonDocument.Parse(EvaluationDocument.ToJson(pack, pack.EvaluateDocument(File.ReadAllBytes(file))));

        document.RootElement.GetProperty("pack").GetString().ShouldBe("liuba-2015");
        document.RootElement.GetProperty("on").GetString().ShouldBe("2016-05-01");
        var results = document.RootElement.GetProperty("households")[0].GetProperty("results").EnumerateArray().ToList();
        var pension = results.Single(r => Text(r, "policy") == "elderly-pension" && Text(r, "subject") == "p1");
        Text(pension, "unit").ShouldBe("month");
        Text(pension, "period").ShouldBe("2016-05");
        Text(pension, "status").ShouldBe("awarded");
        Text(pension, "amount").ShouldBe("85.00");
        (Text(pension.GetProperty("parts")[0], "kind"), Text(pension.GetProperty("parts")[0], "amount")).ShouldBe(("cash", "85.00"));
        (Text(pension.GetProperty("funding")[0], "source"), Text(pension.GetProperty("funding")[0], "amount")).ShouldBe(("county", "85.00"));
        var because = pension.GetProperty("because").EnumerateArray().ToList();
        because.ShouldContain(b => Is(b, "expression", "age") && b.GetProperty("value").GetInt32() == 74);
        because.ShouldContain(b => Is(b, "table", "amount") && b.GetProperty("row").GetInt32() == 2);
        Text(pension.GetProperty("source"), "file").ShouldBe("001_db37dc96bf620943.txt");
        Text(pension.GetProperty("source"), "plan").ShouldBe("篇一");

        results.Where(r => Text(r, "status") == "awarded").Select(r => $"{Text(r, "policy")} {Text(r, "subject")} {Text(r, "amount")}").ShouldBe(
            ["elderly-pension p1 85.00", "disability-living p2 50.00", "disability-home-care p2 1200.00", "relocation-grant 61072910120101 55000.00"],
            ignoreOrder: true);
        // What the plan pays to pupils is lost in its text; whether anybody can work, and what illness cost, is not said of this household.
        results.Where(r => Text(r, "status") == "undetermined").Select(r => Text(r, "policy")).Distinct().ShouldBe(["school-support", "backstop-topup", "serious-illness-relief"], ignoreOrder: true);
    }

    private static bool Is(JsonElement element, string name, string text) => element.TryGetProperty(name, out var value) && value.GetString() == text;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
