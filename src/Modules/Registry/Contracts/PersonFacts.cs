using System.Text.Json.Serialization;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// What is known of a person at a time: the person object of the contract without identity and protected members (id, name, id
/// number, disability card).
/// </summary>
public sealed record PersonFacts
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Sex Sex { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateOnly Birth { get; init; }

    public Fact<DateOnly> Death { get; init; }

    /// <summary>GB/T 4761 code; <c>02</c> is the head of the household.</summary>
    public Fact<string> Relation { get; init; }

    /// <summary>GB/T 3304 code.</summary>
    public Fact<string> Ethnicity { get; init; }

    public Fact<Attainment> Attainment { get; init; }

    public Fact<SchoolFacts> School { get; init; }

    public Fact<HealthState[]> Health { get; init; }

    public Fact<DisabilityFacts> Disability { get; init; }

    public Fact<LabourCapacity> Labour { get; init; }

    public Fact<EmploymentFacts> Employment { get; init; }

    public Fact<TrainingFacts[]> Training { get; init; }

    public Fact<InsuranceFacts> Insurance { get; init; }

    public Fact<BenefitFacts> Benefits { get; init; }

    public Fact<bool> Orphan { get; init; }

    public Fact<bool> MartyrChild { get; init; }

    public Fact<bool> OnlyChildLost { get; init; }

    public Fact<bool> LeftBehind { get; init; }

    /// <summary>上年合规自付医疗支出, yuan.</summary>
    public Fact<decimal> MedicalSelfPaid { get; init; }
}

public enum Sex
{
    Male,
    Female,
}

/// <summary>文化程度</summary>
public enum Attainment
{
    Illiterate,
    Primary,
    Junior,
    Senior,
    College,
    PreschoolAge,
}

/// <summary>健康状况</summary>
public enum HealthState
{
    Healthy,
    Chronic,
    SeriousIllness,
    Disabled,
}

/// <summary>劳动能力</summary>
public enum LabourCapacity
{
    Ordinary,
    Skilled,
    Weak,
    Lost,
    None,
}

/// <summary>在校情况</summary>
public sealed record SchoolFacts
{
    public Fact<SchoolStage> Stage { get; init; }

    /// <summary>Year within the stage, from 1.</summary>
    public Fact<int> Grade { get; init; }

    public Fact<bool> Boarding { get; init; }

    public Fact<bool> Public { get; init; }

    public Fact<bool> Inclusive { get; init; }

    public Fact<SchoolPlace> Place { get; init; }

    public Fact<bool> NewEntrant { get; init; }

    public Fact<bool> InPlan { get; init; }

    public Fact<bool> TuitionWaived { get; init; }

    public Fact<SchoolMajor> Major { get; init; }

    public Fact<int> SchoolDays { get; init; }

    public Fact<bool> Disciplined { get; init; }

    public Fact<bool> Extravagant { get; init; }
}

public enum SchoolStage
{
    None,
    Preschool,
    Primary,
    Junior,
    Senior,
    VocationalSecondary,
    VocationalCollege,
    Undergraduate,
    Postgraduate,
}

public enum SchoolPlace
{
    County,
    Province,
    Outside,
    Overseas,
}

public enum SchoolMajor
{
    General,
    Agriculture,
    ArtsPerformance,
}

public sealed record DisabilityFacts
{
    /// <summary>残疾类别 1–7.</summary>
    public Fact<int> Category { get; init; }

    /// <summary>残疾等级 1–4, 1 the gravest.</summary>
    public Fact<int> Grade { get; init; }

    public Fact<bool> HomeCare { get; init; }
}

public sealed record EmploymentFacts
{
    public Fact<WorkPlace> Place { get; init; }

    public Fact<int> Months { get; init; }
}

/// <summary>务工地</summary>
public enum WorkPlace
{
    Township,
    County,
    Province,
    Outside,
    None,
}

public sealed record TrainingFacts
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required TrainingProgramme Programme { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateOnly From { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Months { get; init; }
}

public enum TrainingProgramme
{
    Yulu,
    NewFarmer,
    Skills,
}

public sealed record InsuranceFacts
{
    public Fact<bool> Medical { get; init; }

    public Fact<bool> Pension { get; init; }

    public Fact<bool> MajorIllness { get; init; }
}

public sealed record BenefitFacts
{
    public Fact<bool> Dibao { get; init; }

    public Fact<bool> Wubao { get; init; }
}
