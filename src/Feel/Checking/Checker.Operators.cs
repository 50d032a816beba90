using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Checking;

internal sealed partial class Checker
{
    private Node CheckBinary(BinaryAst ast, Env env)
    {
        if (ast.Operator is BinaryOperator.And or BinaryOperator.Or)
            return CheckJunction(ast, env);
        var left = Check(ast.Left, env);
        var right = Check(ast.Right, env);
        if (ast.Operator is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual)
        {
            if (_strict)
                Comparable(ast.Operator, ast.Left, left, ast.Right, right, ast);
            return new CompareNode(ast.Operator, left, right, At(ast));
        }
        return new ArithmeticNode(ast.Operator, left, right, ArithmeticType(ast, left, right), At(ast));
    }

    private JunctionNode CheckJunction(BinaryAst ast, Env env)
    {
        var and = ast.Operator == BinaryOperator.And;
        var left = Check(ast.Left, env);
        var facts = Facts.Of(left);
        var right = Check(ast.Right, env.Knowing(and ? facts.WhenTrue : facts.WhenFalse));
        if (_strict)
        {
            Condition(ast.Left, left);
            Condition(ast.Right, right);
        }
        return new JunctionNode(and, left, right, At(ast));
    }

    private FeelType ArithmeticType(BinaryAst ast, Node left, Node right)
    {
        var op = ast.Operator;
        if (_strict)
        {
            PossibleNull(ast.Left, left);
            PossibleNull(ast.Right, right);
        }
        var (l, r) = (left.Type, right.Type);
        var nullable = !_strict;
        if (l.Kind == FeelTypeKind.Any || r.Kind == FeelTypeKind.Any || l.Kind == FeelTypeKind.Null || r.Kind == FeelTypeKind.Null)
        {
            Untyped(ast.Left, left);
            Untyped(ast.Right, right);
            return FeelType.Any;
        }
        if (ArithmeticTypes.Result(op, l.NotNull(), r.NotNull()) is not { } type)
        {
            var sign = text[left.Source.End..Math.Max(left.Source.End, right.Source.Start)].Trim().Trim('(', ')');
            Mismatch(ast, ast.Left, left, ast.Right, right, $"{l} 与 {r} 之间不能用 {sign}", $"'{sign}' does not work between {l} and {r}.");
            return FeelType.Any;
        }
        if (op is BinaryOperator.Add or BinaryOperator.Subtract)
            Units(ast, ast.Left, left, ast.Right, right);
        if (_strict && op == BinaryOperator.Divide && right is ConstantNode { Value: { IsNumber: true, AsNumber: 0m } })
            Error("division-by-zero", ast, "除数为零", "Division by zero.");
        return nullable ? type.OrNull() : type;
    }

    private void Units(Ast ast, Ast leftAst, Node left, Ast rightAst, Node right)
    {
        if (_strict && left.Type.Unit is { } l && right.Type.Unit is { } r && l != r)
            Error("unit-mismatch", ast, $"单位不同：{l} 与 {r}", $"The units differ: {l} and {r}.", witness: Samples.Of(leftAst, left, rightAst, right));
    }

    // The standard gives null there, silently: the example shows it.
    private void Mismatch(Ast at, Ast leftAst, Node left, Ast rightAst, Node right, string zh, string en)
    {
        var sample = Samples.Of(leftAst, left, rightAst, right);
        Error("type-mismatch", at,
            zh + NumberCureZh(leftAst, rightAst, left.Type, right.Type) + (sample is null ? "" : $"；例如 {sample} 时结果是 null"),
            en + NumberCureEn(leftAst, rightAst, left.Type, right.Type) + (sample is null ? "" : $" With {sample} it gives null."), witness: sample);
    }

    private static string NumberCureZh(Ast l, Ast r, FeelType lt, FeelType rt) => Quoted(l, r, lt, rt) is { } q ? $"（数字不要加引号：{q}）" : "";
    private static string NumberCureEn(Ast l, Ast r, FeelType lt, FeelType rt) => Quoted(l, r, lt, rt) is { } q ? $" (write a number without quotes: {q})" : "";

    private static string? Quoted(Ast left, Ast right, FeelType leftType, FeelType rightType)
    {
        foreach (var (ast, other) in new[] { (left, rightType), (right, leftType) })
            if (ast is LiteralAst { Value.IsString: true } literal && other.Kind == FeelTypeKind.Number && decimal.TryParse(literal.Value.AsString, out _))
                return literal.Value.AsString;
        return null;
    }

