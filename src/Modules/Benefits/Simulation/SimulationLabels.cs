using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Simulation;

/// <summary>Words for the codes that stand in the report.</summary>
internal static class SimulationLabels
{
    private static readonly Dictionary<string, LocalText> Words = new()
    {
        ["source:national"] = new("中央财政", "Central government"),
        ["source:central"] = new("中央财政", "Central government"),
        ["source:province"] = new("省级财政", "Province"),
        ["source:city"] = new("市级财政", "City"),
        ["source:city_county"] = new("市县财政", "City and county"),
        ["source:county"] = new("县级财政", "County"),
        ["source:township"] = new("乡镇", "Township"),
        ["source:unspecified"] = new("文件未说明", "Not stated"),
        ["source:unknown"] = new("文件未说明", "Not stated"),
        ["type:general"] = new("一般贫困户", "General poor household"),
        ["type:dibao_poor"] = new("低保贫困户", "Poor household on dibao"),
        ["type:dibao"] = new("纯低保户", "Dibao household"),
        ["type:wubao"] = new("五保户", "Wubao household"),
        ["type:"] = new("未填写", "Not stated"),
        ["status:none"] = new("未登记", "Not registered"),
        ["status:applicant"] = new("申请中", "Applicant"),
        ["status:registered"] = new("建档立卡", "Registered"),
        ["status:exited"] = new("已脱贫", "Exited"),
        ["status:monitored"] = new("监测", "Monitored"),
        ["status:"] = new("未填写", "Not stated"),
    };

    /// <summary>The words, or the code itself.</summary>
    public static string Of(string kind, string code) => Words.TryGetValue($"{kind}:{code}", out var words) ? words.InCurrent() : code;
}
