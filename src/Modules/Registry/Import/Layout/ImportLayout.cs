namespace Fuyao.Registry.Import.Layout;

/// <summary>
/// The layout of registration workbooks: the columns of the national export (已脱贫人口名单) in its order, then those of the
/// registration form. Headers are found by name in any order; see <c>docs/guide/import-layout.md</c>.
/// </summary>
internal static class ImportLayout
{
    /// <summary>In the order in which our own files write them.</summary>
    public static readonly IReadOnlyList<Column> Columns = Order();

    /// <summary>Columns of the national export that say nothing the register holds; accepted silently.</summary>
    public static readonly IReadOnlyList<string> Ignored = ["序号", "省", "市", "风险是否消除", "风险识别/消除时间", "风险识别时间", "风险消除时间", "备注", "年龄", "问题"];

    /// <summary>Written into hidden cells of files for mending: which version of whom a row shows.</summary>
    public static readonly Column RowMark = new("系统码", null, new("系统写入,请勿改动", "written by the system; leave it as it is"), ReadMark, (_, p) => p.Mark?.ToString()) { Width = 4 };

    private static void ReadMark(CellContext c)
    {
        if (Import.RowMark.TryParse(c.Text) is { } mark)
        {
            c.Person.Mark = mark;
        }
        else
        {
            c.Error(ImportCodes.NotUnderstood, new("系统码被改动过。请从导出的文件中复制原来的一格,或清空它后按证件号码核对。", "The system's mark was changed. Copy the cell from the exported file, or empty it: then the row is matched by its id number."));
        }
    }

    private static Column[] Order()
    {
        Column Household(string header) => HouseholdColumns.Place.Concat(HouseholdColumns.Status).First(c => c.Header == header);
        Column Person(string header) => PersonColumns.National.First(c => c.Header == header);
        Column[] national =
        [
            .. new[] { "县", "乡", "行政村", "自然村", "户编号" }.Select(Household), Person("人编号"), Person("姓名"), Person("证件号码"), Household("人数"),
            .. new[] { "与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间(月)", "大病保险" }.Select(Person),
            .. new[] { "致贫原因1", "危房户", "安全饮用水", "人均纯收入" }.Select(Household), Person("户/人联系电话"), Household("首次识别时间"), Person("人员识别时间"),
            Household("户类型"), Household("监测对象类型"),
        ];
        return [.. national, .. HouseholdColumns.Place.Concat(HouseholdColumns.Status).Except(national), .. HouseholdColumns.Form, .. PersonColumns.Form];
    }
}
