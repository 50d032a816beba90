using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Conversions, <c>not</c> and <c>is</c>.</summary>
internal static partial class Conversions
{
    [GeneratedRegex(@"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern { get; }

    public static void Define(Definitions d)
    {
        d.Add("number(from: string): number", (a, _) => Number(a[0].AsString, null, null));
        d.Add("number(from: number): number", (a, _) => a[0]);
        d.Add("number(from: string, grouping separator: string?, decimal separator: string?): number", (a, _) =>
            Number(a[0].AsString, a[1].IsNull ? null : a[1].AsString, a[2].IsNull ? null : a[2].AsString));
        d.Add("string(from: any?): string?", (a, _) => a[0].IsNull ? default : FeelValue.Of(FeelText.Plain(a[0])));
        d.Add("not(negand: boolean?): boolean?", (a, _) => Kleene.Not(a[0]));
        d.Add("is(value1: any?, value2: any?): boolean", (a, _) => FeelValue.Of(Is(a[0], a[1])));
    }

    private static FeelValue Number(string text, string? grouping, string? point)
    {
        if (grouping is not (null or " " or "," or ".") || point is not (null or "," or ".") || (grouping is not null && grouping == point))
            return default;
        if (grouping is not null)
            text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point is not null and not ".")
        {
            if (text.Contains('.', StringComparison.Ordinal))
                return default;
            text = text.Replace(point, ".", StringComparison.Ordinal);
        }
        return NumberPattern.IsMatch(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FeelValue.Of(number) : default;
    }

    /// <summary>The same element of the semantic domain: kinds and time zones count.</summary>
    private static bool Is(FeelValue left, FeelValue right) => left.Kind == right.Kind && left.Kind switch
    {
        FeelKind.Time => Is(left.AsTime, right.AsTime),
        FeelKind.DateTime => left.AsDateTime.Date == right.AsDateTime.Date && Is(left.AsDateTime.Time, right.AsDateTime.Time),
        _ => Operations.Equal(left, right) == true,
    };

    private static bool Is(FeelTime left, FeelTime right) =>
        left.Nanoseconds == right.Nanoseconds && left.IsLocal == right.IsLocal && (left.Zone == right.Zone || Zones.Offset(left, null) == Zones.Offset(right, null))
        && Zones.Offset(left, null) == Zones.Offset(right, null);
}
