using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;

namespace Fuyao.Registry.Books;

/// <summary>A book as a workbook: facts, figures of the last three years side by side, villages, households, organisations, benefits.</summary>
internal static class BookWorkbook
{
    private const int YearsShown = 3;

    public static void Write(Stream output, PlaceBook book, ExportPass? pass)
    {
        using var sheet = SheetWriter.Workbook(output);
        var kind = book.Record.Kind;
        var title = $"{book.Record.Region.Township}{book.Record.Name}{(kind == RecordKinds.Village ? "一村一册" : "一乡一簿")}";
        Facts(sheet, book, title);
        if (book.Villages is { } villages)
        {
            Villages(sheet, villages, title);
        }

        if (book.Groups.Count > 0)
        {
            Table(sheet, "村民小组", title, [("组别", 18), ("曾用名", 24), ("户数", 10), ("人口", 10)], Groups(book), group =>
            {
                sheet.Text(group.Name);
                sheet.Text(group.Formerly);
                sheet.Integer(group.Households);
                sheet.Integer(group.Persons);
            });
        }

        if (book.Households.Count > 0)
        {
            Households(sheet, book, title);
        }

        Table(sheet, "经营主体和单位", title, [("名称", 30), ("类型", 14), ("联结户数", 10)], book.Organisations, organisation =>
        {
            sheet.Text(organisation.Name);
            sheet.Text(Shown(RecordDictionary.Find(RecordKinds.Organisation, "kind")!, organisation.Facts));
            sheet.Integer(organisation.Linked);
        });
        Table(sheet, "部门补助", title, [("部门", 16), ("项目", 24), ("户数", 10), ("年金额(元)", 16)], book.Programmes, programme =>
        {
            sheet.Text(programme.Department);
            sheet.Text(programme.Programme);
            sheet.Integer(programme.Households);
            sheet.Money(programme.Yearly);
        });
        pass?.WriteSheet(sheet);
    }

    // With those in no group, so that the lines add up to the village.
    private static IReadOnlyList<(string Name, string Formerly, int Households, int Persons)> Groups(PlaceBook book) =>
    [
        .. book.Groups.Select(g => (g.Name, string.Join("、", g.Names.Where(n => n != g.Name)), g.Households, g.Persons)),
        .. book.InNoGroup is { Households: > 0 } rest ? [("(未分组)", "", rest.Households, rest.Persons)] : Array.Empty<(string, string, int, int)>(),
    ];

    private static void Facts(SheetWriter sheet, PlaceBook book, string title)
    {
        var years = book.Record.Years.Take(YearsShown).ToList();
        var columns = 4 + years.Count;
        sheet.BeginSheet("基本情况", new SheetLayout
        {
            Widths = [16, 34, 10, 18, .. years.Skip(1).Select(_ => 18.0), 44], FrozenRows = 3, RepeatedRows = (1, 3), PrintColumns = columns, Footer = $"{title} {book.Number}",
        });
        sheet.Heading($"{title} 基本情况", $"{book.Record.On:yyyy-MM-dd}  编号 {book.Number}  登记册:{book.Figures.Households} 户 {book.Figures.Persons} 人,其中未脱贫 {book.Figures.Registered} 户 {book.Figures.RegisteredPersons} 人、已脱贫 {book.Figures.Exited} 户", columns);
        sheet.Row(24);
        sheet.Texts(["类别", "项目", "单位", .. years.Count == 0 ? ["数值"] : years.Select(y => $"{y.Year}年"), "口径"], SheetStyle.Header);
        foreach (var section in RecordDictionary.Instance.Sections)
        {
            foreach (var field in RecordDictionary.Of(book.Record.Kind, yearly: false).Where(f => f.Section == section.Id))
            {
                Begin(section, field);
                sheet.Text(Shown(field, book.Record.Facts));
                sheet.MergeAcross(Math.Max(1, years.Count));
                sheet.Text(field.About?.Zh, SheetStyle.Wrapped);
            }

            foreach (var field in RecordDictionary.Of(book.Record.Kind, yearly: true).Where(f => f.Section == section.Id))
            {
                Begin(section, field);
                foreach (var year in years)
                {
                    Value(sheet, field, year.Facts);
                }

                if (years.Count == 0)
                {
                    sheet.Text("");
                }

                sheet.Text(field.About?.Zh, SheetStyle.Wrapped);
            }
        }

        void Begin(RecordSection section, RecordField field)
        {
            sheet.Row();
            sheet.Text(section.Label.Zh);
            sheet.Text(field.Label.Zh);
            sheet.Text(field.Unit?.Zh, SheetStyle.Centred);
        }
    }

