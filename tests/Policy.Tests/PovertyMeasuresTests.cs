using FsCheck;
using FsCheck.Fluent;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>Poverty measures: worked examples and the axioms of the literature (Sen; Foster, Greer, Thorbecke).</summary>
public class PovertyMeasuresTests
{
    private static readonly Gen<(double, double)[]> Tables =
        from n in Gen.Choose(2, 40)
        from rows in Gen.ArrayOf(Gen.Choose(1, 20_000).SelectMany(x => Gen.Choose(1, 9).Select(w => ((double)x, (double)w))), n)
        select rows;

    [Fact]
    public void Ten_incomes_worked_by_hand()
    {
        // Incomes 1 to 10, line 4: three of ten are poor with shortfalls 3/4, 2/4, 1/4.
        var figures = Of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).At(4);
        figures.Headcount.ShouldBe(30, 1e-9);
        figures.Gap.ShouldBe(15, 1e-9);
        figures.Severity.ShouldBe(100 * (9 + 4 + 1) / 16.0 / 10, 1e-9);
        // Gini of 1..n is (n² − 1) ÷ (3n(n + 1)) = 99 ÷ 330.
        figures.Gini!.Value.ShouldBe(30, 1e-9);
        // q20 is 3 (the first whose cumulative share exceeds 0.2), q80 is 9: 10 ÷ (1 + 2 + 3).
        figures.S80s20!.Value.ShouldBe(10 / 6.0, 1e-9);
        figures.RelativeMedianGap!.Value.ShouldBe(50, 1e-9);
    }

    [Fact]
    public void The_gap_of_a_textbook_village()
    {
        // Haughton and Khandker, Handbook on Poverty and Inequality, table 4.1: 100, 100, 150, 150 at a line of 125 and 125, 125, 125, 125 just at it.
        var village = Of(100, 100, 150, 150).At(125);
        (village.Headcount, village.Gap).ShouldBe((50, 10));
        village.Severity.ShouldBe(2, 1e-9);
        Of(125, 125, 125, 125).At(125).Headcount.ShouldBe(0);
    }

    [Fact]
    public void Equal_incomes_have_no_inequality() => Of(7, 7, 7).At(1).Gini!.Value.ShouldBe(0, 1e-9);

    [Fact]
    public void Nobody_poor_has_no_median_gap() => Of(7, 8).At(1).RelativeMedianGap.ShouldBeNull();

    [Fact]
    public void A_line_of_nothing_and_a_table_of_nobody_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Of(1).At(0));
        Should.Throw<ArgumentException>(() => new PovertyMeasures([]));
        Should.Throw<ArgumentException>(() => new PovertyMeasures([(1, -1)]));
        Should.Throw<ArgumentException>(() => new PovertyMeasures([(1, 0)]));
    }

    [Fact]
    public void Prices_do_not_matter_when_the_line_moves_with_them() => Check(rows =>
    {
        var (figures, scaled) = (new PovertyMeasures(rows).At(5000), new PovertyMeasures(rows.Select(r => (r.Item1 * 7.5, r.Item2))).At(37_500));
        return Near(figures.Headcount, scaled.Headcount) && Near(figures.Gap, scaled.Gap) && Near(figures.Severity, scaled.Severity)
            && Near(figures.Gini!.Value, scaled.Gini!.Value) && Near(figures.RelativeMedianGap ?? 0, scaled.RelativeMedianGap ?? 0);
    });

    [Fact]
    public void A_weight_counts_as_that_many_persons() => Check(rows =>
    {
        var weighted = new PovertyMeasures(rows).At(5000);
        var repeated = new PovertyMeasures(rows.SelectMany(r => Enumerable.Repeat((r.Item1, 1d), (int)r.Item2))).At(5000);
        return Near(weighted.Headcount, repeated.Headcount) && Near(weighted.Gap, repeated.Gap) && Near(weighted.Severity, repeated.Severity);
    });

    [Fact]
    public void The_whole_is_the_weighted_mean_of_its_groups() => Check(rows =>
    {
        var whole = new PovertyMeasures(rows).At(5000);
        var groups = rows.Index().GroupBy(r => r.Index % 2).Select(g => (Weight: g.Sum(r => r.Item.Item2), Figures: new PovertyMeasures(g.Select(r => r.Item)).At(5000))).ToList();
        var total = groups.Sum(g => g.Weight);
        return Near(whole.Headcount, groups.Sum(g => g.Weight * g.Figures.Headcount) / total)
            && Near(whole.Gap, groups.Sum(g => g.Weight * g.Figures.Gap) / total)
            && Near(whole.Severity, groups.Sum(g => g.Weight * g.Figures.Severity) / total);
    });

    [Fact]
    public void Taking_from_the_poorer_and_giving_to_the_richer_makes_severity_and_Gini_worse() => Check(rows =>
    {
        (double, double)[] plain = [.. rows.Select(r => (r.Item1 + 10, 1d)).OrderBy(r => r.Item1)];
        (double, double)[] worse = [.. plain];
        worse[0] = (plain[0].Item1 - 5, 1);
        worse[^1] = (plain[^1].Item1 + 5, 1);
        var (before, after) = (new PovertyMeasures(plain).At(30_000), new PovertyMeasures(worse).At(30_000));
        return after.Severity > before.Severity && after.Gini > before.Gini && Near(after.Gap, before.Gap);
    });

    [Fact]
    public void Worse_off_poor_persons_widen_the_gap() => Check(rows =>
    {
        var poorest = rows.MinBy(r => r.Item1);
        if (poorest.Item1 >= 5000)
        {
            return true;
        }

        var (before, after) = (new PovertyMeasures(rows).At(5000), new PovertyMeasures(rows.Select(r => r == poorest ? (r.Item1 - 1, r.Item2) : r)).At(5000));
        return after.Gap > before.Gap && after.Severity > before.Severity && Near(after.Headcount, before.Headcount);
    });

    private static PovertyMeasures Of(params double[] incomes) => new(incomes.Select(x => (x, 1d)));

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-6;

    private static void Check(Func<(double, double)[], bool> holds) => 
        Prop.ForAll(Tables.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20160501, 7));
}
