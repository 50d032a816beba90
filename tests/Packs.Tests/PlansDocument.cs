using System.Globalization;
using System.Text;
using Fuyao.Casework.Checks;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Packs.Tests;

/// <summary>docs/plans.md says what became of every plan. It is made from the packs and kept equal to them.</summary>
public class PlansDocument
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    [Fact]
    public void The_table_of_plans_is_what_the_packs_say()
    {
        var path = Path.Combine(Packs, "..", "docs", "plans.md");
        var text = Page();
        if (Environment.GetEnvironmentVariable("FUYAO_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text, "run this test with FUYAO_WRITE_DOCS=1 and commit the file");
    }

    private static string Page()
    {
        var engine = new PolicyEngine(new PolicyOptions { PacksDirectory = Packs, SourcesDirectory = PolicyOptions.FindSources(Packs) });
        var page = new StringBuilder("""
            # 方案与政策包 · Plans and packs

            Made from `packs/` by a test; do not edit. *Unknowns* are values that the text lost: whatever needs them comes out undetermined, until a county states them.
            由测试据 `packs/` 生成,请勿手改。“缺失”是原文丢失的数值:依赖它的结果为“待定”,由县里补充后才有结果。
            Below, [rule by rule](#逐条--rule-by-rule): the sentence, the file, how many cases try it. 下面[逐条](#逐条--rule-by-rule)列出原句、文件和试它的例数。
            *Facts* that a check reads: with ° from the register where it has them, the others stated on the page *Checks of plans*, by subject and year. 核查所用“资料”:带 ° 的登记中有即取自登记,其余在“方案核查”页按对象和年度填报。

            | 方案 plan | 政策包 pack | 政策 policies | 核查 checks | 程序 procedures | 缺失 unknowns | 测试 tests |
            |---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        var totals = new int[5];
        foreach (var directory in Directory.EnumerateDirectories(Packs).OrderBy(Documents, StringComparer.Ordinal).ThenBy(d => d, StringComparer.Ordinal))
        {
            var report = engine.Check(directory);
            report.Errors.ShouldBeEmpty();
            string[][] columns = [Ids(directory, "policies"), Ids(directory, "checks"), Ids(directory, "procedures"), Unknowns(directory)];
            int[] counts = [.. columns.Select(c => c.Length), report.TestsPassed];
            totals = [.. totals.Zip(counts, (a, b) => a + b)];
            page.Append(CultureInfo.InvariantCulture, $"| {Documents(directory)} | [{Path.GetFileName(directory)}](../packs/{Path.GetFileName(directory)}/pack.yaml) ");
            foreach (var column in columns)
            {
                page.Append("| ").AppendJoin(' ', column.Select(c => $"`{c}`")).Append(' ');
            }

            page.Append(CultureInfo.InvariantCulture, $"| {report.TestsPassed} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"| **合计 total** | **{Directory.EnumerateDirectories(Packs).Count()}** | **{totals[0]}** | **{totals[1]}** | **{totals[2]}** | **{totals[3]}** | **{totals[4]}** |\n");
        page.Append("\n## 逐条 · Rule by rule\n");
        foreach (var directory in Directory.EnumerateDirectories(Packs).OrderBy(Documents, StringComparer.Ordinal).ThenBy(d => d, StringComparer.Ordinal))
        {
            Rules(page, directory, engine.Prepare(Path.GetFileName(directory), new DateOnly(2016, 5, 1)));
        }

        return page.ToString();
    }

    // What the register has is marked; a household's own record is not told item by item.
    private static string Facts(PreparedPack pack, string check)
    {
        var info = pack.Checks.Single(c => c.Id == check && c.Own);
        return SubjectFinder.OfHouseholds(info.Subject) ? "户资料°"
            : string.Join('、', pack.Facts(info.Subject).Where(f => info.Facts.Contains(f.Id)).Select(f => f.Title.Zh + (RegisterKnows.Has(info.Subject, f) ? "°" : "")));
    }

    private static void Rules(StringBuilder page, string directory, PreparedPack prepared)
    {
        var pack = Path.GetFileName(directory);
        // Cases that name a rule in what they expect.
        var cases = Entries(directory, "tests").SelectMany(file => (YamlSequenceNode)file["tests"]).Cast<YamlMappingNode>()
            .SelectMany(test => new[] { "expect", "checks", "outcomes" }.Where(key => test.Children.ContainsKey(key))
                .SelectMany(key => ((YamlMappingNode)test[key]).Children.Keys.Select(k => ((YamlScalarNode)k).Value!)))
            .CountBy(rule => rule).ToDictionary(c => c.Key, c => c.Value);
        page.Append(CultureInfo.InvariantCulture, $"\n### {pack}\n{Documents(directory)}\n\n| 规则 rule | 原句 sentence | 资料 facts | 例 cases |\n|---|---|---|---|\n");
        foreach (var (folder, file, rule) in new[] { "policies", "checks", "procedures" }.SelectMany(f => Files(directory, f).SelectMany(e => e.Rules.Select(r => (f, e.Name, r)))))
        {
            var id = ((YamlScalarNode)rule["id"]).Value!;
            var count = cases.TryGetValue(id, out var n) ? n.ToString(CultureInfo.InvariantCulture) : folder == "checks" ? "由方案数字判定 by the plan's figures" : "";
            page.Append(CultureInfo.InvariantCulture, $"| [{id}](../packs/{pack}/{folder}/{file}) {Chinese(rule)} | {Sentence(rule)} | {(folder == "checks" ? Facts(prepared, id) : "")} | {count} |\n");
        }

        foreach (var lost in Entries(directory, "parameters").Where(IsUnknownSomewhere))
        {
            page.Append(CultureInfo.InvariantCulture, $"| 缺失 lost: `{((YamlScalarNode)lost["id"]).Value}` {Chinese(lost)} | {Sentence(lost)} | | |\n");
        }
    }

    private static string Chinese(YamlMappingNode entry) => ((YamlScalarNode)entry["title"]["zh"]).Value!;

    private static string Sentence(YamlMappingNode entry) =>
        entry.Children.TryGetValue("source", out var source) && source is YamlMappingNode named ? $"“{((YamlScalarNode)named["quote"]).Value!.ReplaceLineEndings("").Replace("|", "\\|", StringComparison.Ordinal)}”" : "";

    private static string Documents(string directory) => string.Join("; ",
        ((YamlSequenceNode)((YamlMappingNode)Read(Path.Combine(directory, "pack.yaml")))["documents"]).Select(d => ((YamlScalarNode)d["zh"]).Value));

    private static string[] Ids(string directory, string folder) => [.. Entries(directory, folder).Select(e => ((YamlScalarNode)e["id"]).Value!).Order(StringComparer.Ordinal)];

    private static string[] Unknowns(string directory) =>
    [
        .. Entries(directory, "parameters").Where(IsUnknownSomewhere)
            .Select(p => ((YamlScalarNode)p["id"]).Value!).Order(StringComparer.Ordinal),
    ];

    private static bool IsUnknownSomewhere(YamlMappingNode parameter) =>
        IsUnknown(parameter) || (parameter.Children.TryGetValue("values", out var values) && ((YamlSequenceNode)values).OfType<YamlMappingNode>().Any(IsUnknown));

    private static bool IsUnknown(YamlMappingNode value) => value.Children.TryGetValue("unknown", out var unknown) && unknown is YamlScalarNode { Value: "true" };

    private static IEnumerable<YamlMappingNode> Entries(string directory, string folder) => Files(directory, folder).SelectMany(f => f.Rules);

    private static IEnumerable<(string Name, IEnumerable<YamlMappingNode> Rules)> Files(string directory, string folder) =>
        Directory.Exists(Path.Combine(directory, folder))
            ? Directory.EnumerateFiles(Path.Combine(directory, folder), "*.yaml").Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file)!, Read(file) is YamlSequenceNode list ? list.Cast<YamlMappingNode>() : [(YamlMappingNode)Read(file)]))
            : [];

    private static YamlNode Read(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }
}