    private static void Villages(SheetWriter sheet, PlaceList villages, string title)
    {
        var fields = RecordDictionary.Of(RecordKinds.Village, yearly: true).Where(f => f.Required).ToList();
        string[] columns = ["序号", "行政村", "贫困村", "在册户", "未脱贫", "已脱贫", .. fields.Select(f => f.Unit is { Zh.Length: > 0 } unit ? $"{f.Label.Zh}({unit.Zh})" : f.Label.Zh)];
        sheet.BeginSheet("各村情况", new SheetLayout
        {
            Widths = [6, 18, 8, 8, 8, 8, .. fields.Select(_ => 12.0)], FrozenRows = 3, FrozenColumns = 2, RepeatedRows = (1, 3), PrintColumns = columns.Length, Landscape = true,
        });
        sheet.Heading($"{title} 各村情况", $"{villages.Year} 年度数据;{villages.Progress.Total} 个村中 {villages.Progress.Answered} 个已填报", columns.Length);
        sheet.Row(48);
        sheet.Texts(columns, SheetStyle.Header);
        foreach (var (index, village) in villages.Items.Index())
        {
            sheet.Row();
            sheet.Integer(index + 1, SheetStyle.Centred);
            sheet.Text(village.Region.Name);
            sheet.Text(Shown(RecordDictionary.Find(RecordKinds.Village, "poor")!, village.Facts), SheetStyle.Centred);
            sheet.Integer(village.Households);
            sheet.Integer(village.Registered);
            sheet.Integer(village.Exited);
            foreach (var field in fields)
            {
                Value(sheet, field, village.YearFacts);
            }
        }

        sheet.Row();
        sheet.Skip();
        sheet.Text("合计", SheetStyle.Total);
        sheet.Skip();
        sheet.Integer(villages.Items.Sum(v => v.Households), SheetStyle.Total);
        sheet.Integer(villages.Items.Sum(v => v.Registered), SheetStyle.Total);
        sheet.Integer(villages.Items.Sum(v => v.Exited), SheetStyle.Total);
        foreach (var field in fields)
        {
            sheet.Number(villages.Sums.TryGetValue(field.Id, out var sum) ? sum : null, SheetStyle.Total);
        }
    }

    private static void Households(SheetWriter sheet, PlaceBook book, string title) => Table(
        sheet, "建档立卡户", title,
        [("序号", 6), ("村民小组", 12), ("户编号", 18), ("户主", 10), ("人口", 6), ("登记状态", 14), ("户属性", 14), ("主要致贫原因", 14), ("人均纯收入(元)", 14), ("识别日期", 12), ("脱贫日期", 12)],
        book.Households.Index(), line =>
        {
            var household = line.Item;
            sheet.Integer(line.Index + 1, SheetStyle.Centred);
            sheet.Text(household.Group);
            sheet.Text(household.Number);
            sheet.Text(household.HeadName);
            sheet.Integer(household.Members);
            sheet.Text(Label("status", household.Status));
            sheet.Text(Label("category", household.Category));
            sheet.Text(Label("causes", household.MainCause));
            sheet.Money(household.IncomePerHead);
            sheet.Date(Day(household.RegisteredOn));
            sheet.Date(Day(household.ExitedOn));
        });

    private static void Table<T>(SheetWriter sheet, string name, string title, (string Name, double Width)[] columns, IEnumerable<T> rows, Action<T> write)
    {
        sheet.BeginSheet(name, new SheetLayout
        {
            Widths = [.. columns.Select(c => c.Width)], FrozenRows = 2, RepeatedRows = (1, 2), PrintColumns = columns.Length, Landscape = columns.Length > 6,
        });
        sheet.Row(30);
        sheet.Text($"{title} {name}", SheetStyle.Title);
        sheet.MergeAcross(columns.Length);
        sheet.Row(24);
        sheet.Texts(columns.Select(c => c.Name), SheetStyle.Header);
        foreach (var row in rows)
        {
            sheet.Row();
            write(row);
        }
    }

    private static void Value(SheetWriter sheet, RecordField field, JsonElement? facts)
    {
        if (ListPlaces.Number(facts, field.Id) is { } number)
        {
            sheet.Number(number);
        }
        else
        {
            sheet.Text(facts is { } known ? Shown(field, known) : "", SheetStyle.Centred);
        }
    }

    /// <summary>A fact as it is read: codes by their label, unknown said.</summary>
    private static string Shown(RecordField field, JsonElement facts) => !facts.TryGetProperty(field.Id, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.Null => "不详",
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.String => field.Codes?.FirstOrDefault(c => c.Code == value.GetString())?.Label.Zh ?? value.GetString()!,
        _ => value.GetRawText(),
    };

    private static string? Label(string field, string? code) => code is null ? null : HouseholdSchema.CodeLabel(field, code) ?? code;

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
