using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Checking;

/// <summary>An example input for a fault between two operands: a value for each that is a variable, in FEEL text.</summary>
internal static class Samples
{
    /// <summary><c>age = 60</c>, or <c>principal = 1, term = 1</c>; null where neither operand is a variable.</summary>
    public static string? Of(Ast leftAst, Node left, Ast rightAst, Node right)
    {
        string[] parts = [.. new[] { Part(left, rightAst), Part(right, leftAst) }.OfType<string>().Distinct()];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>For a name that there is not: an input with the one that was meant – <c>年龄 = 1</c> –, beside which the name given is nothing.</summary>
    /// <param name="owner">The text before the dot; null for a variable.</param>
    /// <param name="meant">The nearest name that there is.</param>
    /// <param name="type">Its type.</param>
    public static string? Of(string? owner, string? meant, FeelType? type) =>
        meant is not null && type is not null && Value(type, null) is { } value ? $"{(owner is null ? "" : owner + ".")}{meant} = {value}" : null;

    // What the other side says in quotes is what its author had in mind.
    private static string? Part(Node node, Ast other) => node is not (InputNode or MemberNode) ? null
        : Value(node.Type, other is LiteralAst { Value: { IsString: true, AsString: var text } } ? text : null) is { } value ? $"{node.Source} = {value}" : null;

    private static string? Value(FeelType type, string? meant)
    {
        switch (type.Kind)
        {
            case FeelTypeKind.Number:
                var number = decimal.TryParse(meant, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : 1m;
                return FeelText.Number(number < type.Min ? type.Min.Value : number > type.Max ? type.Max.Value : number);
            case FeelTypeKind.String:
                return FeelValue.Of(type.Codes is [var first, ..] ? first : "a").ToString();
            case FeelTypeKind.Boolean:
                return "true";
            case FeelTypeKind.Date:
                return FeelValue.Of(new DateOnly(2016, 5, 1)).ToString();
            default:
                return null;
        }
    }
}
