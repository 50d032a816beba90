using System.Text;

namespace Fuyao.Kernel.Sheets;

/// <summary>The fixed style table: for each <see cref="SheetStyle"/> and number format, plain and as quoted text.</summary>
internal static class XlsxStyles
{
    /// <summary>Number formats; the position is the second index of the table.</summary>
    public enum Format
    {
        Text,
        Integer,
        Number,
        Money,
        Date,
        QuotedText,
    }

    private const int Formats = 6;

    // fill, font, border, horizontal alignment, wrap – by SheetStyle
    private static readonly (int Fill, int Font, int Border, string Horizontal, bool Wrap)[] Looks =
    [
        (0, 0, 1, "", false),
        (0, 0, 1, "center", false),
        (0, 0, 1, "", true),
        (2, 1, 1, "center", true),
        (0, 2, 0, "center", false),
        (0, 3, 0, "", false),
        (0, 1, 1, "", false),
        (3, 4, 1, "", false),
        (4, 0, 1, "", false),
    ];

    public static int Index(SheetStyle style, Format format) => 1 + ((int)style * Formats) + (int)format;

    public static string Xml()
    {
        var xml = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="5"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="11"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="18"/><name val="宋体"/><charset val="134"/></font><font><sz val="10"/><color rgb="FF595959"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="宋体"/><charset val="134"/></font></fonts><fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EFE9"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFC00000"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFE699"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color rgb="FF8C8C8C"/></left><right style="thin"><color rgb="FF8C8C8C"/></right><top style="thin"><color rgb="FF8C8C8C"/></top><bottom style="thin"><color rgb="FF8C8C8C"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            """);
        xml.Append("<cellXfs count=\"").Append(1 + (Looks.Length * Formats)).Append("\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>");
        foreach (var look in Looks)
        {
            foreach (var number in new[] { 49, 1, 0, 4, 164, 49 }.Index())
            {
                xml.Append("<xf numFmtId=\"").Append(number.Item).Append("\" fontId=\"").Append(look.Font).Append("\" fillId=\"").Append(look.Fill)
                    .Append("\" borderId=\"").Append(look.Border).Append("\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"")
                    .Append(number.Index == (int)Format.QuotedText ? " quotePrefix=\"1\"" : "").Append("><alignment vertical=\"center\"")
                    .Append(look.Horizontal.Length > 0 ? $" horizontal=\"{look.Horizontal}\"" : "").Append(look.Wrap ? " wrapText=\"1\"" : "").Append("/></xf>");
            }
        }

        return xml.Append("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>").ToString();
    }
}
