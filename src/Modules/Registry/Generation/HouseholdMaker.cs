using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Rules;

namespace Fuyao.Registry.Generation;

/// <summary>Where a household lives.</summary>
internal sealed record Village(long Code, string County, string Township, string Name, bool Poor, string? ContiguousArea);

/// <summary>Invents one registered household of a given size, with facts that fit together.</summary>
internal sealed class HouseholdMaker(Dice dice, PersonMaker persons)
{
    private const int Year = PersonMaker.Year;

    public HouseholdDraft Make(Village village, int sequence, int size)
    {
        var household = new HouseholdDraft
        {
            Number = $"{village.Code:000000000000}{sequence:0000}",
            Region = village.Code,
            County = village.County,
            Township = village.Township,
            Village = village.Name,
            StatedMembers = size,
        };
        Members(household, size, (int)(village.Code / 1_000_000));
        for (var i = 0; i < size; i++)
        {
            household.Persons[i].Number = $"{household.Number}{i + 1:00}";
        }

        household.BankAccount = $"6299{dice.Between(0, 99_999_999):00000000}{dice.Between(0, 9_999_999):0000000}";
        var category = Category(household);
        household.Facts = new HouseholdFacts
        {
            Status = HouseholdStatus.Registered,
            Category = category,
            RegisteredOn = dice.Day(new DateOnly(Year, 4, 10), new DateOnly(Year, 10, 31)),
            Group = $"{"一二三四五六七"[dice.Between(0, 6)]}组",
            Village = new VillageFacts { Poor = village.Poor, OldBase = village.ContiguousArea is not null, ContiguousArea = village.ContiguousArea ?? default(Fact<string>) },
            Causes = Causes(household),
        };
        Benefits(household, category);
        Income(household);
        Living(household, category);
        var head = household.Persons[0];
        household.Phone = head.Phone;
        return household;
    }

    private void Members(HouseholdDraft household, int size, int county)
    {
        var family = Names.OfFamily(dice.Random);
        var shape = size switch { 1 => dice.Weighted(62, 38), 2 => 2 + dice.Weighted(42, 24, 24, 10), _ => 6 };
        var maleHead = size > 1 ? dice.Chance(0.86) : dice.Chance(0.72);
        var headAge = shape switch
        {
            0 => dice.Between(60, 88),
            1 => dice.Between(34, 59),
            2 => dice.Between(58, 82),
            3 => dice.Between(38, 57),
            4 => dice.Between(36, 66),
            5 => dice.Between(58, 75),
            _ => dice.Between(29, 58),
        };
        void Add(bool male, int age, string relation, string? name = null) => household.Persons.Add(persons.Make(name ?? family, male, Math.Max(age, 0), relation, county));

        Add(maleHead, headAge, "02");
        var spouse = shape is 2 or 3 || (shape == 6 && dice.Chance(0.88));
        if (size > 1 && spouse)
        {
            Add(!maleHead, Math.Max(20, headAge + dice.Between(-5, 2) - (maleHead ? 1 : -1)), "10", Names.OfFamily(dice.Random));
        }

        var siblings = 0;
        var parents = 0;
        while (household.Persons.Count < size)
        {
            var grandchildPossible = shape == 5 || (headAge >= 54 && siblings > 0);
            if (shape == 5 || (grandchildPossible && dice.Chance(0.5)))
            {
                var boy = dice.Chance(0.53);
                Add(boy, Math.Clamp(headAge - dice.Between(46, 54), 1, 17), boy ? "41" : "42");
            }
            else if (shape == 6 && parents < 2 && headAge < 60 && dice.Chance(siblings == 0 ? 0.15 : 0.45))
            {
                Add(parents > 0 ? !household.Persons[^1].Male!.Value : dice.Chance(0.4), headAge + dice.Between(20, 30), "50");
                var parent = household.Persons[^1];
                parent.Facts = parent.Facts with { Relation = parent.Male!.Value ? "51" : "52" };
                parents++;
            }
            else
            {
                var boy = dice.Chance(0.53);
                Add(boy, Math.Min(headAge - dice.Between(21, 31), 36) - (siblings * dice.Between(1, 4)), boy ? "20" : "30");
                siblings++;
            }
        }
    }

