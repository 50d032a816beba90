using FsCheck;
using FsCheck.Fluent;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Balance;
using Fuyao.Registry.Regions;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Balance;

/// <summary>Whatever happens to a county, in whatever order it is recorded, and whatever of it is taken back.</summary>
public sealed class BalancePropertyTests
{
    private static readonly Arbitrary<Happening[]> Histories = Arb.From(
        Gen.ArrayOf(
            from what in Gen.Frequency(
                (4, Gen.Constant(0)), (2, Gen.Constant(1)), (4, Gen.Constant(2)), (2, Gen.Constant(3)), (22, Gen.Choose(5, 15)))
            from which in Gen.Choose(0, 1000)
            from who in Gen.Choose(0, 1000)
            from day in Gen.Choose(0, 1000)
            select new Happening(what, which, who, day)),
        all => Enumerable.Range(0, all.Length).Select(i => all.Where((_, n) => n != i).ToArray()));

    private static readonly RegionCode[] Counties =
        [.. RegionCatalog.Inside(new RegionCode(610000000000)).Where(r => r.Code.Level == RegionLevel.County && RegionCatalog.Inside(r.Code).Count(p => p.Code.Level == RegionLevel.Village) > 20).Select(r => r.Code)];

    [Theory]
    [InlineData(DbEngine.Sqlite, true, 12)]
    [InlineData(DbEngine.Sqlite, false, 24)]
    [InlineData(DbEngine.Postgres, false, 3)]
    public async Task Opening_and_in_less_out_is_closing_and_nobody_is_lost_or_counted_twice(DbEngine engine, bool inOrder, int histories)
    {
        Assert.SkipWhen(engine == DbEngine.Postgres && TestDatabase.PostgresServer is null, "FUYAO_TEST_POSTGRES is not set.");
        await using var system = await TestSystem.CreateAsync(engine);
        var (n, accepted, refused) = (0, 0, 0);
        // The same histories every time: another seed is a one-word change when looking for more.
        Prop.ForAll(Histories, happenings =>
        {
            // Each history has a county of its own: one database serves them all.
            var history = new History(system, Counties[n++ % Counties.Length]);
            RunAsync(history, [new Happening(0, 0, 0, 0), new Happening(1, 0, 1, 0), new Happening(0, 0, 2, 0), .. happenings], inOrder).GetAwaiter().GetResult();
            accepted += history.Accepted;
            refused += history.Refused;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(histories).WithStartSize(20).WithEndSize(40).WithReplay(20160501, 7));
        accepted.ShouldBeGreaterThan(refused, "most of what is tried must happen, or nothing is proved");
    }

    private static async Task RunAsync(History history, IReadOnlyList<Happening> happenings, bool inOrder)
    {
        await history.HappenAsync(happenings, inOrder);
        var (first, middle, last) = (History.Start, History.Start.AddDays(170), History.Start.AddDays(500));
        var county = new RegionCode(history.Villages[0]).At(RegionLevel.County);
        var township = new RegionCode(history.Villages[0]).At(RegionLevel.Township);
        var village = new RegionCode(history.Villages[0]);
        foreach (var known in new DateTimeOffset?[] { null, history.Moments[history.Moments.Count / 2] })
        {
            foreach (var (from, to) in new[] { (first, last), (first, middle), (middle, last) })
            {
                foreach (var area in new[] { county, township, village })
                {
                    Closes(await history.BalanceAsync(area, null, from, to, known));
                }

                Closes(await history.BalanceAsync(village, "一组", from, to, known));
            }
        }

        // Two stretches make one: what closes the first opens the second.
        var (one, two) = (await history.BalanceAsync(county, null, first, middle, null), await history.BalanceAsync(county, null, middle, last, null));
        two.Persons.Opening.ShouldBe(one.Persons.Closing);
        foreach (var day in new[] { first, middle, last })
        {
            var living = await history.LivingAsync(day);
            living.Select(p => p.Person).ShouldBeUnique();
            (await history.BalanceAsync(county, null, day, day, null)).Persons.Closing.ShouldBe(living.Count, $"{day}");
        }

        if (inOrder)
        {
            var whole = await history.BalanceAsync(county, null, first, last, null);
            whole.Kinds.Where(k => k.Kind == "birth").Sum(k => k.PersonsIn).ShouldBe(history.Days("birth").Count());
            whole.Kinds.Where(k => k.Kind == "death").Sum(k => k.PersonsOut).ShouldBe(history.Days("death").Count());
            whole.Kinds.Where(k => k.Kind == "split").Sum(k => k.HouseholdsIn).ShouldBe(history.Days("split").Count());
            whole.Kinds.Where(k => k.Kind == "merge").Sum(k => k.HouseholdsOut).ShouldBe(history.Days("merge").Count());
            whole.Kinds.ShouldNotContain(k => k.Kind == "move", "moves inside the county cancel");
        }
    }

    private static void Closes(PopulationBalance balance)
    {
        balance.Households.Closes.ShouldBeTrue($"households {balance}");
        balance.Persons.Closes.ShouldBeTrue($"persons {balance}");
        balance.Rows.ShouldAllBe(r => r.Households.Closes && r.Persons.Closes);
        balance.Kinds.Sum(k => k.PersonsIn).ShouldBe(balance.Persons.In);
        balance.Kinds.Sum(k => k.HouseholdsOut).ShouldBe(balance.Households.Out);
        (balance.Rows.Sum(r => r.Persons.Closing), balance.Rows.Sum(r => r.Households.Opening)).ShouldBe((balance.Persons.Closing, balance.Households.Opening));
    }
}
