using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Import.Templates;

/// <summary>
/// Workbooks to fill in: the columns of a table with drop-down lists, allowed ranges and a note at each header, one example row that
/// an import passes over, a sheet that explains every column, and one with the code lists. Places of the area are filled in. What is
/// said about the columns is in the reader's language; the columns' names and the codes are those of the official forms.
/// </summary>
internal static class ImportTemplates
{
    private static readonly LocalText Explanations = new("填写说明", "How to fill in");
    private static readonly LocalText Lists = new("可填内容", "Codes");

    private const int HeaderRow = 2;
    private const int ShortList = 200;

    private static readonly LocalText[] HeadsOfExplanations =
        [new("列名", "Column"), new("必填", "Required"), new("内容", "What it holds"), new("可填", "May hold"), new("也可写作", "May also be headed")];

    /// <summary>Sheets that explain and hold no rows.</summary>
    public static bool IsOwn(string sheet) => new[] { Explanations, Lists }.Any(own => sheet == own.Zh || sheet == own.En);

    public static void Write(ImportTable table, RegionCode area, Stream output)
    {
        var columns = table.Fields.Where(f => f.Shape.Kind != FieldKind.RowMark).ToList();
        var lists = Choices(columns, area);
        using var sheet = SheetWriter.Workbook(output);
        sheet.BeginSheet(table.Name.InCurrent(), new SheetLayout
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
        var place = RegionCatalog.NameOf(area) ?? area.ToShort();
        sheet.Text(new LocalText($"{table.Name.Zh}导入模板 · {place}", $"{table.Name.En}: to fill in and import · {place}").InCurrent(), SheetStyle.Title);
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
        sheet.BeginSheet(Lists.InCurrent(), new SheetLayout { Widths = [.. lists.Select(_ => 20d)], FrozenRows = 1 });
        sheet.Row();
        sheet.Texts(lists.Select(l => new LocalText("可填:", "May hold: ").InCurrent() + l.Header), SheetStyle.Header);
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
        yield return new SheetCheck(column, HeaderRow, SheetCheckKind.Any, HeaderRow) { NoteTitle = field.Header, Note = field.Meaning.InCurrent() };
        var at = lists.FindIndex(l => l.Header == field.Header);
        var check = new SheetCheck(column, HeaderRow + 1, SheetCheckKind.Any) { NoteTitle = field.Header, Note = field.Meaning.InCurrent() };
        yield return field.Shape.Kind switch
        {
            FieldKind.YesNo => check with { Kind = SheetCheckKind.List, Texts = ["是", "否", "不详"] },
            _ when at >= 0 && string.Join(',', lists[at].Texts).Length <= ShortList && lists[at].Texts.All(t => !t.Contains(',', StringComparison.Ordinal)) =>
                check with { Kind = SheetCheckKind.List, Texts = lists[at].Texts },
            _ when at >= 0 => check with { Kind = SheetCheckKind.List, ListAt = $"'{Lists.InCurrent()}'!${ColumnName(at + 1)}$2:${ColumnName(at + 1)}${lists[at].Texts.Count + 1}" },
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

        sheet.Text(new LocalText($"{RowSource.ExampleMark}:这一行导入时跳过", $"{RowSource.ExampleMark}: an example, passed over by the import").InCurrent(), SheetStyle.Note);
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
        sheet.BeginSheet(Explanations.InCurrent(), new SheetLayout { Widths = [20, 6, 60, 50, 40], FrozenRows = 2 });
        sheet.Row();
        sheet.Text(table.About.InCurrent(), SheetStyle.Note);
        sheet.Row();
        sheet.Texts(HeadsOfExplanations.Select(h => h.InCurrent()), SheetStyle.Header);
        foreach (var column in columns)
        {
            sheet.Row();
            sheet.Text(column.Header, SheetStyle.Wrapped);
            sheet.Text(column.Required ? (column.MayBeBlank ? new LocalText("列必有", "the column") : new LocalText("是", "yes")).InCurrent() : "", SheetStyle.Centred);
            sheet.Text(column.Meaning.InCurrent(), SheetStyle.Wrapped);
            sheet.Text(column.Shape.Kind switch
            {
                FieldKind.YesNo => "是、否、不详" + new LocalText("(选一项)", " (yes, no, not known)").InCurrent(),
                FieldKind.Date => new LocalText("如 2014-03-05、2014年3月", "such as 2014-03-05 or 2014-03").InCurrent(),
                FieldKind.Code or FieldKind.Codes => string.Join('、', column.Shape.Labels.Take(12)) + (column.Shape.Labels.Count > 12 ? new LocalText($"……见“{Lists.Zh}”", $"… see “{Lists.En}”").InCurrent() : ""),
                FieldKind.Number or FieldKind.Integer => column.Shape.Minimum is null && column.Shape.Maximum is null ? new LocalText("数字", "a number").InCurrent() : $"{column.Shape.Minimum} – {column.Shape.Maximum}",
                _ => "",
            }, SheetStyle.Wrapped);
            sheet.Text(string.Join('、', column.Synonyms), SheetStyle.Wrapped);
        }
    }

    private static string ColumnName(int column) => column <= 26 ? ((char)('A' + column - 1)).ToString() : ColumnName((column - 1) / 26) + ColumnName(((column - 1) % 26) + 1);
}
