using Fuyao.Feel.Builtins;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Checking;

internal sealed partial class Checker
{
    private Node CheckCall(CallAst ast, Env env)
    {
        if (ast.Target is NameAst name)
        {
            if (Lookup(name, env.Bindings, env) is { } variable and not ItemNameNode)
                return Invoke(ast, variable, env);
            if (Library.Find(name.Name) is { } overloads)
                return CheckBuiltin(ast, name, overloads, env);
            var nearest = Suggestions.Nearest(name.Name, Library.Names);
            Error("unknown-function", name, $"没有函数“{name.Name}”" + MeantZh(nearest), $"There is no function '{name.Name}'.", nearest);
            foreach (var argument in ast.Arguments)
                Check(argument.Value, env);
            return new ConstantNode(default, FeelType.Any, At(ast));
        }
        return Invoke(ast, Check(ast.Target, env), env);
    }

    private InvokeNode Invoke(CallAst ast, Node target, Env env)
    {
        if (_strict)
            Operand(ast.Target, target, FeelTypeKind.Function);
        var arguments = ast.Arguments.Select(a => Check(a.Value, env)).ToArray();
        if (_strict && target.Type.Parameters is { } parameters)
        {
            if (parameters.Count != arguments.Length)
                Error("arguments", ast, $"需要 {parameters.Count} 个参数，给了 {arguments.Length} 个", $"Takes {parameters.Count} arguments, got {arguments.Length}.");
            else if (ast.Arguments.All(a => a.Name is null))
            {
                for (var i = 0; i < arguments.Length; i++)
                    if (!Assignability.Assignable(arguments[i].Type, parameters[i]))
                        Error("type-mismatch", ast.Arguments[i].Value, $"参数应为 {parameters[i]}，却是 {arguments[i].Type}", $"The argument must be {parameters[i]}, found {arguments[i].Type}.");
            }
        }
        return new InvokeNode(target, [.. ast.Arguments.Select(a => a.Name)], arguments, target.Type.Result ?? FeelType.Any, At(ast));
    }

    private Node CheckBuiltin(CallAst ast, NameAst name, Builtin[] overloads, Env env)
    {
        var given = ast.Arguments.Select(a => Check(a.Value, env)).ToArray();
        var named = ast.Arguments.Any(a => a.Name is not null);
        var candidates = named
            ? overloads.Where(o => FitsNames(o, ast.Arguments)).ToArray()
            : overloads.Where(o => o.FitsCount(given.Length)).ToArray();
        if (candidates.Length == 0)
        {
            WrongArguments(ast, name, overloads, named, given.Length);
            return new ConstantNode(default, FeelType.Any, At(ast));
        }
        if (named)
        {
            // Overloads that share their names differ by type only; a missing trailing parameter is null.
            candidates = [.. candidates.Where(c => c.Parameters.Count == candidates.Min(x => x.Parameters.Count))];
            var first = candidates[0];
            candidates = [.. candidates.Where(c => c.Parameters.Select(p => p.Name).SequenceEqual(first.Parameters.Select(p => p.Name)))];
            given = [.. first.Parameters.Select(p => IndexOf(ast.Arguments, p.Name) is >= 0 and var i ? given[i] : new ConstantNode(default, FeelType.Null, At(ast)))];
        }
        var chosen = candidates.FirstOrDefault(c => Fits(c, given)) ?? candidates[0];
        if (_strict)
            Arguments(chosen, candidates, ast, given, named);
        return Folded(new BuiltinNode(candidates, given, ResultType(chosen, given, ast), At(ast)));
    }

    /// <summary><c>date("2016-05-01")</c> is a constant.</summary>
    private Node Folded(BuiltinNode call)
    {
        if (call.Name is not ("date" or "time" or "date and time" or "duration" or "years and months duration") || !call.Arguments.All(a => a is ConstantNode))
            return call;
        var value = call.Evaluate(new Frame([], [], new FeelCall(options), null));
        return value.IsNull ? call : new ConstantNode(value, LiteralType(value), call.Source);
    }

