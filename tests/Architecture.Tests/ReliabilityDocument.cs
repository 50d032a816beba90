using System.Globalization;
using System.Text;
using Fuyao.Testing;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Architecture.Tests;

/// <summary>docs/reliability.md says of every promise which tests and figures check it. It is made from docs/reliability.yaml.</summary>
public class ReliabilityDocument
{
    private const string Bench = "bench ";

    private static readonly Dictionary<string, string> States = new() { ["works"] = "已核验 checked", ["part"] = "部分 in part", ["later"] = "未做 later" };

    private static IReadOnlyList<YamlMappingNode> Promises { get; } = Read();

    [Fact]
    public void The_table_of_promises_is_what_the_list_says()
    {
        var page = new StringBuilder("""
            # 承诺与核验 · Promises, and how each is checked

            Made from `reliability.yaml` by a test, which also looks up every named test and figure. 由测试据 `reliability.yaml` 生成,所列测试和指标名一并核对。

            `./fuyao test` runs the tests, `./fuyao bench NAME` the figures; a figure in “violations” must be 0.

            | 承诺 promise | 目标 target | 核验 checks | 状态 state |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var promise in Promises)
        {
            var left = promise.Children.ContainsKey("left") ? $": {Text(promise["left"], "zh")} / {Text(promise["left"], "en")}" : "";
            page.Append(CultureInfo.InvariantCulture, $"| {Both(promise["promise"])} | {Both(promise["target"])} | ")
                .AppendJoin("<br>", Checks(promise).Select(c => $"`{c}`")).Append(CultureInfo.InvariantCulture, $" | {States[Text(promise, "state")]}{left} |\n");
        }

        var path = Path.Combine(Repository.Root, "docs", "reliability.md");
        if (Environment.GetEnvironmentVariable("FUYAO_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, page.ToString());
        }

        File.ReadAllText(path).ShouldBe(page.ToString(), "run this test with FUYAO_WRITE_DOCS=1 and commit the file");
    }

    [Fact]
    public void Every_check_exists_and_what_is_checked_names_one()
    {
        string Sources(string folder) => string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var figures = Sources("benchmarks");
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        bool Exists(string check)
        {
            if (check.StartsWith(Bench, StringComparison.Ordinal))
            {
                var colon = check.IndexOf(": ", StringComparison.Ordinal);
                return figures.Contains($"new(\"{check[Bench.Length..colon]}\",", StringComparison.Ordinal) && figures.Contains($"\"{check[(colon + 2)..]}", StringComparison.Ordinal);
            }

            var parts = check.Split('.');
            return tests.Exists(t => t.Contains($"class {parts[0]}", StringComparison.Ordinal) && t.Contains($" {parts[1]}(", StringComparison.Ordinal));
        }

        Promises.SelectMany(Checks).Where(c => !Exists(c)).ShouldBeEmpty();
        Promises.Where(p => Text(p, "state") != "later" && Checks(p).Length == 0).Select(p => Text(p["promise"], "en")).ShouldBeEmpty();
        Promises.Where(p => (Text(p, "state") == "works") == p.Children.ContainsKey("left")).Select(p => Text(p["promise"], "en")).ShouldBeEmpty("what is left is said, and only there");
    }

    private static string Both(YamlNode text) => Text(text, "zh") == Text(text, "en") ? Text(text, "en") : $"{Text(text, "zh")}<br>{Text(text, "en")}";

    private static string Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value ?? "";

    private static string[] Checks(YamlMappingNode promise) => [.. ((YamlSequenceNode)promise["checks"]).Select(c => ((YamlScalarNode)c).Value!)];

    private static YamlMappingNode[] Read()
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Repository.Root, "docs", "reliability.yaml"));
        stream.Load(reader);
        return [.. ((YamlSequenceNode)stream.Documents[0].RootNode).Cast<YamlMappingNode>()];
    }
}
