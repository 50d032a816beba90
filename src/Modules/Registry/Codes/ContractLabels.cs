using System.Collections.Concurrent;
using System.Text.Json;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Codes;

/// <summary>
/// The enums of the household contract with the labels that its schema gives (<c>x-labels</c>) and what national exports, older
/// forms and people write instead.
/// </summary>
internal static class ContractLabels
{
    private static readonly Lazy<JsonDocument> Schema = new(() =>
        JsonDocument.Parse(typeof(ContractLabels).Assembly.GetManifestResourceStream("household.schema.json")!));

    private static readonly ConcurrentDictionary<string, CodeTable> Tables = new();

    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["status"] = "registered:未脱贫,返贫,建档立卡,建档立卡贫困户,贫困户,在册 exited:脱贫,新脱贫,历史已脱贫,脱贫户,已脱贫户 monitored:监测对象,监测户,防返贫监测对象 none:一般农户,非贫困户,普通农户 applicant:申请,申请户",
        ["category"] = "general:一般脱贫户,一般农户 dibao_poor:低保脱贫户,低保贫困 dibao:低保户,低保 wubao:五保贫困户,五保,特困户,特困供养,五保脱贫户,特困供养脱贫户,分散供养,集中供养",
        ["monitoring"] = "unstable_exited:脱贫不稳定 marginal:边缘户,边缘易致贫 sudden_hardship:突发严重困难,严重困难户",
        ["causes"] = "illness:患病,生病,疾病,因病致贫,大病,因患病 disability:残疾,因残疾,因残致贫 schooling:上学,因学致贫,因上学,教育 disaster:因自然灾害,自然灾害,灾害,因灾害 land:缺地,缺耕地 skills:缺技能,无技术 labour:缺劳动力,缺少劳动力,无劳动力 capital:缺少资金,无资金 transport:交通落后,交通条件 motivation:自身发展力不足,发展动力不足,缺乏动力,因自身发展动力不足 marriage:结婚 funeral:丧葬 accident:因意外事故,事故 business_failure:因产业失败,经营失败,生产经营失败 unstable_work:务工不稳,因务工就业不稳,就业不稳 other:其它",
        ["housing.grade"] = "A:A,甲级,安全 B:B C:C,C级 D:D,D级",
        ["hardship"] = "special:特困 distressed:危困户,危困 five_no:五无,五无特困户 three_no:三无 backstop:兜底户,兜底保障户,兜底",
        ["relocation.mode"] = "concentrated:集中 dispersed:分散",
        ["persons.attainment"] = "illiterate:文盲,半文盲,文盲半文盲 primary:小学文化 junior:初中文化 senior:高中或中专,中专,高中(中专) college:大专,本科,本科及以上,大学,大学专科,大学本科,研究生 preschool_age:学龄前儿童",
        ["persons.school.stage"] = "none:非在校生,不在校,未在校,否 preschool:学前教育,幼儿园 junior:初级中学 senior:高中 vocational_secondary:中等职业,中等职业教育,中专,中职中专,技工学校 vocational_college:高职,专科,大专,高职高专 undergraduate:大学本科,大学 postgraduate:硕士,博士,硕士研究生,博士研究生,硕士研究生及以上,硕士及以上",
        ["persons.school.place"] = "county:本县 province:本省 outside:外省 overseas:国外",
        ["persons.school.major"] = "agriculture:农业 arts_performance:艺术",
        ["persons.health"] = "healthy:健康或良好,良好,正常 chronic:慢性病,患有慢性病,患慢性病,慢病 serious_illness:患有大病,患大病,重病,重大疾病 disabled:残疾人,患有残疾",
        ["persons.labour"] = "ordinary:普通 skilled:技能 weak:弱劳动力,半劳动力,弱劳力,弱(半)劳动力,弱劳动力/半劳动力 lost:丧失,丧失劳动能力 none:无,无劳力,无劳动能力",
        ["persons.employment.place"] = "township:乡内,镇内,乡镇内,本乡镇 county:县内,乡镇外县内 province:省内 none:无,否,未外出",
        ["persons.training.programme"] = "yulu:雨露 new_farmer:新型农民 skills:技能",
        ["received.recurring"] = "month:月 year:年 once:次",
        ["linkages.kind"] = "leading_enterprise:企业 cooperative:合作社 family_farm:农场 workshop:车间 park:产业园,基地 pv:光伏 mutual_fund:互助金",
        ["linkages.mode"] = "order:订单,保底收购 employment:就业 shares:入股,分红 land:流转 trusteeship:托管,代养",
        ["persons.sex"] = "male:男性,1 female:女性,2",
    };

    /// <summary>The table of an enum by its place in the household schema, such as <c>persons.school.stage</c>.</summary>
    public static CodeTable Of(string path) => Tables.GetOrAdd(path, Read);

    /// <summary>The label that is written, of those a table understands.</summary>
    public static string Label<TEnum>(string path, TEnum value)
        where TEnum : struct, Enum => Of(path).Label(Facts.Code(value))!;

    private static CodeTable Read(string path)
    {
        var node = Schema.Value.RootElement;
        foreach (var name in path.Split('.'))
        {
            node = node.GetProperty("properties").GetProperty(name);
            node = node.TryGetProperty("items", out var items) ? items : node;
        }

        var labels = new List<(string, string)>();
        var synonyms = new List<(string, string)>();
        foreach (var label in node.GetProperty("x-labels").EnumerateObject())
        {
            var texts = label.Value.GetString()!.Replace(" (undefined in the source)", "", StringComparison.Ordinal).Split('/');
            labels.Add((label.Name, texts[0]));
            synonyms.AddRange(texts.Skip(1).Select(t => (t, label.Name)));
        }

        if (Synonyms.TryGetValue(path, out var more))
        {
            synonyms.AddRange(StandardCodes.Synonyms(more));
        }

        return new CodeTable(path, labels, synonyms);
    }
}
