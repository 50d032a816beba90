using Fuyao.Policy.Contracts;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;
using Fuyao.Policy.Studio;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>What the studio shows of a pack, and how two versions are laid beside each other.</summary>
public class StudioTests
{
    public static TheoryData<string> Packs => [.. Some.Engine.Packs().Select(p => p.Id)];

    [Theory, MemberData(nameof(Packs))]
    public void Every_text_of_every_pack_has_the_address_by_which_it_is_edited(string id)
    {
        var effective = Some.Engine.Library.Get(id, null);
        var pack = StudioPacks.Of(effective);
        var trees = new YamlTrees(effective.Own.Files);
        var texts = pack.Policies.Where(p => p.Place.File is not null).SelectMany(Texts)
            .Concat(pack.Checks.Where(c => c.Place.File is not null).SelectMany(c => c.Figures.Select(f => f.Value).Append(c.Holds)))
            .Concat(pack.Procedures.Where(p => p.Place.File is not null).SelectMany(p => p.Outcomes.Select(o => o.When)))
            .Concat(pack.Parameters.Where(p => p.Place.File is not null).SelectMany(p => p.Values.Select(v => v.Text).OfType<StudioText>())).ToList();
        foreach (var text in texts)
        {
            text.File.ShouldNotBeNull($"“{text.Text}” of {id}");
            ((YamlDotNet.RepresentationModel.YamlScalarNode)trees[text.File]!.At(text.Path)!.Node).Value.ShouldBe(text.Text, $"{text.File} {string.Join("/", text.Path)}");
        }

        pack.Tests.ShouldAllBe(t => t.Place.File != null && t.Place.Path.Count > 0);
        pack.Tests.SelectMany(t => t.Expects).Where(e => e.Text is not null).ShouldAllBe(e => trees[e.Text!.File!]!.At(e.Text.Path) != null);
        PackComparison.Of(effective, effective).Items.ShouldBeEmpty();
        StudioNames.Of(effective).Items.Select(n => (n.Of, n.Name)).ShouldBeUnique();

        static IEnumerable<StudioText> Texts(StudioPolicy policy) => policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<StudioAmount>()
            .SelectMany(a => a.Table is { } table ? table.Inputs.Concat(table.Rows.SelectMany(r => r.Conditions.Append(r.Output))) : [a.Expression!]).Append(policy.Eligible);
    }

    [Fact]
    public void Names_are_found_by_label_pinyin_and_initials_and_say_what_they_mean()
    {
        var names = StudioNames.Of(Some.Engine.Library.Get("liuba-2015", null)).Items;
        var grade = names.Single(n => n.Name == "disability.grade" && n.Of == PolicySubject.Person);
        grade.Label.Zh.ShouldBe("残疾等级");
        grade.Reading.ShouldBe(["canjidengji", "cjdj"]);
        names.Single(n => n.Name == "pension_from_70").ShouldSatisfyAllConditions(n => n.Kind.ShouldBe("parameter"), n => n.Value.ShouldBe("85"), n => n.Unit.ShouldBe("yuan/person/month"));
        names.Single(n => n.Name == "status" && n.Of == PolicySubject.Household).Codes.Select(c => c.Code).ShouldContain("registered");
        names.Single(n => n.Name == "received_this_year").Definition!.ShouldContain("sum(");
        names.Single(n => n.Name == "get value(results, \"elderly-pension\").amount").Kind.ShouldBe("policy");
    }

    [Fact]
    public void Expressions_differ_word_by_word()
    {
        var words = PackComparison.Words("status = \"registered\" and age >= 60", "status = \"registered\" and 年龄 >= 65 and size > 1").ToList();
        string.Concat(words.Where(w => w.Change != "removed").Select(w => w.Text)).ShouldBe("status = \"registered\" and 年龄 >= 65 and size > 1");
        string.Concat(words.Where(w => w.Change != "added").Select(w => w.Text)).Replace(" ", "", StringComparison.Ordinal).ShouldBe("status=\"registered\"andage>=60");
        words[0].ShouldBe(new DifferenceWord("status = \"registered\" and ", "same"));
        words.Where(w => w.Change == "removed").Select(w => w.Text.Trim()).ShouldBe(["age", "60"]);
    }

    [Fact]
    public void Rows_are_added_removed_and_changed_cell_by_cell()
    {
        const string Table = "\n  table:\n    hit: UNIQUE\n    inputs: [age]\n    rows:\n";
        var before = Read(Some.Policy("a", "age >= 60", $"{Table}      - [\"[60..70)\", 10]\n      - [\"[70..80)\", 20]\n      - [\">= 80\", 30]"));
        var after = Read(Some.Policy("a", "age >= 60", $"{Table}      - [\"[60..70)\", 10]\n      - [\"[70..80)\", 25]\n      - [\"[80..90)\", 30]\n      - [\">= 90\", 40]"));
        var detail = PackComparison.Of(before, after).Items.Single(i => i.Kind == "policy").Details.Single();
        detail.What.ShouldBe("amount");
        detail.Table!.Rows.Select(r => r.Change).ShouldBe(["same", "changed", "changed", "added"]);
        detail.Table.Rows[1].Before.ShouldBe(["[70..80)", "20"]);
        detail.Table.Rows[1].After.ShouldBe(["[70..80)", "25"]);
    }

    [Fact]
    public void A_whole_pack_is_checked_with_its_tests_while_somebody_types()
    {
        var files = Some.Engine.Library.Files("liuba-2015", null)!;
        var report = StudioChecker.Check(Some.Engine, files, null).Report;
        report.Tests.Count.ShouldBeGreaterThan(100);
        report.Tests.ShouldAllBe(t => t.Passed);
        // Shared machines are slow at times; what people feel is said in the report itself.
        Speed.ShouldTakeLessThan(TimeSpan.FromSeconds(10), () => StudioChecker.Check(Some.Engine, files, null));
    }

    private static EffectivePack Read(params (string File, string Text)[] files)
    {
        var directory = Some.Pack(files);
        var findings = new Findings();
        return PackLayers.Read(PackFiles.In(directory), PackLayers.Beside(directory, null), findings) ?? throw new InvalidOperationException(string.Join("\n", findings.Errors));
    }
}
