using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;
using static Fuyao.Registry.Import.Layout.ColumnKit;

namespace Fuyao.Registry.Import.Layout;

/// <summary>The columns that speak of a household as a whole.</summary>
internal static class HouseholdColumns
{
    public static readonly IReadOnlyList<Column> Place =
    [
        new("县", null, new("县(市、区)名称;只用于核对", "county name; only checked"), c => c.Household.County = c.Text, (h, _) => h.County)
            { OfHousehold = true, National = true, Synonyms = ["县(市、区)", "县区", "县名"] },
        new("乡", null, new("乡(镇、街道)名称", "township name"), c => c.Household.Township = c.Text, (h, _) => h.Township)
            { OfHousehold = true, National = true, Synonyms = ["乡镇", "乡(镇)", "乡(镇、街道)", "镇"] },
        new("行政村", "region", new("行政村名称,与“乡”一起确定 12 位区划代码", "village name; with the township it gives the 12-digit region code"), c => c.Household.Village = c.Text, (h, _) => h.Village)
            { OfHousehold = true, National = true, Synonyms = ["村", "行政村名称", "村(居)"], Width = 16 },
        new("行政村代码", "region", new("12 位统计用区划代码;填了就不看村名", "12-digit statistical code; wins over the names"), ReadRegion, (_, _) => null)
            { OfHousehold = true, Synonyms = ["村代码", "区划代码"], Width = 15 },
        new("自然村", "group", new("村民小组、自然村或社", "group within the village"), c => c.Household.Facts = c.Household.Facts with { Group = c.Text }, (h, _) => Out(h.Facts.Group))
            { OfHousehold = true, National = true, Synonyms = ["村民小组", "组", "自然村(村民小组)", "社"] },
        new("户编号", "id", new("全国系统的户编号,同户各行相同", "household number of the national register; the same on all rows of a household"), c => c.Household.Number = c.Text, (h, _) => h.Number)
            { OfHousehold = true, National = true, Required = true, Synonyms = ["户编码", "贫困户编号", "户号"], Width = 18 },
        new("人数", null, new("家庭人口数;只用于核对行数", "number of members; only checked against the rows"), c => c.Household.StatedMembers = c.Integer(0, 99), (h, _) => h.StatedMembers)
            { OfHousehold = true, National = true, Synonyms = ["家庭人口", "家庭人口数", "人口数"], Width = 7 },
    ];

    public static readonly IReadOnlyList<Column> Status =
    [
        Many("致贫原因1", "causes", new("主要致贫原因", "main cause"), (h, c) => AddCause(h, c), h => CauseAt(h, 0), true, "致贫原因", "主要致贫原因"),
        Many("致贫原因2", "causes", new("其他致贫原因", "other cause"), (h, c) => AddCause(h, c), h => CauseAt(h, 1), false, "其他致贫原因1", "其他致贫原因"),
        Many("致贫原因3", "causes", new("其他致贫原因", "other cause"), (h, c) => AddCause(h, c), h => CauseAt(h, 2), false, "其他致贫原因2"),
        Many("危房户", null, new("是否危房户,或 C级、D级", "unsafe house: 是/否, or C级/D级"), ReadUnsafe,
            h => h.StatedUnsafe is { } unsafeHouse ? PlainText.YesOrNo(unsafeHouse) : null, true, "是否危房户", "危房"),
        Yes("安全饮用水", "water_safe", new("是否有安全饮用水", "safe drinking water"), (f, v) => f with { WaterSafe = v }, f => f.WaterSafe, true, "安全饮水", "饮水安全", "是否解决安全饮用水"),
        Many("人均纯收入", null, new("元;没有收入各项时以此为准,有则与之核对", "yuan; counts when the components are missing, else checked against them"), (h, c) => h.StatedPerHead = c.Number(-1e6m), h => h.StatedPerHead, true, "家庭人均纯收入", "年人均纯收入", "人均可支配收入"),
        new("户联系电话", null, new("户主联系电话(加密保存)", "the household's phone (stored encrypted)"), c => c.Household.Phone = ReadPhone(c), (h, _) => h.Phone)
            { OfHousehold = true, Protection = Protection.Phone, Synonyms = ["户主联系电话", "联系电话(户)"], Width = 14 },
        Day("首次识别时间", "registered_on", new("首次识别(建档)时间", "first registered on"), (f, v) => f with { RegisteredOn = v }, f => f.RegisteredOn, true, "识别时间", "建档时间"),
        new("户类型", "category", new("贫困户属性;也可写“脱贫户”“监测户”等登记状态", "kind of poor household; a status such as 脱贫户 is understood too"), ReadKind,
            (h, _) => Out("category", h.Facts.Category)) { OfHousehold = true, National = true, Synonyms = ["贫困户属性", "贫困户类型", "属性"] },
        new("登记状态", "status", new("未脱贫、已脱贫、监测等", "registered, exited, monitored …"), c => c.Household.Facts = c.Household.Facts with { Status = c.Code<HouseholdStatus>("status") },
            (h, _) => Out("status", h.Facts.Status)) { OfHousehold = true, Synonyms = ["脱贫状态", "脱贫属性"], Width = 16 },
        new("监测对象类型", "monitoring", new("防返贫监测对象类型", "kind of household under monitoring"), c => c.Household.Facts = c.Household.Facts with { Monitoring = c.Code<MonitoringKind>("monitoring") },
            (h, _) => Out("monitoring", h.Facts.Monitoring)) { OfHousehold = true, National = true, Synonyms = ["监测对象类别"], Width = 16 },
        Day("脱贫时间", "exited_on", new("脱贫(退出)时间", "exited on"), (f, v) => f with { ExitedOn = v }, f => f.ExitedOn, false, "脱贫年度", "退出时间"),
    ];

