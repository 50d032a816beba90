using Fuyao.Registry.Changes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using static Fuyao.Registry.Import.Severity;

namespace Fuyao.Registry.Import.Rules;

/// <summary>
/// What provincial checks of the register look for, as far as the columns of the import carry it. An error refuses the
/// household; a warning asks somebody to look. Each rule has a test in which it fires.
/// </summary>
internal static class RuleCatalog
{
    public static readonly IReadOnlyList<Rule> All = [.. Persons(), .. Households()];

    private static IEnumerable<Rule> Persons()
    {
        yield return new PersonRule("birth-missing", Error, "证件号码", new("没有身份证号时必须填写出生日期和性别。", "Without an id number, birth date and sex are required."),
            (p, _, _) => p.Birth is null || p.Male is null);
        yield return new PersonRule("id-missing", Warning, "证件号码", new("没有证件号码(如新生儿),请补登。", "No id number (a newborn?): add it when there is one."),
            (p, _, _) => p.IdNumber is null && p.Birth is not null && p.Male is not null);
        yield return new PersonRule("age-impossible", Error, "证件号码", new("年龄不可能:出生在将来,或超过 120 岁。", "Impossible age: born in the future, or older than 120."),
            (p, age, _) => p.Birth is not null && p.Living() && age is < 0 or > 120);
        yield return new PersonRule("relation-sex", Warning, "与户主关系", new("与户主关系和性别矛盾。", "Relation and sex contradict each other."),
            (p, _, _) => p.Male is { } male && StandardCodes.RelationIsMale.TryGetValue(p.Facts.Relation.Or(""), out var expected) && expected != male);
        yield return new PersonRule("ethnicity-blank", Warning, "民族", new("民族未填。", "The ethnic group is blank."), (p, _, _) => p.Facts.Ethnicity.IsAbsent);
        yield return new PersonRule("no-medical-insurance", Warning, "基本医疗保险", new("未参加基本医疗保险。", "Has no basic medical insurance."),
            (p, _, _) => p.Living() && p.Facts.Insurance.TryGet(out var i) && i.Medical.TryGet(out var medical) && !medical);
        yield return new PersonRule("child-with-labour", Warning, "劳动技能", new("不满 16 岁却有劳动能力。", "Younger than 16, yet has capacity for work."), (p, age, _) => age is >= 0 and < 16 && p.CanWork());
        yield return new PersonRule("working-without-labour", Warning, "务工时间(月)", new("无劳动能力或丧失劳动力却在务工。", "Has no capacity for work, yet works."), (p, _, _) => p.CannotWork() && p.MonthsWorked() > 0);
        yield return new PersonRule("child-working", Warning, "务工时间(月)", new("不满 16 岁却在务工。", "Younger than 16, yet works."), (p, age, _) => age is >= 0 and < 16 && p.MonthsWorked() > 0);
        yield return new PersonRule("months-without-place", Warning, "务工地区", new("有务工时间但没有务工地区。", "Months of work are given without the place of work."),
            (p, _, _) => p.Facts.Employment.TryGet(out var e) && e.Months.Or(0) > 0 && e.Place.TryGet(out var place) && place == WorkPlace.None);
        yield return new PersonRule("place-without-months", Warning, "务工时间(月)", new("有务工地区但没有务工时间。", "A place of work is given without months."),
            (p, _, _) => p.Facts.Employment.TryGet(out var e) && e.Place.TryGet(out var place) && place != WorkPlace.None && e.Months.Or(0) == 0);
        yield return new PersonRule("wubao-working", Warning, "务工时间(月)", new("特困供养人员却在务工。", "Is in state care (五保), yet works."),
            (p, _, _) => p.Facts.Benefits.TryGet(out var b) && b.Wubao.Or(false) && p.MonthsWorked() > 0);
        yield return new PersonRule("attainment-and-school", Warning, "文化程度", new("在校生不应填写文化程度。", "A pupil's schooling is left blank while at school."),
            (p, _, _) => p.AtSchool() && p.Facts.Attainment.TryGet(out var a) && a != Attainment.PreschoolAge);
        yield return new PersonRule("preschool-age-too-old", Warning, "文化程度", new("满 7 岁却填“学龄前”。", "Seven or older, yet 学龄前."), (p, age, _) => age >= 7 && p.Facts.Attainment.TryGet(out var a) && a == Attainment.PreschoolAge);
        yield return new PersonRule("compulsory-age-not-at-school", Warning, "在校生状况", new("义务教育年龄(7–15 岁)却不在校,请核实是否辍学。", "Of compulsory school age (7–15), yet not at school."),
            (p, age, _) => age is >= 7 and < 15 && p.Living() && p.Facts.School.TryGet(out var s) && s.Stage.TryGet(out var stage) && stage == SchoolStage.None);
        yield return new PersonRule("school-stage-age", Warning, "在校生状况", new("学段与年龄不符。", "Stage of school and age do not fit."), (p, age, _) => p.AtSchool() && !Fits(p.Facts.School.Value.Stage.Value, age));
        yield return new PersonRule("yulu-not-vocational", Warning, "培训", new("雨露计划只补助中职、高职学生或培训学员,与在校学段不符。", "雨露计划 is for vocational schools; the person attends another."),
            (p, _, _) => p.AtSchool() && p.Facts.Training.TryGet(out var t) && t.Any(x => x.Programme == TrainingProgramme.Yulu)
                && p.Facts.School.Value.Stage.Value is not (SchoolStage.VocationalSecondary or SchoolStage.VocationalCollege));
        yield return new PersonRule("healthy-and-ill", Warning, "健康状况", new("健康状况同时填了“健康”和其他。", "Healthy and something else at once."),
            (p, _, _) => p.Facts.Health.TryGet(out var h) && h.Length > 1 && h.Contains(HealthState.Healthy));
        yield return new PersonRule("disabled-without-card", Warning, "健康状况", new("健康状况为残疾,但没有残疾类别、等级或证号。", "Disabled, but without category, grade or card."), (p, _, _) => p.Has(HealthState.Disabled) && p.Facts.Disability.IsAbsent);
        yield return new PersonRule("card-without-disabled", Warning, "健康状况", new("有残疾证,但健康状况没有填残疾。", "Has a disability card, but the state of health is not disabled."),
            (p, _, _) => p.DisabilityCard is not null && p.Facts.Health.TryGet(out var h) && !h.Contains(HealthState.Disabled));
        yield return new PersonRule("card-id-mismatch", Warning, "残疾证号", new("残疾人证号的前 18 位与身份证号不同。", "The card's first 18 characters differ from the id number."),
            (p, _, _) => p.DisabilityCard is { Length: >= 18 } card && p.IdNumber is { } id && !card.StartsWith(id, StringComparison.Ordinal));
        yield return new PersonRule("death-before-birth", Error, "死亡日期", new("死亡日期早于出生日期。", "Died before being born."), (p, _, _) => p.Facts.Death.TryGet(out var death) && p.Birth > death);
        yield return new PersonRule("generation-gap", Warning, "与户主关系", new("与户主的年龄差和关系不符(父母子女至少相差 12 岁)。", "The age difference to the head does not fit the relation (12 years at least between generations)."), GenerationGap);
    }