    private static int IndexOf(IReadOnlyList<ArgumentAst> arguments, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
            if (arguments[i].Name == name)
                return i;
        return -1;
    }

    private static bool FitsNames(Builtin overload, IReadOnlyList<ArgumentAst> arguments) =>
        arguments.All(a => overload.Parameters.Any(p => p.Name == a.Name)) && arguments.DistinctBy(a => a.Name).Count() == arguments.Count
        && overload.Parameters.All(p => p.Type.Nullable || IndexOf(arguments, p.Name) >= 0);

    private void WrongArguments(CallAst ast, NameAst name, Builtin[] overloads, bool named, int count)
    {
        var forms = string.Join("; ", overloads.Select(o => o.ToString()).Distinct());
        if (named)
            Error("arguments", ast, $"{name.Name} 没有这些参数名；用法：{forms}", $"{name.Name} has no such parameters; it is {forms}.");
        else
            Error("arguments", ast, $"{name.Name} 不接受 {count} 个参数；用法：{forms}", $"{name.Name} does not take {count} arguments; it is {forms}.");
    }

    private static bool Fits(Builtin overload, Node[] arguments)
    {
        if (overload.Arity == Arity.Spread && !(arguments.Length == 1 && arguments[0].Type.Kind is FeelTypeKind.List or FeelTypeKind.Any))
            return Array.TrueForAll(arguments, a => Assignability.Assignable(a.Type, overload.Parameters[0].Type.Element!));
        for (var i = 0; i < arguments.Length; i++)
            if (!Assignability.Assignable(arguments[i].Type, overload.ParameterType(i)))
                return false;
        return true;
    }

    /// <summary>Strict: no singleton conversions, no nulls where none are allowed.</summary>
    private void Arguments(Builtin chosen, Builtin[] candidates, CallAst ast, Node[] arguments, bool named)
    {
        var spread = chosen.Arity == Arity.Spread && !(arguments.Length == 1 && arguments[0].Type.Kind is FeelTypeKind.List or FeelTypeKind.Any);
        for (var i = 0; i < arguments.Length; i++)
        {
            var at = named || i >= ast.Arguments.Count ? ast : ast.Arguments[i].Value;
            var wanted = spread ? chosen.Parameters[0].Type.Element! : chosen.ParameterType(i);
            if (!Assignability.Assignable(arguments[i].Type, wanted))
            {
                var forms = candidates.Length == 1 ? wanted.ToString() : string.Join(" / ", candidates.Select(c => c.ParameterType(i).ToString()).Distinct());
                Error("type-mismatch", at, $"{chosen.Name} 的参数 {chosen.Parameters[Math.Min(i, chosen.Parameters.Count - 1)].Name} 应为 {forms}，却是 {arguments[i].Type}",
                    $"The argument {chosen.Parameters[Math.Min(i, chosen.Parameters.Count - 1)].Name} of {chosen.Name} must be {forms}, found {arguments[i].Type}.");
                continue;
            }
            if (!wanted.Nullable)
                PossibleNull(at, arguments[i]);
            if (wanted.Kind == FeelTypeKind.List && wanted.Element is { } element && arguments[i].Type.Element is { Nullable: true, Kind: not FeelTypeKind.Any } inner
                && ((element.Kind != FeelTypeKind.Any && !element.Nullable) || chosen.Name is "min" or "max" or "sum" or "sort"))
            {
                Error("possible-null", at, $"{arguments[i].Source} 的元素可能为空（{inner}）：请先筛选，例如 [item != null]", $"Elements of {arguments[i].Source} may be null ({inner}): filter them first, for example [item != null].");
            }
        }
    }

