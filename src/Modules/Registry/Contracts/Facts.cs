using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// The canonical JSON of facts: members in the contract's order, absent ones left out, numbers without trailing zeros, so that
/// equal facts are equal bytes.
/// </summary>
public static class Facts
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new PlainDecimal() },
    };

    /// <summary>A code of the contract (<c>dibao_poor</c>) for its enum value.</summary>
    public static string Code<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.Codes[value];

    /// <summary>The enum value for a code of the contract.</summary>
    public static bool TryParse<TEnum>(string? code, [NotNullWhen(true)] out TEnum value)
        where TEnum : struct, Enum
    {
        value = default;
        return code is not null && Names<TEnum>.Values.TryGetValue(code, out value);
    }

    public static HouseholdFacts ReadHousehold(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<HouseholdFacts>(json, Json)!;

    public static PersonFacts ReadPerson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<PersonFacts>(json, Json)!;

    public static byte[] Write(HouseholdFacts facts) => JsonSerializer.SerializeToUtf8Bytes(facts, Json);

    public static byte[] Write(PersonFacts facts) => JsonSerializer.SerializeToUtf8Bytes(facts, Json);

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Codes =
            Enum.GetValues<TEnum>().ToDictionary(v => v, v => JsonSerializer.SerializeToElement(v, Json).GetString()!);

        public static readonly Dictionary<string, TEnum> Values = Codes.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }

    private sealed class PlainDecimal : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        // Dividing by a one with many places drops the trailing zeros: 3000.00 and 3000 are one fact.
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteRawValue((value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
    }
}