    private static IEnumerable<Rule> Households()
    {
        yield return new HouseholdRule("two-heads", Error, "与户主关系", new("一户有两个户主。", "The household has two heads."), (h, _) => h.Persons.Where(p => p.IsHead() && p.Living()).Skip(1).FirstOrDefault());
        yield return new HouseholdRule("no-head", Warning, "与户主关系", new("本户没有户主。", "The household has no head."), (h, _) => h.FirstIf(!h.Persons.Any(p => p.IsHead() || p.HasErrors)));
        yield return new HouseholdRule("head-under-age", Warning, "与户主关系", new("户主不满 16 岁,而户内有成年人。", "The head is younger than 16 although the household has adults."),
            (h, on) => h.Persons.Any(p => PersonRule.Age(p.Birth, on) >= 18) ? h.Persons.FirstOrDefault(p => p.IsHead() && PersonRule.Age(p.Birth, on) is >= 0 and < 16) : null);
        yield return new HouseholdRule("member-count", Warning, "人数", new("“人数”与本户的行数不符。", "人数 differs from the household's rows."), (h, _) => h.FirstIf(h.StatedMembers is { } n && n != h.Persons.Count));
        yield return new HouseholdRule("income-per-head-differs", Warning, "人均纯收入", new("人均纯收入与收入各项算出的不符(相差 1 元以上)。", "The income per head differs from its components by more than 1 yuan."),
            (h, _) => h.FirstIf(h.StatedPerHead is { } stated && h.Facts.Income.TryGet(out var i) && IncomePerHead.HasComponents(i) && Math.Abs(PerHead(i, h.Persons.Count) - stated) > 1));
        yield return new HouseholdRule("wage-implausible", Warning, "工资性收入", new("工资性收入大于 0 而不足 100 元,单位可能是万元。", "Wages between 0 and 100 yuan a year: perhaps written in 万元."),
            (h, _) => h.FirstIf(h.Facts.Income.TryGet(out var i) && i.Wage.Or(0) is > 0 and < 100));
        yield return new HouseholdRule("land-implausible", Warning, "耕地面积", new("耕地超过 100 亩或林地超过 200 亩,请核对单位。", "More than 100 mu of fields or 200 mu of forest: check the unit."),
            (h, _) => h.FirstIf(h.Facts.Land.TryGet(out var l) && (l.Cultivated.Or(0) > 100 || l.Forest.Or(0) > 200)));
        yield return new HouseholdRule("unsafe-housing-contradiction", Warning, "危房户", new("“危房户”与住房安全等级矛盾。", "危房户 contradicts the grade of the house."),
            (h, _) => h.FirstIf(h.StatedUnsafe is { } u && Grade(h) is { } g && u != g is HousingGrade.C or HousingGrade.D && (u ? g is HousingGrade.A or HousingGrade.B : g is HousingGrade.C or HousingGrade.D)));
        yield return new HouseholdRule("exited-unsafe-housing", Warning, "危房户", new("已脱贫户的危房问题尚未解决。", "The household has exited, but its house is unsafe."),
            (h, _) => h.FirstIf(Exited(h) && (h.StatedUnsafe == true || Grade(h) is HousingGrade.C or HousingGrade.D)));
        yield return new HouseholdRule("exited-unsafe-water", Warning, "安全饮用水", new("已脱贫户的饮水安全尚未解决。", "The household has exited, but its water is unsafe."), (h, _) => h.FirstIf(Exited(h) && !h.Facts.WaterSafe.Or(true)));
        yield return new HouseholdRule("exited-before-registered", Warning, "脱贫时间", new("脱贫时间早于识别时间。", "Exited before being registered."),
            (h, _) => h.FirstIf(h.Facts.ExitedOn.TryGet(out var e) && h.Facts.RegisteredOn.TryGet(out var r) && e < r));
        yield return new HouseholdRule("monitored-without-kind", Warning, "监测对象类型", new("监测户没有填监测对象类型。", "A monitored household lacks its kind of monitoring."),
            (h, _) => h.FirstIf(h.Facts.Status.TryGet(out var s) && s == HouseholdStatus.Monitored && h.Facts.Monitoring.IsAbsent));
        yield return new HouseholdRule("cause-missing", Warning, "致贫原因1", new("建档立卡户没有填致贫原因。", "A registered household lacks its cause."),
            (h, _) => h.FirstIf(!h.HasErrors && h.Facts.Status.Or(HouseholdStatus.Registered) == HouseholdStatus.Registered && h.Facts.Causes.IsAbsent));
        yield return new HouseholdRule("illness-without-patient", Warning, "致贫原因1", new("致贫原因为因病,但户内没有患病成员。", "The cause is illness, but nobody is ill."),
            (h, _) => h.FirstIf(h.Blames(PovertyCause.Illness) && !h.Persons.Any(p => p.Has(HealthState.Chronic) || p.Has(HealthState.SeriousIllness) || p.Facts.Health.IsAbsent)));
        yield return new HouseholdRule("disability-without-disabled", Warning, "致贫原因1", new("致贫原因为因残,但户内没有残疾成员。", "The cause is disability, but nobody is disabled."),
            (h, _) => h.FirstIf(h.Blames(PovertyCause.Disability) && !h.Persons.Any(p => p.Has(HealthState.Disabled) || p.Facts.Health.IsAbsent)));
        yield return new HouseholdRule("schooling-without-pupil", Warning, "致贫原因1", new("致贫原因为因学,但户内没有在校生。", "The cause is schooling, but nobody is at school."),
            (h, _) => h.FirstIf(h.Blames(PovertyCause.Schooling) && !h.Persons.Any(p => p.AtSchool() || p.Facts.School.IsAbsent)));
        yield return new HouseholdRule("unstable-work-without-labour", Warning, "致贫原因1", new("致贫原因为务工就业不稳,但户内没有劳动力。", "The cause is unstable work, but nobody can work."),
            (h, _) => h.FirstIf(h.Blames(PovertyCause.UnstableWork) && !h.Persons.Any(p => p.CanWork() || p.Facts.Labour.IsAbsent)));
        yield return new HouseholdRule("dibao-without-recipient", Warning, "户类型", new("低保类型的户没有成员享受低保。", "A 低保 household in which nobody receives it."),
            (h, _) => h.FirstIf(h.Facts.Category.TryGet(out var c) && c is HouseholdCategory.Dibao or HouseholdCategory.DibaoPoor
                && h.Persons.All(p => p.Facts.Benefits.TryGet(out var b) && b.Dibao.TryGet(out var dibao) && !dibao)));
    }

