using Fuyao.Casework.Ranking;
using Fuyao.Kernel;
using Shouldly;
using Xunit;

namespace Fuyao.Casework.Tests;

public class RankingOrderTests
{
    [Fact]
    public void The_poorest_comes_first_equal_incomes_share_a_rank_and_the_next_rank_counts_them()
    {
        var places = RankingOrder.Of([Household("d", 3000), Household("b", 2000), Household("a", 1000), Household("c", 2000)]);
        places.Select(p => (p.Household.Number, p.Rank, p.Tied)).ShouldBe([("a", 1, 1), ("b", 2, 2), ("c", 2, 2), ("d", 4, 1)]);
    }

    [Fact]
    public void A_household_of_unknown_income_stands_last_and_has_no_rank()
    {
        var places = RankingOrder.Of([Household("a", null), Household("b", 9000), Household("c", null)]);
        places.Select(p => (p.Household.Number, p.Rank)).ShouldBe([("b", 1), ("a", null), ("c", null)]);
    }

    [Fact]
    public void Each_village_has_its_own_order_within_that_of_the_county()
    {
        var places = RankingOrder.Of([Household("a", 100, village: 1), Household("b", 200, village: 2), Household("c", 200, village: 1), Household("d", 300, village: 2)]);
        places.Select(p => (p.Household.Number, p.Rank, p.Tied, p.VillageRank, p.VillageTied))
            .ShouldBe([("a", 1, 1, 1, 1), ("c", 2, 2, 2, 1), ("b", 2, 2, 1, 1), ("d", 4, 1, 2, 1)]);
    }

    [Fact]
    public void A_loss_ranks_below_nothing_at_all() =>
        RankingOrder.Of([Household("nothing", 0), Household("loss", -500)]).Select(p => p.Household.Number).ShouldBe(["loss", "nothing"]);

    [Fact]
    public void Ranks_agree_with_counting_the_poorer_households_one_by_one()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var households = Enumerable.Range(0, random.Next(1, 40))
                .Select(i => Household($"h{i}", random.Next(8) == 0 ? null : random.Next(6) * 100, random.Next(1, 4))).ToList();
            foreach (var place in RankingOrder.Of(households))
            {
                if (place.Household.PerHead is not { } income)
                {
                    place.Rank.ShouldBeNull();
                    continue;
                }

                place.Rank.ShouldBe(households.Count(h => h.PerHead < income) + 1);
                place.Tied.ShouldBe(households.Count(h => h.PerHead == income));
                var village = households.Where(h => h.Village == place.Household.Village).ToList();
                place.VillageRank.ShouldBe(village.Count(h => h.PerHead < income) + 1);
                place.VillageTied.ShouldBe(village.Count(h => h.PerHead == income));
            }
        }
    }

    [Theory]
    [InlineData("""{"assets":{"cars":1,"town_housing":false,"company":false,"public_employee":false}}""", "cars", "")]
    [InlineData("""{"assets":{"cars":0,"town_housing":true,"company":null}}""", "town_housing", "company,public_employee")]
    [InlineData("""{"assets":null}""", "", "cars,town_housing,company,public_employee")]
    [InlineData("{}", "", "cars,town_housing,company,public_employee")]
    public void An_exclusion_fact_that_holds_is_a_flag_and_one_that_is_absent_is_unchecked(string json, string flags, string notLookedAt)
    {
        var (found, unknown, _) = Exclusions.Of(System.Text.Encoding.UTF8.GetBytes(json));
        string.Join(',', found).ShouldBe(flags);
        string.Join(',', unknown).ShouldBe(notLookedAt);
    }

    private static RankedHousehold Household(string number, int? yuan, long village = 1) => new()
    {
        Id = Guid.Empty,
        Village = village,
        Number = number,
        Heads = 2,
        Basis = yuan is null ? IncomeBasis.Unknown : IncomeBasis.Computed,
        PerHead = yuan is { } y ? Money.FromYuan(y) : null,
    };
}