    private FeelType ResultType(Builtin chosen, Node[] arguments, CallAst ast)
    {
        if (chosen.Name == "get value" && arguments.Length == 2)
            return ValueType(arguments, ast);
        if (chosen.Name == "duration" && arguments[0] is ConstantNode { Value.IsString: true } literal)
            return LiteralType(TemporalText.Duration(literal.Value.AsString)) is { Kind: not FeelTypeKind.Null } type ? type : BadText(literal, ast, "P1Y2M / P3DT4H");
        if (_strict && chosen.Name is "date" or "time" or "date and time" && arguments is [ConstantNode { Value.IsString: true } text])
        {
            var value = chosen.Body([text.Value], new FeelCall(options));
            if (value.IsNull)
                return BadText(text, ast, chosen.Name == "date" ? "2016-05-01" : chosen.Name == "time" ? "09:30:00" : "2016-05-01T09:30:00");
        }
        var result = Substitute(chosen.Result, Bind(chosen, arguments));
        if (chosen.KeepsUnit && result.Kind == FeelTypeKind.Number && (arguments[0].Type.Element ?? arguments[0].Type).Unit is { } unit)
            result = result.In(unit);
        // Of two or more values one is always the greatest; only an empty list has none.
        if ((chosen.Name is "min" or "max" && arguments.Length > 1) || (chosen.Name == "not" && arguments is [{ Type: { Kind: FeelTypeKind.Boolean, Nullable: false } }]))
            result = result.NotNull();
        return _strict || result.Kind == FeelTypeKind.Any ? result : result.OrNull();
    }

    private FeelType BadText(Node literal, Ast ast, string example)
    {
        Error("bad-literal", ast, $"{literal.Source} 无法识别（例：{example}）", $"{literal.Source} cannot be read (it should look like {example}).");
        return FeelType.Any;
    }

    /// <summary><c>get value(results, "elderly-pension")</c> is typed when the key is written out.</summary>
    private FeelType ValueType(Node[] arguments, CallAst ast)
    {
        if (arguments[1] is not ConstantNode { Value.IsString: true } key || arguments[0].Type.Members is not { } members)
            return FeelType.Any;
        if (members.Find(key.Value.AsString) is { } member)
            return member.Type;
        var nearest = Suggestions.Nearest(key.Value.AsString, members.Shape.AllNames);
        Error("unknown-name", ast.Arguments.Count > 1 ? ast.Arguments[1].Value : ast, $"{arguments[0].Source} 没有“{key.Value.AsString}”" + MeantZh(nearest), $"{arguments[0].Source} has no '{key.Value.AsString}'.", nearest is null ? null : $"\"{nearest}\"");
        return FeelType.Any;
    }

    /// <summary>What T stands for in this call: the common type of all that was given for it.</summary>
    private static FeelType? Bind(Builtin chosen, Node[] arguments)
    {
        FeelType? bound = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = chosen.ParameterType(i);
            var type = arguments[i].Type;
            if (parameter.Kind == FeelTypeKind.List && parameter.Element!.Name == Signature.T.Name)
                type = type.Kind == FeelTypeKind.List ? type.Element! : type;
            else if (parameter.Name != Signature.T.Name)
                continue;
            if (chosen.Name == "get or else" && i == 0)
                type = type.Kind == FeelTypeKind.Null ? arguments[1].Type : type.NotNull();
            bound = bound is null ? type : Assignability.Common(bound, type);
        }
        if (bound is { Kind: FeelTypeKind.Number } && chosen.Name == "sum")
            return FeelType.Number.Within(bound.Min >= 0 ? 0 : null, bound.Max <= 0 ? 0 : null, bound.Whole) is var sum && bound.Unit is { } unit ? sum.In(unit) : FeelType.Number.Within(bound.Min >= 0 ? 0 : null, null, bound.Whole);
        return bound;
    }

    private static FeelType Substitute(FeelType type, FeelType? bound)
    {
        if (type.Name == Signature.T.Name)
            return bound is null ? FeelType.Any : type.Nullable ? bound.OrNull() : bound;
        if (type.Name == "any")
            return FeelType.Any;
        return type.Kind == FeelTypeKind.List ? type.Nullable ? FeelType.List(Substitute(type.Element!, bound)).OrNull() : FeelType.List(Substitute(type.Element!, bound)) : type;
    }
}