    public static decimal PerHead(IncomeFacts i, int persons) =>
        (i.Wage.Or(0) + i.Business.Or(0) + i.Property.Or(0) + i.Transfer.Or(0) - i.BusinessCost.Or(0)) / Math.Max(persons, 1);

    private static HousingGrade? Grade(HouseholdDraft h) => h.Facts.Housing.TryGet(out var house) && house.Grade.TryGet(out var grade) ? grade : null;

    private static bool Exited(HouseholdDraft h) => h.Facts.Status.TryGet(out var s) && s == HouseholdStatus.Exited;

    private static bool Fits(SchoolStage stage, int age) => age < 0 || stage switch
    {
        SchoolStage.Preschool => age is >= 2 and <= 7,
        SchoolStage.Primary => age is >= 5 and <= 16,
        SchoolStage.Junior => age is >= 10 and <= 19,
        SchoolStage.Senior or SchoolStage.VocationalSecondary => age is >= 13 and <= 25,
        _ => age is >= 15 and <= 60,
    };

    private static bool GenerationGap(PersonDraft person, int age, HouseholdDraft household)
    {
        if (person.Birth is not { } birth || household.Persons.FirstOrDefault(p => p.IsHead())?.Birth is not { } head || !person.Facts.Relation.TryGet(out var relation))
        {
            return false;
        }

        var years = (birth.DayNumber - head.DayNumber) / 365.25;
        return relation[0] switch
        {
            '2' or '3' when relation is not ("28" or "38") => years < 12,
            '4' when relation is not ("45" or "46") => years < 24,
            '5' => years > -12,
            '6' => years > -24,
            _ => false,
        };
    }
}
