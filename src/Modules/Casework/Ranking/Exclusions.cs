using System.Text.Json;
using Fuyao.Kernel.Text;

namespace Fuyao.Casework.Ranking;

/// <summary>排除指标: facts that speak against a household's poverty and send somebody to look.</summary>
internal static class Exclusions
{
    public static readonly IReadOnlyDictionary<string, LocalText> Names = new Dictionary<string, LocalText>
    {
        ["cars"] = new("有非生产性机动车", "owns a car"),
        ["town_housing"] = new("有城镇商品房", "owns housing in town"),
        ["company"] = new("有注册公司", "has a registered company"),
        ["public_employee"] = new("有财政供养人员", "has a member in public employ"),
    };

    /// <summary>Reads <c>assets</c> and <c>category</c> of the contract's household object.</summary>
    /// <returns>The facts that hold, those that are not known (absent means unknown here), and the household's type.</returns>
    public static (IReadOnlyList<string> Flags, IReadOnlyList<string> Unchecked, string? Category) Of(ReadOnlyMemory<byte> householdJson)
    {
        using var household = JsonDocument.Parse(householdJson);
        var assets = household.RootElement.TryGetProperty("assets", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        List<string> flags = [], unknown = [];
        foreach (var name in Names.Keys)
        {
            var value = assets.ValueKind == JsonValueKind.Object && assets.TryGetProperty(name, out var fact) ? fact : default;
            switch (value.ValueKind)
            {
                case JsonValueKind.True:
                case JsonValueKind.Number when value.GetDecimal() > 0:
                    flags.Add(name);
                    break;
                case JsonValueKind.False or JsonValueKind.Number:
                    break;
                default:
                    unknown.Add(name);
                    break;
            }
        }

        return (flags, unknown, household.RootElement.TryGetProperty("category", out var type) ? type.GetString() : null);
    }

    public static string Describe(IEnumerable<string> flags, string? culture = null) =>
        string.Join(culture == "en" ? ", " : "、", flags.Select(f => Names.TryGetValue(f, out var name) ? name.In(culture) : f));
}
