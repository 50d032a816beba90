using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;
using static Fuyao.Registry.Import.Layout.ColumnKit;

namespace Fuyao.Registry.Import.Layout;

/// <summary>The columns that speak of one person.</summary>
internal static class PersonColumns
{
    public static readonly IReadOnlyList<Column> National =
    [
        Own("人编号", "persons.id", new("全国系统的人编号", "person number of the national register"), (p, c) => p.Number = c.Text, p => p.Number, "人编码", "贫困人口编号") with { National = true, Width = 20 },
        Own("姓名", "persons.name", new("姓名", "name"), ReadName, p => p.Name, "成员姓名", "家庭成员姓名") with { National = true, Required = true, Protection = Protection.Name, Width = 10 },
        Own("证件号码", "persons.id_number", new("18 位或 15 位身份证号,或 20/22 位残疾人证号;按文本保存(加密)", "id number of 18 or 15 digits, or disability card of 20/22; as text (stored encrypted)"), ReadId, p => p.IdNumber,
            "身份证号", "身份证号码", "公民身份号码", "证件号") with { National = true, Required = true, MayBeBlank = true, Protection = Protection.IdNumber, Width = 22 },
        Trait("与户主关系", "persons.relation", new("户主、配偶、之子…;代码须在表头注明代码系统", "relation to the head; bare codes need the code list in the header"),
            (f, c) => c.StandardCode(StandardCodes.Relation, "relation") is { } code ? f with { Relation = code } : f, f => f.Relation.TryGet(out var r) ? StandardCodes.Relation.Label(r) : null, "关系") with { National = true, Required = true, Width = 11 },
        Trait("民族", "persons.ethnicity", new("民族名称", "ethnic group"), (f, c) => c.StandardCode(StandardCodes.Ethnicity, "ethnicity") is { } code ? f with { Ethnicity = code } : f,
            f => f.Ethnicity.TryGet(out var e) ? StandardCodes.Ethnicity.Label(e) : null) with { National = true, Width = 8 },
        Trait("文化程度", "persons.attainment", new("在校生不填", "schooling; empty for pupils"), (f, c) => f with { Attainment = c.Code<Attainment>("persons.attainment") }, f => Out("persons.attainment", f.Attainment), "学历") with { National = true },
        Trait("在校生状况", "persons.school.stage", new("如 非在校、小学六年级、普通高中二年级、本科一年级", "stage and year, such as 小学六年级"), ReadSchool, WriteSchool, "在校生情况", "在校情况", "在校生") with { National = true, Width = 14 },
        Trait("健康状况", "persons.health", new("可填几项,用“、”隔开", "several possible, separated by 、"), (f, c) => f with { Health = c.Codes<HealthState>("persons.health") }, f => Outs("persons.health", f.Health), "身体状况") with { National = true },
        Trait("劳动技能", "persons.labour", new("普通劳动力、技能劳动力、弱劳动力或半劳动力、丧失劳动力、无劳动力", "capacity for work"), (f, c) => f with { Labour = c.Code<LabourCapacity>("persons.labour") },
            f => Out("persons.labour", f.Labour), "劳动能力", "劳动力类型") with { National = true, Width = 14 },
        Trait("务工时间(月)", "persons.employment.months", new("0–12 个月", "months of work away, 0–12"), (f, c) => c.Integer(0, 12) is { } n ? f with { Employment = f.Employment.Or(new()) with { Months = n } } : f,
            f => Out(f.Employment.Or(new()).Months), "务工时间", "务工月数") with { National = true, Width = 9 },
        Has("大病保险", "persons.insurance.major_illness", new("是否参加大病保险", "major illness insurance"), (f, v) => f with { Insurance = f.Insurance.Or(new()) with { MajorIllness = v } }, f => f.Insurance.Or(new()).MajorIllness, "参加大病保险", "是否参加大病保险") with { National = true },
        Own("户/人联系电话", null, new("本人联系电话,户主的即为本户联系电话(加密保存)", "the person's phone; the head's is the household's too (stored encrypted)"), (p, c) => p.Phone = ReadPhone(c), p => p.Phone, "人联系电话", "联系电话", "本人联系电话", "手机号") with { National = true, Protection = Protection.Phone, Width = 14 },
        Own("人员识别时间", null, new("该成员进入本户的时间", "when the person joined the register"), (p, c) => p.JoinedOn = c.Date(), p => p.JoinedOn, "人员首次识别时间") with { National = true },
    ];

