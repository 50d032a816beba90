using System.Text.Json.Serialization;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// What is known of a household at a time: the household object of the contract without its identity (id, region) and its
/// persons. Amounts are yuan, areas m² and mu (亩).
/// </summary>
public sealed record HouseholdFacts
{
    public Fact<HouseholdStatus> Status { get; init; }

    public Fact<HouseholdCategory> Category { get; init; }

    public Fact<MonitoringKind> Monitoring { get; init; }

    public Fact<DateOnly> RegisteredOn { get; init; }

    public Fact<DateOnly> ExitedOn { get; init; }

    /// <summary>At most three, the main one first.</summary>
    public Fact<PovertyCause[]> Causes { get; init; }

    public Fact<IncomeFacts> Income { get; init; }

    public Fact<HousingFacts> Housing { get; init; }

    public Fact<bool> WaterSafe { get; init; }

    public Fact<bool> Electricity { get; init; }

    public Fact<bool> ToiletSanitary { get; init; }

    public Fact<bool> Broadband { get; init; }

    public Fact<LandFacts> Land { get; init; }

    public Fact<AssetFacts> Assets { get; init; }

    public Fact<Hardship[]> Hardship { get; init; }

    /// <summary>村民小组 / 自然村 / 社 as the village calls it.</summary>
    public Fact<string> Group { get; init; }

    public Fact<VillageFacts> Village { get; init; }

    public Fact<ReceivedBenefit[]> Received { get; init; }

    public Fact<Linkage[]> Linkages { get; init; }

    public Fact<string[]> Industries { get; init; }

    public Fact<bool> Willing { get; init; }

    public Fact<bool> Resources { get; init; }

    public Fact<bool> StableIncome { get; init; }

    public Fact<RelocationFacts> Relocation { get; init; }

    public Fact<bool> Cooperative { get; init; }
}

/// <summary>登记状态</summary>
public enum HouseholdStatus
{
    None,
    Applicant,
    Registered,
    Exited,
    Monitored,
}

/// <summary>贫困户属性</summary>
public enum HouseholdCategory
{
    General,
    DibaoPoor,
    Dibao,
    Wubao,
}

/// <summary>监测对象类型</summary>
public enum MonitoringKind
{
    UnstableExited,
    Marginal,
    SuddenHardship,
}

/// <summary>致贫原因</summary>
public enum PovertyCause
{
    Illness,
    Disability,
    Schooling,
    Disaster,
    Land,
    Water,
    Skills,
    Labour,
    Capital,
    Transport,
    Motivation,
    Marriage,
    Funeral,
    Accident,
    BusinessFailure,
    UnstableWork,
    Other,
}

/// <summary>特殊困难</summary>
public enum Hardship
{
    Special,
    Distressed,
    FiveNo,
    ThreeNo,
    Backstop,
}

/// <summary>家庭年收入, yuan of one calendar year.</summary>
public sealed record IncomeFacts
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Year { get; init; }

    public Fact<decimal> Wage { get; init; }

    public Fact<decimal> Business { get; init; }

    public Fact<decimal> Property { get; init; }

    public Fact<decimal> Transfer { get; init; }

    public Fact<decimal> BusinessCost { get; init; }

    public Fact<decimal> Excluded { get; init; }
}

public sealed record HousingFacts
{
    public Fact<decimal> Area { get; init; }

    public Fact<HousingGrade> Grade { get; init; }

    public Fact<string> Structure { get; init; }
}

/// <summary>住房安全等级</summary>
public enum HousingGrade
{
    [JsonStringEnumMemberName("A")]
    A,

    [JsonStringEnumMemberName("B")]
    B,

    [JsonStringEnumMemberName("C")]
    C,

    [JsonStringEnumMemberName("D")]
    D,
}

public sealed record LandFacts
{
    public Fact<decimal> Cultivated { get; init; }

    public Fact<decimal> Forest { get; init; }
}

/// <summary>排除指标</summary>
public sealed record AssetFacts
{
    public Fact<int> Cars { get; init; }

    public Fact<bool> TownHousing { get; init; }

    public Fact<bool> Company { get; init; }

    public Fact<bool> PublicEmployee { get; init; }
}

public sealed record VillageFacts
{
    public Fact<bool> Poor { get; init; }

    public Fact<bool> TownshipPoor { get; init; }

    public Fact<bool> OldBase { get; init; }

    public Fact<bool> Minority { get; init; }

    public Fact<string> ContiguousArea { get; init; }
}

/// <summary>A benefit already received from any department.</summary>
public sealed record ReceivedBenefit
{
    public Fact<string> Department { get; init; }

    public required string Programme { get; init; }

    /// <summary>The person's id, absent for the household.</summary>
    public Fact<string> Person { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required decimal Amount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateOnly Date { get; init; }

    public Fact<Recurrence> Recurring { get; init; }
}

public enum Recurrence
{
    Month,
    Year,
    Once,
}

/// <summary>利益联结</summary>
public sealed record Linkage
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required LinkageKind Kind { get; init; }

    public Fact<string> Name { get; init; }

    public Fact<LinkageMode> Mode { get; init; }

    public Fact<DateOnly> Since { get; init; }
}

public enum LinkageKind
{
    LeadingEnterprise,
    Cooperative,
    FamilyFarm,
    Workshop,
    Park,
    Pv,
    MutualFund,
}

public enum LinkageMode
{
    Order,
    Employment,
    Shares,
    Land,
    Trusteeship,
    Other,
}

public sealed record RelocationFacts
{
    public Fact<RelocationMode> Mode { get; init; }

    public Fact<int> Year { get; init; }

    public Fact<bool> Moved { get; init; }
}

public enum RelocationMode
{
    Concentrated,
    Dispersed,
}
