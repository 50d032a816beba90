using System.Text;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Rules;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

public sealed class LayoutDocument
{
    [Fact]
    public void The_guide_to_the_layout_says_what_the_program_does()
    {
        var path = Repository.Path("docs", "guide", "import-layout.md");
        var text = Text();
        if (Environment.GetEnvironmentVariable("FUYAO_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text, "run this test with FUYAO_WRITE_DOCS=1 and commit the file");
    }

    private static string Text()
    {
        var text = new StringBuilder("""
            # 导入登记表的格式 / The layout of registration files

            接受 xlsx(每个工作表不超过 20 万行)和 CSV(行数不限;UTF-8 或 GB18030)。表头在前 30 行内按名称识别,次序不限;一人一行,同一 `户编号` 的行组成一户,
            不必相邻。户的各列可以每行重复,也可以只填在首行。空单元格和文件中没有的列不改变登记册已有的内容
            (另行选择“空格表示没有”时除外);不清楚填“不详”。户的各列也可以单独放在一张“户表”里,成员放在另一张表,以户编号相连。

            xlsx (up to 200,000 rows a sheet) and CSV (any number of rows; UTF-8 or GB18030) are accepted. Headers are found by name within the first
            30 rows, in any order. One row a person; rows with the same `户编号` are a household and need not stand together. Columns of the household
            may be repeated or stand on its first row only. Empty cells, and columns that a file lacks, leave the register as it is (unless blank
            cells are told to erase); 不详 states that something is not known. A household's columns may also stand on a sheet of their own, its
            members on another, joined by 户编号. Numbers may be in another unit that the header or a note above names: 工资性收入(万元), 单位:万元.

            日期 / dates: 2014-03-05, 2014.3.5, 2014年3月, 201403, 20140305. 代码 / codes: 填中文名称;只填数字代码时,须在表头注明代码系统,如
            `与户主关系(GB/T 4761)`、`民族(GB/T 3304)`、`与户主关系(县码)` – write labels; bare codes are read only under a header that names their list,
            because a county's own 02 is not the standard's 02.

            **粗体** = 必需的列 / required; ◆ = 全国导出表的列 / a column of the national export.

            | 列 / column | 也可写作 / also | 内容 / content | 字段 / field |
            |---|---|---|---|

            """);
        foreach (var column in ImportLayout.Columns)
        {
            text.Append("| ").Append(column.Required ? $"**{column.Header}**" : column.Header).Append(column.National ? " ◆" : "")
                .Append(" | ").AppendJoin("、", column.Synonyms).Append(" | ").Append(Cell(column.Meaning.Zh)).Append(" / ").Append(Cell(column.Meaning.En))
                .Append(" | ").Append(column.Path is null ? "" : $"`{column.Path}`").Append(" |\n");
        }

        text.Append("\n不读取、也不提示的列 / passed over in silence: ").AppendJoin("、", ImportLayout.Ignored).Append("。\n");
        text.Append("\n## 规则 / Rules\n\n错误使整户不导入;提示只请人核对。/ An error refuses its household; a warning asks somebody to look.\n\n| 代码 / code | | 含义 / meaning |\n|---|---|---|\n");
        foreach (var rule in RuleCatalog.All)
        {
            text.Append($"| `{rule.Id}` | {(rule.Severity == Severity.Error ? "错误 error" : "提示 warning")} | {rule.Message.Zh} {rule.Message.En} |\n");
        }

        text.Append("\n## 代码表 / Code lists\n\n");
        text.Append("与户主关系 GB/T 4761: ").AppendJoin(" ", StandardCodes.Relation.Labels.Select(l => l.Key + l.Value)).Append("\n\n");
        text.Append("民族 GB/T 3304: ").AppendJoin(" ", StandardCodes.Ethnicity.Labels.Select(l => l.Key + l.Value)).Append('\n');
        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