    public static readonly IReadOnlyList<Column> Form =
    [
        Own("性别", "persons.sex", new("不填时取自身份证号", "taken from the id number when empty"), (p, c) => p.Male = c.Code<Sex>("persons.sex").TryGet(out var s) ? s == Sex.Male : null,
            p => p.Male is { } male ? male ? "男" : "女" : null) with { Width = 6 },
        Own("出生日期", "persons.birth", new("不填时取自身份证号", "taken from the id number when empty"), (p, c) => p.Birth = c.Date(), p => p.Birth, "出生年月", "出生年月日"),
        Trait("死亡日期", "persons.death", new("死亡日期", "died on"), (f, c) => c.Date() is { } d ? f with { Death = d } : f, f => Out(f.Death)),
        Own("残疾证号", "persons.disability_card", new("20 或 22 位(加密保存)", "20 or 22 digits (stored encrypted)"), ReadCard, p => p.DisabilityCard, "残疾人证号", "残疾证号码") with { Protection = Protection.IdNumber, Width = 24 },
        Trait("残疾类别", "persons.disability.category", new("1 视力 2 听力 3 言语 4 肢体 5 智力 6 精神 7 多重", "1 sight 2 hearing 3 speech 4 limbs 5 mind 6 psyche 7 several"),
            (f, c) => Numeral(c, "视力听力言语肢体智力精神多重", 7) is { } n ? f with { Disability = f.Disability.Or(new()) with { Category = n } } : f, f => Out(f.Disability.Or(new()).Category)) with { Width = 9 },
        Trait("残疾等级", "persons.disability.grade", new("1–4,一级最重", "1–4, 1 the gravest"), (f, c) => Numeral(c, "一级二级三级四级", 4) is { } n ? f with { Disability = f.Disability.Or(new()) with { Grade = n } } : f,
            f => Out(f.Disability.Or(new()).Grade)) with { Width = 9 },
        Has("阳光家园托养", "persons.disability.home_care", new("是否纳入阳光家园居家托养", "home care of 阳光家园"), (f, v) => f with { Disability = f.Disability.Or(new()) with { HomeCare = v } }, f => f.Disability.Or(new()).HomeCare, "居家托养"),
        Trait("务工地区", "persons.employment.place", new("乡(镇)内、乡外县内、县外省内、省外、未务工", "place of work"), (f, c) => f with { Employment = f.Employment.Or(new()) with { Place = c.Code<WorkPlace>("persons.employment.place") } },
            f => Out("persons.employment.place", f.Employment.Or(new()).Place), "务工地", "务工情况", "务工状况"),
        Has("基本医疗保险", "persons.insurance.medical", new("是否参加基本医保/新农合", "basic medical insurance"), (f, v) => f with { Insurance = f.Insurance.Or(new()) with { Medical = v } }, f => f.Insurance.Or(new()).Medical, "新农合", "参加新农合", "城乡居民基本医疗保险", "基本医保"),
        Has("养老保险", "persons.insurance.pension", new("是否参加养老保险", "pension insurance"), (f, v) => f with { Insurance = f.Insurance.Or(new()) with { Pension = v } }, f => f.Insurance.Or(new()).Pension, "城乡居民基本养老保险", "参加养老保险"),
        Has("享受低保", "persons.benefits.dibao", new("是否享受低保", "on subsistence allowance"), (f, v) => f with { Benefits = f.Benefits.Or(new()) with { Dibao = v } }, f => f.Benefits.Or(new()).Dibao, "低保", "是否享受低保"),
        Has("特困供养", "persons.benefits.wubao", new("是否五保/特困供养", "in state care (五保)"), (f, v) => f with { Benefits = f.Benefits.Or(new()) with { Wubao = v } }, f => f.Benefits.Or(new()).Wubao, "五保", "五保供养"),
        Has("孤儿", "persons.orphan", new("是否孤儿", "orphan"), (f, v) => f with { Orphan = v }, f => f.Orphan),
        Has("烈士子女", "persons.martyr_child", new("是否烈士子女", "child of a martyr"), (f, v) => f with { MartyrChild = v }, f => f.MartyrChild),
        Has("失独", "persons.only_child_lost", new("是否失独", "lost the only child"), (f, v) => f with { OnlyChildLost = v }, f => f.OnlyChildLost, "是否失独"),
        Has("留守", "persons.left_behind", new("是否留守", "left behind"), (f, v) => f with { LeftBehind = v }, f => f.LeftBehind, "留守人员"),
        Trait("上年自付医疗支出", "persons.medical_self_paid", new("合规自付医疗支出,元", "own medical expenses of the year before, yuan"), (f, c) => c.Number() is { } n ? f with { MedicalSelfPaid = n } : f, f => Out(f.MedicalSelfPaid), "自付医疗费用"),
        Trait("培训", "persons.training", new("项目|开始日期|月数,多项用“;”隔开", "programme|from|months, several separated by ;"), (f, c) => f with { Training = Records.Training(c) }, f => Records.Write(f.Training), "参加培训") with { Width = 20 },
        School("学校所在", "place", new("县内、省内、省外、境外", "where the school is"), (s, c) => s with { Place = c.Code<SchoolPlace>("persons.school.place") }, s => Out("persons.school.place", s.Place), "学校所在地"),
        SchoolYes("寄宿", "boarding", "boarder", (s, v) => s with { Boarding = v }, s => s.Boarding, "是否寄宿"),
        SchoolYes("公办学校", "public", "public school", (s, v) => s with { Public = v }, s => s.Public, "公办"),
        SchoolYes("普惠性民办", "inclusive", "inclusive private school", (s, v) => s with { Inclusive = v }, s => s.Inclusive),
        SchoolYes("当年新生", "new_entrant", "new entrant of the year", (s, v) => s with { NewEntrant = v }, s => s.NewEntrant, "新生"),
        SchoolYes("计划内招生", "in_plan", "enrolled within the plan", (s, v) => s with { InPlan = v }, s => s.InPlan, "列入计划内招生"),
        SchoolYes("减免学费", "tuition_waived", "tuition waived", (s, v) => s with { TuitionWaived = v }, s => s.TuitionWaived),
        School("专业类别", "major", new("一般、涉农、艺术表演", "class of the subject"), (s, c) => s with { Major = c.Code<SchoolMajor>("persons.school.major") }, s => Out("persons.school.major", s.Major)),
        School("在校天数", "school_days", new("本学年在校天数", "days at school this year"), (s, c) => c.Integer(0, 366) is { } n ? s with { SchoolDays = n } : s, s => Out(s.SchoolDays)),
        SchoolYes("受处分", "disciplined", "disciplined", (s, v) => s with { Disciplined = v }, s => s.Disciplined),
        SchoolYes("铺张浪费", "extravagant", "extravagant", (s, v) => s with { Extravagant = v }, s => s.Extravagant),
    ];

