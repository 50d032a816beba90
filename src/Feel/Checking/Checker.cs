using System.Runtime.CompilerServices;
using Fuyao.Feel.Builtins;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Checking;

/// <summary>
/// Resolves names, infers types and builds the typed tree. In strict mode it reports everything that could go wrong when
/// the text runs; in standard mode only what cannot be read at all.
/// </summary>
internal sealed partial class Checker(string text, FeelScope scope, FeelOptions options, Problems problems, int firstSlot = 0)
{
    private readonly bool _strict = options.Mode == FeelMode.Strict;
    private readonly HashSet<int> _usedSlots = [];
    private int _depth;
    private readonly SortedSet<string> _reads = new(StringComparer.Ordinal);

    /// <summary>Slots used so far; several texts can share one frame by going on where the last one ended.</summary>
    public int Locals { get; private set; } = firstSlot;
    public IReadOnlyCollection<string> Reads => _reads;

    /// <summary>Also bounds the depth of the tree that is built, so that nothing that walks it can run out of stack.</summary>
    public Node Check(Ast ast, Env env)
    {
        if (_depth >= 2 * options.Limits.Depth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            problems.Error("too-deep", ast.Start, ast.End, "表达式嵌套太深，请拆分", "The expression is nested too deeply: split it.");
            return new ConstantNode(default, FeelType.Any, At(ast));
        }
        _depth++;
        var node = Build(ast, env);
        _depth--;
        return node;
    }

    private Node Build(Ast ast, Env env) => ast switch
    {
        LiteralAst a => new ConstantNode(a.Value, LiteralType(a.Value), At(a)),
        AtAst a => CheckAt(a),
        NameAst a => CheckName(a, env),
        PathAst a => CheckPath(a, env),
        FilterAst a => CheckFilter(a, env),
        CallAst a => CheckCall(a, env),
        NegateAst a => CheckNegate(a, env),
        BinaryAst a => CheckBinary(a, env),
        BetweenAst a => CheckBetween(a, env),
        InAst a => CheckIn(a, env),
        InstanceAst a => new InstanceNode(Check(a.Value, env), Resolve(a.Type), At(a)),
        IfAst a => CheckIf(a, env),
        ForAst a => CheckFor(a, env),
        QuantifierAst a => CheckQuantifier(a, env),
        FunctionAst a => CheckFunction(a, env, -1),
        ListAst a => CheckList(a, env),
        ContextAst a => CheckContext(a, env),
        RangeAst a => CheckRange(a, env),
        ComparisonTestAst a => CheckHalfRange(a, env),
        UnaryTestsAst a => CheckLooseTests(a, env),
        _ => new ConstantNode(default, FeelType.Any, At(ast)),
    };

    /// <summary>What is known before the first word.</summary>
    public Env Start { get; } = options.Given is { } given ? Env.Empty.Knowing(Facts.Of(given.Root).WhenTrue.OfInputs()) : Env.Empty;

    /// <summary>Unary tests; the value under test goes into the returned slot.</summary>
    public (TestsNode Node, int Slot) Tests(UnaryTestsAst ast, FeelType tested)
    {
        var slot = NewSlot();
        return (CheckTests(ast, tested, slot, Start), slot);
    }

    /// <summary>The scope of a filter's condition; the item goes into the returned slot.</summary>
    public (Env Env, int Slot) Item(FeelType type, Env env)
    {
        var slot = NewSlot();
        return (env.BindItem(type, slot), slot);
    }

    /// <summary>Strict: the whole text must have this type.</summary>
    public void Expect(Node root, Ast ast, FeelType? wanted)
    {
        if (!_strict || wanted is null || problems.HasErrors)
            return;
        if (!Assignability.Assignable(root.Type, wanted))
        {
            if (root is ConstantNode { Value.IsString: true } && ast is LiteralAst literal && wanted.Codes is { } codes)
                UnknownCode(literal, codes, wanted.Name, false, null);
            else
                Error("type-mismatch", ast, $"结果应为 {wanted}，却是 {root.Type}", $"The result must be {wanted}, found {root.Type}.");
        }
        else if (!wanted.Nullable)
            PossibleNull(ast, root);
        if (wanted.Kind != FeelTypeKind.Any)
            Untyped(ast, root);
    }

