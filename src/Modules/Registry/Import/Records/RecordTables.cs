using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Records;

namespace Fuyao.Registry.Import.Records;

/// <summary>What the rows of a table become.</summary>
/// <param name="Kind">One of <see cref="RecordKinds"/>, or <see cref="RecordTables.Received"/>.</param>
/// <param name="Yearly">Answers of one year.</param>
internal sealed record RecordTarget(string Kind, bool Yearly);

/// <summary>The tables of villages, townships, organisations, groups, linkages and other departments' benefits, from the dictionary of records.</summary>
internal static class RecordTables
{
    public const string Received = "received";

    private static readonly RecordColumn Township = Text("乡", new("乡(镇、街道)名称", "township name"), "乡镇", "乡(镇)", "乡(镇、街道)", "镇", "乡镇名称", "所在乡镇");
    private static readonly RecordColumn Village = Text("行政村", new("行政村名称", "village name"), "村", "行政村名称", "村(居)", "村名", "所在村");

    private static readonly RecordColumn VillageCode = Text("行政村代码", new("12 位统计用区划代码;填了就不看村名", "12-digit statistical code; wins over the names"), "村代码", "区划代码", "村编码")
        with { Holds = new(FieldKind.Region) };

    private static readonly RecordColumn Year = new("年度", null, new("数据所属年度", "the year of the figures"), c => c.Integer(1990, 2100))
    {
        Required = true, Synonyms = ["年份", "统计年度", "数据年度"], Holds = new(FieldKind.Integer) { Minimum = 1990, Maximum = 2100 }, Width = 8,
    };

    private static readonly RecordColumn PersonName = Text("姓名", new("姓名;农户的为户主", "name; of a household its head"), "户主姓名", "享受人姓名", "领取人", "户主") with { Holds = new(FieldKind.Name), Protection = Protection.Name };

    private static readonly RecordColumn IdNumber = new("证件号码", null, new("身份证号;按文本保存(加密)", "id number, as text (stored encrypted)"), ReadId)
    {
        Synonyms = ["身份证号", "身份证号码", "公民身份号码", "证件号", "户主身份证号"], Protection = Protection.IdNumber, Holds = new(FieldKind.IdNumber), Width = 22,
    };

    private static readonly RecordColumn HouseholdNumber = Text("户编号", new("全国系统的户编号", "household number of the national register"), "户编码", "贫困户编号", "户号") with { Width = 18 };

    /// <summary>Written into hidden cells of lists for mending: which row as it stood.</summary>
    private static readonly RecordColumn Mark = new("系统码", null, ImportLayout.RowMark.Meaning, ReadMark) { Holds = new(FieldKind.RowMark), Width = 4 };