    public static readonly IReadOnlyList<Column> Form =
    [
        new("收入年度", "income.year", new("下列收入各项的年度", "year of the income components"), c =>
            {
                if (c.Integer(1990, 2100) is { } year)
                {
                    c.Household.Facts = c.Household.Facts with { Income = Income(c.Household) with { Year = year } };
                }
            }, (h, _) => h.Facts.Income.TryGet(out var i) ? i.Year : null) { OfHousehold = true, Synonyms = ["年度", "收入所属年度"], Width = 9 },
        Yuan("工资性收入", "income.wage", "wages", (i, v) => i with { Wage = v }, i => i.Wage, "工资收入", "务工收入"),
        Yuan("生产经营性收入", "income.business", "family business", (i, v) => i with { Business = v }, i => i.Business, "家庭经营收入", "经营性收入"),
        Yuan("财产性收入", "income.property", "property", (i, v) => i with { Property = v }, i => i.Property, "财产收入"),
        Yuan("转移性收入", "income.transfer", "transfers", (i, v) => i with { Transfer = v }, i => i.Transfer, "转移收入"),
        Yuan("生产经营性支出", "income.business_cost", "costs of the family business", (i, v) => i with { BusinessCost = v }, i => i.BusinessCost, "生产经营费用", "家庭经营费用"),
        Yuan("不计入收入的补助", "income.excluded", "purpose grants and one-off relief, not counted", (i, v) => i with { Excluded = v }, i => i.Excluded, "专项补助"),
        Area("住房面积", "housing.area", new("平方米", "m²"), (h, v) => h with { Housing = h.Housing.Or(new()) with { Area = v } }, h => h.Housing.Or(new()).Area, "房屋面积"),
        Set("住房安全等级", "housing.grade", new("A级、B级、C级危房、D级危房", "grade of safety A–D"), (f, c) => f with { Housing = f.Housing.Or(new()) with { Grade = c.Code<HousingGrade>("housing.grade") } },
            f => Out("housing.grade", f.Housing.Or(new()).Grade), "危房等级", "房屋等级"),
        Set("住房结构", "housing.structure", new("如 砖混、土木", "construction, such as 砖混"), (f, c) => f with { Housing = f.Housing.Or(new()) with { Structure = c.Text } }, f => Out(f.Housing.Or(new()).Structure), "房屋结构"),
        Yes("通生活用电", "electricity", new("是否通生活用电", "electricity"), (f, v) => f with { Electricity = v }, f => f.Electricity, false, "生活用电", "通电"),
        Yes("卫生厕所", "toilet_sanitary", new("是否有卫生厕所", "sanitary toilet"), (f, v) => f with { ToiletSanitary = v }, f => f.ToiletSanitary, false, "有无卫生厕所"),
        Yes("通宽带", "broadband", new("是否通宽带", "broadband"), (f, v) => f with { Broadband = v }, f => f.Broadband, false, "宽带"),
        Area("耕地面积", "land.cultivated", new("亩", "mu"), (h, v) => h with { Land = h.Land.Or(new()) with { Cultivated = v } }, h => h.Land.Or(new()).Cultivated, "耕地"),
        Area("林地面积", "land.forest", new("亩", "mu"), (h, v) => h with { Land = h.Land.Or(new()) with { Forest = v } }, h => h.Land.Or(new()).Forest, "林地"),
        Set("非生产性机动车", "assets.cars", new("辆", "number of cars not for work"), (f, c) => c.Integer(0, 99) is { } n ? f with { Assets = f.Assets.Or(new()) with { Cars = n } } : f,
            f => Out(f.Assets.Or(new()).Cars), "小汽车"),
        Yes("城镇商品房", "assets.town_housing", new("是否有城镇商品房", "flat bought in town"), (f, v) => f with { Assets = f.Assets.Or(new()) with { TownHousing = v } }, f => f.Assets.Or(new()).TownHousing, false),
        Yes("注册公司", "assets.company", new("是否注册公司", "registered company"), (f, v) => f with { Assets = f.Assets.Or(new()) with { Company = v } }, f => f.Assets.Or(new()).Company, false),
        Yes("财政供养人员", "assets.public_employee", new("家中是否有财政供养人员", "public employee in the family"), (f, v) => f with { Assets = f.Assets.Or(new()) with { PublicEmployee = v } }, f => f.Assets.Or(new()).PublicEmployee, false),
        Set("特殊困难", "hardship", new("可填几项,用“、”隔开", "several possible, separated by 、"), (f, c) => f with { Hardship = c.Codes<Hardship>("hardship") }, f => Outs("hardship", f.Hardship), "特殊困难类型"),
        Set("主导产业", "industries", new("用“、”隔开", "separated by 、"), (f, c) => f with { Industries = c.List() }, f => f.Industries.TryGet(out var i) ? string.Join('、', i) : null, "产业项目"),
        Yes("有发展意愿", "willing", new("是/否/不详", "wishes to develop"), (f, v) => f with { Willing = v }, f => f.Willing, false),
        Yes("有资源", "resources", new("是/否/不详", "has resources"), (f, v) => f with { Resources = v }, f => f.Resources, false),
        Yes("有稳定收入来源", "stable_income", new("是/否/不详", "has a stable income"), (f, v) => f with { StableIncome = v }, f => f.StableIncome, false, "有稳定收入"),
        Set("安置方式", "relocation.mode", new("集中安置、分散安置", "relocation: concentrated or dispersed"), (f, c) => f with { Relocation = f.Relocation.Or(new()) with { Mode = c.Code<RelocationMode>("relocation.mode") } },
            f => Out("relocation.mode", f.Relocation.Or(new()).Mode), "搬迁方式"),
        Set("搬迁年度", "relocation.year", new("易地搬迁年度", "year of relocation"), (f, c) => c.Integer(1990, 2100) is { } y ? f with { Relocation = f.Relocation.Or(new()) with { Year = y } } : f,
            f => Out(f.Relocation.Or(new()).Year)),
        Yes("已入住", "relocation.moved", new("搬迁后是否已入住", "moved in"), (f, v) => f with { Relocation = f.Relocation.Or(new()) with { Moved = v } }, f => f.Relocation.Or(new()).Moved, false, "是否入住"),
        Yes("参加合作社", "cooperative", new("是否参加专业合作社", "member of a cooperative"), (f, v) => f with { Cooperative = v }, f => f.Cooperative, false, "是否参加合作社", "加入合作社"),
        Set("利益联结", "linkages", new("主体|名称|方式|日期,多项用“;”隔开", "kind|name|mode|date, several separated by ;"), (f, c) => f with { Linkages = Records.Linkages(c) }, f => Records.Write(f.Linkages)),
        Set("已享受补助", "received", new("项目|金额|日期|频次|部门|人编号,多项用“;”隔开", "programme|amount|date|frequency|department|person number, several separated by ;"),
            (f, c) => f with { Received = Records.Received(c) }, f => Records.Write(f.Received)),
        Yes("贫困村", "village.poor", new("所在村是否贫困村", "poor village"), (f, v) => f with { Village = f.Village.Or(new()) with { Poor = v } }, f => f.Village.Or(new()).Poor, false),
        Yes("贫困乡", "village.township_poor", new("所在乡镇是否贫困乡镇", "poor township"), (f, v) => f with { Village = f.Village.Or(new()) with { TownshipPoor = v } }, f => f.Village.Or(new()).TownshipPoor, false),
        Yes("革命老区", "village.old_base", new("是否革命老区", "old revolutionary base"), (f, v) => f with { Village = f.Village.Or(new()) with { OldBase = v } }, f => f.Village.Or(new()).OldBase, false),
        Yes("民族地区", "village.minority", new("是否民族地区", "minority area"), (f, v) => f with { Village = f.Village.Or(new()) with { Minority = v } }, f => f.Village.Or(new()).Minority, false),
        Set("集中连片特困地区", "village.contiguous_area", new("片区名称,如 秦巴山区", "name of the contiguous poor area"), (f, c) => f with { Village = f.Village.Or(new()) with { ContiguousArea = c.Text } }, f => Out(f.Village.Or(new()).ContiguousArea), "片区"),
        new("一卡通账号", null, new("惠农一卡通账号(加密保存)", "benefit card account (stored encrypted)"), ReadAccount, (h, _) => h.BankAccount)
            { OfHousehold = true, Protection = Protection.Account, Synonyms = ["银行账号", "一卡通卡号", "账号"], Width = 22 },
    ];

