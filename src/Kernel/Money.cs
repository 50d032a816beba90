using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fuyao.Kernel;

/// <summary>
/// An amount of money, a whole number of fen (1/100 yuan). Never a floating number, never a bare decimal.
/// In JSON a string in yuan with two places: <c>"85.00"</c>.
/// </summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(long Fen) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

    /// <summary>Yuan rounded to the fen, half away from zero.</summary>
    /// <exception cref="OverflowException">The amount does not fit into 64 bits of fen.</exception>
    public static Money FromYuan(decimal yuan) => new(decimal.ToInt64(decimal.Round(yuan * 100m, 0, MidpointRounding.AwayFromZero)));

    public decimal Yuan => Fen / 100m;

    public static Money operator +(Money a, Money b) => new(checked(a.Fen + b.Fen));

    public static Money operator -(Money a, Money b) => new(checked(a.Fen - b.Fen));

    public static Money operator -(Money a) => new(checked(-a.Fen));

    public static bool operator <(Money a, Money b) => a.Fen < b.Fen;

    public static bool operator >(Money a, Money b) => a.Fen > b.Fen;

    public static bool operator <=(Money a, Money b) => a.Fen <= b.Fen;

    public static bool operator >=(Money a, Money b) => a.Fen >= b.Fen;

    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    /// <summary>
    /// Divides the amount by weights so that the parts sum to it exactly: each part is cut down to the fen, and the fen
    /// left over go to the largest remainders, ties in the listed order.
    /// </summary>
    /// <exception cref="ArgumentException">No weights, a negative weight, or weights that sum to zero.</exception>
    public Money[] Split(ReadOnlySpan<decimal> weights)
    {
        var total = 0m;
        foreach (var weight in weights)
        {
            if (weight < 0)
            {
                throw new ArgumentException("A share is negative.", nameof(weights));
            }

            total += weight;
        }

        if (total == 0)
        {
            throw new ArgumentException("The shares sum to zero.", nameof(weights));
        }

        var sign = Math.Sign(Fen);
        var amount = Math.Abs(Fen);
        var parts = new Money[weights.Length];
        var remainders = new (decimal Remainder, int Index)[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = amount * weights[i] / total;
            var floor = decimal.ToInt64(decimal.Floor(exact));
            parts[i] = new Money(sign * floor);
            remainders[i] = (exact - floor, i);
            left -= floor;
        }

        foreach (var (_, index) in remainders.OrderByDescending(r => r.Remainder).ThenBy(r => r.Index).Take((int)left))
        {
            parts[index] += new Money(sign);
        }

        return parts;
    }

    /// <summary>Yuan with two places and no separators, as JSON and CSV carry it.</summary>
    public override string ToString() => Yuan.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Yuan with thousands separators and two places, as people read it.</summary>
    public string ToDisplay() => Yuan.ToString("#,##0.00", CultureInfo.InvariantCulture);
}

/// <summary>Reads and writes <see cref="Money"/> as a yuan string with two places.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && decimal.TryParse(reader.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan)
        && decimal.Round(yuan, 2) == yuan && Math.Abs(yuan) <= long.MaxValue / 100m
            ? Money.FromYuan(yuan)
            : throw new JsonException("Money is a string in yuan with at most two places, such as \"85.00\".");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