    public static readonly IReadOnlyList<ImportTable> All =
    [
        Of("received", new("其他部门发放的补助", "Benefits from other departments"),
            new("低保、五保、养老、残疾、医保等部门名册:按证件号码或姓名加村找到人,找不到的留待核对。", "Rosters of other departments: people are found by id number, or name and village; the rest waits to be settled."),
            Received, false, [["系统码"], ["证件号码"], ["户编号"], ["姓名", "行政村"], ["姓名"]],
            [Mark, PersonName, IdNumber, HouseholdNumber, Township, Village, .. ReceivedColumns()]),
        Of("organisations", new("经营主体和单位", "Organisations"), new("合作社、龙头企业、学校、银行等,按统一社会信用代码或名称识别。", "Cooperatives, leading enterprises, schools, banks; recognised by credit code or name."),
            RecordKinds.Organisation, false, [["统一社会信用代码"], ["名称"]], [Name("单位名称", "企业名称", "合作社名称", "学校名称"), Township, Village, VillageCode]),
        Of("organisation-years", new("经营主体年度情况", "Yearly figures of organisations"), new("每年一行。", "One row a year."),
            RecordKinds.Organisation, true, [["统一社会信用代码"], ["名称"]],
            [Name("单位名称", "企业名称", "合作社名称", "学校名称"), Text("统一社会信用代码", new("18 位", "18 characters"), "信用代码"), Year]),
        Of("linkages", new("利益联结", "Linkages"), new("农户与经营主体的联结:入股、务工、订单等,一行一项。", "A household's bond with an organisation: shares, work, contracts; one row each."),
            RecordKinds.Linkage, false, [["证件号码", "名称"], ["户编号", "名称"], ["证件号码", "统一社会信用代码"], ["户编号", "统一社会信用代码"]],
            [HouseholdNumber, IdNumber, PersonName, Name("单位名称", "企业名称", "合作社名称", "经营主体"), Text("统一社会信用代码", new("18 位", "18 characters"), "信用代码")]),
        Of("villages", new("村基本情况", "Villages"), new("行政村的长期情况;一村一行。", "Lasting facts of villages, one row each."), RecordKinds.Village, false, [["行政村代码"], ["乡", "行政村"], ["行政村"]], [Township, Village, VillageCode]),
        Of("village-years", new("村年度数据", "Yearly figures of villages"), new("一村一年一行。", "One row a village and year."), RecordKinds.Village, true,
            [["行政村代码", "年度"], ["乡", "行政村", "年度"], ["行政村", "年度"]], [Township, Village, VillageCode, Year]),
        Of("townships", new("乡镇基本情况", "Townships"), new("乡镇的长期情况;一乡一行。", "Lasting facts of townships, one row each."), RecordKinds.Township, false, [["乡"]], [Township]),
        Of("township-years", new("乡镇年度数据", "Yearly figures of townships"), new("一乡一年一行。", "One row a township and year."), RecordKinds.Township, true, [["乡", "年度"]], [Township, Year]),
        Of("groups", new("村民小组", "Groups"), new("行政村以下的组、自然村、社。", "Groups, hamlets and communes below the village."), RecordKinds.Group, false, [["行政村代码", "名称"], ["行政村", "名称"]],
            [Township, Village, VillageCode, Name("组名", "小组名称", "自然村", "村民小组")]),
    ];

    private static ImportTable Of(string id, LocalText name, LocalText about, string kind, bool yearly, IReadOnlyList<IReadOnlyList<string>> keys, IReadOnlyList<RecordColumn> own)
    {
        var fields = kind == Received ? [] : RecordDictionary.Of(kind, yearly).Where(f => f.Type != "reference").Select(f => Column(f, own)).OfType<RecordColumn>().ToList();
        return new ImportTable(id, name, about, [.. own, .. fields], keys)
        {
            Target = new RecordTarget(kind, yearly), HeadersAtLeast = 2, Ignored = ["序号", "省", "市", "县", "备注", "问题", "年龄", "性别"],
        };
    }

    private static RecordColumn? Column(RecordField field, IReadOnlyList<RecordColumn> own)
    {
        var unit = field.Unit is { } u ? $"({u.Zh})" : "";
        var about = field.About is { } a ? new LocalText($"{a.Zh}{unit}", $"{a.En}{(field.Unit is { } e ? $" ({e.En})" : "")}") : new LocalText(field.Label.Zh + unit, field.Label.En);
        var labels = (field.Codes ?? []).ToDictionary(c => c.Code, c => c.Label.Zh);
        var synonyms = new List<string> { field.Label.En, field.Id };
        synonyms.AddRange(field.Label.Zh.Split('(', '(')[..1].Where(t => t != field.Label.Zh));
        return own.Any(o => o.Header == field.Label.Zh) ? null : new RecordColumn(field.Label.Zh, field.Id, about, c => Read(field, c))
        {
            Synonyms = synonyms, CodeLabels = labels, Holds = ShapeOf(field, labels), Width = field.Type == "text" ? 20 : 12,
        };
    }

    private static FieldShape ShapeOf(RecordField field, Dictionary<string, string> labels) => new(
        field.Type switch
        {
            "integer" or "year" => FieldKind.Integer,
            "number" or "yuan" => FieldKind.Number,
            "boolean" => FieldKind.YesNo,
            "date" => FieldKind.Date,
            "code" => FieldKind.Code,
            _ => FieldKind.Text,
        },
        field.Type == "yuan" ? Quantity.Money : field.Unit?.Zh switch { "亩" => Quantity.Land, "公里" => Quantity.Kilometres, "平方米" => Quantity.Floor, "吨" => Quantity.Tonnes, _ => Quantity.None })
    {
        Labels = [.. labels.Values], Minimum = field.Type == "year" ? 1949 : field.Min, Maximum = field.Type == "year" ? 2100 : field.Max,
    };