    private HouseholdCategory Category(HouseholdDraft household)
    {
        var noLabour = !household.Persons.Any(Asking.CanWork);
        return household.Persons.Count <= 2 && noLabour && household.Persons.All(p => PersonMaker.AgeAtEnd(p) >= 60) && dice.Chance(0.55) ? HouseholdCategory.Wubao
            : dice.Chance(noLabour ? 0.7 : 0.3) ? HouseholdCategory.DibaoPoor : HouseholdCategory.General;
    }

    private Fact<PovertyCause[]> Causes(HouseholdDraft household)
    {
        var possible = new List<PovertyCause>();
        var some = household.Persons;
        if (some.Any(p => p.Has(HealthState.Chronic) || p.Has(HealthState.SeriousIllness)))
        {
            possible.AddRange([PovertyCause.Illness, PovertyCause.Illness]);
        }

        if (some.Any(p => p.Has(HealthState.Disabled)))
        {
            possible.Add(PovertyCause.Disability);
        }

        if (some.Any(p => p.Facts.School.TryGet(out var s) && s.Stage.TryGet(out var stage) && stage >= SchoolStage.Senior))
        {
            possible.Add(PovertyCause.Schooling);
        }

        if (!some.Any(Asking.CanWork))
        {
            possible.AddRange([PovertyCause.Labour, PovertyCause.Labour]);
        }
        else
        {
            possible.AddRange([PovertyCause.Skills, PovertyCause.Capital, PovertyCause.Transport]);
        }

        possible.Add(dice.One(PovertyCause.Disaster, PovertyCause.Motivation, PovertyCause.Land, PovertyCause.Transport, PovertyCause.Capital));
        var causes = new List<PovertyCause>();
        for (var wanted = 1 + dice.Weighted(5, 4, 1); wanted > 0; wanted--)
        {
            var cause = possible[dice.Between(0, possible.Count - 1)];
            if (!causes.Contains(cause))
            {
                causes.Add(cause);
            }
        }

        return causes.ToArray();
    }

    private void Benefits(HouseholdDraft household, HouseholdCategory category)
    {
        foreach (var person in household.Persons)
        {
            var dibao = category == HouseholdCategory.DibaoPoor;
            if (dibao || category == HouseholdCategory.Wubao)
            {
                person.Facts = person.Facts with { Benefits = new BenefitFacts { Dibao = dibao ? true : default(Fact<bool>), Wubao = dibao ? default(Fact<bool>) : true } };
            }
        }

        var head = household.Persons[0];
        if (household.Persons.Count == 2 && PersonMaker.AgeAtEnd(head) >= 65 && household.Persons[1].Facts.Relation.Or("") == "10" && dice.Chance(0.04))
        {
            foreach (var person in household.Persons)
            {
                person.Facts = person.Facts with { OnlyChildLost = true };
            }
        }

        foreach (var child in household.Persons.Where(p => p.Facts.Relation.Or("") is "41" or "42"))
        {
            child.Facts = child.Facts with { LeftBehind = dice.Chance(0.7) ? true : default(Fact<bool>), Orphan = dice.Chance(0.08) ? true : default(Fact<bool>) };
        }
    }