    /// <summary>Strict: two operands that can be compared, and a comparison that can come out both ways.</summary>
    private void Comparable(BinaryOperator op, Ast leftAst, Node left, Ast rightAst, Node right, Ast whole)
    {
        var (l, r) = (left.Type, right.Type);
        var equality = op is BinaryOperator.Equal or BinaryOperator.NotEqual;
        if (l.Kind == FeelTypeKind.Null || r.Kind == FeelTypeKind.Null)
        {
            NullComparison(op, l.Kind == FeelTypeKind.Null ? r : l, whole, equality);
            return;
        }
        Untyped(leftAst, left);
        Untyped(rightAst, right);
        if (l.Kind == FeelTypeKind.Any || r.Kind == FeelTypeKind.Any)
            return;
        if (l.Kind != r.Kind)
        {
            Mismatch(whole, leftAst, left, rightAst, right, $"{l.Plain()} 与 {r.Plain()} 不能比较", $"{l.Plain()} and {r.Plain()} cannot be compared.");
            return;
        }
        if (!equality)
        {
            PossibleNull(leftAst, left);
            PossibleNull(rightAst, right);
            if (l.Kind is FeelTypeKind.Boolean or FeelTypeKind.List or FeelTypeKind.Context or FeelTypeKind.Function or FeelTypeKind.Range)
            {
                Error("type-mismatch", whole, $"{l} 没有大小次序", $"{l} has no order.");
                return;
            }
        }
        Units(whole, leftAst, left, rightAst, right);
        if (l.Kind == FeelTypeKind.Number)
            CanHold(op, l, r, whole, left.Source.ToString());
        else if (equality && l.Kind == FeelTypeKind.String)
            Codes(op, leftAst, l, rightAst, r, whole);
    }

    private void NullComparison(BinaryOperator op, FeelType other, Ast whole, bool equality)
    {
        if (!equality)
            Error("type-mismatch", whole, "null 没有大小次序", "null has no order.");
        else if (!other.Nullable)
        {
            if (op == BinaryOperator.Equal)
                Error("never-true", whole, $"此处 {other} 不会为 null，比较永远不成立", $"A {other} is never null here: the comparison can never be true.");
            else
                problems.Warning("always-true", whole.Start, whole.End, $"此处 {other} 不会为 null，比较永远成立", $"A {other} is never null here: the comparison is always true.");
        }
    }

    /// <summary>Whether a comparison of two number ranges can be true.</summary>
    private void CanHold(BinaryOperator op, FeelType l, FeelType r, Ast whole, string what)
    {
        var never = op switch
        {
            BinaryOperator.Equal => l.Max < r.Min || l.Min > r.Max || (l.Whole && r.Min is { } v && v == r.Max && !decimal.IsInteger(v)) || (r.Whole && l.Min is { } w && w == l.Max && !decimal.IsInteger(w)),
            BinaryOperator.Less => l.Min >= r.Max,
            BinaryOperator.LessOrEqual => l.Min > r.Max,
            BinaryOperator.Greater => l.Max <= r.Min,
            BinaryOperator.GreaterOrEqual => l.Max < r.Min,
            _ => false,
        };
        if (never)
            NeverTrue(whole, $"{Bounds(l)} 与 {Bounds(r)}", $"{Bounds(l)} against {Bounds(r)}", Closest(op, l, what));
    }

    private static string Bounds(FeelType type) => type.Min is { } min && min == type.Max ? FeelText.Number(min)
        : $"[{(type.Min is { } a ? FeelText.Number(a) : "…")}..{(type.Max is { } b ? FeelText.Number(b) : "…")}]";

    /// <summary>The input that comes nearest to making it true, and does not.</summary>
    private static string? Closest(BinaryOperator op, FeelType type, string what) =>
        (op is BinaryOperator.Less or BinaryOperator.LessOrEqual ? type.Min : type.Max ?? type.Min) is { } value ? $"{what} = {FeelText.Number(value)}" : null;

    private void NeverTrue(Ast at, string zh, string en, string? witness = null) =>
        Error("never-true", at, $"永远不成立：{zh}", $"Can never be true: {en}.", witness: witness);

