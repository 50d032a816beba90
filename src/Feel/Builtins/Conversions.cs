using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
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
        d.Add("string(from: any): string", (a, _) => FeelValue.Of(FeelText.Plain(a[0])));
        d.Add("range(from: string): range<any>", (a, _) => Range(a[0].AsString));
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

    /// <summary>A range whose ends are literals, read from text.</summary>
    private static FeelValue Range(string text)
    {
        var problems = new Problems(text);
        var ast = Parser.Expression(text, FeelExpression.Names(FeelScope.Empty, FeelOptions.Standard), problems, 10);
        if (problems.HasErrors || ast is not RangeAst range || !IsLiteral(range.Low) || !IsLiteral(range.High))
            return default;
        var compiled = FeelExpression.Compile(text, FeelScope.Empty).Compiled?.Evaluate(FeelContext.Empty).Value ?? default;
        return compiled.Kind == FeelKind.Range && !compiled.AsRange.Start.IsNull && !compiled.AsRange.End.IsNull ? compiled : default;
    }

    private static bool IsLiteral(Ast ast) => ast is LiteralAst or AtAst
        or CallAst { Target: NameAst { Name: "date" or "time" or "date and time" or "duration" }, Arguments: [{ Value: LiteralAst { Value.IsString: true } }] };

    /// <summary>The same element of the semantic domain: kinds and time zones count.</summary>
    private static bool Is(FeelValue left, FeelValue right) => left.Kind == right.Kind && left.Kind switch
    {
        FeelKind.Time => Is(left.AsTime, right.AsTime),
        FeelKind.DateTime => left.AsDateTime.Date == right.AsDateTime.Date && Is(left.AsDateTime.Time, right.AsDateTime.Time),
        _ => Operations.Equal(left, right) == true,
    };

    private static bool Is(FeelTime left, FeelTime right) => left == right;
}
