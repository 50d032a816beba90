using System.Text;
using Fuyao.Registry.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Model;

public sealed class FactsTests
{
    [Fact]
    public void Absent_unknown_and_known_survive_a_round_trip()
    {
        var json = """{"water_safe":null,"income":{"year":2015,"wage":null,"business":3000},"housing":{"grade":"C"},"cooperative":false,"causes":["labour"]}"""u8;
        var facts = Facts.ReadHousehold(json);
        facts.WaterSafe.IsUnknown.ShouldBeTrue();
        facts.Electricity.IsAbsent.ShouldBeTrue();
        facts.Cooperative.Value.ShouldBeFalse();
        facts.Income.Value.Wage.IsUnknown.ShouldBeTrue();
        Encoding.UTF8.GetString(Facts.Write(facts)).ShouldBe(
            """{"causes":["labour"],"income":{"year":2015,"wage":null,"business":3000},"housing":{"grade":"C"},"water_safe":null,"cooperative":false}""");
    }

    [Fact]
    public void Equal_numbers_are_equal_bytes()
    {
        var person = new PersonFacts { Sex = Sex.Female, Birth = new DateOnly(1969, 11, 20), MedicalSelfPaid = 3000.00m };
        Facts.Write(person).ShouldBe(Facts.Write(person with { MedicalSelfPaid = 3000m }));
        Encoding.UTF8.GetString(Facts.Write(person)).ShouldBe("""{"sex":"female","birth":"1969-11-20","medical_self_paid":3000}""");
    }
}
