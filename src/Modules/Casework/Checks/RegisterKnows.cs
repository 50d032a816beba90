using System.Globalization;
using System.Text.Json.Nodes;
using Fuyao.Policy.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>
/// Facts of checks that nobody is asked for, because the register has them. Plans call them by different ids but by the same words; the
/// words of the dictionary decide, as in <see cref="SubjectFact.Key"/>.
/// </summary>
internal static class RegisterKnows
{
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        ["总户数"] = ["households"],
        ["总人口"] = ["population"],
        ["建档立卡户数"] = ["register.registered_households"],
        ["贫困户数"] = ["register.registered_households"],
        ["贫困户"] = ["register.registered_households"],
        ["建档立卡人数"] = ["register.registered_persons"],
        ["贫困人口"] = ["register.registered_persons"],
        ["贫困人数"] = ["register.registered_persons"],
        ["脱贫户数"] = ["register.exited_households"],
        ["脱贫人数"] = ["register.exited_persons"],
        ["乡镇数"] = ["register.townships"],
        ["行政村数"] = ["register.villages"],
        ["贫困村数"] = ["register.poor_villages"],
        ["贫困村"] = ["poor", "register.poor_villages"],
        ["贫困乡"] = ["poor"],
        ["出列日期"] = ["exited_on"],
        ["人均纯收入"] = ["income_per_head"],
        ["上年人均纯收入"] = ["before.income_per_head"],
        ["村集体经济收入"] = ["collective_income"],
        ["通硬化路"] = ["paved_road"],
        ["未硬化道路里程"] = ["unpaved_km"],
        ["通客运班车"] = ["bus"],
        ["饮水不安全户数"] = ["unsafe_water_households"],
        ["通自来水户数"] = ["piped_water_households"],
        ["危房户数"] = ["dangerous_housing_households"],
        ["未通电户数"] = ["no_power_households"],
        ["执业医师数"] = ["doctors"],
        ["有文化室"] = ["culture_room"],
        ["通宽带"] = ["broadband"],
        ["参加医保人数"] = ["medical_insured"],
        ["合作社数"] = ["cooperatives", "register.organisations.cooperative"],
        ["产业园基地数"] = ["register.organisations.park"],
        ["成立日期"] = ["founded_on"],
        ["当年利润"] = ["profit"],
        ["已付分红"] = ["dividends_paid"],
        ["带动贫困户数"] = ["poor_members"],
    };

    private static readonly Dictionary<string, string> Levels = new()
    {
        ["kindergarten"] = "preschool", ["primary"] = "primary", ["junior"] = "junior", ["senior"] = "senior", ["vocational"] = "secondary_vocational",
    };

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["cooperative"] = "cooperative", ["leading_enterprise"] = "company", ["enterprise"] = "company", ["family_farm"] = "family_farm", ["bank"] = "bank",
    };

    /// <summary>The kinds of organisations that are schools and enterprises to plans.</summary>
    public static IReadOnlyList<string> Organisations(PolicySubject kind) =>
        kind == PolicySubject.School ? ["school"] : ["cooperative", "leading_enterprise", "family_farm", "workshop", "park", "pv", "enterprise", "bank"];

    /// <summary>Whether it is counted from the register alone, so that nobody's word can stand for it.</summary>
    public static bool Counts(PolicySubject kind, SubjectFact fact) =>
        Computed(fact.Title.Zh) || (Registered(kind) && Fields.GetValueOrDefault(fact.Title.Zh) is { } fields && fields.All(f => f.StartsWith("register.", StringComparison.Ordinal) && !f.StartsWith("register.organisations.", StringComparison.Ordinal)));

    /// <summary>The fields of the register that say the same, the first that has a value first.</summary>
    public static IReadOnlyList<string> FieldsOf(SubjectFact fact) => Fields.GetValueOrDefault(fact.Title.Zh) ?? [];

    /// <summary>Whether the register can have it at all, for whoever lists what must be asked.</summary>
    public static bool Has(PolicySubject kind, SubjectFact fact) => Computed(fact.Title.Zh) || (Fields.ContainsKey(fact.Title.Zh) && Registered(kind))
        || (fact.Title.Zh, kind) is ("人均耕地", PolicySubject.Village) or ("有卫生室", PolicySubject.Village) or ("学段", PolicySubject.School) or ("主体类型", PolicySubject.Enterprise);

    /// <summary>The value that the register has; null when it has none.</summary>
    /// <param name="facts">Of the subject; empty for one that has no page in the register.</param>
    public static JsonNode? Find(SubjectFact fact, IReadOnlyDictionary<string, JsonNode> facts, int year, DateOnly on)
    {
        var value = fact.Title.Zh switch
        {
            "年度" => JsonValue.Create((decimal)year),
            "核查日期" => JsonValue.Create(on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            "人均耕地" when Number("cultivated") is { } land && Number("population") is { } heads and > 0 => JsonValue.Create(Math.Round(land / heads, 4)),
            "有卫生室" when Number("clinics") is { } clinics => JsonValue.Create(clinics > 0),
            "学段" when Code("stage", Levels) is { } level => JsonValue.Create(level),
            "主体类型" when Code("kind", Kinds) is { } kind => JsonValue.Create(kind),
            _ => FieldsOf(fact).Select(f => facts.GetValueOrDefault(f)).FirstOrDefault(v => v is not null && FactValues.Fits(fact, v)),
        };
        return value is not null && FactValues.Fits(fact, value) ? value : null;

        decimal? Number(string field) => facts.GetValueOrDefault(field) is { } number ? FactValues.Number(number) : null;

        string? Code(string field, Dictionary<string, string> codes) => facts.GetValueOrDefault(field) is { } code ? codes.GetValueOrDefault((string)code!) : null;
    }

    private static bool Computed(string title) => title is "年度" or "核查日期";

    private static bool Registered(PolicySubject kind) =>
        kind is PolicySubject.Village or PolicySubject.Township or PolicySubject.County or PolicySubject.School or PolicySubject.Enterprise;
}
