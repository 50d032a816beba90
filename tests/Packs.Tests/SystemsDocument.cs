using System.Globalization;
using System.Text;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Packs.Tests;

/// <summary>docs/systems.md keeps a row for every system that the plans name, until it works. It is made from docs/systems.yaml.</summary>
public class SystemsDocument
{
    private static readonly string Home = Path.GetFullPath(Path.Combine(PolicyOptions.FindPacks(AppContext.BaseDirectory)!, ".."));
    private static readonly Dictionary<string, string> States = new(StringComparer.Ordinal) { ["works"] = "可用 works", ["part"] = "部分 in part", ["later"] = "未做 later" };

    private static IReadOnlyList<YamlMappingNode> Systems { get; } = Read();

    [Fact]
    public void The_table_of_systems_is_what_the_list_says()
    {
        var page = new StringBuilder("""
            # 方案点名的系统 · The systems that the plans name

            Made from `systems.yaml` by a test, which also looks up each quote and each named test. 由测试据 `systems.yaml` 生成,引文与测试名一并核对。

            | 出处 source | 名称 name, quote | 要做的 must do | 在哪里 where | 测试 tests | 状态 state |
            |---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var system in Systems)
        {
            var left = Text(system["left"], "zh").Length == 0 ? "" : $": {Text(system["left"], "zh")} / {Text(system["left"], "en")}";
            page.Append(CultureInfo.InvariantCulture, $"| {Text(system, "source")} | “{Text(system, "quote")}” | {Text(system["must"], "zh")}<br>{Text(system["must"], "en")} | {Text(system, "where")} | ")
                .AppendJoin(' ', Tests(system).Select(t => $"`{t}`")).Append(CultureInfo.InvariantCulture, $" | {States[Text(system, "state")]}{left} |\n");
        }

        var path = Path.Combine(Home, "docs", "systems.md");
        if (Environment.GetEnvironmentVariable("FUYAO_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, page.ToString());
        }

        File.ReadAllText(path).ShouldBe(page.ToString(), "run this test with FUYAO_WRITE_DOCS=1 and commit the file");
    }

    [Fact]
    public void A_system_that_works_names_tests_that_exist()
    {
        string[] classes = [.. Directory.EnumerateFiles(Path.Combine(Home, "tests"), "*.cs", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)!)];
        Systems.SelectMany(Tests).Where(t => !classes.Contains(t)).ShouldBeEmpty();
        Systems.Where(s => Text(s, "state") == "works" && Tests(s).Length == 0).ShouldBeEmpty();
    }

    [Fact]
    public void Every_name_stands_in_its_plan()
    {
        var sources = PolicyOptions.FindSources(Path.Combine(Home, "packs"));
        Assert.SkipWhen(sources is null, "needs ../shared/sources beside the repository, which is not there");
        Systems.Where(s => !Bare(File.ReadAllText(Path.Combine(sources!, Text(s, "file")))).Contains(Bare(Text(s, "quote")), StringComparison.Ordinal)).Select(s => Text(s, "quote")).ShouldBeEmpty();
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value ?? "";

    private static string[] Tests(YamlMappingNode system) => [.. ((YamlSequenceNode)system["test"]).Select(t => ((YamlScalarNode)t).Value!)];

    private static YamlMappingNode[] Read()
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Home, "docs", "systems.yaml"));
        stream.Load(reader);
        return [.. ((YamlSequenceNode)stream.Documents[0].RootNode).Cast<YamlMappingNode>()];
    }
}
