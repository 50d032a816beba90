using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests.Sheets;

public sealed class CheckedTableTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("张三")]
    [InlineData("=1+1")]
    [InlineData("'quoted")]
    [InlineData(" blanks  inside ")]
    [InlineData("两\n行")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("<&>\"")]
    public void A_file_that_was_written_is_what_it_says(string? text)
    {
        Write(text, 3);
        var read = Verify(path);
        read.Differences.ShouldBeEmpty();
        (read.Ok, read.Rows, read.SaidRows).ShouldBe((true, 3, 3));
        read.Sha256.ShouldBe(read.SaidSha256);
    }

    [Fact]
    public void Another_text_or_row_gives_another_checksum_and_a_file_without_checks_is_not_ok()
    {
        Write("甲", 3);
        var before = Verify(path);
        Write("乙", 3);
        Verify(path).Sha256.ShouldNotBe(before.Sha256);
        Write("甲", 2);
        Verify(path).Sha256.ShouldNotBe(before.Sha256);

        using (var file = File.Create(path))
        using (var writer = SheetWriter.Workbook(file))
        {
            writer.BeginSheet("t");
            writer.Row();
            writer.Text("a");
        }

        var none = Verify(path);
        (none.Ok, none.SaidSha256).ShouldBe((false, null));
    }

    [Fact]
    public void A_cell_mended_by_hand_is_found_with_its_sum()
    {
        Write("甲", 3);
        var copy = path + ".zip";
        File.Copy(path, copy);
        try
        {
            using (var zip = System.IO.Compression.ZipFile.Open(copy, System.IO.Compression.ZipArchiveMode.Update))
            {
                var sheet = zip.Entries.First(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
                string xml;
                using (var reader = new StreamReader(sheet.Open()))
                {
                    xml = reader.ReadToEnd();
                }

                xml.ShouldContain("12.5");
                sheet.Delete();
                using var writer = new StreamWriter(zip.CreateEntry(sheet.FullName).Open());
                writer.Write(xml.Replace("12.5", "99.5", StringComparison.Ordinal));
            }

            Verify(copy).Differences.ShouldBe(["sha256", "sum:1"]);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static CheckedFile Verify(string path) => CheckedTable.Verify(path, TestContext.Current.CancellationToken);

    private void Write(string? text, int rows)
    {
        using var file = File.Create(path);
        using var writer = SheetWriter.Workbook(file);
        using var table = new CheckedTable(writer, "名单", [new("姓名", 10), new("面积", 10, Sum: true), new("金额", 10, Sum: true), new("日期", 12), new("人数", 8, Sum: true)]);
        for (var i = 0; i < rows; i++)
        {
            table.Row();
            table.Text(text);
            table.Number(i == 1 ? null : 12.5m + i);
            table.Money(new Money(1_234_567 * i));
            table.Date(i == 2 ? null : new DateOnly(2016, 5, 1));
            table.Integer(i);
        }

        table.Finish([(new LocalText("筛选条件", "Conditions"), "status=registered")]);
        table.Rows.ShouldBe(rows);
        writer.BeginSheet("附注");
        writer.Row();
        writer.Text("a");
    }
}