    private static object? Read(RecordField field, CellContext c)
    {
        switch (field.Type)
        {
            case "integer" or "year":
                return c.Integer(int.MinValue) is { } whole ? (decimal)whole : null;
            case "number" or "yuan":
                return c.Number(-1e12m);
            case "boolean":
                return c.Boolean().TryGet(out var yes) ? yes : null;
            case "date":
                return c.Date();
            case "code":
                var code = field.Codes!.FirstOrDefault(k => k.Label.Zh == c.Text || k.Label.En == c.Text || k.Code == c.Text)?.Code
                    ?? (c.Text.Length > 1 && field.Codes!.Where(k => k.Label.Zh.Contains(c.Text, StringComparison.Ordinal)).ToList() is [var only] ? only.Code : null);
                if (code is null)
                {
                    c.Error(ImportCodes.UnknownCode, new($"“{c.Text}”不在代码表中。可填:{string.Join("、", field.Codes!.Select(k => k.Label.Zh))}。", $"“{c.Text}” is not in the code list. Possible: {string.Join(", ", field.Codes!.Select(k => k.Label.En))}."));
                }

                return code;
            default:
                return c.Text;
        }
    }

    private static List<RecordColumn> ReceivedColumns() =>
    [
        Text("部门", new("发放部门,如 民政局", "department, such as 民政局"), "发放部门", "主管部门") with { Required = true, Width = 14 },
        Text("项目", new("补助项目,如 农村低保", "programme, such as 农村低保"), "补助项目", "补贴项目", "救助类别", "享受政策") with { Required = true, Width = 18 },
        new("金额", null, new("元", "yuan"), c => c.Number()) { Required = true, Synonyms = ["发放金额", "补助金额", "补贴金额", "月保障金", "低保金", "金额合计"], Holds = new(FieldKind.Number, Quantity.Money) },
        new("日期", null, new("发放日期,或开始享受的日期", "day of payment, or the first day"), c => c.Date())
            { Required = true, Synonyms = ["发放日期", "发放时间", "享受时间", "起始日期", "开始日期", "批准日期", "纳入时间"], Holds = new(FieldKind.Date) },
        new("截止日期", null, new("最后一天;一直享受的不填", "last day; empty while it goes on"), c => c.Date()) { Synonyms = ["终止日期", "结束日期"], Holds = new(FieldKind.Date) },
        new("频次", null, new("月、年或一次", "month, year or once"), c => c.Code<Contracts.Recurrence>("received.recurring", c.Text) is { } often ? Contracts.Facts.Code(often) : null)
        {
            Synonyms = ["发放频次", "发放方式", "按月/年"], Holds = new(FieldKind.Code) { Labels = ["每月", "每年", "一次性"] },
            CodeLabels = new Dictionary<string, string> { ["month"] = "每月", ["year"] = "每年", ["once"] = "一次性" },
        },
    ];

    private static RecordColumn Name(params string[] synonyms) => Text("名称", new("名称", "name"), synonyms) with { Required = false, Width = 24 };

    private static RecordColumn Text(string header, LocalText meaning, params string[] synonyms) => new(header, null, meaning, c => c.Text) { Synonyms = synonyms };

    private static object? ReadMark(CellContext c)
    {
        if (RowMark.TryParse(c.Text) is { } mark)
        {
            return mark;
        }

        c.Error(ImportCodes.NotUnderstood, new("系统码被改动过。请从导出的文件中复制原来的一格,或清空它作为新的一行。", "The system's mark was changed. Copy the cell from the exported file, or empty it: then the row is a new one."));
        return null;
    }

    private static object? ReadId(CellContext c)
    {
        var text = c.Text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        text = text.Length is 20 or 22 ? text[..18] : text.Length == 15 ? Cells.IdNumber.Widen(text) ?? text : text;
        if (c.Cell.Number is null && Cells.IdNumber.IsValid(text))
        {
            return text;
        }

        c.Error(c.Cell.Number is null ? ImportCodes.IdChecksum : ImportCodes.IdAsNumber, c.Cell.Number is null
            ? new("不是有效的身份证号,请核对每一位。", "This is no valid id number. Compare every digit.")
            : new("证件号码按数字保存,后几位已丢失。请把该列设为文本后重新填写。", "The number was stored as a number and has lost its last digits. Format the column as text and type it again."));
        return null;
    }
}
