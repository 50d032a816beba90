using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Import.Templates;

/// <summary>
/// Workbooks to fill in: the columns of a table with drop-down lists, allowed ranges and a note at each header, one example row that
/// an import passes over, a sheet that explains every column, and one with the code lists. Places of the area are filled in.
/// </summary>
internal static class ImportTemplates
{
    public const string Explanations = "填写说明";
    public const string Lists = "可填内容";

    private const int HeaderRow = 2;
    private const int ShortList = 200;

    private static readonly string[] HeadsOfExplanations = ["列名", "必填", "内容", "可填", "也可写作"];

    /// <summary>Sheets that explain and hold no rows.</summary>
    public static bool IsOwn(string sheet) => sheet is Explanations or Lists;

    public static void Write(ImportTable table, RegionCode area, Stream output)
    {
        var columns = table.Fields.Where(f => f.Shape.Kind != FieldKind.RowMark).ToList();
        var lists = Choices(columns, area);
        using var sheet = SheetWriter.Workbook(output);
        sheet.BeginSheet(table.Name.Zh, new SheetLayout
        {
            Widths = [.. columns.Select(c => Math.Max(c.Width, 8)), 22],
            FrozenRows = HeaderRow,
            FrozenColumns = 0,
            FilterRow = HeaderRow,
            RepeatedRows = (1, HeaderRow),
            Landscape = true,
            Checks = [.. columns.SelectMany((c, i) => Checks(c, i + 1, lists))],
        });
        sheet.Row(30);
        sheet.Text($"{table.Name.Zh}导入模板 · {RegionCatalog.NameOf(area) ?? area.ToShort()}", SheetStyle.Title);
        sheet.MergeAcross(Math.Min(columns.Count, 12));
        sheet.Row(32);
        foreach (var column in columns)
        {
            sheet.Text(column.Required && !column.MayBeBlank ? column.Header + "*" : column.Header, SheetStyle.Header);
        }

        sheet.Text("备注", SheetStyle.Header);
        Example(sheet, table, columns, area);
        Places(sheet, table, columns, area);
        Explain(sheet, table, columns);
        sheet.BeginSheet(Lists, new SheetLayout { Widths = [.. lists.Select(_ => 20d)], FrozenRows = 1 });
        sheet.Row();
        sheet.Texts(lists.Select(l => "可填:" + l.Header), SheetStyle.Header);
        for (var i = 0; lists.Any(l => i < l.Texts.Count); i++)
        {
            sheet.Row();
            foreach (var list in lists)
            {
                if (i < list.Texts.Count)
                {
                    sheet.Text(list.Texts[i]);
                }
                else
                {
                    sheet.Skip();
                }
            }
        }
    }

    private static List<(string Header, IReadOnlyList<string> Texts)> Choices(List<ImportField> columns, RegionCode area)
    {
        var lists = new List<(string, IReadOnlyList<string>)>();
        foreach (var column in columns)
        {
            IReadOnlyList<string> texts = column.Header switch
            {
                "乡" => [.. RegionCatalog.Inside(area).Where(p => p.Code.Level == RegionLevel.Township).Select(p => p.Name)],
                "行政村" when area.Level >= RegionLevel.Township => [.. RegionCatalog.Inside(area).Where(p => p.Code.Level == RegionLevel.Village).Select(p => p.Name)],
                _ => column.Shape.Kind is FieldKind.Code or FieldKind.Codes ? column.Shape.Labels : [],
            };
            if (texts.Count > 0)
            {
                lists.Add((column.Header, texts));
            }
        }

        return lists;
    }

    private static IEnumerable<SheetCheck> Checks(ImportField field, int column, List<(string Header, IReadOnlyList<string> Texts)> lists)
    {
        yield return new SheetCheck(column, HeaderRow, SheetCheckKind.Any, HeaderRow) { NoteTitle = field.Header, Note = field.Meaning.Zh };
        var at = lists.FindIndex(l => l.Header == field.Header);
        var check = new SheetCheck(column, HeaderRow + 1, SheetCheckKind.Any) { NoteTitle = field.Header, Note = field.Meaning.Zh };
        yield return field.Shape.Kind switch
        {
            FieldKind.YesNo => check with { Kind = SheetCheckKind.List, Texts = ["是", "否", "不详"] },
            _ when at >= 0 && string.Join(',', lists[at].Texts).Length <= ShortList && lists[at].Texts.All(t => !t.Contains(',', StringComparison.Ordinal)) =>
                check with { Kind = SheetCheckKind.List, Texts = lists[at].Texts },
            _ when at >= 0 => check with { Kind = SheetCheckKind.List, ListAt = $"'{Lists}'!${ColumnName(at + 1)}$2:${ColumnName(at + 1)}${lists[at].Texts.Count + 1}" },
            FieldKind.Date => check with { Kind = SheetCheckKind.Date },
            FieldKind.Integer => check with { Kind = SheetCheckKind.WholeNumber, Minimum = field.Shape.Minimum, Maximum = field.Shape.Maximum },
            FieldKind.Number => check with { Kind = SheetCheckKind.Number, Minimum = field.Shape.Minimum, Maximum = field.Shape.Maximum },
            _ => check,
        };
    }