    private void Codes(BinaryOperator op, Ast leftAst, FeelType l, Ast rightAst, FeelType r, Ast whole)
    {
        if (l.Codes is not { } left || r.Codes is not { } right || left.Intersect(right).Any())
            return;
        var (literal, set, name) = rightAst is LiteralAst { Value.IsString: true } rl ? (rl, left, l.Name)
            : leftAst is LiteralAst { Value.IsString: true } ll ? (ll, right, r.Name) : (null, null, null);
        if (literal is null || set is null)
        {
            NeverTrue(whole, $"{l} 与 {r} 没有共同的值", $"{l} and {r} have no value in common");
            return;
        }
        if ((l.AllCodes ?? r.AllCodes)?.Contains(literal.Value.AsString) == true)
            NeverTrue(whole, "前面的条件已排除这个值", "what stands before rules this value out");
        else
            UnknownCode(literal, set, name, op == BinaryOperator.NotEqual, literal == rightAst ? leftAst : rightAst);
    }

    /// <param name="compared">What the code is compared with; null when nothing is.</param>
    private void UnknownCode(LiteralAst literal, IReadOnlyList<string> set, string? name, bool negated, Ast? compared)
    {
        var word = literal.Value.AsString;
        var nearest = Suggestions.Nearest(word, set);
        var all = string.Join("、", set.Select(c => $"\"{c}\""));
        var sample = compared is NameAst or PathAst && set.Count > 0 ? $"{At(compared)} = {FeelValue.Of(nearest ?? set[0])}" : null;
        Error("unknown-code", literal,
            $"“{word}”不是 {name} 的取值，比较永远{(negated ? "成立" : "不成立")}{(sample is null ? "" : $"（例如 {sample}）")}；取值有 {all}" + MeantZh(nearest),
            $"\"{word}\" is no value of {name}, so the comparison {(negated ? "is always" : "can never be")} true{(sample is null ? "" : $", with {sample} for instance")}; the values are {all.Replace("、", ", ", StringComparison.Ordinal)}.",
            nearest is null ? null : $"\"{nearest}\"", sample);
    }

    /// <summary>Strict: a value that may be null where none may be.</summary>
    private void PossibleNull(Ast ast, Node node)
    {
        if (!_strict || !node.Type.Nullable || node.Type.Kind == FeelTypeKind.Any)
            return;
        var what = node.Source.ToString();
        if (node.Type.Kind == FeelTypeKind.Null)
            Error("possible-null", ast, "此处不能是 null", "null cannot stand here.");
        else
            Error("possible-null", ast, $"{what} 可能为空：请先判断 {what} != null，或用 get or else({what}, …)", $"{what} may be null: test {what} != null first, or use get or else({what}, …).", witness: $"{what} = null");
    }

    private void Untyped(Ast ast, Node node)
    {
        if (_strict && node.Type.Kind == FeelTypeKind.Any && !problems.HasErrors)
            Error("untyped", ast, $"{node.Source} 的类型不明，无法检查", $"The type of {node.Source} is not known, so it cannot be checked.");
    }

    private void Condition(Ast ast, Node node) => Operand(ast, node, FeelTypeKind.Boolean);

    private void Operand(Ast ast, Node node, params ReadOnlySpan<FeelTypeKind> kinds)
    {
        PossibleNull(ast, node);
        Untyped(ast, node);
        if (node.Type.Kind is FeelTypeKind.Any or FeelTypeKind.Null || kinds.Contains(node.Type.Kind))
            return;
        var wanted = kinds[0].ToString().ToLowerInvariant();
        Error("type-mismatch", ast, $"应为 {wanted}，却是 {node.Type}", $"Expected {wanted}, found {node.Type}.");
    }

    private BetweenNode CheckBetween(BetweenAst ast, Env env)
    {
        var (value, low, high) = (Check(ast.Value, env), Check(ast.Low, env), Check(ast.High, env));
        if (_strict)
        {
            Comparable(BinaryOperator.GreaterOrEqual, ast.Value, value, ast.Low, low, ast);
            Comparable(BinaryOperator.LessOrEqual, ast.Value, value, ast.High, high, ast);
            if (low.Type.Min > high.Type.Max)
                NeverTrue(ast, "下限大于上限", "the lower bound is above the upper");
        }
        return new BetweenNode(value, low, high, At(ast));
    }
}