    private void Income(HouseholdDraft household)
    {
        var count = household.Persons.Count;
        // Registered in 2014 by the incomes of 2013 (line 2,736): most lie below the line of 2014 (2,800), some have risen above it.
        var net = (decimal)Math.Round(Math.Clamp(dice.LogNormal(2180, 0.27), 450, 9000) * count);
        var transfer = household.Persons.Sum(p =>
            (p.Facts.Benefits.TryGet(out var b) ? b.Dibao.Or(false) ? 960m : b.Wubao.Or(false) ? 1800m : 0 : 0) + (PersonMaker.AgeAtEnd(p) >= 60 ? 720m : 0)) + (dice.Between(0, 8) * 50);
        transfer = Math.Min(transfer, net);
        var rest = net - transfer;
        var months = household.Persons.Sum(Asking.MonthsWorked);
        var wage = Math.Floor(months > 0 ? rest * Math.Min(0.9m, 0.35m + (months * 0.03m)) : 0);
        wage = wage < 100 ? 0 : wage;
        var property = dice.Chance(0.2) ? Math.Min(dice.Between(1, 10) * 50m, rest - wage) : 0;
        var business = rest - wage - property;
        var cost = Math.Floor(business * dice.Between(20, 45) / 100m);
        household.Facts = household.Facts with
        {
            Income = new IncomeFacts
            {
                Year = Year,
                Wage = wage,
                Business = business + cost,
                Property = property,
                Transfer = transfer,
                BusinessCost = cost,
                Excluded = dice.Chance(0.05) ? dice.Between(2, 40) * 100m : default(Fact<decimal>),
            },
        };
        household.StatedPerHead = Math.Round(RuleCatalog.PerHead(household.Facts.Income.Value, count), 2);
    }

    private void Living(HouseholdDraft household, HouseholdCategory category)
    {
        var grade = (HousingGrade)dice.Weighted(10, 47, 28, 15);
        household.StatedUnsafe = grade >= HousingGrade.C;
        var moves = grade >= HousingGrade.C && dice.Chance(0.35);
        var hardship = category == HouseholdCategory.Wubao ? dice.Chance(0.45) ? Contracts.Hardship.FiveNo : Contracts.Hardship.Special
            : dice.Chance(0.05) ? dice.One(Contracts.Hardship.Special, Contracts.Hardship.Distressed, Contracts.Hardship.FiveNo, Contracts.Hardship.ThreeNo) : (Hardship?)null;
        var works = household.Persons.Any(Asking.CanWork);
        household.Facts = household.Facts with
        {
            Housing = new HousingFacts { Area = dice.Between(5, 13) * 10m, Grade = grade, Structure = grade switch { HousingGrade.A => "砖混", HousingGrade.B => dice.One("砖混", "砖木"), _ => dice.One("土木", "土坯") } },
            WaterSafe = dice.Chance(0.86),
            Electricity = dice.Chance(0.995),
            ToiletSanitary = dice.Chance(0.4),
            Broadband = dice.Chance(0.15),
            Land = new LandFacts { Cultivated = dice.Between(5, 80) / 10m, Forest = dice.Chance(0.8) ? dice.Between(2, 60) : 0 },
            Assets = dice.Chance(0.03) ? new AssetFacts { Cars = dice.Between(0, 1), TownHousing = dice.Chance(0.2), Company = false, PublicEmployee = dice.Chance(0.2) } : default(Fact<AssetFacts>),
            Hardship = hardship is { } h ? (Hardship[])[h] : default(Fact<Hardship[]>),
            Industries = works ? (string[])[dice.One("食用菌", "土鸡", "中蜂", "中药材", "核桃", "板栗", "生猪")] : default(Fact<string[]>),
            Cooperative = works && dice.Chance(0.35),
            Willing = works ? dice.Chance(0.9) : default(Fact<bool>),
            Resources = works ? dice.Chance(0.7) : dice.Chance(0.2),
            StableIncome = household.Persons.Sum(Asking.MonthsWorked) >= 9,
            Relocation = moves ? new RelocationFacts { Mode = dice.One(RelocationMode.Concentrated, RelocationMode.Dispersed), Year = dice.Between(2015, 2016), Moved = false } : default(Fact<RelocationFacts>),
        };
    }
}
