using Fuyao.Feel.Tck;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests.Tck;

public class Compatibility
{
    private static readonly Lazy<TckReport> Report = new(() => TckRunner.Run(Kit.Files));

    [Fact]
    public void Level_2_passes_whole()
    {
        _ = Kit.Files;
        Report.Value.Levels[2].ShouldBe(new TckLevel(116, 0, 116, 116, 116));
    }

    [Fact]
    public void Of_level_3_only_the_listed_cases_fail()
    {
        _ = Kit.Files;
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Tck", "failing.txt"))
            .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ')[0]).ToHashSet();
        var failing = Report.Value.Cases.Where(c => !c.Passed).ToDictionary(c => c.Key, c => c.Reason);
        failing.Keys.Except(listed).Select(k => $"{k}: {failing[k]}").ShouldBeEmpty("these cases passed before");
        listed.Except(failing.Keys).ShouldBeEmpty("these cases pass now: take them off the list");
        Report.Value.Levels[3].Total.ShouldBe(3275);
    }

    [Fact]
    public void Refusing_is_never_counted_as_supporting()
    {
        _ = Kit.Files;
        var level = Report.Value.Levels[3];
        (level.ValuePassed / (double)level.ValueTotal).ShouldBeGreaterThan(0.99);
        Report.Value.Cases.Count(c => c.ExpectsValue).ShouldBe(level.ValueTotal + Report.Value.Levels[2].ValueTotal);
    }
}
