using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>Values of facts: checked, read from cells, said in words.</summary>
internal static class FactValues
{
    private const int MostRows = 200;
    private const int MostText = 200;
    private static readonly char[] Separators = ['、', ',', ',', ';', ';', '\n'];

    private static readonly Dictionary<string, LocalText> Units = new(StringComparer.Ordinal)
    {
        ["yuan"] = new("元", "yuan"), ["person"] = new("人", "persons"), ["household"] = new("户", "households"), ["ratio"] = new("比例,1 为 100%", "share, 1 is 100%"),
        ["day"] = new("天", "days"), ["village"] = new("个村", "villages"), ["mu"] = new("亩", "mu"), ["month"] = new("个月", "months"), ["km"] = new("公里", "km"),
        ["kW"] = new("千瓦", "kW"), ["kg"] = new("公斤", "kg"), ["year"] = new("年", "years"), ["notice"] = new("次", "notices"), ["announcement"] = new("次", "announcements"),
        ["visit"] = new("次", "visits"), ["meeting"] = new("次", "meetings"), ["inspection"] = new("次", "inspections"), ["park"] = new("个", "parks"), ["class"] = new("个班", "classes"),
        ["credit"] = new("学分", "credits"), ["gap"] = new("处", "gaps"), ["unit"] = new("个", "units"), ["copy"] = new("份", "copies"), ["hamlet"] = new("个", "hamlets"),
        ["party"] = new("方", "parties"), ["township"] = new("个乡镇", "townships"), ["industry"] = new("个", "industries"), ["cooperative"] = new("个", "cooperatives"),
    };

    public static LocalText? Unit(SubjectFact fact) => fact.Unit is null ? null : Units.GetValueOrDefault(fact.Unit) ?? new LocalText(fact.Unit, fact.Unit);

    /// <summary>Whether a value is one of the fact's.</summary>
    public static bool Fits(SubjectFact fact, JsonNode value) => Wrong(fact, value) is null;

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public static LocalText? Wrong(SubjectFact fact, JsonNode value)
    {
        var kind = value.GetValueKind();
        switch (fact.Type)
        {
            case FactType.Boolean:
                return kind is JsonValueKind.True or JsonValueKind.False ? null : new LocalText("应为是或否。", "Expected yes or no.");
            case FactType.Number or FactType.Integer:
                if (kind != JsonValueKind.Number || Number(value) is not { } number)
                {
                    return new LocalText("应为数字。", "Expected a number.");
                }

                return fact.Type == FactType.Integer && decimal.Truncate(number) != number ? new LocalText("应为整数。", "Expected a whole number.")
                    : number < fact.Minimum ? new LocalText($"应不小于 {fact.Minimum}。", $"Expected at least {fact.Minimum}.")
                    : number > fact.Maximum ? new LocalText($"应不大于 {fact.Maximum}。", $"Expected at most {fact.Maximum}.")
                    : Math.Abs(number) > 1_000_000_000_000m ? new LocalText("数字过大。", "The number is too large.") : null;
            case FactType.Date:
                return kind == JsonValueKind.String && Day((string)value!) is not null ? null : new LocalText("日期应写作 2016-05-01。", "Write the date as 2016-05-01.");
            case FactType.Code:
                return kind == JsonValueKind.String && fact.Codes.Any(c => c.Code == (string)value!) ? null : Choices(fact);
            case FactType.List:
                return value is JsonArray rows && rows.Count <= MostRows ? rows.Select(row => Row(fact, row)).FirstOrDefault(wrong => wrong is not null)
                    : new LocalText($"应为列表,至多 {MostRows} 项。", $"Expected a list of at most {MostRows}.");
            default:
                return kind == JsonValueKind.String && CleanText.Of((string)value!) is { Length: > 0 and <= MostText } ? null
                    : new LocalText($"应为 1–{MostText} 个字。", $"Expected 1 to {MostText} characters.");
        }
    }

