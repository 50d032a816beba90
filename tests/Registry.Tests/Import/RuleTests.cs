using Fuyao.Registry.Import.Rules;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

public sealed class RuleTests
{
    private static readonly Dictionary<string, Func<Sheet>> Firing = new()
    {
        ["birth-missing"] = () => Sheet.Couple().Set(0, "证件号码", ""),
        ["id-missing"] = () => Sheet.Couple().Set(0, "证件号码", "").Set(0, "出生日期", "1951-03-05").Set(0, "性别", "男"),
        ["age-impossible"] = () => Sheet.Couple().Set(0, "证件号码", Sheet.Id("18800101", true)),
        ["relation-sex"] = () => Sheet.Couple().Set(1, "与户主关系", "夫"),
        ["ethnicity-blank"] = () => Sheet.Couple().Set(0, "民族", ""),
        ["no-medical-insurance"] = () => Sheet.Couple().All("新农合", "是").Set(0, "新农合", "否"),
        ["child-with-labour"] = () => Sheet.Family().Set(3, "劳动技能", "普通劳动力"),
        ["working-without-labour"] = () => Sheet.Couple().Set(0, "劳动技能", "丧失劳动力").Set(0, "务工时间(月)", "6"),
        ["child-working"] = () => Sheet.Family().Set(3, "务工时间(月)", "3"),
        ["months-without-place"] = () => Sheet.Family().Set(2, "务工地区", "未务工").Set(2, "务工时间(月)", "5"),
        ["place-without-months"] = () => Sheet.Family().Set(2, "务工地区", "省外"),
        ["wubao-working"] = () => Sheet.Couple().Set(0, "五保", "是").Set(0, "务工时间(月)", "2"),
        ["attainment-and-school"] = () => Sheet.Family().Set(3, "文化程度", "小学"),
        ["preschool-age-too-old"] = () => Sheet.Couple().Set(0, "文化程度", "学龄前"),
        ["compulsory-age-not-at-school"] = () => Sheet.Family().Set(3, "在校生状况", "非在校"),
        ["school-stage-age"] = () => Sheet.Family().Set(3, "在校生状况", "本科一年级"),
        ["yulu-not-vocational"] = () => Sheet.Family().Set(3, "培训", "雨露计划|2015-09-01|3"),
        ["healthy-and-ill"] = () => Sheet.Couple().Set(0, "健康状况", "健康、大病"),
        ["disabled-without-card"] = () => Sheet.Couple().Set(0, "健康状况", "残疾"),
        ["card-without-disabled"] = () => Sheet.Couple().Set(0, "残疾证号", Sheet.Id("19510305", true) + "42").Set(0, "健康状况", "健康"),
        ["card-id-mismatch"] = () => Sheet.Couple().Set(0, "残疾证号", Sheet.Id("19550711", false) + "42").Set(0, "健康状况", "残疾"),
        ["death-before-birth"] = () => Sheet.Couple().Set(0, "死亡日期", "1950-01-01"),
        ["generation-gap"] = () => Sheet.Couple().Set(1, "与户主关系", "之女"),
        ["two-heads"] = () => Sheet.Couple().Set(1, "与户主关系", "户主"),
        ["no-head"] = () => Sheet.Couple().Set(0, "与户主关系", "其他"),
        ["head-under-age"] = () => Sheet.Family().Set(0, "与户主关系", "祖父").Set(3, "与户主关系", "户主"),
        ["member-count"] = () => Sheet.Couple().All("人数", "3"),
        ["income-per-head-differs"] = () => Sheet.Couple().All("收入年度", "2015").All("工资性收入", "6000").All("人均纯收入", "2000"),
        ["wage-implausible"] = () => Sheet.Couple().All("收入年度", "2015").All("工资性收入", "1.2"),
        ["land-implausible"] = () => Sheet.Couple().All("耕地面积", "250"),
        ["unsafe-housing-contradiction"] = () => Sheet.Couple().All("危房户", "是").All("住房安全等级", "A级"),
        ["exited-unsafe-housing"] = () => Sheet.Couple().All("登记状态", "已脱贫").All("危房户", "是"),
        ["exited-unsafe-water"] = () => Sheet.Couple().All("登记状态", "已脱贫").All("安全饮用水", "否"),
        ["exited-before-registered"] = () => Sheet.Couple().All("首次识别时间", "2015.6").All("脱贫时间", "2014年12月"),
        ["monitored-without-kind"] = () => Sheet.Couple().All("登记状态", "防返贫监测"),
        ["cause-missing"] = () => Sheet.Couple().All("致贫原因1", ""),
        ["illness-without-patient"] = () => Sheet.Couple().All("致贫原因1", "患病").All("健康状况", "健康"),
        ["disability-without-disabled"] = () => Sheet.Couple().All("致贫原因1", "因残").All("健康状况", "健康"),
        ["schooling-without-pupil"] = () => Sheet.Couple().All("致贫原因1", "因学").All("在校生状况", "非在校"),
        ["unstable-work-without-labour"] = () => Sheet.Couple().All("致贫原因1", "务工不稳").All("劳动技能", "无劳动力"),
        ["dibao-without-recipient"] = () => Sheet.Couple().All("户类型", "低保贫困户").All("享受低保", "否"),
        [RuleSet.DuplicatePerson] = () => Sheet.Couple().Row(("户编号", "H2"), ("姓名", "张三"), ("证件号码", Sheet.Id("19510305", true)), ("与户主关系", "户主")),
        [RuleSet.DuplicateInHousehold] = () => Sheet.Couple().Row(("户编号", "H1"), ("姓名", "张三"), ("证件号码", Sheet.Id("19510305", true)), ("与户主关系", "其他")),
        [RuleSet.LookAlike] = () => Sheet.Couple().Row(("户编号", "H2"), ("姓名", "張三"), ("证件号码", Sheet.Id("19510305", true, 3)), ("与户主关系", "户主")),
        ["birth-id-mismatch"] = () => Sheet.Couple().Set(0, "出生日期", "1951-03-06"),
        ["sex-id-mismatch"] = () => Sheet.Couple().Set(0, "性别", "女"),
        ["card-facts-mismatch"] = () => Sheet.Couple().Set(0, "残疾证号", Sheet.Id("19510305", true) + "42").Set(0, "残疾等级", "三级").Set(0, "健康状况", "残疾"),
    };

    public static TheoryData<string> Ids => [.. Firing.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_rule_fires(string id) => (await Firing[id]().CodesAsync()).ShouldContain(id);

    [Fact]
    public void Every_rule_of_the_catalogue_has_a_firing_test() =>
        RuleCatalog.All.Select(r => r.Id).Except(Firing.Keys).ShouldBeEmpty();

    [Fact]
    public async Task A_plain_couple_and_a_plain_family_break_no_rule()
    {
        (await Sheet.Couple().CodesAsync()).ShouldBeEmpty();
        (await Sheet.Family().CodesAsync()).ShouldBeEmpty();
    }
}
