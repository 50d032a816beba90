using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Records;

/// <summary>
/// The facts of a record: a flat object of the dictionary's fields. Absent means not stated, null means asked and not known.
/// </summary>
internal static class RecordFacts
{
    private const int MaxText = 500;

    /// <summary>Checks an object and puts it into canonical form: the dictionary's order, numbers without trailing zeros, clean texts.</summary>
    /// <param name="whole">Every required field must be there, be it as unknown.</param>
    /// <param name="problems">Receives every fault; paths are field ids.</param>
    public static JsonObject Read(string kind, bool yearly, JsonObject facts, bool whole, List<Problem> problems)
    {
        var fields = RecordDictionary.Of(kind, yearly).ToList();
        foreach (var (name, _) in facts.Where(f => fields.All(known => known.Id != f.Key)))
        {
            problems.Add(new Problem("unknown-member", new LocalText(
                $"没有名为“{CleanText.Of(name)}”的字段。", $"There is no field '{CleanText.Of(name)}' here."), name));
        }

        var canonical = new JsonObject();
        foreach (var field in fields)
        {
            if (!facts.TryGetPropertyValue(field.Id, out var value))
            {
                if (whole && field.Required)
                {
                    problems.Add(new Problem("missing-member", new LocalText(
                        $"请填写{field.Label.Zh};确实不掌握的,请选“不详”。", $"Answer '{field.Label.En}', or say that it is not known."), field.Id));
                }
            }
            else if (value is null)
            {
                canonical[field.Id] = null;
            }
            else if (Value(field, value, problems) is { } read)
            {
                canonical[field.Id] = read;
            }
        }

        CheckTogether(fields, canonical, problems);
        return canonical;
    }

    public static string Write(JsonObject facts) => facts.ToJsonString(Facts.Json);

    public static JsonObject Parse(string facts) => JsonNode.Parse(facts)!.AsObject();

    private static JsonNode? Value(RecordField field, JsonNode value, List<Problem> problems)
    {
        var kind = value.GetValueKind();
        switch (field.Type)
        {
            case "boolean":
                return kind is JsonValueKind.True or JsonValueKind.False ? value.DeepClone() : Wrong("应为是或否。", "Expected true or false.");
            case "integer" or "year" or "number" or "yuan":
                return kind == JsonValueKind.Number && value.AsValue().TryGetValue(out decimal number) ? Number(number) : Wrong("应为数字。", "Expected a number.");
            case "date":
                return kind == JsonValueKind.String && DateOnly.TryParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                    ? value.DeepClone() : Wrong("日期应写作 2016-05-01。", "Write the date as 2016-05-01.");
            case "code":
                return kind == JsonValueKind.String && field.Codes!.Any(c => c.Code == (string)value!) ? value.DeepClone()
                    : Wrong($"可用:{string.Join("、", field.Codes!.Select(c => $"{c.Code}({c.Label.Zh})"))}。", $"Use one of: {string.Join(", ", field.Codes!.Select(c => c.Code))}.");
            case "reference":
                return kind == JsonValueKind.String && Guid.TryParse((string)value!, out var id) ? JsonValue.Create(id.ToString()) : Wrong("应为记录编号。", "Expected a record's id.");
            default:
                return kind == JsonValueKind.String ? Text((string)value!) : Wrong("应为文字。", "Expected a text.");
        }

        JsonNode? Number(decimal number)
        {
            var places = field.Type is "integer" or "year" ? 0 : field.Places ?? 2;
            var (min, max) = field.Type == "year" ? (1949, 2100) : (field.Min, field.Max ?? 1_000_000_000_000m);
            if (number < min || number > max)
            {
                return Wrong(
                    $"应{(min is null ? "" : $"不小于 {min}")}{(min is null || field.Max is null ? "" : "、")}{(field.Max is null && field.Type != "year" ? "" : $"不大于 {max}")}{(min is null && field.Max is null ? "在合理范围内" : "")}。",
                    $"Expected {(min is null ? "" : $"at least {min} and ")}at most {max}.");
            }

            return decimal.Round(number, places) == number
                ? JsonValue.Create(number / 1.0000000000000000000000000000m)
                : Wrong(places == 0 ? "应为整数。" : $"最多 {places} 位小数。", places == 0 ? "Expected a whole number." : $"At most {places} decimal places.");
        }

        JsonNode? Text(string raw)
        {
            var text = CleanText.Of(raw);
            if (text.Length is 0 or > MaxText)
            {
                return Wrong($"应为 1–{MaxText} 个字。", $"Expected 1 to {MaxText} characters.");
            }

            if (field.Type != "credit_code")
            {
                return JsonValue.Create(text);
            }

            text = text.ToUpperInvariant();
            return CreditCode.IsValid(text) ? JsonValue.Create(text)
                : Wrong("统一社会信用代码应为18位,且校验码正确,请对照营业执照核对。", "A credit code has 18 characters with a fitting check character. Compare it with the licence.");
        }

        JsonNode? Wrong(string zh, string en)
        {
            problems.Add(new Problem("wrong-value", new LocalText($"{field.Label.Zh}:{zh}", $"{field.Label.En}: {en}"), field.Id));
            return null;
        }
    }

    private static void CheckTogether(List<RecordField> fields, JsonObject facts, List<Problem> problems)
    {
        var own = (string?)facts["kind"];
        foreach (var field in fields)
        {
            if (field.Of is { } kinds && own is not null && !kinds.Contains(own) && facts[field.Id] is not null)
            {
                var label = fields.First(f => f.Id == "kind").Codes!.First(c => c.Code == own).Label;
                problems.Add(new Problem("not-of-this-kind", new LocalText(
                    $"{label.Zh}没有“{field.Label.Zh}”一项,请清空或改正类型。", $"'{field.Label.En}' is not asked of a {label.En}: clear it, or correct the kind."), field.Id));
            }

            if (field.AtMost is { } whole && facts[field.Id] is JsonValue part && facts[whole] is JsonValue all && (decimal)part > (decimal)all)
            {
                var other = fields.First(f => f.Id == whole).Label;
                problems.Add(new Problem("more-than-whole", new LocalText(
                    $"{field.Label.Zh}({part})不能多于{other.Zh}({all})。", $"{field.Label.En} ({part}) cannot be more than {other.En} ({all})."), field.Id));
            }

            if (field.After is { } first && facts[field.Id] is JsonValue then && facts[first] is JsonValue start
                && string.CompareOrdinal((string)then!, (string)start!) < 0)
            {
                problems.Add(new Problem("wrong-order", new LocalText(
                    $"{field.Label.Zh}不能早于{fields.First(f => f.Id == first).Label.Zh}。",
                    $"{field.Label.En} cannot come before {fields.First(f => f.Id == first).Label.En}."), field.Id));
            }
        }
    }
}