    private static void ReadRegion(CellContext c)
    {
        if (Fuyao.Kernel.RegionCode.TryParse(c.Text, out var code) && code.Level == Fuyao.Kernel.RegionLevel.Village)
        {
            c.Household.Region = code.Value;
            return;
        }

        c.Error(ImportCodes.RegionUnknown, new("应为 12 位村级区划代码。", "It must be the 12-digit code of a village."));
    }

    private static void ReadKind(CellContext c)
    {
        if (ContractLabels.Of("status").TryLabel(c.Text, out _) && !ContractLabels.Of("category").TryLabel(c.Text, out _))
        {
            c.Household.Facts = c.Household.Facts with { Status = c.Code<HouseholdStatus>("status") };
            return;
        }

        c.Household.Facts = c.Household.Facts with { Category = c.Code<HouseholdCategory>("category") };
        if (c.Text.Contains("脱贫户", StringComparison.Ordinal) && c.Household.Facts.Status.IsAbsent)
        {
            c.Household.Facts = c.Household.Facts with { Status = HouseholdStatus.Exited };
        }
    }

    private static void ReadUnsafe(HouseholdDraft h, CellContext c)
    {
        if (PlainText.TryBoolean(c.Text, out var value))
        {
            h.StatedUnsafe = value;
        }
        else if (c.Code<HousingGrade>("housing.grade", c.Text) is { } grade)
        {
            h.StatedUnsafe = grade is HousingGrade.C or HousingGrade.D;
            h.Facts = h.Facts with { Housing = h.Facts.Housing.Or(new()) with { Grade = grade } };
        }
    }

    private static void AddCause(HouseholdDraft h, CellContext c)
    {
        if (c.Code<PovertyCause>("causes", c.Text) is { } cause && h.Facts.Causes.Or([]) is var causes && !causes.Contains(cause))
        {
            h.Facts = h.Facts with { Causes = (PovertyCause[])[.. causes, cause] };
        }
    }

    private static string? CauseAt(HouseholdDraft h, int index) =>
        h.Facts.Causes.TryGet(out var causes) && causes.Length > index ? ContractLabels.Label("causes", causes[index]) : null;

    private static void ReadAccount(CellContext c)
    {
        var digits = string.Concat(c.Text.Where(ch => ch is not (' ' or '-')));
        if (digits.Length is >= 12 and <= 32 && digits.All(char.IsAsciiDigit) && c.Cell.Number is null)
        {
            c.Household.BankAccount = digits;
            return;
        }

        c.Warn(ImportCodes.Account, new("账号应为 12 到 32 位数字并按文本保存;未导入该账号。", "An account has 12 to 32 digits, stored as text. This one was left out."));
    }
}