    /// <summary>A cell of a template. <c>Said</c> is false for an empty cell, which says nothing.</summary>
    public static (bool Said, JsonNode? Value, LocalText? Wrong) Cell(SubjectFact fact, CellValue cell)
    {
        var text = CleanText.Of(cell.ToString());
        if (text.Length == 0)
        {
            return (false, null, null);
        }

        if (text is "不详" or "不掌握" or "unknown"
            || (text is "没有" or "无" or "none" && fact.Type != FactType.Boolean && fact.Codes.All(c => c.Label != text && c.Code != text)))
        {
            return (true, null, null);
        }

        JsonNode? value = fact.Type switch
        {
            FactType.Boolean => text switch { "是" or "有" or "√" or "yes" or "true" => JsonValue.Create(true), "否" or "无" or "没有" or "×" or "no" or "false" => JsonValue.Create(false), _ => null },
            FactType.Number or FactType.Integer => decimal.TryParse(text.Replace(",", "").Replace(",", ""), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
            FactType.Date => (cell.Date ?? Day(text)) is { } day ? JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null,
            FactType.Code => Code(fact, text) is { } code ? JsonValue.Create(code) : null,
            FactType.List when fact.Members.Count == 0 => Codes(fact, text),
            FactType.List => null,
            _ => JsonValue.Create(text),
        };
        var wrong = value is null ? fact.Type switch
        {
            FactType.Boolean => new LocalText("请填是或否。", "Write yes or no."),
            FactType.Number or FactType.Integer => new LocalText("应为数字。", "Expected a number."),
            FactType.Date => new LocalText("日期应写作 2016-05-01。", "Write the date as 2016-05-01."),
            FactType.List when fact.Members.Count > 0 => new LocalText("明细请在页面上填写。", "Fill in the rows on the page."),
            _ => Choices(fact),
        } : Wrong(fact, value);
        return (true, value, wrong);
    }

    /// <summary>A value as a template's cell and a list show it, in Chinese.</summary>
    public static string Text(SubjectFact fact, JsonNode? value) => value switch
    {
        null => fact.Optional ? "没有" : "不详",
        JsonArray rows when fact.Members.Count == 0 => rows.Count == 0 ? "没有" : string.Join('、', rows.Select(r => Label(fact, (string)r!))),
        JsonArray rows => $"{rows.Count} 项",
        _ => fact.Type switch
        {
            FactType.Boolean => value.GetValue<bool>() ? "是" : "否",
            FactType.Code => Label(fact, (string)value!),
            FactType.Number or FactType.Integer => Number(value)?.ToString("0.##########", CultureInfo.InvariantCulture),
            _ => (string)value!,
        } ?? "",
    };

    /// <summary>A number, whichever kind of number it was made of; null when it is none that fits.</summary>
    public static decimal? Number(JsonNode value) =>
        decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static LocalText? Row(SubjectFact fact, JsonNode? row)
    {
        if (fact.Members.Count == 0)
        {
            return row is JsonValue code && code.GetValueKind() == JsonValueKind.String && fact.Codes.Any(c => c.Code == (string)code!) ? null : Choices(fact);
        }

        if (row is not JsonObject members || members.Any(m => fact.Members.All(f => f.Id != m.Key)))
        {
            return new LocalText("明细的栏目不对。", "The rows have other columns.");
        }

        return members.Where(m => m.Value is not null).Select(m => (Fact: fact.Members.First(f => f.Id == m.Key), Value: m.Value!))
            .Select(m => Wrong(m.Fact, m.Value) is { } wrong ? new LocalText($"{m.Fact.Title.Zh}:{wrong.Zh}", $"{m.Fact.Title.En}: {wrong.En}") : null).FirstOrDefault(w => w is not null);
    }

    private static LocalText Choices(SubjectFact fact) =>
        new($"可用:{string.Join("、", fact.Codes.Select(c => c.Label))}。", $"Use: {string.Join(", ", fact.Codes.Select(c => c.Code))}.");

    private static JsonArray? Codes(SubjectFact fact, string text)
    {
        var codes = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => Code(fact, t)).ToList();
        return codes.Contains(null) ? null : new JsonArray([.. codes.Distinct().Select(c => JsonValue.Create(c))]);
    }

    private static string? Code(SubjectFact fact, string text) => fact.Codes.FirstOrDefault(c => c.Label == text || c.Code == text)?.Code;

    private static string Label(SubjectFact fact, string code) => fact.Codes.FirstOrDefault(c => c.Code == code)?.Label ?? code;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
