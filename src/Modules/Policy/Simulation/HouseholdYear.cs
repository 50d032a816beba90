using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Simulation;

/// <summary>What one household is due in a year, worked out by the interpreter as <see cref="AwardSums"/> works out all of them.</summary>
internal static class HouseholdYear
{
    private const string Iso = "yyyy-MM-dd";

    public static IReadOnlyDictionary<string, Money> Of(PreparedPack pack, ReadOnlyMemory<byte> household)
    {
        var dated = DueDays.Dated(pack.Compiled);
        var now = pack.Evaluate(household, Explain.Nothing).Results;
        Dictionary<string, long> fen = [];
        foreach (var result in now.Where(r => !dated.Contains(r.Policy)))
        {
            Add(result, Simulator.TimesAYear(result.Unit));
        }

        var same = dated.Count == 0 ? default : WithMembersOf(pack.On, household);
        foreach (var (day, policies) in DueDays.Days(pack.Compiled, dated))
        {
            foreach (var result in new PreparedPack(day).Evaluate(same, Explain.Nothing).Results.Where(r => policies.Contains(r.Policy)))
            {
                Add(result, 1);
            }
        }

        return fen.ToDictionary(f => f.Key, f => new Money(f.Value));

        void Add(PolicyResult result, int times)
        {
            if (result.Status == ResultStatus.Awarded && result.Amount != Money.Zero)
            {
                fen[result.Policy] = fen.GetValueOrDefault(result.Policy) + (result.Amount.Fen * times);
            }
        }
    }

    // Members are those of the date on every day of its year: nobody is born or dies within it, and who is dead is dead all year.
    private static ReadOnlyMemory<byte> WithMembersOf(DateOnly on, ReadOnlyMemory<byte> household)
    {
        var json = JsonNode.Parse(household.Span)!;
        foreach (var person in (json["persons"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (Day(person["birth"]) is { } born && born.Year >= on.Year)
            {
                person["birth"] = Written(new DateOnly(born > on ? on.Year + 1 : on.Year, 1, 1));
            }

            if (Day(person["death"]) is { } died)
            {
                person["death"] = died > on ? null : Written(new DateOnly(Math.Min(died.Year, on.Year), 1, 1));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);

        static DateOnly? Day(JsonNode? node) =>
            node is JsonValue value && DateOnly.TryParseExact(value.ToString(), Iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        static string Written(DateOnly day) => day.ToString(Iso, CultureInfo.InvariantCulture);
    }
}
