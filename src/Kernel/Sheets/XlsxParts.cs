using System.Globalization;
using System.Text;

namespace Fuyao.Kernel.Sheets;

/// <summary>The XML around a workbook's rows, in the element order that the standard (ECMA-376) prescribes.</summary>
internal static class XlsxParts
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static readonly string[] ColumnNames = [.. Enumerable.Range(1, 1024).Select(NameOf)];

    public static string ColumnName(int column) => column <= ColumnNames.Length ? ColumnNames[column - 1] : NameOf(column);

    /// <summary>A name that Excel accepts: at most 31 characters, none of []:*?/\, different from the others.</summary>
    public static string SheetName(string wanted, IEnumerable<string> taken)
    {
        var name = string.Concat(wanted.Select(c => "[]:*?/\\'".Contains(c, StringComparison.Ordinal) || char.IsControl(c) ? '_' : c)).Trim();
        name = name.Length == 0 ? "Sheet" : name[..Math.Min(name.Length, 31)];
        var others = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var n = 2; others.Contains(name); n++)
        {
            var suffix = n.ToString(CultureInfo.InvariantCulture);
            name = name[..Math.Min(name.Length, 30 - suffix.Length)] + "_" + suffix;
        }

        return name;
    }

    public static string SheetHead(SheetLayout layout, bool first)
    {
        var xml = new StringBuilder(Declaration).Append($"<worksheet xmlns=\"{Main}\" xmlns:r=\"{Relations}\">");
        xml.Append("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        xml.Append("<sheetViews><sheetView workbookViewId=\"0\"").Append(first ? " tabSelected=\"1\"" : "").Append('>');
        if (layout.FrozenRows > 0 || layout.FrozenColumns > 0)
        {
            var pane = layout.FrozenColumns == 0 ? "bottomLeft" : layout.FrozenRows == 0 ? "topRight" : "bottomRight";
            xml.Append("<pane").Append(layout.FrozenColumns > 0 ? $" xSplit=\"{layout.FrozenColumns}\"" : "")
                .Append(layout.FrozenRows > 0 ? $" ySplit=\"{layout.FrozenRows}\"" : "")
                .Append($" topLeftCell=\"{ColumnName(layout.FrozenColumns + 1)}{layout.FrozenRows + 1}\" activePane=\"{pane}\" state=\"frozen\"/>");
        }

        xml.Append("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"18\" customHeight=\"1\"/>");
        if (layout.Widths.Count > 0)
        {
            xml.Append("<cols>");
            foreach (var (index, width) in layout.Widths.Index())
            {
                xml.Append(CultureInfo.InvariantCulture, $"<col min=\"{index + 1}\" max=\"{index + 1}\" width=\"{width}\" customWidth=\"1\"{(layout.HiddenColumns.Contains(index + 1) ? " hidden=\"1\"" : "")}/>");
            }

            xml.Append("</cols>");
        }

        return xml.Append("<sheetData>").ToString();
    }

    public static string SheetTail(SheetLayout layout, int rows, IReadOnlyCollection<string> merged)
    {
        var xml = new StringBuilder("</sheetData>");
        if (FilterRange(layout, rows) is { } filter)
        {
            xml.Append($"<autoFilter ref=\"{filter}\"/>");
        }

        if (merged.Count > 0)
        {
            xml.Append($"<mergeCells count=\"{merged.Count}\">").AppendJoin("", merged.Select(m => $"<mergeCell ref=\"{m}\"/>")).Append("</mergeCells>");
        }

        Checks(xml, layout.Checks);
        xml.Append("<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>");
        xml.Append($"<pageSetup paperSize=\"9\" orientation=\"{(layout.Landscape ? "landscape" : "portrait")}\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>");
        Escape(xml, $"&L{layout.Footer?.Replace("&", "&&", StringComparison.Ordinal)}&R第 &P 页 共 &N 页");
        return xml.Append("</oddFooter></headerFooter></worksheet>").ToString();
    }

    private static void Checks(StringBuilder xml, IReadOnlyList<SheetCheck> checks)
    {
        if (checks.Count == 0)
        {
            return;
        }

        xml.Append($"<dataValidations count=\"{checks.Count}\">");
        foreach (var check in checks)
        {
            var type = check.Kind switch { SheetCheckKind.List => "list", SheetCheckKind.Date => "date", SheetCheckKind.WholeNumber => "whole", SheetCheckKind.Number => "decimal", _ => "none" };
            var (low, high) = check.Kind == SheetCheckKind.Date ? (DaysSince1900(1850), DaysSince1900(2199)) : (check.Minimum ?? -1_000_000_000_000m, check.Maximum ?? 1_000_000_000_000m);
            xml.Append($"<dataValidation type=\"{type}\"").Append(check.Strict ? "" : " errorStyle=\"warning\"").Append(" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"");
            Attribute("promptTitle", check.NoteTitle, 32);
            Attribute("prompt", check.Note, 255);
            var name = ColumnName(check.Column);
            xml.Append($" sqref=\"{name}{check.FirstRow}{(check.LastRow == check.FirstRow ? "" : $":{name}{check.LastRow}")}\"");
            if (check.Kind == SheetCheckKind.Any)
            {
                xml.Append("/>");
                continue;
            }

            xml.Append("><formula1>");
            if (check.Kind == SheetCheckKind.List)
            {
                Escape(xml, check.ListAt ?? $"\"{string.Join(',', check.Texts)}\"");
                xml.Append("</formula1></dataValidation>");
            }
            else
            {
                xml.Append(CultureInfo.InvariantCulture, $"{low}</formula1><formula2>{high}</formula2></dataValidation>");
            }
        }

        xml.Append("</dataValidations>");

        void Attribute(string name, string? text, int longest)
        {
            if (!string.IsNullOrEmpty(text))
            {
                xml.Append(' ').Append(name).Append("=\"");
                Escape(xml, text.Length <= longest ? text : text[..(longest - 1)] + "…");
                xml.Append('"');
            }
        }
    }

    // Excel counts days from the end of 1899; before 1900 it knows none.
    private static decimal DaysSince1900(int year) => Math.Max(1, new DateOnly(year, 1, 1).DayNumber - new DateOnly(1899, 12, 30).DayNumber);

    public static IEnumerable<(string Path, string Xml)> Package(IReadOnlyList<(string Name, SheetLayout Layout, int Rows)> sheets)
    {
        const string types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        var numbers = Enumerable.Range(1, sheets.Count).ToArray();
        yield return ("[Content_Types].xml", Declaration + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}styles+xml\"/>"
            + string.Concat(numbers.Select(n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{types}worksheet+xml\"/>")) + "</Types>");
        yield return ("_rels/.rels", Declaration + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + $"<Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        yield return ("xl/_rels/workbook.xml.rels", Declaration + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + string.Concat(numbers.Select(n => $"<Relationship Id=\"rId{n}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
            + $"<Relationship Id=\"rId{sheets.Count + 1}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        yield return ("xl/styles.xml", XlsxStyles.Xml());
        yield return ("xl/workbook.xml", Workbook(sheets));
    }

    /// <summary>Text for an XML element; characters that XML cannot hold are dropped.</summary>
    public static void Escape(StringBuilder xml, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => xml.Append("&amp;"),
                '<' => xml.Append("&lt;"),
                '>' => xml.Append("&gt;"),
                '"' => xml.Append("&quot;"),
                < 0x20 and not ('\t' or '\n' or '\r') => xml,
                0xFFFE or 0xFFFF => xml,
                < 0x10000 => xml.Append((char)rune.Value),
                _ => xml.Append(rune.ToString()),
            };
        }
    }

    private static string Workbook(IReadOnlyList<(string Name, SheetLayout Layout, int Rows)> sheets)
    {
        var xml = new StringBuilder(Declaration).Append($"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><bookViews><workbookView/></bookViews><sheets>");
        foreach (var (index, sheet) in sheets.Index())
        {
            xml.Append("<sheet name=\"");
            Escape(xml, sheet.Name);
            xml.Append($"\" sheetId=\"{index + 1}\" r:id=\"rId{index + 1}\"/>");
        }

        xml.Append("</sheets>");
        var names = new StringBuilder();
        foreach (var (index, (name, layout, rows)) in sheets.Index())
        {
            void Define(string what, string reference, string extra = "")
            {
                names.Append($"<definedName name=\"_xlnm.{what}\" localSheetId=\"{index}\"{extra}>'");
                Escape(names, name);
                names.Append($"'!{reference}</definedName>");
            }

            if (FilterRange(layout, rows, absolute: true) is { } filter)
            {
                Define("_FilterDatabase", filter, " hidden=\"1\"");
            }

            if (layout.PrintColumns > 0 && rows > 0)
            {
                Define("Print_Area", $"$A$1:${ColumnName(layout.PrintColumns)}${rows}");
            }

            if (layout.RepeatedRows.First > 0)
            {
                Define("Print_Titles", $"${layout.RepeatedRows.First}:${layout.RepeatedRows.Last}");
            }
        }

        if (names.Length > 0)
        {
            xml.Append("<definedNames>").Append(names).Append("</definedNames>");
        }

        return xml.Append("</workbook>").ToString();
    }

    private static string? FilterRange(SheetLayout layout, int rows, bool absolute = false)
    {
        if (layout.FilterRow == 0 || layout.Widths.Count == 0)
        {
            return null;
        }

        var dollar = absolute ? "$" : "";
        return $"{dollar}A{dollar}{layout.FilterRow}:{dollar}{ColumnName(layout.Widths.Count)}{dollar}{Math.Max(rows, layout.FilterRow)}";
    }

    private static string NameOf(int column)
    {
        var name = "";
        for (; column > 0; column = (column - 1) / 26)
        {
            name = (char)('A' + ((column - 1) % 26)) + name;
        }

        return name;
    }
}
