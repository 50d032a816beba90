using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Packs;

/// <summary>
/// Reads one file of <c>tests/</c>: a base <c>household</c> that the tests of the file share, and <c>tests</c>, each with what it changes
/// (<c>household</c>: members of the household; <c>person</c>: members of its first person; null takes a member away, "unknown" makes it
/// unknown) and what it expects: results by policy, checks, outcomes of procedures, and values of expressions. <c>facts</c> are those of a
/// subject that is no household.
/// </summary>
internal sealed class PackTestReader(YamlItem item, Findings findings)
{
    private static readonly string[] Statuses = ["awarded", "not_eligible", "undetermined", "excluded", "manual"];

    public IEnumerable<PackTest> Read()
    {
        item.Only("household", "on", "tests");
        var household = item["household"] is { } shared ? (JsonObject?)Json(shared) : null;
        foreach (var test in item["tests"]?.Items ?? [])
        {
            test.Only("name", "on", "parameters", "household", "person", "facts", "expect", "values", "checks", "outcomes", "conflicts");
            if (test["expect"] is null && test["values"] is null && test["checks"] is null && test["outcomes"] is null && test["conflicts"] is null)
            {
                findings.Error("no-expectation", test.Place, "测试没有写明期望的结果。", "The test does not say what it expects.");
            }

            yield return new PackTest(
                test.Required("name"), test.Date("on") ?? item.Date("on") ?? new DateOnly(2016, 5, 1), Household(household, test),
                [.. Expected(test)], [.. test["values"]?.Members.Select(m => (new FeelSource(m.Key, m.Value.Place), m.Value.Text ?? "null")) ?? []], test.Place)
            {
                Checks = [.. test["checks"]?.Members.Select(c => Check(c.Key, c.Value)) ?? []],
                Facts = test["facts"] is { } facts ? Json(facts)?.ToJsonString() : null,
                Outcomes = [.. test["outcomes"]?.Members.Select(o => (o.Key, o.Value.Text ?? "none", o.Value.Place)) ?? []],
                Parameters = (test["parameters"]?.Members ?? []).ToDictionary(m => m.Key, m => ParameterReader.FeelOf(m.Value)),
                Conflicts = test["conflicts"] is null ? null : [.. test.Texts("conflicts").Select(c => c.Text)],
            };
        }
    }

    private static ExpectedCheck Check(string id, YamlItem expected)
    {
        if (expected.Text is { } status)
        {
            return new ExpectedCheck(id, status, null, expected.Place);
        }

        expected.Only("inputs", "status");
        return new ExpectedCheck(id, expected.Required("status"), expected["inputs"] is { } inputs ? Json(inputs)?.ToJsonString() ?? "{}" : "{}", expected.Place);
    }

    private byte[] Household(JsonObject? shared, YamlItem test)
    {
        var household = (JsonObject?)shared?.DeepClone() ?? new JsonObject();
        Merge(household, test["household"]);
        if (test["person"] is { } change)
        {
            if (household["persons"]?[0] is JsonObject person)
            {
                Merge(person, change);
            }
            else
            {
                findings.Error("no-person", change.Place, "本文件的户没有成员可改。", "The household of this file has no person to change.");
            }
        }

        return System.Text.Encoding.UTF8.GetBytes(household.ToJsonString());
    }

    // A plain null takes the member away; "unknown" is JSON null, the contract's way to say that nobody knows.
    private static void Merge(JsonObject target, YamlItem? change)
    {
        foreach (var (key, value) in change?.Members ?? [])
        {
            if (value.Node is YamlScalarNode { Value: "null" or "~" or "" })
            {
                target.Remove(key);
            }
            else
            {
                target[key] = Json(value);
            }
        }
    }

    private static JsonNode? Json(YamlItem value)
    {
        var node = JsonNode.Parse(YamlJson.Bytes(value.Node));
        return node is JsonValue scalar && scalar.TryGetValue<string>(out var text) && text == "unknown" ? null : Unknowns(node);
    }

    private static JsonNode? Unknowns(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text) && text == "unknown")
                    {
                        map[key] = null;
                    }
                    else
                    {
                        Unknowns(value);
                    }
                }

                break;
            case JsonArray list:
                foreach (var element in list)
                {
                    Unknowns(element);
                }

                break;
        }

        return node;
    }

    private IEnumerable<ExpectedResult> Expected(YamlItem test)
    {
        foreach (var (policy, result) in test["expect"]?.Members ?? [])
        {
            if (result.Text is { } text)
            {
                yield return Statuses.Contains(text)
                    ? new ExpectedResult(policy, null, text, null, null, null, null, null, null, result.Place)
                    : new ExpectedResult(policy, null, "awarded", text, null, null, null, null, null, result.Place);
                continue;
            }

            result.Only("subject", "status", "amount", "value", "by", "needs", "funding", "row");
            yield return new ExpectedResult(
                policy, result["subject"]?.Text, result["status"]?.Text ?? "awarded", result["amount"]?.Text, result["value"]?.Text, result["by"]?.Text,
                result["needs"] is null ? null : [.. result.Texts("needs").Select(n => n.Text)],
                result["funding"] is { } funding ? [.. funding.Members.Select(m => (m.Key, m.Value.Text ?? ""))] : null,
                result.Whole("row", 0, 100_000), result.Place);
        }
    }
}
