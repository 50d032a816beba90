using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests.Sheets;

public sealed class HostileFileTests
{
    private const string Rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";

    [Fact]
    public void A_million_columns_are_refused() =>
        Refused(Workbook($"<row r=\"1\">{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 1_000_000))}</row>", level: CompressionLevel.NoCompression)).ShouldBe("too-many-columns");

    [Fact]
    public void A_cell_far_to_the_right_is_refused() => Refused(Workbook("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>")).ShouldBe("too-many-columns");

    [Fact]
    public void A_bomb_in_a_sheet_is_refused() => Refused(Workbook(new string(' ', 200_000_000))).ShouldBe("zip-bomb");

    [Fact]
    public void A_part_that_lies_about_its_size_is_refused()
    {
        var file = Workbook(new string(' ', 20_000_000));
        // Both the local header and the directory then claim 1,000 bytes.
        var real = BitConverter.GetBytes(LengthOf(file, "xl/worksheets/sheet1.xml"));
        for (var at = file.AsSpan().IndexOf(real); at >= 0; at = file.AsSpan().IndexOf(real))
        {
            BitConverter.GetBytes(1000).CopyTo(file, at);
        }

        Refused(file).ShouldBeOneOf("damaged-workbook", "zip-bomb");
    }

    [Fact]
    public void A_document_type_is_refused() =>
        Refused(Workbook(Rows, "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>")).ShouldBe("forbidden-xml");

    [Fact]
    public void A_formula_is_refused_with_its_place()
    {
        var e = Should.Throw<ProblemException>(() => Read(Workbook("<row r=\"7\"><c r=\"A7\"><v>1</v></c><c r=\"C7\"><f>SUM(A1)</f><v>1</v></c></row>")));
        e.Problems[0].Code.ShouldBe("formula-cell");
        e.Problems[0].Text.En.ShouldContain("Row 7, column 3");
    }

    [Fact]
    public void More_rows_than_a_workbook_may_have_are_refused_with_advice()
    {
        var rows = new StringBuilder();
        for (var i = 1; i <= 200_011; i++)
        {
            rows.Append("<row r=\"").Append(i).Append("\"><c r=\"A").Append(i).Append("\"><v>").Append(i * 7919 % 100_003).Append("</v></c></row>");
        }

        var e = Should.Throw<ProblemException>(() => Read(Workbook(rows.ToString())));
        e.Problems[0].Code.ShouldBe("too-many-rows");
        e.Problems[0].Text.En.ShouldContain("CSV");
    }

    [Fact]
    public void A_zip_without_a_workbook_an_old_workbook_and_a_picture_are_refused()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            zip.CreateEntry("word/document.xml");
        }

        Refused(stream.ToArray()).ShouldBe("unknown-format");
        Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).ShouldBe("old-workbook");
        Refused([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1]).ShouldBe("unknown-format");
        Refused([]).ShouldBe("empty-file");
        Refused("PK\x03\x04 and no more"u8.ToArray()).ShouldBe("damaged-workbook");
    }

    [Fact]
    public void Truncated_and_scrambled_workbooks_are_refused_and_never_crash()
    {
        var good = Workbook(Rows);
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bad = good.ToArray();
            for (var j = 0; j < 8; j++)
            {
                bad[random.Next(4, bad.Length)] = (byte)random.Next(256);
            }

            if (i % 3 == 0)
            {
                bad = bad[..random.Next(4, bad.Length)];
            }

            try
            {
                Read(bad);
            }
            catch (ProblemException)
            {
            }
        }
    }

    [Fact]
    public void Hostile_files_cost_less_than_a_second_and_64_MiB()
    {
        byte[][] files =
        [
            Workbook($"<row r=\"1\">{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 1_000_000))}</row>", level: CompressionLevel.NoCompression),
            Workbook(new string(' ', 200_000_000)),
            Workbook("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>"),
        ];
        foreach (var file in files)
        {
            var path = Path.GetTempFileName();
            File.WriteAllBytes(path, file);
            // A machine with other work to do may be slow once, but not every time.
            Enumerable.Range(1, 6).Min(_ =>
            {
                var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
                Should.Throw<ProblemException>(() => SheetReader.Open(path));
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 << 20);
                return clock.ElapsedMilliseconds;
            }).ShouldBeLessThan(1000);
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("GB18030", false)]
    [InlineData("utf-16", true)]
    public void Csv_is_read_in_the_encodings_that_offices_write(string name, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        // Long enough that a character falls across the detector's buffer.
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i},张三{(char)('a' + (i % 7))},\"留坝县,城关镇\"\r\n"));
        using var reader = SheetWriterTests.Open([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);
        reader.NextSheet().ShouldBeTrue();
        for (var i = 0; i < 60_000; i++)
        {
            reader.NextRow().ShouldBeTrue();
            reader[2].Text.ShouldBe("留坝县,城关镇");
        }

        reader.NextRow().ShouldBeFalse();
    }

    [Fact]
    public void An_unclosed_quote_does_not_swallow_the_file() =>
        Refused(Encoding.UTF8.GetBytes("a,b\n1,\"" + new string('x', 2_000_000))).ShouldBe("cell-too-long");

    private static string Refused(byte[] file) => Should.Throw<ProblemException>(() => Read(file)).Problems[0].Code;

    private static void Read(byte[] file)
    {
        using var reader = SheetWriterTests.Open(file);
        while (reader.NextSheet())
        {
            while (reader.NextRow())
            {
                _ = reader[0];
            }
        }
    }

    private static int LengthOf(byte[] file, string part)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return (int)zip.GetEntry(part)!.Length;
    }

    private static byte[] Workbook(string rows, string documentType = "", CompressionLevel level = CompressionLevel.Fastest)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            void Add(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, level).Open());
                writer.Write(text);
            }

            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Add("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/worksheets/sheet1.xml", $"{documentType}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>");
        }

        return stream.ToArray();
    }
}
