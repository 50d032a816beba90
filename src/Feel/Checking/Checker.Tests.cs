using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Checking;

internal sealed partial class Checker
{
    /// <summary>The name of the value under test.</summary>
    public const string Tested = "?";

    private TestsNode CheckIn(InAst ast, Env env)
    {
        var value = Check(ast.Value, env);
        var slot = NewSlot();
        var inner = env.Bind(Tested, value.Type, slot);
        var tests = ast.Tests.Select(t => CheckTest(t, ast.Value, value, inner)).ToArray();
        return new TestsNode(value, tests, false, slot, At(ast));
    }

    /// <summary>Unary tests over a value that is already in a local slot.</summary>
    public TestsNode CheckTests(UnaryTestsAst ast, FeelType tested, int slot, Env env)
    {
        var value = new LocalNode(slot, tested, At(ast));
        var inner = env.Bind(Tested, tested, slot);
        var tests = ast.Tests.Select(t => CheckTest(t, null, value, inner)).ToArray();
        return new TestsNode(value, tests, ast.Negated, null, At(ast));
    }

    /// <summary>Tests where no value is at hand; only the parser's recovery leads here.</summary>
    private ConstantNode CheckLooseTests(UnaryTestsAst ast, Env env)
    {
        foreach (var test in ast.Tests)
            Check(test, env);
        return new ConstantNode(default, FeelType.Any, At(ast));
    }

    private TestNode CheckTest(Ast ast, Ast? valueAst, Node value, Env env)
    {
        if (ast is ComparisonTestAst comparison)
        {
            var operand = Check(comparison.Value, env);
            if (_strict)
                Comparable(comparison.Operator, valueAst ?? ast, value, comparison.Value, operand, ast);
            return new TestNode(comparison.Operator, operand, false, At(ast));
        }
        var node = Check(ast, env);
        var isCondition = (!problems.HasErrors && SpeaksOfTested(ast)) || (node.Type.Kind == FeelTypeKind.Boolean && value.Type.Kind is not (FeelTypeKind.Boolean or FeelTypeKind.Any or FeelTypeKind.List));
        if (_strict && !isCondition)
            Matchable(ast, node, valueAst, value);
        else if (_strict)
            Condition(ast, node);
        return new TestNode(null, node, isCondition, At(ast));
    }

    private void Matchable(Ast ast, Node node, Ast? valueAst, Node value)
    {
        var (type, tested) = (node.Type, value.Type);
        switch (type.Kind)
        {
            case FeelTypeKind.Range when tested.Kind != FeelTypeKind.Range:
                PossibleNull(valueAst ?? ast, value);
                if (type.Element is { } element && tested.Kind != FeelTypeKind.Any && element.Kind != FeelTypeKind.Any && element.Kind != tested.Kind)
                    Error("type-mismatch", ast, $"{tested.Plain()} 不在 {type} 的类型之内", $"A {tested.Plain()} cannot lie in a {type}.");
                else if (node is RangeNode { Low: { } low, High: { } high } && tested.Kind == FeelTypeKind.Number)
                    RangeCanHold(ast, tested, low.Type.Min, high.Type.Max);
                break;
            case FeelTypeKind.List when tested.Kind != FeelTypeKind.List:
                if (node is ListNode list && ast is ListAst items)
                {
                    for (var i = 0; i < items.Items.Count; i++)
                        Matchable(items.Items[i], list.Items[i], valueAst, value);
                }
                break;
            default:
                Comparable(BinaryOperator.Equal, valueAst ?? ast, value, ast, node, ast);
                break;
        }
    }

    private void RangeCanHold(Ast ast, FeelType tested, decimal? low, decimal? high)
    {
        if (low > high)
            NeverTrue(ast, "区间的下限大于上限", "the range is empty");
        else if (low > tested.Max || high < tested.Min)
            NeverTrue(ast, $"值总在 {Bounds(tested)} 之内", $"the value is always within {Bounds(tested)}");
    }

    private static bool SpeaksOfTested(Ast? ast) => ast switch
    {
        null => false,
        NameAst n => n.Name == Tested,
        PathAst p => SpeaksOfTested(p.Target),
        FilterAst f => SpeaksOfTested(f.Target) || SpeaksOfTested(f.Filter),
        CallAst c => SpeaksOfTested(c.Target) || c.Arguments.Any(a => SpeaksOfTested(a.Value)),
        NegateAst n => SpeaksOfTested(n.Operand),
        BinaryAst b => SpeaksOfTested(b.Left) || SpeaksOfTested(b.Right),
        BetweenAst b => SpeaksOfTested(b.Value) || SpeaksOfTested(b.Low) || SpeaksOfTested(b.High),
        InAst i => SpeaksOfTested(i.Value) || i.Tests.Any(SpeaksOfTested),
        InstanceAst i => SpeaksOfTested(i.Value),
        IfAst i => SpeaksOfTested(i.Condition) || SpeaksOfTested(i.Then) || SpeaksOfTested(i.Else),
        ForAst f => SpeaksOfTested(f.Body) || f.Iterators.Any(i => SpeaksOfTested(i.Source)),
        QuantifierAst q => SpeaksOfTested(q.Condition) || q.Iterators.Any(i => SpeaksOfTested(i.Source)),
        ListAst l => l.Items.Any(SpeaksOfTested),
        RangeAst r => SpeaksOfTested(r.Low) || SpeaksOfTested(r.High),
        ContextAst c => c.Entries.Any(e => SpeaksOfTested(e.Value)),
        ComparisonTestAst c => SpeaksOfTested(c.Value),
        _ => false,
    };
}
