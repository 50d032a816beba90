using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;

namespace Fuyao.Feel.Checking;

internal sealed partial class Checker
{
    private Node CheckFor(ForAst ast, Env env)
    {
        var iterators = CheckIterators(ast.Iterators, ref env);
        var partial = NewSlot();
        // What has been computed so far: its element type is that of the body, which may speak of it.
        var body = Check(ast.Body, env.Bind("partial", FeelType.List(FeelType.Any), partial));
        // Copying the results so far into a list for every round is only paid where the body reads them.
        return new ForNode(iterators, _usedSlots.Contains(partial) ? partial : -1, body, FeelType.List(body.Type), At(ast));
    }

    private QuantifierNode CheckQuantifier(QuantifierAst ast, Env env)
    {
        var iterators = CheckIterators(ast.Iterators, ref env);
        var condition = Check(ast.Condition, env);
        if (_strict)
            Condition(ast.Condition, condition);
        return new QuantifierNode(ast.Every, iterators, condition, At(ast));
    }

    private Iterator[] CheckIterators(IReadOnlyList<IteratorAst> asts, ref Env env)
    {
        var iterators = new Iterator[asts.Count];
        for (var i = 0; i < iterators.Length; i++)
        {
            var ast = asts[i];
            var source = Check(ast.Source, env);
            var to = ast.To is null ? null : Check(ast.To, env);
            var slot = NewSlot();
            iterators[i] = new Iterator(slot, source, to);
            env = env.Bind(ast.Name, ItemType(ast, source, to), slot);
        }
        return iterators;
    }

    private FeelType ItemType(IteratorAst ast, Node source, Node? to)
    {
        if (_strict)
        {
            PossibleNull(ast.Source, source);
            if (to is not null)
            {
                Operand(ast.Source, source, FeelTypeKind.Number, FeelTypeKind.Date);
                Operand(ast.To!, to, FeelTypeKind.Number, FeelTypeKind.Date);
            }
            else
                Operand(ast.Source, source, FeelTypeKind.List, FeelTypeKind.Range);
        }
        return to is not null ? Assignability.Common(source.Type, to.Type)
            : source.Type.Kind is FeelTypeKind.List or FeelTypeKind.Range ? source.Type.Element!
            : FeelType.Any;
    }

    private Node CheckFunction(FunctionAst ast, Env env, int self)
    {
        if (ast.External)
        {
            Error("external", ast, "不支持外部函数", "External functions are not supported.");
            return new ConstantNode(default, FeelType.Any, At(ast));
        }
        var types = ast.Parameters.Select(p => p.Type is null ? FeelType.Any : Resolve(p.Type)).ToArray();
        var slots = types.Select(_ => NewSlot()).ToArray();
        for (var i = 0; i < slots.Length; i++)
            env = env.Bind(ast.Parameters[i].Name, types[i], slots[i]);
        var body = Check(ast.Body, env);
        var type = FeelType.Function(types, body.Type);
        return new FunctionNode([.. ast.Parameters.Select(p => p.Name)], types, slots, body, self, type, At(ast));
    }

    private ListNode CheckList(ListAst ast, Env env)
    {
        var items = ast.Items.Select(i => Check(i, env)).ToArray();
        var element = items.Length == 0 ? FeelType.Null : items.Select(i => i.Type).Aggregate(Assignability.Common);
        return new ListNode(items, FeelType.List(items.Length == 0 ? FeelType.Any : element), At(ast));
    }

    private ContextNode CheckContext(ContextAst ast, Env env)
    {
        var names = new List<string>();
        var nodes = new List<Node>();
        var slots = new List<int>();
        foreach (var entry in ast.Entries)
        {
            if (names.Contains(entry.Name))
            {
                problems.Error("duplicate-entry", entry.NameStart, entry.NameStart + entry.Name.Length, $"条目“{entry.Name}”重复", $"The entry '{entry.Name}' is given twice.");
                continue;
            }
            var slot = NewSlot();
            var node = entry.Value is FunctionAst function
                ? CheckFunction(function, env.Bind(entry.Name, FeelType.AnyFunction, slot), slot)
                : Check(entry.Value, env);
            names.Add(entry.Name);
            nodes.Add(node);
            slots.Add(slot);
            env = env.Bind(entry.Name, node.Type, slot);
        }
        var type = FeelType.Context([.. names.Zip(nodes, (name, node) => new FeelMember(name, node.Type))]);
        return new ContextNode(type.Members!.Shape, [.. nodes], [.. slots], type, At(ast));
    }

    private RangeNode CheckRange(RangeAst ast, Env env)
    {
        var low = Check(ast.Low, env);
        var high = Check(ast.High, env);
        if (_strict)
        {
            Comparable(BinaryOperator.LessOrEqual, ast.Low, low, ast.High, high, ast);
            if (low is ConstantNode l && high is ConstantNode h && Operations.Compare(l.Value, h.Value) > 0)
                NeverTrue(ast, "区间的下限大于上限", "the range is empty");
        }
        return new RangeNode(low, ast.LowIncluded, high, ast.HighIncluded, null, FeelType.Range(Assignability.Common(low.Type, high.Type)), At(ast));
    }

    private RangeNode CheckHalfRange(ComparisonTestAst ast, Env env)
    {
        var end = Check(ast.Value, env);
        var type = FeelType.Range(end.Type);
        return ast.Operator switch
        {
            BinaryOperator.Less => new RangeNode(null, false, end, false, "<", type, At(ast)),
            BinaryOperator.LessOrEqual => new RangeNode(null, false, end, true, "<=", type, At(ast)),
            BinaryOperator.Greater => new RangeNode(end, false, null, false, ">", type, At(ast)),
            BinaryOperator.GreaterOrEqual => new RangeNode(end, true, null, false, ">=", type, At(ast)),
            BinaryOperator.Equal => new RangeNode(end, true, end, true, "=", type, At(ast)),
            _ => new RangeNode(end, true, end, true, "!=", type, At(ast)),
        };
    }

    private FeelType Resolve(TypeAst ast)
    {
        switch (ast.Name)
        {
            case "list":
                return FeelType.List(ast.Arguments.Count == 1 ? Resolve(ast.Arguments[0]) : FeelType.Any);
            case "range":
                return FeelType.Range(ast.Arguments.Count == 1 ? Resolve(ast.Arguments[0]) : FeelType.Any);
            case "context":
                return ast.Members is null ? FeelType.AnyContext
                    : FeelType.Context([.. ast.Members.Distinct().Zip(ast.Arguments, (name, type) => new FeelMember(name, Resolve(type)))]);
            case "function":
                return ast.Result is null ? FeelType.AnyFunction : FeelType.Function([.. ast.Arguments.Select(Resolve)], Resolve(ast.Result));
        }
        if (options.Types?.GetValueOrDefault(ast.Name) is { } named)
            return named;
        if (TypeNames.Simple(ast.Name) is { } simple)
            return simple;
        var known = (options.Types?.Keys ?? []).Concat(TypeNames.All);
        var nearest = Suggestions.Nearest(ast.Name, known);
        problems.Error("unknown-type", ast.Start, ast.End, $"没有类型“{ast.Name}”" + MeantZh(nearest), $"There is no type '{ast.Name}'.", nearest);
        return FeelType.Any;
    }
}