    private static Column School(string header, string member, Fuyao.Kernel.Text.LocalText meaning, Func<SchoolFacts, CellContext, SchoolFacts> read, Func<SchoolFacts, object?> write, params string[] synonyms) =>
        Trait(header, "persons.school." + member, meaning, (f, c) => f with { School = read(f.School.Or(new()), c) }, f => write(f.School.Or(new())), synonyms);

    private static Column SchoolYes(string header, string member, string english, Func<SchoolFacts, Fact<bool>, SchoolFacts> read, Func<SchoolFacts, Fact<bool>> write, params string[] synonyms) =>
        School(header, member, new($"是否{header}", english), (s, c) => read(s, c.Boolean()), s => Out(write(s)), synonyms) with { Width = 9 };

    private static void ReadName(PersonDraft person, CellContext c)
    {
        var name = c.Text.Contains(' ', StringComparison.Ordinal) && c.Text.Any(ch => ch > 0x2E80) ? c.Text.Replace(" ", "", StringComparison.Ordinal) : c.Text;
        name = name.Replace('•', '·').Replace('・', '·').Replace('.', '·');
        person.Name = name;
        if (SheetText.LooksLikeFormula(name) || name[0] == '\'')
        {
            c.Error(ImportCodes.NameFormula, new("姓名像公式(以 = + - @ 开头)。请填写姓名。", "The name looks like a formula (it begins with = + - @). Write the name."));
        }
        else if (name.Length > 50 || !name.EnumerateRunes().All(r => System.Text.Rune.IsLetter(r) || r.Value is '·' or '\'' or '-' or ' ' || r.Value is >= 0xE000 and <= 0xF8FF))
        {
            c.Error(ImportCodes.NameCharacters, new("姓名中有不能作姓名的字符,或超过 50 字。", "The name holds characters that no name has, or is longer than 50."));
        }
        else if (Variants.FirstIn(name) is { } variant)
        {
            c.Warn(ImportCodes.NameVariant, new($"姓名中的“{variant}”是异体、繁体或造字,各系统写法可能不同,请核对身份证。", $"“{variant}” in the name is a variant character that other systems may write differently. Check the id card."));
        }
    }