    private Source At(Ast ast) => new(text, ast.Start, ast.End);

    private int NewSlot() => Locals++;

    private void Error(string code, Ast at, string zh, string en, string? suggestion = null, string? witness = null) =>
        Error(code, at.Start, at.End, zh, en, suggestion, witness);

    private void Error(string code, int start, int end, string zh, string en, string? suggestion = null, string? witness = null)
    {
        if (_strict)
            problems.Error(code, start, end, zh, en, suggestion, witness);
        else
            problems.Warning(code, start, end, zh, en, suggestion);
    }

    private static FeelType LiteralType(FeelValue value) => value.Kind switch
    {
        FeelKind.Number => FeelType.Number.Within(value.AsNumber, value.AsNumber, decimal.IsInteger(value.AsNumber)),
        FeelKind.String => FeelType.Enum("string", value.AsString),
        FeelKind.Boolean => FeelType.Boolean,
        FeelKind.Date => FeelType.Date,
        FeelKind.Time => FeelType.Time,
        FeelKind.DateTime => FeelType.DateTime,
        FeelKind.DaysTime => FeelType.DaysTime,
        FeelKind.YearsMonths => FeelType.YearsMonths,
        _ => FeelType.Null,
    };

    private ConstantNode CheckAt(AtAst ast)
    {
        var value = TemporalText.At(ast.Text);
        if (value.IsNull)
            Error("bad-literal", ast, $"“{ast.Text}”不是日期、时间或时长（例：@\"2016-05-01\"）", $"\"{ast.Text}\" is no date, time or duration (such as @\"2016-05-01\").");
        return new ConstantNode(value, LiteralType(value), At(ast));
    }

    private Node CheckName(NameAst ast, Env env)
    {
        if (Lookup(ast, env.Bindings, env) is { } node)
            return node;
        if (Library.Find(ast.Name) is { } overloads)
            return new ConstantNode(FeelValue.Of(Library.AsFunction(overloads)), FeelType.AnyFunction, At(ast));
        // A dot may be part of a name, but here it is a path after all.
        if (ast.Name.LastIndexOf('.') is > 0 and var dot)
        {
            var head = new NameAst(ast.Name[..dot].TrimEnd(), ast.Start, ast.End);
            return CheckPath(new PathAst(head, ast.Name[(dot + 1)..].TrimStart(), ast.Start, ast.Start, ast.End), env);
        }
        var nearest = Suggestions.Nearest(ast.Name, Visible(env));
        UnknownName(ast.Start, ast.End, $"没有名为“{ast.Name}”的变量", $"There is no variable '{ast.Name}'.", nearest, Samples.Of(null, nearest, nearest is null ? null : TypeOf(nearest, env)));
        return new ConstantNode(default, FeelType.Any, At(ast));
    }

    // The standard takes a name that there is not for null, silently: the example shows it.
    private void UnknownName(int start, int end, string zh, string en, string? nearest, string? sample) => Error(
        "unknown-name", start, end, zh + MeantZh(nearest) + (sample is null ? "" : $"；例如 {sample} 时它是 null"), en + (sample is null ? "" : $" With {sample} it is null."), nearest, sample);

    private FeelType? TypeOf(string name, Env env)
    {
        for (var b = env.Bindings; b is not null; b = b.Outer)
            if (b.Name == name)
                return b.Type;
            else if (b.Name is null && b.Type.Members?.Find(name) is { } member)
                return member.Type;
        return scope.Find(name)?.Type;
    }

    private static string MeantZh(string? nearest) => nearest is null ? "" : $"，是否应为“{nearest}”？";

