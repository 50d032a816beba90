using System.Globalization;
using System.Text;
using System.Text.Json;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Contracts;

/// <summary>The document that <c>eval</c> reads and prints: one household or many, one pack, one date.</summary>
public static class EvaluationDocument
{
    internal static IReadOnlyList<HouseholdOutcome> Evaluate(PreparedPack pack, ReadOnlyMemory<byte> json, Explain explain, string? policy)
    {
        if (Households(json) is not { } households)
        {
            return [pack.Evaluate(json, explain, policy)];
        }

        List<HouseholdOutcome> outcomes = [];
        List<Problem> problems = [];
        foreach (var (index, household) in households.Index())
        {
            try
            {
                outcomes.Add(pack.Evaluate(household, explain, policy));
            }
            catch (ProblemException e) when (e.Status == 422)
            {
                problems.AddRange(e.Problems.Select(p => p with { Path = string.Create(CultureInfo.InvariantCulture, $"[{index}]{(p.Path is null ? "" : "." + p.Path)}") }));
            }
        }

        return problems.Count == 0 ? outcomes : throw new ProblemException(422, problems);
    }

    /// <summary>The outcomes as <c>eval --json</c> prints them.</summary>
    public static string ToJson(PreparedPack pack, IReadOnlyList<HouseholdOutcome> outcomes) => ResultJson.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("pack", pack.Id);
        json.WriteString("version", pack.Version);
        json.WriteString("hash", pack.Hash);
        json.WriteString("on", pack.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (pack.OutOfValidity)
        {
            json.WriteBoolean("out_of_validity", true);
        }

        json.WriteStartArray("households");
        foreach (var outcome in outcomes)
        {
            outcome.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    // Null when the document is not an array: it is one household, or it is not JSON and the reader will say so.
    private static List<ReadOnlyMemory<byte>>? Households(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(e => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(e.GetRawText()))]
                : null;
        }
        catch (JsonException e)
        {
            throw new ProblemException(422, new Problem("not-json", new LocalText($"不是有效的 JSON(第 {e.LineNumber + 1} 行)。", $"Not valid JSON: {e.Message}")));
        }
    }
}
