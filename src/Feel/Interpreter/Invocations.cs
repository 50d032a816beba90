using System.Runtime.CompilerServices;
using Fuyao.Feel.Builtins;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>A function written in the text. Values never change, so a copy of the locals is all it has to capture.</summary>
internal sealed class FunctionNode(string[] parameters, FeelType[] types, int[] slots, Node body, int self, FeelType type, Source source) : Node(type, source)
{
    public Node Body => body;

    protected override FeelValue Run(Frame frame)
    {
        var captured = (FeelValue[])frame.Locals.Clone();
        var input = frame.Input;
        var function = new FeelFunction(Source.ToString(), parameters, (arguments, call) =>
        {
            var locals = (FeelValue[])captured.Clone();
            for (var i = 0; i < slots.Length; i++)
                locals[slots[i]] = arguments[i];
            return body.Evaluate(new Frame(input, locals, call, null));
        })
        { ParameterTypes = types, ResultType = body.Type };
        var value = FeelValue.Of(function);
        // A named function may call itself.
        if (self >= 0)
            captured[self] = value;
        return value;
    }
}

/// <summary>A call of a function value.</summary>
internal sealed class InvokeNode(Node target, string?[] names, Node[] arguments, FeelType type, Source source) : Node(type, source)
{
    public Node Target => target;
    public IReadOnlyList<Node> Arguments => arguments;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var callee = target.Evaluate(frame);
        if (callee.IsUnknown)
            return callee;
        if (callee.Kind != FeelKind.Function)
            return Fail(frame, "not-a-function", "不是函数", "Not a function");
        var function = callee.AsFunction;
        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(frame);
        if (Array.Exists(names, n => n is not null))
        {
            if (Arrange(function, values) is not { } arranged)
                return Fail(frame, "arguments", "参数名不符", "The parameter names do not fit");
            values = arranged;
        }
        return Invocation.Call(function, values, frame.Call, out var problem) is var result && problem is null
            ? result
            : Fail(frame, "arguments", problem!.Value.Zh, problem.Value.En);
    }

    private FeelValue[]? Arrange(FeelFunction function, FeelValue[] values)
    {
        if (values.Length > function.Parameters.Count)
            return null;
        var arranged = new FeelValue[function.Parameters.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var at = Array.FindIndex([.. function.Parameters], p => p == names[i]);
            if (at < 0)
                return null;
            arranged[at] = values[i];
        }
        return arranged;
    }
}

internal static class Invocation
{
    /// <summary>Calls a function with as many arguments as it has parameters, under the depth limit.</summary>
    public static FeelValue Call(FeelFunction function, FeelValue[] arguments, FeelCall call, out (string Zh, string En)? problem)
    {
        problem = null;
        if (function.IsVariadic)
            return Guarded(function, arguments, call);
        if (arguments.Length != function.Parameters.Count)
        {
            problem = ($"需要 {function.Parameters.Count} 个参数，给了 {arguments.Length} 个", $"Takes {function.Parameters.Count} arguments, got {arguments.Length}");
            return default;
        }
        if (function.ParameterTypes is { } types)
        {
            var coerced = new FeelValue[arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                if (arguments[i].IsUnknown)
                    coerced[i] = arguments[i];
                else if (Conformance.Coerce(arguments[i], types[i]) is { } value)
                    coerced[i] = value;
                else
                {
                    problem = ($"参数 {function.Parameters[i]} 应为 {types[i]}", $"The argument {function.Parameters[i]} must be {types[i]}");
                    return default;
                }
            }
            arguments = coerced;
        }
        return Guarded(function, arguments, call);
    }

    private static FeelValue Guarded(FeelFunction function, FeelValue[] arguments, FeelCall call)
    {
        if (!call.Step())
            return default;
        if (call.Depth >= call.Options.Limits.Depth * 5 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            call.Report("too-deep", default, "函数调用嵌套太深", "Functions call one another too deeply");
            return default;
        }
        call.Depth++;
        try
        {
            return function.Body(arguments, call);
        }
        finally
        {
            call.Depth--;
        }
    }
}

/// <summary>A call of a built-in function whose overloads are known.</summary>
internal sealed class BuiltinNode(Builtin[] candidates, Node[] arguments, FeelType type, Source source) : Node(type, source)
{
    public string Name => candidates[0].Name;
    public IReadOnlyList<Node> Arguments => arguments;

    protected override FeelTraceKind? TraceAs => FeelTraceKind.Step;

    protected override FeelValue Run(Frame frame)
    {
        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(frame);
        return Dispatch(candidates, values, frame.Call, this, frame);
    }

    public static FeelValue Dispatch(Builtin[] candidates, FeelValue[] values, FeelCall call, BuiltinNode? node, Frame? frame)
    {
        foreach (var candidate in candidates)
        {
            if (!candidate.Accept(values, out var accepted))
                continue;
            if (call.Strict && candidate.UnknownIn(accepted) is { } unknown)
                return unknown;
            FeelValue result;
            try
            {
                result = candidate.Body(accepted, call);
            }
            catch (OverflowException)
            {
                result = default;
            }
            if (result.IsNull && !candidate.MayBeNull && node is not null)
                return node.Fail(frame!, "no-result", $"{candidate.Name} 没有结果", $"{candidate.Name} has no result");
            return result;
        }
        return node is null ? default : node.Fail(frame!, "arguments", $"{candidates[0].Name} 的参数不符", $"The arguments do not fit {candidates[0].Name}");
    }
}
