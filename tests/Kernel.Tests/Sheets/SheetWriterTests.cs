using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Fuyao.Kernel.Sheets;
using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests.Sheets;

public sealed class SheetWriterTests
{
    private static readonly SheetLayout Layout = new()
    {
        Widths = [10, 12, 14, 12, 20],
        FrozenRows = 2,
        FrozenColumns = 1,
        FilterRow = 2,
        RepeatedRows = (1, 2),
        PrintColumns = 5,
        Landscape = true,
        Footer = "制表 & 审核",
        Checks = [new SheetCheck(1, 3, SheetCheckKind.List) { Texts = ["男", "女"] }],
    };

    [Fact]
    public void A_workbook_is_valid_office_open_xml()
    {
        var file = Sample();
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken)
            .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_written_is_read_back_with_its_type()
    {
        using var reader = Open(Sample());
        reader.NextSheet().ShouldBeTrue();
        reader.SheetName.ShouldBe("花名册_1_");
        reader.NextRow().ShouldBeTrue();
        reader[0].Text.ShouldBe("标题");
        reader.NextRow().ShouldBeTrue();
        reader.NextRow().ShouldBeTrue();
        reader.Row.ShouldBe(3);
        reader[0].Text.ShouldBe("=1+1");
        reader[1].Number.ShouldBe(42);
        reader[2].Number.ShouldBe(85.5);
        reader[3].Date.ShouldBe(new DateOnly(2016, 5, 1));
        reader[4].Text.ShouldBe("<a & \"b\">𠮷");
        reader.NextRow().ShouldBeFalse();
        reader.NextSheet().ShouldBeTrue();
        reader.NextSheet().ShouldBeFalse();
    }

    [Fact]
    public void The_same_calls_give_the_same_bytes() => Sample().ShouldBe(Sample());

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+86")]
    [InlineData("-1")]
    [InlineData("@a")]
    [InlineData("\tx")]
    [InlineData("=1")]
    public void A_csv_text_that_looks_like_a_formula_gets_an_apostrophe_and_loses_it_again(string text)
    {
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Csv(stream))
        {
            writer.Row();
            writer.Text(text);
            writer.Text("a,\"b\"");
        }

        System.Text.Encoding.UTF8.GetString(stream.ToArray()).ShouldContain("'" + text);
        using var reader = Open(stream.ToArray());
        reader.NextSheet();
        reader.NextRow();
        reader[0].Text.ShouldBe(text);
        reader[1].Text.ShouldBe("a,\"b\"");
    }

    internal static SheetReader Open(byte[] bytes)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuyao-sheet-{Guid.CreateVersion7():N}");
        File.WriteAllBytes(path, bytes);
        try
        {
            return SheetReader.Open(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Sample()
    {
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Workbook(stream))
        {
            writer.BeginSheet("花名册[1]", Layout);
            writer.Row(30);
            writer.Text("标题", SheetStyle.Title);
            writer.MergeAcross(5);
            writer.Row();
            writer.Texts(["甲", "乙", "丙", "丁", "戊"], SheetStyle.Header);
            writer.Row();
            writer.Text("=1+1", SheetStyle.Error);
            writer.Integer(42);
            writer.Money(new Money(8550), SheetStyle.Total);
            writer.Date(new DateOnly(2016, 5, 1), SheetStyle.Warning);
            writer.Text("<a & \"b\">𠮷");
            writer.BeginSheet("花名册[1]");
            writer.Row();
            writer.Number(1.5m);
        }

        return stream.ToArray();
    }
}