    private static void Example(SheetWriter sheet, ImportTable table, List<ImportField> columns, RegionCode area)
    {
        var village = RegionCatalog.Inside(area).Where(p => p.Code.Level == RegionLevel.Village).Select(p => (RegionName?)p).FirstOrDefault();
        sheet.Row();
        foreach (var column in columns)
        {
            switch (column.Shape.Kind)
            {
                case FieldKind.Date:
                    sheet.Date(column.Header is "死亡日期" or "脱贫时间" or "截止日期" or "注销日期" or "退出日期" ? null : new DateOnly(2014, 3, 5), SheetStyle.Note);
                    break;
                case FieldKind.Integer or FieldKind.Number:
                    sheet.Number(column.Header.Contains("年度", StringComparison.Ordinal) ? 2015 : column.Shape.Minimum is { } least and > 0 ? least : 1, SheetStyle.Note);
                    break;
                default:
                    sheet.Text(Sample(column, village), SheetStyle.Note);
                    break;
            }
        }

        sheet.Text($"{RowSource.ExampleMark}:这一行导入时跳过", SheetStyle.Note);
    }

    private static string? Sample(ImportField column, RegionName? village) => column.Header switch
    {
        "县" => village is { } v ? RegionCatalog.NameOf(v.Code.At(RegionLevel.County)) : null,
        "乡" => village is { } v ? RegionCatalog.NameOf(v.Code.At(RegionLevel.Township)) : null,
        "行政村" => village?.Name,
        "行政村代码" => village?.Code.ToString(),
        "户编号" => "6107290001",
        "人编号" => "61072900010001",
        "名称" => "某某种植专业合作社",
        "部门" => "民政局",
        "项目" => "农村低保",
        _ => column.Shape.Kind switch
        {
            FieldKind.Name => "张三",
            FieldKind.IdNumber => "610729195103059917",
            FieldKind.Phone => "13800000000",
            FieldKind.YesNo => "是",
            FieldKind.Code or FieldKind.Codes => column.Shape.Labels.Count > 1 ? column.Shape.Labels[1] : column.Shape.Labels.FirstOrDefault(),
            _ => null,
        },
    };

    // One row a village or township: what is asked of all of them.
    private static void Places(SheetWriter sheet, ImportTable table, List<ImportField> columns, RegionCode area)
    {
        var level = table.Target?.Kind switch { RecordKinds.Village => RegionLevel.Village, RecordKinds.Township => RegionLevel.Township, _ => (RegionLevel?)null };
        foreach (var place in level is null ? [] : RegionCatalog.Inside(area).Where(p => p.Code.Level == level))
        {
            sheet.Row();
            foreach (var column in columns.Take(3))
            {
                sheet.Text(column.Header switch
                {
                    "乡" => RegionCatalog.NameOf(place.Code.At(RegionLevel.Township)),
                    "行政村" => place.Name,
                    "行政村代码" => place.Code.ToString(),
                    _ => null,
                });
            }
        }
    }

    private static void Explain(SheetWriter sheet, ImportTable table, List<ImportField> columns)
    {
        sheet.BeginSheet(Explanations, new SheetLayout { Widths = [20, 6, 60, 50, 40], FrozenRows = 2 });
        sheet.Row();
        sheet.Text(table.About.Zh, SheetStyle.Note);
        sheet.Row();
        sheet.Texts(HeadsOfExplanations, SheetStyle.Header);
        foreach (var column in columns)
        {
            sheet.Row();
            sheet.Text(column.Header, SheetStyle.Wrapped);
            sheet.Text(column.Required ? column.MayBeBlank ? "列必有" : "是" : "", SheetStyle.Centred);
            sheet.Text($"{column.Meaning.Zh} / {column.Meaning.En}", SheetStyle.Wrapped);
            sheet.Text(column.Shape.Kind switch
            {
                FieldKind.YesNo => "是、否、不详",
                FieldKind.Date => "如 2014-03-05、2014年3月",
                FieldKind.Code or FieldKind.Codes => string.Join('、', column.Shape.Labels.Take(12)) + (column.Shape.Labels.Count > 12 ? $"……见“{Lists}”" : ""),
                FieldKind.Number or FieldKind.Integer => column.Shape.Minimum is null && column.Shape.Maximum is null ? "数字" : $"{column.Shape.Minimum} – {column.Shape.Maximum}",
                _ => "",
            }, SheetStyle.Wrapped);
            sheet.Text(string.Join('、', column.Synonyms), SheetStyle.Wrapped);
        }
    }

    private static string ColumnName(int column) => column <= 26 ? ((char)('A' + column - 1)).ToString() : ColumnName((column - 1) / 26) + ColumnName(((column - 1) % 26) + 1);
}
