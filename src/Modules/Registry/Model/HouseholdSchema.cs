using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Model;

/// <summary>
/// Checks a household object against the contract's own JSON Schema (the keywords that it uses), widened by the members
/// that only the register keeps. Finds all faults, each with its path; unknown members are faults.
/// </summary>
internal static class HouseholdSchema
{
    private static readonly JsonObject Root = Load();

    public static List<Problem> Check(JsonElement household)
    {
        List<Problem> problems = [];
        Check(household, Root, "", problems);
        return problems;
    }

    /// <summary>The label of a member, such as 住房面积 for <c>housing.area</c>; null when the contract has none.</summary>
    public static string? Label(string path) => Node(path) is { } schema ? (string?)schema["description"] : null;

    /// <summary>The label of a code, such as C级危房.</summary>
    public static string? CodeLabel(string path, string code) => Node(path)?["x-labels"] is JsonObject labels ? (string?)labels[code] : null;

    /// <summary>Every member that holds a single value or a list of codes, in the contract's order: <c>housing.grade</c>, <c>persons.labour</c>.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Members() => Members(Root, "");

    private static IEnumerable<(string Path, JsonObject Schema)> Members(JsonObject at, string path)
    {
        foreach (var (name, value) in at["properties"]!.AsObject())
        {
            var (schema, own) = (value!.AsObject(), path.Length == 0 ? name : $"{path}.{name}");
            if (schema["properties"] is not null)
            {
                foreach (var member in Members(schema, own))
                {
                    yield return member;
                }
            }
            else if (own == "persons")
            {
                foreach (var member in Members(schema["items"]!.AsObject(), own))
                {
                    yield return member;
                }
            }
            else if (schema["items"]?["properties"] is null)
            {
                yield return (own, schema);
            }
        }
    }

    private static JsonObject Load()
    {
        using var stream = typeof(HouseholdSchema).Assembly.GetManifestResourceStream("household.schema.json")!;
        var root = JsonNode.Parse(stream)!.AsObject();
        var household = root["properties"]!.AsObject();
        household["phone"] = Text("联系电话", "^[0-9+()/ 、,;-]{5,40}$");
        household["bank_account"] = Text("银行账号", "^[0-9]{8,32}$");
        household["stated_income_per_head"] = new JsonObject
        {
            ["type"] = new JsonArray("number", "null"), ["description"] = "人均纯收入(登记数)", ["minimum"] = -1_000_000m,
        };
        household["persons"]!["items"]!["properties"]!["phone"] = Text("联系电话", "^[0-9+()/ 、,;-]{5,40}$");
        household["persons"]!["items"]!["properties"]!["disability_card"]!["pattern"] = "^[0-9]{17}[0-9X][1-7][1-4]([0-9A-Z]{2})?$";
        return root;

        static JsonObject Text(string label, string pattern) =>
            new() { ["type"] = new JsonArray("string", "null"), ["description"] = label, ["pattern"] = pattern };
    }

    /// <summary>What the contract says of a member; of a list of codes what it says of the codes.</summary>
    public static JsonObject? Node(string path)
    {
        var at = Root;
        foreach (var name in path.Split('.'))
        {
            at = at["items"]?["properties"]?[name] as JsonObject ?? at["properties"]?[name] as JsonObject;
            if (at is null)
            {
                return null;
            }
        }

        return at["enum"] is null && at["items"] is JsonObject items && items["enum"] is not null ? items : at;
    }

    private static void Check(JsonElement value, JsonObject schema, string path, List<Problem> problems)
    {
        if (schema["enum"] is JsonArray codes)
        {
            CheckCode(value, codes, schema, path, problems);
            return;
        }

        if (!Types(schema).Any(type => Is(value, type)))
        {
            var expected = string.Join(" / ", Types(schema));
            Add(problems, "wrong-type", path, $"这里应为 {expected}。", $"Expected {expected} here.");
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(value, schema, path, problems);
                break;
            case JsonValueKind.Array:
                CheckArray(value, schema, path, problems);
                break;
            case JsonValueKind.String:
                CheckText(value.GetString()!, schema, path, problems);
                break;
            case JsonValueKind.Number:
                CheckNumber(value, schema, path, problems);
                break;
        }
    }

