using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>The variables of one activation: the input by slot, the locals by slot.</summary>
internal sealed class Frame(FeelValue[] input, FeelValue[] locals, FeelCall call, FeelTrace? trace)
{
    public readonly FeelValue[] Input = input;
    public readonly FeelValue[] Locals = locals;
    public readonly FeelCall Call = call;
    public readonly FeelTrace? Trace = trace;
}