    private Node? Lookup(NameAst ast, Binding? bindings, Env env)
    {
        for (var b = bindings; b is not null; b = b.Outer)
        {
            if (b.Name is not null)
            {
                if (b.Name == ast.Name)
                    return Local(b.Slot, b.Type, ast, env);
                continue;
            }
            if (ast.Name == "item" && b.Type.Members?.Find("item") is null)
                return _strict || b.Type is not ({ Kind: FeelTypeKind.Any } or { Kind: FeelTypeKind.Context, Members: null })
                    ? Local(b.Slot, b.Type, ast, env) : new ItemNameNode(b.Slot, "item", Local(b.Slot, b.Type, ast, env), At(ast));
            if (b.Type.Members?.Find(ast.Name) is { } member)
                return Member(new LocalNode(b.Slot, b.Type, At(ast)), member.Name, member.Type, ast, env);
            if (!_strict && b.Type is { Kind: FeelTypeKind.Any } or { Kind: FeelTypeKind.Context, Members: null })
                return new ItemNameNode(b.Slot, ast.Name, Lookup(ast, b.Outer, env) ?? Fallback(ast), At(ast));
        }
        if (scope.Find(ast.Name) is not { } variable)
            return null;
        _reads.Add(variable.Name);
        var type = env.Known.Narrow(variable.Name, variable.Type);
        return new InputNode(scope.Shape.Slot(variable.Name), variable.Name, type, At(ast));
    }

    private ConstantNode? Fallback(NameAst ast) =>
        Library.Find(ast.Name) is { } overloads ? new ConstantNode(FeelValue.Of(Library.AsFunction(overloads)), FeelType.AnyFunction, At(ast)) : null;

    private LocalNode Local(int slot, FeelType type, NameAst ast, Env env)
    {
        _usedSlots.Add(slot);
        return new(slot, env.Known.Narrow("#" + slot, type), At(ast));
    }

    private MemberNode Member(Node target, string name, FeelType type, Ast ast, Env env)
    {
        var node = new MemberNode(target, name, type, At(ast));
        return Facts.Path(node) is { } path && env.Known.Narrow(path, type) is var narrow && !ReferenceEquals(narrow, type) ? new MemberNode(target, name, narrow, At(ast)) : node;
    }

    private IEnumerable<string> Visible(Env env)
    {
        for (var b = env.Bindings; b is not null; b = b.Outer)
        {
            if (b.Name is not null)
                yield return b.Name;
            else
                foreach (var name in b.Type.Members?.Shape.AllNames ?? [])
                    yield return name;
        }
        foreach (var name in scope.Shape.AllNames)
            yield return name;
        foreach (var name in Library.Names)
            yield return name;
    }

    private Node CheckPath(PathAst ast, Env env)
    {
        var target = Check(ast.Target, env);
        var type = target.Type;
        if (type.Kind == FeelTypeKind.List && type.Element is { } element)
            return Member(target, ast.Name, FeelType.List(MemberType(element, ast)), ast, env);
        if (_strict && type is { Nullable: true, Kind: FeelTypeKind.Context } && type.Members?.Find(ast.Name) is { Type: { Kind: FeelTypeKind.Boolean, Nullable: false } boolean })
            return new MemberNode(target, ast.Name, boolean, At(ast), falseWhenAbsent: true);
        if (_strict && type.Nullable && type.Kind != FeelTypeKind.Any)
            PossibleNull(ast.Target, target);
        return Member(target, ast.Name, MemberType(type, ast), ast, env);
    }

    private FeelType MemberType(FeelType type, PathAst ast)
    {
        if (type.Members?.Find(ast.Name) is { } member)
            return member.Type;
        if (Components.TypeOf(type, ast.Name) is { } component)
            return component;
        if (type.Kind == FeelTypeKind.Context && type.Members is { } members)
        {
            var nearest = Suggestions.Nearest(ast.Name, members.Shape.AllNames);
            UnknownName(
                ast.NameStart, ast.End, $"{type.Name ?? "上下文"} 没有“{ast.Name}”", $"{type.Name ?? "The context"} has no '{ast.Name}'.", nearest,
                ast.Target is NameAst or PathAst ? Samples.Of(At(ast.Target).ToString(), nearest, nearest is null ? null : members.Find(nearest)!.Type) : null);
        }
        else if (_strict)
            Error("untyped", ast.NameStart, ast.End, $"{type} 没有属性“{ast.Name}”", $"A {type} has no property '{ast.Name}'.");
        return FeelType.Any;
    }

