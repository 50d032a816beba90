using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

public sealed class MappingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-mapping-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_village_table_with_titles_two_header_rows_and_units_maps_by_names_likeness_and_values()
    {
        var proposal = Propose(
            ["两河口村贫困户情况统计表"],
            ["填报单位:两河口村委会", "", "", "", "单位:万元、亩"],
            ["序号", "户主情况", "", "家庭收入", "", "耕地", "电话", "说不清的列"],
            ["", "户主姓名", "公民身份号码", "工资性", "工资收入", "", "", ""],
            ["1", "张三", Sheet.Id("19510305", true), "0.5", "1.2", "3.5", "13800000000", "甲"],
            ["2", "李四", Sheet.Id("19550711", false), "0.7", "0.8", "2", "13800000001", "乙"],
            ["3", "王五", Sheet.Id("19600101", true), "0.7", "0.8", "2", "13800000002", "丙"]);
        proposal.Table.ShouldBe("persons");
        var by = proposal.Columns.ToDictionary(c => c.Header);
        by["公民身份号码"].Field.ShouldBe("证件号码");
        by["公民身份号码"].Samples[0].Text.ShouldContain("*");
        by["户主姓名"].Field.ShouldBe("姓名");
        by["工资收入"].Field.ShouldBe("工资性收入");
        by["工资收入"].Unit.ShouldBe("万元", "the note above the table names it");
        by["工资收入"].Samples[0].Read.ShouldBe("12000");
        by["耕地"].Samples[0].Read.ShouldBe("3.5");
        by["序号"].Ignored.ShouldBeTrue();
        by["说不清的列"].Field.ShouldBeNull();
        proposal.LeftOut.ShouldContain("说不清的列");
        proposal.Certain.ShouldBeFalse("a column is unknown");
    }

    [Fact]
    public void An_unnamed_column_of_id_numbers_is_known_by_its_values()
    {
        var rows = Enumerable.Range(0, 8).Select(i => new[] { $"张{"一二三四五六七八"[i]}", Sheet.Id($"196{i}0305", true) });
        var proposal = Propose([["姓名", "号"], .. rows]);
        var column = proposal.Columns.Single(c => c.Header == "号");
        (column.Field, column.By).ShouldBe(("证件号码", MappedBy.Values));
    }

    [Fact]
    public void What_was_said_of_a_file_maps_the_next_one_of_its_kind_by_itself()
    {
        var first = Propose(["姓名", "身份证号", "种了几亩地", "杂项"], ["张三", Sheet.Id("19510305", true), "3", "x"]);
        first.Certain.ShouldBeFalse();
        var said = first.Mapping with { Columns = [.. first.Mapping.Columns.Where(c => c.Header is not ("种了几亩地" or "杂项")), new ColumnMap("种了几亩地", "耕地面积"), new ColumnMap("杂项", null)] };
        var learned = new LearnedHeaders(said, said.Columns.ToDictionary(c => HeaderKey.Of(c.Header)));
        var next = Propose(learned, ["杂项", "姓名", "身份证号", "种了几亩地"], ["y", "李四", Sheet.Id("19550711", false), "4"]);
        next.Certain.ShouldBeTrue();
        next.Columns.Single(c => c.Header == "种了几亩地").Field.ShouldBe("耕地面积");
        next.Signature.ShouldBe(first.Signature, "the order of the columns does not matter");
    }

    [Fact]
    public void Local_codes_are_shown_until_the_clerk_says_what_they_mean()
    {
        string[][] rows = [["姓名", "身份证号", "健康状况"], ["张三", Sheet.Id("19510305", true), "甲"], ["李四", Sheet.Id("19550711", false), "乙"]];
        var proposal = Propose(rows);
        proposal.Columns.Single(c => c.Header == "健康状况").UnknownCodes.ShouldBe(["甲", "乙"]);
        var mapping = proposal.Mapping with
        {
            Columns = [.. proposal.Mapping.Columns.Where(c => c.Header != "健康状况"), new ColumnMap("健康状况", "健康状况") { Codes = new Dictionary<string, string> { ["甲"] = "健康", ["乙"] = "长期慢性病" } }],
        };
        var said = Proposal.Make(SheetSample.Read(Save(rows), ImportTables.Persons, mapping), ImportTables.Persons, mapping, LearnedHeaders.Nothing);
        said.Columns.Single(c => c.Header == "健康状况").UnknownCodes.ShouldBeEmpty();
        said.Columns.Single(c => c.Header == "健康状况").Samples.Select(s => s.Read).ShouldBe(["健康", "长期慢性病"]);
    }

    [Theory]
    [InlineData("工资性收入(万元)", "工资性收入", 10000)]
    [InlineData("工资收入/元", null, 1)]
    [InlineData("林地面积(公顷)", "林地面积", 15)]
    [InlineData("住房面积(㎡)", "住房面积", 1)]
    [InlineData("工资性收入(亩)", null, 1)]
    public void Units_in_headers_are_read_where_they_fit_the_field(string header, string? field, int factor)
    {
        var meaning = ImportTables.Households.Find(header);
        meaning.Field?.Header.ShouldBe(field);
        (meaning.Field is null).ShouldBe(field is null);
        if (field is not null)
        {
            (meaning.Unit?.Factor ?? 1).ShouldBe(factor);
        }
    }

    [Fact]
    public void Each_table_knows_its_own_headers_and_keys()
    {
        foreach (var table in ImportTables.All)
        {
            table.Fields.Select(f => f.Header).ShouldBeUnique();
            table.Fields.ShouldAllBe(f => table.Find(f.Header).Field == f);
            table.Keys.SelectMany(k => k).ShouldAllBe(h => table.Field(h) != null, table.Id);
        }
    }

    private MappingProposal Propose(params string[][] rows) => Propose(LearnedHeaders.Nothing, rows);

    private MappingProposal Propose(LearnedHeaders learned, params string[][] rows)
    {
        var sheets = SheetSample.Read(Save(rows), null, ImportMapping.None);
        return Proposal.Make(sheets, Proposal.Guess(sheets), null, learned);
    }

    private ImportFile Save(string[][] rows)
    {
        var path = Path.Combine(folder, "x.xlsx");
        using (var output = File.Create(path))
        using (var sheet = SheetWriter.Workbook(output))
        {
            sheet.BeginSheet("表");
            foreach (var row in rows)
            {
                sheet.Row();
                foreach (var cell in row)
                {
                    if (cell.Length == 0)
                    {
                        sheet.Skip();
                    }
                    else
                    {
                        sheet.Text(cell);
                    }
                }
            }
        }

        return new ImportFile(path, "x.xlsx");
    }
}