    private static IEnumerable<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Select(t => (string)t!),
        null => ["object"],
        var one => [(string)one!],
    };

    private static bool Is(JsonElement value, string type) => (type, value.ValueKind) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("number", JsonValueKind.Number) => value.TryGetDecimal(out _),
        ("integer", JsonValueKind.Number) => value.TryGetInt32(out _),
        _ => false,
    };

    private static void CheckCode(JsonElement value, JsonArray codes, JsonObject schema, string path, List<Problem> problems)
    {
        var ok = value.ValueKind switch
        {
            JsonValueKind.Null => codes.Contains(null),
            JsonValueKind.String => codes.Any(c => c is not null && (string)c! == value.GetString()),
            _ => false,
        };
        if (!ok)
        {
            var labels = schema["x-labels"] as JsonObject;
            var known = codes.Where(c => c is not null).Select(c => (string)c!).ToList();
            Add(problems, "unknown-code", path,
                $"没有这个代码。可用:{string.Join("、", known.Select(c => labels?[c] is { } label ? $"{c}({label})" : c))}。",
                $"No such code. Use one of: {string.Join(", ", known)}.");
        }
    }

    private static void CheckObject(JsonElement value, JsonObject schema, string path, List<Problem> problems)
    {
        var members = schema["properties"]!.AsObject();
        HashSet<string> seen = [];
        foreach (var member in value.EnumerateObject())
        {
            var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
            {
                Add(problems, "repeated-member", at, "这个字段出现了两次,请只留一个。", "This member stands twice. Keep one.");
            }
            else if (members[member.Name] is JsonObject known)
            {
                Check(member.Value, known, at, problems);
            }
            else
            {
                Add(problems, "unknown-member", at,
                    $"没有名为“{CleanText.Of(member.Name)}”的字段,请检查拼写。", "There is no such member. Check its spelling.");
            }
        }

        foreach (var name in (schema["required"] as JsonArray ?? []).Select(n => (string)n!).Where(n => !seen.Contains(n)))
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            var label = (string?)members[name]?["description"] ?? name;
            Add(problems, "missing-member", at, $"缺少必填项:{label}。", $"The member '{name}' is required.");
        }
    }

    private static void CheckArray(JsonElement value, JsonObject schema, string path, List<Problem> problems)
    {
        var length = value.GetArrayLength();
        if (schema["maxItems"] is { } max && length > (int)max)
        {
            Add(problems, "too-many", path, $"最多 {max} 项,现有 {length} 项。", $"At most {max} items; there are {length}.");
        }

        if (schema["minItems"] is { } min && length < (int)min)
        {
            Add(problems, "too-few", path, $"至少 {min} 项。", $"At least {min} item(s).");
        }

        var items = schema["items"]!.AsObject();
        HashSet<string> seen = [];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            Check(item, items, at, problems);
            if ((bool?)schema["uniqueItems"] == true && !seen.Add(item.GetRawText()))
            {
                Add(problems, "repeated-item", at, "这一项重复了,请删去。", "This item stands twice. Remove one.");
            }
        }
    }

    private static void CheckText(string text, JsonObject schema, string path, List<Problem> problems)
    {
        if (text.Length > 1000)
        {
            Add(problems, "too-long", path, "文字过长,最多 1000 字。", "The text is too long: at most 1,000 characters.");
        }
        else if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        {
            var label = (string?)schema["description"] ?? path;
            Add(problems, "wrong-form", path, $"格式不对({label})。", $"The text does not have the expected form {pattern}.");
        }
        else if ((string?)schema["format"] == "date" && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Add(problems, "wrong-date", path, "日期应写作 2016-05-01,且日历上有这一天。", "Write the date as 2016-05-01; it must be a day of the calendar.");
        }
    }

    private static void CheckNumber(JsonElement value, JsonObject schema, string path, List<Problem> problems)
    {
        var number = value.GetDecimal();
        var (min, max) = ((decimal?)schema["minimum"], (decimal?)schema["maximum"]);
        if (number < min || number > max)
        {
            Add(problems, "out-of-range", path,
                $"应{(min is null ? "" : $"不小于 {min}")}{(min is null || max is null ? "" : "、")}{(max is null ? "" : $"不大于 {max}")}。",
                $"Expected {(min is null ? "" : $"at least {min}")}{(min is null || max is null ? "" : " and ")}{(max is null ? "" : $"at most {max}")}.");
        }
        else if (Math.Abs(number) > 1_000_000_000_000m)
        {
            Add(problems, "out-of-range", path, "数值过大。", "The number is too large.");
        }
    }

    private static void Add(List<Problem> problems, string code, string path, string zh, string en) =>
        problems.Add(new Problem(code, new LocalText(zh, en), path));
}