    private FilterNode CheckFilter(FilterAst ast, Env env)
    {
        var target = Check(ast.Target, env);
        var isList = target.Type.Kind == FeelTypeKind.List;
        if (_strict)
        {
            if (!isList && target.Type.Kind != FeelTypeKind.Any)
                Error("type-mismatch", ast.Target, $"方括号前应为列表，却是 {target.Type}", $"Only a list can be filtered; this is {target.Type}.");
            PossibleNull(ast.Target, target);
        }
        var element = isList ? target.Type.Element! : target.Type.NotNull();
        var slot = NewSlot();
        var filter = Check(ast.Filter, env.BindItem(element, slot));
        if (filter.Type.Kind == FeelTypeKind.Number)
            return new FilterNode(target, filter, slot, element.OrNull(), At(ast));
        if (_strict)
            Condition(ast.Filter, filter);
        var type = filter.Type.Kind == FeelTypeKind.Any ? FeelType.Any : FeelType.List(Narrowed(element, slot, filter));
        return new FilterNode(target, filter, slot, type, At(ast));
    }

    /// <summary><c>persons[exited_on != null]</c> is a list of persons who have the date.</summary>
    private static FeelType Narrowed(FeelType element, int slot, Node filter)
    {
        var proved = Facts.Of(filter).WhenTrue.NotNull;
        if (proved.Contains("#" + slot))
            return element.NotNull();
        if (proved.IsEmpty || element.Members is null)
            return element;
        // The shape object must stay the same one, so that members are still read by slot: only a type with facts is copied.
        return element.Members.All.Any(m => m.Type.Nullable && proved.Contains($"#{slot}.{m.Name}"))
            ? element.WithMembers(element.Members.Proving(m => proved.Contains($"#{slot}.{m.Name}")))
            : element;
    }

    private Node CheckNegate(NegateAst ast, Env env)
    {
        var operand = Check(ast.Operand, env);
        if (_strict)
            Operand(ast.Operand, operand, FeelTypeKind.Number, FeelTypeKind.DaysTime, FeelTypeKind.YearsMonths);
        var type = operand.Type.Kind switch
        {
            FeelTypeKind.Number => operand.Type.Within(-operand.Type.Max, -operand.Type.Min, operand.Type.Whole),
            FeelTypeKind.DaysTime or FeelTypeKind.YearsMonths => operand.Type,
            _ => FeelType.Any,
        };
        return new NegateNode(operand, type, At(ast));
    }

    private IfNode CheckIf(IfAst ast, Env env)
    {
        var condition = Check(ast.Condition, env);
        if (_strict)
            Condition(ast.Condition, condition);
        var facts = Facts.Of(condition);
        var then = Check(ast.Then, env.Knowing(facts.WhenTrue));
        var @else = Check(ast.Else, env.Knowing(facts.WhenFalse));
        var type = Assignability.Common(then.Type, @else.Type);
        if (_strict && type.Kind == FeelTypeKind.Any && then.Type.Kind != FeelTypeKind.Any && @else.Type.Kind != FeelTypeKind.Any)
            Error("type-mismatch", ast, $"两个分支的类型不同：{then.Type} 与 {@else.Type}", $"The branches have different types: {then.Type} and {@else.Type}.");
        if (_strict && condition is ConstantNode { Value.IsBoolean: true } constant)
            Error("unreachable", constant.Value.IsTrue ? ast.Else : ast.Then, "此分支永远不会执行", "This branch can never be taken.");
        return new IfNode(condition, then, @else, type, At(ast));
    }
}
