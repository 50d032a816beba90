using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Tests;

/// <summary>A change of one place of a pack's file leaves every other character where it was.</summary>
public class YamlEditTests
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    private static readonly (string Name, string Text)[] Files =
        [.. Directory.EnumerateFiles(Packs, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(Packs, f), File.ReadAllText(f)))];

    private static readonly string[] Values =
    [
        "75", "0.5", "-3", "age >= 60 and household.status = \"registered\"", "[60..70)", "x", "true", "说明:按“周岁”计算, 不含 #号", "a: b", "- c", "", " edge ", "it's {odd}",
        "max(0, provincial_line * size\n  - net_income)", "\"quoted\"", "'single'", "2016-05-01", "?", "*star", "&anchor", "\\back",
    ];

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20160501, 29);

    [Fact]
    public void Any_text_can_be_given_to_any_place_and_every_other_line_and_comment_stays() => Prop.ForAll(
        (from file in Gen.Choose(0, Files.Length - 1) from scalar in Gen.Choose(0, 10_000) from value in Gen.Elements(Values) select (file, scalar, value)).ToArbitrary(), given =>
        {
            var text = Files[given.file].Text;
            var scalars = Scalars(YamlTree.Parse(text)).ToList();
            var place = scalars[given.scalar % scalars.Count];
            if (place.Alias || IsShared(text, place.Path))
            {
                return;
            }

            var after = YamlEdits.Set(text, place.Path, given.value);
            ((YamlScalarNode)YamlTree.Parse(after).At(place.Path)!.Node).Value.ShouldBe(given.value);
            Rest(after, place.Path).ShouldBe(Rest(text, place.Path), $"{Files[given.file].Name} {string.Join("/", place.Path)} = {given.value}");
            Comments(after).ShouldBe(Comments(text));
            var (first, last) = ((int)place.Node.Start.Line, text.AsSpan(0, YamlSpans.End(text, place.Node)).Count('\n') + 1);
            after.Split('\n')[..(first - 1)].ShouldBe(text.Split('\n')[..(first - 1)], "the lines before it");
            var behind = text.Split('\n')[last..];
            after.Split('\n')[^behind.Length..].ShouldBe(behind, "the lines behind it");
        }).Check(Config);

    [Fact]
    public void An_item_put_into_any_list_and_taken_out_again_leaves_the_file_as_it_was() => Prop.ForAll(
        (from file in Gen.Choose(0, Files.Length - 1) from list in Gen.Choose(0, 10_000) from at in Gen.Choose(0, 50) select (file, list, at)).ToArbitrary(), given =>
        {
            var (name, text) = Files[given.file];
            var lists = Lists(YamlTree.Parse(text)).Where(l => ((YamlSequenceNode)l.Node).Children.Count > 0 && !IsShared(text, l.Path)).ToList();
            if (lists.Count == 0)
            {
                return;
            }

            var list = lists[given.list % lists.Count];
            var at = given.at % (((YamlSequenceNode)list.Node).Children.Count + 1);
            var with = YamlEdits.Insert(text, list.Path, at, "[\"[60..70)\", 75]");
            Comments(with).ShouldBe(Comments(text));
            var without = YamlEdits.Remove(with, [.. list.Path, at.ToString(CultureInfo.InvariantCulture)]);
            without.TrimEnd('\n').ShouldBe(text.TrimEnd('\n'), $"{name} {string.Join("/", list.Path)} at {at}");
        }).Check(Config);

    [Fact]
    public void A_member_that_is_added_and_taken_out_again_leaves_the_file_as_it_was() => Prop.ForAll(
        (from file in Gen.Choose(0, Files.Length - 1) from map in Gen.Choose(0, 10_000) select (file, map)).ToArbitrary(), given =>
        {
            var (name, text) = Files[given.file];
            var maps = YamlTree.Parse(text).Places.Where(p => p is { Alias: false, Node: YamlMappingNode { Children.Count: > 0 } } && !IsShared(text, p.Path)).ToList();
            var map = maps[given.map % maps.Count];
            string[] path = [.. map.Path, "manual"];
            if (YamlTree.Parse(text).At(path) is not null)
            {
                return;
            }

            var without = YamlEdits.Remove(YamlEdits.Set(text, path, "age > 3"), path);
            without.TrimEnd('\n').ShouldBe(text.TrimEnd('\n'), $"{name} {string.Join("/", path)}");
        }).Check(Config);

    [Fact]
    public void A_new_value_ends_the_former_the_day_before_and_keeps_the_comments()
    {
        const string Text = """
            # Tiers of the pension.
            - id: pension # the first
              title: {zh: 养老金, en: Pension}
              unit: yuan/person/month
              source: &tiers {file: a.txt, quote: "75元"}
              from: unknown   # the text carries no date
              value: 75
            # The second.
            - id: other
              title: {zh: 其他, en: Other}
              source: *tiers
              from: unknown
              value: 80
            """;
        var once = ParameterEdits.AddValue(Text, ["0"], new DateOnly(2016, 7, 1), "80", new SourceQuote("b.txt", null, "提高到80元"));
        var twice = ParameterEdits.AddValue(once, ["0"], new DateOnly(2017, 1, 1), "90", null);
        var findings = new Findings();
        var parameters = ParameterReader.Read(new YamlItem(YamlTree.Parse(twice).Root, "p", findings)).ToList();
        findings.Errors.ShouldBeEmpty();
        parameters[0].Values.Select(v => ($"{v.From:yyyy-MM-dd}", $"{v.To:yyyy-MM-dd}", v.Value)).ShouldBe(
            [("", "2016-06-30", (object)75m), ("2016-07-01", "2016-12-31", 80m), ("2017-01-01", "", 90m)]);
        parameters[0].Values[1].Source!.Quote.ShouldBe("提高到80元");
        parameters[1].Values.Single().Value.ShouldBe(80m);
        twice.ShouldContain("# Tiers of the pension.\n");
        twice.ShouldContain("- id: pension # the first\n");
        twice.ShouldEndWith("# The second.\n- id: other\n  title: {zh: 其他, en: Other}\n  source: *tiers\n  from: unknown\n  value: 80");
        Should.Throw<ProblemException>(() => ParameterEdits.AddValue(twice, ["0"], new DateOnly(2017, 1, 1), "95", null)).Problems[0].Code.ShouldBe("from-too-early");
    }

    [Fact]
    public void Every_parameter_of_every_pack_takes_a_new_value()
    {
        foreach (var (name, text) in Files.Where(f => f.Name.Contains("/parameters/", StringComparison.Ordinal)))
        {
            var root = YamlTree.Parse(text).Root;
            var count = root is YamlSequenceNode list ? list.Children.Count : 1;
            for (var i = 0; i < count; i++)
            {
                string[] path = root is YamlSequenceNode ? [i.ToString(CultureInfo.InvariantCulture)] : [];
                var after = ParameterEdits.AddValue(text, path, new DateOnly(2030, 1, 1), "123", null);
                var findings = new Findings();
                var (before, now) = (Read(text)[i], Read(after)[i]);
                findings.Errors.ShouldBeEmpty(name);
                now.Values.Count.ShouldBe(before.Values.Count + 1, $"{name} {i}");
                now.Values[^1].Value.ShouldBe(123m);
                now.Values[^2].To.ShouldNotBeNull();
                now.At(new DateOnly(2016, 5, 1))?.Value.ShouldBe(before.At(new DateOnly(2016, 5, 1))?.Value);
                Comments(after).Count.ShouldBeGreaterThanOrEqualTo(Comments(text).Count - 1, name);

                List<ParameterDefinition> Read(string yaml) => [.. ParameterReader.Read(new YamlItem(YamlTree.Parse(yaml).Root, name, findings))];
            }
        }
    }

    [Fact]
    public void A_text_that_several_places_share_is_not_changed_behind_their_back()
    {
        const string Text = "- {id: a, source: &s {quote: x}}\n- {id: b, source: *s}\n";
        Should.Throw<ProblemException>(() => YamlEdits.Set(Text, ["0", "source", "quote"], "y")).Problems[0].Code.ShouldBe("cannot-edit-here");
        Should.Throw<ProblemException>(() => YamlEdits.Set(Text, ["1", "source", "quote"], "y")).Problems[0].Code.ShouldBe("cannot-edit-here");
    }

    private static IEnumerable<YamlPlace> Scalars(YamlTree tree) => tree.Places.Where(p => p.Node is YamlScalarNode);

    private static IEnumerable<YamlPlace> Lists(YamlTree tree) => tree.Places.Where(p => p is { Alias: false, Node: YamlSequenceNode });

    // Below an anchor that an alias names, or below the alias.
    private static bool IsShared(string text, IReadOnlyList<string> path)
    {
        var tree = YamlTree.Parse(text);
        var shared = tree.Places.Where(p => p.Alias).Select(p => p.Node).ToHashSet(ReferenceEqualityComparer.Instance);
        return Enumerable.Range(0, path.Count + 1).Any(n => tree.At([.. path.Take(n)]) is not { } above || shared.Contains(above.Node));
    }

    private static string Rest(string text, IReadOnlyList<string> path) => PlainYaml.Put(PlainYaml.Of(YamlTree.Parse(text).Root), path, "…").ToJsonString();

    private static List<string> Comments(string text) => [.. text.Split('\n').Where(l => l.TrimStart().StartsWith('#') || l.Contains(" # ", StringComparison.Ordinal)).Select(l => l[l.IndexOf('#')..])];
}
