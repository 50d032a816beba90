using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary><c>value in (tests)</c>, a cell of a decision table, or unary tests by themselves: true when one test passes.</summary>
internal sealed class TestsNode(Node value, TestNode[] tests, bool negated, int? slot, Source source) : Node(FeelType.Boolean, source)
{
    private readonly ConstantTests? _constant = ConstantTests.Of(tests, negated);

    public Node Value => value;

    /// <summary>There are no tests: everything passes.</summary>
    public bool IsAny => tests.Length == 0;
    public IReadOnlyList<TestNode> Tests => tests;
    public bool Negated => negated;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var tested = value.Evaluate(frame);
        if (slot is { } s)
            frame.Locals[s] = tested;
        return Test(frame, tested);
    }

    public FeelValue Test(Frame frame, in FeelValue tested)
    {
        if (_constant is not null && _constant.Decides(tested, out var decided))
            return FeelValue.Of(decided);
        return TestEach(frame, tested);
    }

    private FeelValue TestEach(Frame frame, FeelValue tested)
    {
        var result = tests.Length == 0 ? FeelValue.True : FeelValue.False;
        for (var i = 0; i < tests.Length; i++)
        {
            var one = tests[i].Test(frame, tested);
            if (one.IsTrue)
            {
                result = one;
                break;
            }
            result = Kleene.Or(result, one);
        }
        return negated ? Kleene.Not(result) : result;
    }
}

/// <summary>One test: a comparison, a range, a value, a list of values, or a condition over <c>?</c>.</summary>
internal sealed class TestNode(BinaryOperator? op, Node operand, bool isCondition, Source source) : Node(FeelType.Boolean, source)
{
    /// <summary>Set for <c>&gt;= 60</c> and the like.</summary>
    public BinaryOperator? Operator => op;
    public Node Operand => operand;

    /// <summary>The operand is itself the answer because it speaks of <c>?</c>.</summary>
    public bool IsCondition => isCondition;

    protected override FeelValue Run(Frame frame) => throw new NotSupportedException();

    public FeelValue Test(Frame frame, FeelValue tested)
    {
        var against = operand.Evaluate(frame);
        if (isCondition)
            return against.IsBoolean || against.IsUnknown ? against : default;
        return op is { } comparison ? CompareNode.Apply(comparison, tested, against) : Matches(tested, against);
    }

    public static FeelValue Matches(FeelValue tested, FeelValue against)
    {
        if (tested.IsUnknown || against.IsUnknown)
            return Operations.Unknown(tested, against);
        switch (against.Kind)
        {
            case FeelKind.Range when tested.Kind != FeelKind.Range:
                return Operations.Of(Operations.Contains(against.AsRange, tested));
            case FeelKind.List:
                if (tested.Kind == FeelKind.List && Operations.Equal(tested, against) == true)
                    return FeelValue.True;
                var result = FeelValue.False;
                foreach (var item in against.Items)
                {
                    var one = item.Kind is FeelKind.List ? Operations.Of(Operations.Equal(tested, item)) : Matches(tested, item);
                    if (one.IsTrue)
                        return one;
                    result = one.IsUnknown ? Kleene.Or(result, one) : result;
                }
                return result;
            default:
                return Operations.Of(Operations.Equal(tested, against));
        }
    }
}