    private static void ReadId(PersonDraft person, CellContext c)
    {
        if (c.Cell.Number is not null)
        {
            c.Error(ImportCodes.IdAsNumber, new("证件号码按数字保存,后几位已丢失。请把该列设为文本后重新填写。", "The number was stored as a number and has lost its last digits. Format the column as text and type it again."));
            return;
        }

        var text = c.Text.Contains(' ', StringComparison.Ordinal) ? c.Text.Replace(" ", "", StringComparison.Ordinal) : c.Text;
        text = text[^1] is 'x' ? text[..^1] + 'X' : text;
        if (text.Length is 20 or 22)
        {
            person.DisabilityCard ??= text.ToUpperInvariant();
            text = text[..18].ToUpperInvariant();
        }

        if (text.Length == 15)
        {
            text = IdNumber.Widen(text) ?? text;
        }

        if (!IdNumber.HasShape(text))
        {
            c.Error(ImportCodes.IdLength, new("证件号码应为 18 位(或旧 15 位)身份证号,或 20/22 位残疾人证号。", "It must be an id number of 18 (or old 15) characters, or a disability card number of 20/22."));
        }
        else if (IdNumber.Check(text) != text[17])
        {
            c.Error(ImportCodes.IdChecksum, new("身份证号校验码不对,请核对每一位。", "The id number's check character is wrong. Compare every digit."));
        }
        else if (!IdNumber.TryBirth(text, out _))
        {
            c.Error(ImportCodes.IdBirth, new("身份证号中的出生日期不存在。", "The birth date in the id number does not exist."));
        }
        else
        {
            person.IdNumber = text;
        }
    }

    private static void ReadCard(PersonDraft person, CellContext c)
    {
        var text = c.Text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (c.Cell.Number is not null || text.Length is not (20 or 22) || !IdNumber.HasShape(text.AsSpan(0, 18)) || text[18] is < '1' or > '7' || text[19] is < '1' or > '4')
        {
            c.Error(ImportCodes.CardLength, new("残疾人证号应为 20 或 22 位:18 位身份证号 + 类别(1–7)+ 等级(1–4)。", "A disability card number has 20 or 22 characters: the id number, category (1–7), grade (1–4)."));
            return;
        }

        person.DisabilityCard = text;
    }

    private static PersonFacts ReadSchool(PersonFacts facts, CellContext c)
    {
        var text = c.Text;
        var school = facts.School.Or(new());
        if (PlainText.IsUnknown(text))
        {
            return facts with { School = school with { Stage = Fact<SchoolStage>.Unknown } };
        }

        var year = PlainText.SchoolYear(text);
        var at = text.IndexOf("年级", StringComparison.Ordinal);
        var stage = text is ['大', _] && year is not null ? "本科" : text is ['高', _] && year is not null ? "普通高中" : text is ['初', _] && year is not null ? "初中" : at > 0 ? text[..(at - 1)] : text;
        if (stage.Length == 0 && year is { } n)
        {
            // 七年级 to 九年级 are the years of junior middle school.
            (stage, year) = n > 6 ? ("初中", n - 6) : ("小学", n);
        }

        if (c.Code<SchoolStage>("persons.school.stage", stage) is { } value)
        {
            school = school with { Stage = value, Grade = year is { } y && value is not (SchoolStage.None or SchoolStage.Preschool) ? y : default(Fact<int>) };
        }

        return facts with { School = school };
    }

    private static string? WriteSchool(PersonFacts facts)
    {
        if (!facts.School.TryGet(out var school) || school.Stage.IsAbsent)
        {
            return null;
        }

        return !school.Stage.TryGet(out var stage) ? "不详"
            : ContractLabels.Label("persons.school.stage", stage) + (school.Grade.TryGet(out var year) && year is > 0 and < 10 ? $"{"一二三四五六七八九"[year - 1]}年级" : "");
    }

    private static int? Numeral(CellContext c, string labels, int maximum)
    {
        var at = c.Text.Length >= 2 ? labels.IndexOf(c.Text[..2], StringComparison.Ordinal) : -1;
        return at >= 0 && at % 2 == 0 ? (at / 2) + 1 : c.Integer(1, maximum);
    }
}
