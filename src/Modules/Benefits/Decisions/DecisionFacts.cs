using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Decisions;

/// <summary>What a rule read when it left the decision to a person, as one hash: while it is the same, the decision stands.</summary>
internal static class DecisionFacts
{
    /// <summary>Over the values of what was read (an age grows by itself) and over the stored facts behind them (another cause is another case).</summary>
    public static byte[] Hash(PolicyResult result, PreparedPack pack, HouseholdRecord household)
    {
        using var document = JsonDocument.Parse(household.Json);
        var text = new StringBuilder().Append(result.Status).Append('\n').AppendJoin(',', result.Needs.Order(StringComparer.Ordinal)).Append('\n');
        var read = result.Because.Where(r => r.Expression is not null).OrderBy(r => r.Expression, StringComparer.Ordinal).ToList();
        foreach (var reason in read)
        {
            text.Append(reason.Expression).Append('=').Append(reason.Unknown ? "?" : Convert.ToString(reason.Value, CultureInfo.InvariantCulture)).Append('\n');
        }

        foreach (var fact in read.SelectMany(r => pack.FactsBehind(result.Policy, r.Expression!)).Distinct().OrderBy(f => f.OfPerson).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            text.Append(fact.OfPerson).Append(fact.Path).Append('=').Append(Value(document.RootElement, fact, result.Subject)).Append('\n');
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string? Value(JsonElement household, RegisterFact fact, string subject)
    {
        var at = household;
        if (fact.OfPerson)
        {
            at = household.TryGetProperty("persons", out var persons)
                ? persons.EnumerateArray().FirstOrDefault(p => p.TryGetProperty("id", out var id) && id.GetString() == subject) : default;
        }

        foreach (var name in fact.Path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.GetRawText();
    }
}
