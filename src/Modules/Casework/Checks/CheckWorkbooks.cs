using System.Globalization;
using Fuyao.Kernel.Sheets;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>The template in which facts are collected, and how plans stand, as workbooks.</summary>
internal static class CheckWorkbooks
{
    private const int HeadRow = 3;

    private static readonly Dictionary<PolicySubject, string> Kinds = new()
    {
        [PolicySubject.Village] = "村", [PolicySubject.Township] = "乡镇", [PolicySubject.County] = "县", [PolicySubject.Fund] = "资金", [PolicySubject.Loan] = "贷款",
        [PolicySubject.Project] = "项目", [PolicySubject.School] = "学校", [PolicySubject.Helper] = "帮扶责任人", [PolicySubject.Enterprise] = "经营主体", [PolicySubject.Household] = "户",
        [PolicySubject.Person] = "个人",
    };

    public static string Name(PolicySubject kind) => Kinds[kind];

    /// <summary>One row a subject, one column a fact, with what is already stated; what the register has is not asked.</summary>
    public static void Template(Stream output, PolicySubject kind, string place, Asked asked, IReadOnlyList<(RegisterSubject Subject, IReadOnlyList<KnownFact> Facts)> rows, IReadOnlyList<SubjectFact> facts)
    {
        // Of a single subject the register may know what it does not know of another: the column stays as long as somebody must be asked.
        var columns = FactColumns.Of([.. facts.Where(f => rows.Count == 0 ? !RegisterKnows.Has(kind, f) : rows.Any(r => r.Facts.Any(k => k.Fact.Key == f.Key && k.Origin != KnownFrom.Register)))]);
        using var sheet = SheetWriter.Workbook(output);
        var all = columns.Count + 4;
        sheet.BeginSheet(Kinds[kind], new SheetLayout
        {
            Widths = [14, 20, 16, .. columns.Select(_ => 16.0), 24], FrozenRows = HeadRow, FrozenColumns = 2, RepeatedRows = (1, HeadRow), PrintColumns = all, Landscape = true,
        });
        sheet.Heading($"{place}{asked.Year}年核查资料({Kinds[kind]})", "是否填“是”“否”;日期如 2016-05-01;不掌握填“不详”,确实没有填“没有”;留空表示不变。比例以 1 为 100%。", all);
        sheet.Row(40);
        sheet.Texts([FactColumns.Key, FactColumns.Name, FactColumns.Region, .. columns.Select(c => c.Header), FactColumns.Basis], SheetStyle.Header);
        foreach (var (subject, known) in rows)
        {
            sheet.Row();
            sheet.Text(subject.Key);
            sheet.Text(subject.Name);
            sheet.Text(subject.Place.ToString());
            foreach (var (fact, _) in columns)
            {
                Cell(sheet, known.First(k => k.Fact.Key == fact.Key));
            }

            sheet.Text("");
        }

        Codes(sheet, columns);
    }

    /// <summary>Every check with its sentence and counts, then of each kind the subjects with their results.</summary>
    public static void Results(Stream output, CheckOverview overview, IReadOnlyList<(PolicySubject Kind, IReadOnlyList<(CheckedSubject Line, IReadOnlyList<CheckedOne> Checks)> Rows)> kinds)
    {
        using var sheet = SheetWriter.Workbook(output);
        Summary(sheet, overview);
        foreach (var (kind, rows) in kinds.Where(k => k.Rows.Count > 0))
        {
            var checks = rows[0].Checks.Select(c => (c.Pack, c.Check)).ToList();
            sheet.BeginSheet(Kinds[kind], new SheetLayout
            {
                Widths = [20, 18, 8, 8, 8, .. checks.Select(_ => 14.0), 40], FrozenRows = HeadRow, FrozenColumns = 2, RepeatedRows = (1, HeadRow), PrintColumns = checks.Count + 6, Landscape = true,
                FilterRow = HeadRow,
            });
            sheet.Heading($"{overview.Name}{overview.Year}年核查结果({Kinds[kind]})", $"截至 {Day(overview.On)}", checks.Count + 6);
            sheet.Row(48);
            sheet.Texts(["名称", "所在地", "合格", "不合格", "待定", .. checks.Select(c => c.Check.Title.Zh), "待补资料"], SheetStyle.Header);
            foreach (var (line, ones) in rows)
            {
                sheet.Row();
                sheet.Text(line.Name);
                sheet.Text(line.Place);
                sheet.Integer(line.Pass);
                sheet.Integer(line.Fail);
                sheet.Integer(line.Undetermined);
                foreach (var one in ones)
                {
                    sheet.Text(Word(one.State), one.State switch { CheckState.Fail => SheetStyle.Error, CheckState.Undetermined => SheetStyle.Warning, _ => SheetStyle.Centred });
                }

                sheet.Text(string.Join('、', ones.SelectMany(o => CheckDesk.Needs(o, o.Pack.Facts(kind))).Select(n => n.Title.Zh).Distinct()), SheetStyle.Wrapped);
            }
        }
    }

