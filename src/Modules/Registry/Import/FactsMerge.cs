using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Import;

/// <summary>
/// A file states only what it has columns for: members of the contract that no column of it carries keep what the register
/// knows.
/// </summary>
internal static class FactsMerge
{
    private static readonly Dictionary<string, Func<HouseholdFacts, HouseholdFacts, HouseholdFacts>> Household = new()
    {
        ["status"] = (to, from) => to with { Status = from.Status },
        ["category"] = (to, from) => to with { Category = from.Category },
        ["monitoring"] = (to, from) => to with { Monitoring = from.Monitoring },
        ["registered_on"] = (to, from) => to with { RegisteredOn = from.RegisteredOn },
        ["exited_on"] = (to, from) => to with { ExitedOn = from.ExitedOn },
        ["causes"] = (to, from) => to with { Causes = from.Causes },
        ["income"] = (to, from) => to with { Income = from.Income },
        ["housing"] = (to, from) => to with { Housing = from.Housing },
        ["water_safe"] = (to, from) => to with { WaterSafe = from.WaterSafe },
        ["electricity"] = (to, from) => to with { Electricity = from.Electricity },
        ["toilet_sanitary"] = (to, from) => to with { ToiletSanitary = from.ToiletSanitary },
        ["broadband"] = (to, from) => to with { Broadband = from.Broadband },
        ["land"] = (to, from) => to with { Land = from.Land },
        ["assets"] = (to, from) => to with { Assets = from.Assets },
        ["hardship"] = (to, from) => to with { Hardship = from.Hardship },
        ["group"] = (to, from) => to with { Group = from.Group },
        ["village"] = (to, from) => to with { Village = from.Village },
        ["received"] = (to, from) => to with { Received = from.Received },
        ["linkages"] = (to, from) => to with { Linkages = from.Linkages },
        ["industries"] = (to, from) => to with { Industries = from.Industries },
        ["willing"] = (to, from) => to with { Willing = from.Willing },
        ["resources"] = (to, from) => to with { Resources = from.Resources },
        ["stable_income"] = (to, from) => to with { StableIncome = from.StableIncome },
        ["relocation"] = (to, from) => to with { Relocation = from.Relocation },
        ["cooperative"] = (to, from) => to with { Cooperative = from.Cooperative },
    };

    private static readonly Dictionary<string, Func<PersonFacts, PersonFacts, PersonFacts>> Person = new()
    {
        ["death"] = (to, from) => to with { Death = from.Death },
        ["ethnicity"] = (to, from) => to with { Ethnicity = from.Ethnicity },
        ["attainment"] = (to, from) => to with { Attainment = from.Attainment },
        ["school"] = (to, from) => to with { School = from.School },
        ["health"] = (to, from) => to with { Health = from.Health },
        ["disability"] = (to, from) => to with { Disability = from.Disability },
        ["labour"] = (to, from) => to with { Labour = from.Labour },
        ["employment"] = (to, from) => to with { Employment = from.Employment },
        ["training"] = (to, from) => to with { Training = from.Training },
        ["insurance"] = (to, from) => to with { Insurance = from.Insurance },
        ["benefits"] = (to, from) => to with { Benefits = from.Benefits },
        ["orphan"] = (to, from) => to with { Orphan = from.Orphan },
        ["martyr_child"] = (to, from) => to with { MartyrChild = from.MartyrChild },
        ["only_child_lost"] = (to, from) => to with { OnlyChildLost = from.OnlyChildLost },
        ["left_behind"] = (to, from) => to with { LeftBehind = from.LeftBehind },
        ["medical_self_paid"] = (to, from) => to with { MedicalSelfPaid = from.MedicalSelfPaid },
    };

    public static HouseholdFacts Keep(HouseholdFacts stated, HouseholdFacts known, IReadOnlySet<string> carried)
    {
        foreach (var (member, keep) in Household)
        {
            // 户类型 may state the registration status, which has a column of its own too.
            if (!carried.Contains(member) && !(member == "status" && carried.Contains("category")))
            {
                stated = keep(stated, known);
            }
        }

        return stated;
    }

    public static PersonFacts Keep(PersonFacts stated, PersonFacts known, IReadOnlySet<string> carried)
    {
        foreach (var (member, keep) in Person)
        {
            if (!carried.Contains("persons." + member) && !(member == "disability" && carried.Contains("persons.disability_card")))
            {
                stated = keep(stated, known);
            }
        }

        return stated;
    }
}
