using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Layout;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

public sealed class CellTests
{
    [Theory]
    [InlineData("2014.3.5", "2014-03-05")]
    [InlineData("2014年3月", "2014-03-01")]
    [InlineData("2014年3月5日", "2014-03-05")]
    [InlineData("201403", "2014-03-01")]
    [InlineData("20140305", "2014-03-05")]
    [InlineData("2014/3/5", "2014-03-05")]
    [InlineData("2014-03-05 00:00:00", "2014-03-05")]
    [InlineData("2014", "2014-01-01")]
    [InlineData("41703", "2014-03-05")]
    public void Dates_are_read_as_people_type_them(string text, string expected)
    {
        DateText.TryParse(text, out var date).ShouldBeTrue();
        date.ToString("yyyy-MM-dd").ShouldBe(expected);
    }

    [Theory]
    [InlineData("2014.13.5")]
    [InlineData("2014年2月30日")]
    [InlineData("去年")]
    [InlineData("1.2.3.4")]
    [InlineData("")]
    public void What_is_no_date_is_none(string text) => DateText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("440524188001010014", true)]
    [InlineData("370101190102039973", true)]
    [InlineData("513101198201130014", true)]
    [InlineData("110105194912310021", false)]
    [InlineData("11010519491331002X", false)]
    [InlineData("1101051949123100", false)]
    public void Id_numbers_are_checked_by_the_standard(string number, bool valid) => IdNumber.IsValid(number).ShouldBe(valid);

    [Fact]
    public void An_old_number_of_15_digits_is_widened()
    {
        IdNumber.Widen("110105491231002").ShouldBe("11010519491231002X");
        IdNumber.Widen("1101054912310").ShouldBeNull();
    }

    [Fact]
    public async Task Full_width_digits_blanks_and_old_numbers_are_understood()
    {
        var household = (await Sheet.Couple().Set(0, "证件号码", "110105491231002").Set(0, "姓名", " 张 三 ")
            .All("首次识别时间", "2014年5月").All("耕地面积", "3.5亩").ReadAsync())[0];
        household.Findings.ShouldBeEmpty();
        household.Persons[0].IdNumber.ShouldBe("11010519491231002X");
        household.Persons[0].Name.ShouldBe("张三");
        household.Facts.RegisteredOn.Value.ShouldBe(new DateOnly(2014, 5, 1));
        household.Facts.Land.Value.Cultivated.Value.ShouldBe(3.5m);
    }

    [Fact]
    public async Task A_private_02_never_becomes_the_head_of_the_standard()
    {
        (await Sheet.Couple().Set(0, "与户主关系", "02").CodesAsync()).ShouldContain(ImportCodes.CodeSystemMissing);
        (await Sheet.Couple().Set(0, "民族", "02").CodesAsync()).ShouldContain(ImportCodes.CodeSystemMissing);
        string County(string h) => h is "与户主关系" or "民族" ? h + "(县码)" : h;
        var county = (await Sheet.Couple().Set(1, "与户主关系", "02").Set(1, "民族", "2").ReadAsync(County))[0];
        county.Persons[1].Facts.Relation.Value.ShouldBe("10", "there 02 is the spouse");
        county.Persons[1].Facts.Ethnicity.Value.ShouldBe("08", "and the Zhuang");
        string Standard(string h) => h switch { "与户主关系" => "与户主关系代码\n(GB/T 4761)", "民族" => "民族(GB/T3304)", _ => h };
        var standard = (await Sheet.Couple().Set(0, "与户主关系", "02").Set(1, "民族", "02").ReadAsync(Standard))[0];
        standard.Persons[0].Facts.Relation.Value.ShouldBe("02");
        standard.Persons[1].Facts.Ethnicity.Value.ShouldBe("02");
        (await Sheet.Couple().Set(0, "与户主关系", "gbt4761:02").ReadAsync())[0].Persons[0].Facts.Relation.Value.ShouldBe("02");
    }

    [Theory]
    [InlineData("小学六年级", SchoolStage.Primary, 6)]
    [InlineData("八年级", SchoolStage.Junior, 2)]
    [InlineData("普通高中二年级", SchoolStage.Senior, 2)]
    [InlineData("大一", SchoolStage.Undergraduate, 1)]
    [InlineData("高职高专三年级", SchoolStage.VocationalCollege, 3)]
    [InlineData("学前教育", SchoolStage.Preschool, null)]
    [InlineData("非在校生", SchoolStage.None, null)]
    public async Task School_years_are_read_from_their_names(string text, SchoolStage stage, int? grade)
    {
        var school = (await Sheet.Couple().Set(0, "在校生状况", text).ReadAsync())[0].Persons[0].Facts.School.Value;
        school.Stage.Value.ShouldBe(stage);
        (school.Grade.TryGet(out var g) ? g : (int?)null).ShouldBe(grade);
    }

    [Fact]
    public async Task Headers_are_found_by_name_whatever_their_brackets_and_breaks()
    {
        string Odd(string h) => h switch { "证件号码" => "身份证\n号码", "与户主关系" => "与户主 关系", "户编号" => "户编码", _ => h };
        (await Sheet.Couple().CodesAsync(Odd)).ShouldBeEmpty();
        var findings = new List<Finding>();
        await Sheet.Couple().All("从未见过", "x").ReadAsync(null, findings);
        findings.Select(f => (f.Code, f.Column)).ShouldBe([(ImportCodes.UnknownColumn, "从未见过")]);
        var missing = await Should.ThrowAsync<ProblemException>(() => Sheet.Couple().ReadAsync(h => h is "姓名" or "户编号" ? "甲" + h : h));
        missing.Problems[0].Code.ShouldBe(ImportCodes.MissingColumn);
        missing.Problems[0].Text.Zh.ShouldContain("户编号、姓名");
    }

    [Fact]
    public async Task Personal_values_are_masked_in_findings()
    {
        var finding = (await Sheet.Couple().Set(0, "证件号码", "110105194912310021").ReadAsync())[0].Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe(ImportCodes.IdChecksum);
        finding.Value.ShouldBe("110105**********21");
    }

    [Fact]
    public async Task Rows_of_a_household_need_not_stand_together()
    {
        var households = await Sheet.Family().Row(("户编号", "H2"), ("姓名", "王七"), ("证件号码", Sheet.Id("19600101", true)), ("与户主关系", "户主")).Move(4, 1).ReadAsync();
        households.Select(h => (h.Number, h.Persons.Count)).ShouldBe([("H2", 1), ("H1", 4)], ignoreOrder: true);
        households.SelectMany(h => h.Findings).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_of_a_household_that_contradict_each_other_refuse_it()
    {
        var household = (await Sheet.Couple().Set(0, "住房面积", "60").Set(1, "住房面积", "80").ReadAsync())[0];
        household.HasErrors.ShouldBeTrue();
        household.Findings.Select(f => (f.Code, f.Row)).ShouldBe([(ImportCodes.HouseholdDiffers, 3)]);
    }

    [Fact]
    public void Every_member_of_the_household_contract_has_a_column()
    {
        var paths = ImportLayout.Columns.Select(c => c.Path).OfType<string>().ToHashSet();
        string[] whole = ["linkages", "received", "industries", "hardship", "causes", "persons.training", "persons.health"];
        Leaves(typeof(HouseholdFacts), "").Concat(Leaves(typeof(PersonFacts), "persons.")).Where(p => !whole.Any(w => p.StartsWith(w, StringComparison.Ordinal)))
            .Concat(whole).Concat(["id", "region", "persons.id", "persons.name", "persons.id_number", "persons.disability_card"])
            .Except(paths).Except(["persons.school.grade"]).ShouldBeEmpty();
    }

    private static IEnumerable<string> Leaves(Type type, string prefix)
    {
        foreach (var property in type.GetProperties())
        {
            var name = prefix + System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            var inner = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            if (inner.Namespace == typeof(HouseholdFacts).Namespace && inner.IsClass)
            {
                foreach (var leaf in Leaves(inner, name + "."))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return name;
            }
        }
    }
}
