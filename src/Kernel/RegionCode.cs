using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Kernel;

public enum RegionLevel
{
    Nation = 0,
    Province = 1,
    City = 2,
    County = 3,
    Township = 4,
    Village = 5,
}

/// <summary>
/// A place by its 12-digit statistical code (2 province + 2 city + 2 county + 3 township + 3 village), kept as a number.
/// A shorter code is widened with zeros: <c>610729</c> is <c>610729000000</c>. Zero is the nation.
/// </summary>
public readonly record struct RegionCode(long Value) : IComparable<RegionCode>
{
    public const long Max = 1_000_000_000_000;

    public static readonly RegionCode Nation = new(0);

    /// <summary>The level that the trailing zeros say; a village is never <c>…000</c>.</summary>
    public RegionLevel Level =>
        Value == 0 ? RegionLevel.Nation
        : Value % 1_000 != 0 ? RegionLevel.Village
        : Value % 1_000_000 != 0 ? RegionLevel.Township
        : Value % 100_000_000 != 0 ? RegionLevel.County
        : Value % 10_000_000_000 != 0 ? RegionLevel.City
        : RegionLevel.Province;

    /// <summary>The six-digit county number that begins every table's key; only for counties and below.</summary>
    public int County => (int)(Value / 1_000_000);

    /// <summary>The half-open range of codes inside this place: an area filter is one index range.</summary>
    public CodeRange Range => new(Value, Value + Span(Level));

    public RegionCode? Parent => Level == RegionLevel.Nation ? null : Level == RegionLevel.Province ? Nation : At(Level - 1);

    /// <summary>The place of a higher level that contains this one.</summary>
    public RegionCode At(RegionLevel level) => level == RegionLevel.Nation ? Nation : new(Value - (Value % Span(level)));

    public bool Contains(RegionCode other) => Range.Contains(other.Value);

    /// <summary>What is said of a text that is no code.</summary>
    public static Problem Wrong(string path) =>
        new("region-code", new LocalText("行政区划代码应为 2、4、6、9 或 12 位数字。", "A region code has 2, 4, 6, 9 or 12 digits."), path);

    /// <summary>2, 4, 6, 9 or 12 digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RegionCode code)
    {
        code = default;
        if (text is null || text.Length is not (2 or 4 or 6 or 9 or 12) || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        code = new RegionCode(long.Parse(text.PadRight(12, '0'), CultureInfo.InvariantCulture));
        return code.Value >= 10_000_000_000;
    }

    public int CompareTo(RegionCode other) => Value.CompareTo(other.Value);

    /// <summary>The code with as many digits as its level needs: <c>61</c>, <c>610729</c>, <c>610729101201</c>.</summary>
    public string ToShort() => Level switch
    {
        RegionLevel.Nation => "0",
        RegionLevel.Province => ToString()[..2],
        RegionLevel.City => ToString()[..4],
        RegionLevel.County => ToString()[..6],
        RegionLevel.Township => ToString()[..9],
        _ => ToString(),
    };

    public override string ToString() => Value.ToString("000000000000", CultureInfo.InvariantCulture);

    private static long Span(RegionLevel level) => level switch
    {
        RegionLevel.Village => 1,
        RegionLevel.Township => 1_000,
        RegionLevel.County => 1_000_000,
        RegionLevel.City => 100_000_000,
        RegionLevel.Province => 10_000_000_000,
        _ => Max,
    };
}

/// <summary>Region codes from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
public readonly record struct CodeRange(long From, long To)
{
    public static readonly CodeRange Everything = new(0, RegionCode.Max);

    public static readonly CodeRange Nothing = new(0, 0);

    public bool Contains(long code) => From <= code && code < To;

    public CodeRange Intersect(CodeRange other)
    {
        var from = Math.Max(From, other.From);
        var to = Math.Min(To, other.To);
        return from < to ? new CodeRange(from, to) : Nothing;
    }
}