    private static void Summary(SheetWriter sheet, CheckOverview overview)
    {
        string[] columns = ["方案", "核查", "对象", "原句", "合格", "不合格", "待定", "不涉及"];
        sheet.BeginSheet("汇总", new SheetLayout { Widths = [20, 24, 10, 60, 8, 8, 8, 8], FrozenRows = HeadRow, RepeatedRows = (1, HeadRow), PrintColumns = columns.Length, Landscape = true, FilterRow = HeadRow });
        sheet.Heading($"{overview.Name}{overview.Year}年方案核查汇总", $"截至 {Day(overview.On)}", columns.Length);
        sheet.Row(24);
        sheet.Texts(columns, SheetStyle.Header);
        foreach (var check in overview.Checks)
        {
            sheet.Row();
            sheet.Text(check.PackTitle.Zh);
            sheet.Text(check.Title.Zh);
            sheet.Text(Kinds[check.Kind], SheetStyle.Centred);
            sheet.Text(check.Source?.Quote, SheetStyle.Wrapped);
            sheet.Integer(check.Pass);
            sheet.Integer(check.Fail, check.Fail > 0 ? SheetStyle.Error : SheetStyle.Body);
            sheet.Integer(check.Undetermined, check.Undetermined > 0 ? SheetStyle.Warning : SheetStyle.Body);
            sheet.Integer(check.NotAbout);
        }
    }

    private static void Cell(SheetWriter sheet, KnownFact known)
    {
        switch (known)
        {
            case { Origin: KnownFrom.None }:
                sheet.Text("");
                break;
            case { Origin: KnownFrom.Register }:
                sheet.Text($"{(known.Value is null ? "" : FactValues.Text(known.Fact, known.Value))}(登记)", SheetStyle.Note);
                break;
            case { Fact.Type: FactType.Number or FactType.Integer, Value: { } number }:
                sheet.Number(FactValues.Number(number));
                break;
            case { Fact.Type: FactType.Date, Value: { } day }:
                sheet.Date(DateOnly.ParseExact((string)day!, "yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                sheet.Text(FactValues.Text(known.Fact, known.Value));
                break;
        }
    }

    private static void Codes(SheetWriter sheet, IReadOnlyList<(SubjectFact Fact, string Header)> columns)
    {
        sheet.BeginSheet("可填内容", new SheetLayout { Widths = [30, 80], PrintColumns = 2 });
        sheet.Row(30);
        sheet.Text("各栏可填内容", SheetStyle.Title);
        sheet.MergeAcross(2);
        foreach (var (fact, header) in columns.Where(c => c.Fact.Codes.Count > 0))
        {
            sheet.Row();
            sheet.Text(header, SheetStyle.Total);
            sheet.Text(string.Join("、", fact.Codes.Select(c => c.Label)) + (fact.Type == FactType.List ? "(可多填,以顿号分隔)" : ""), SheetStyle.Wrapped);
        }
    }

    private static string Word(CheckState state) => state switch { CheckState.Pass => "合格", CheckState.Fail => "不合格", CheckState.Undetermined => "待定", _ => "不涉及" };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
