using Fuyao.Feel.Checking;
using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Syntax;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel;

/// <summary>A compiled expression or unary tests. Immutable; safe for many threads at once.</summary>
public sealed class FeelExpression
{
    private readonly Node _root;
    private readonly int _locals;
    private readonly int _tested;
    private readonly FeelOptions _options;

    private FeelExpression(string text, FeelScope scope, FeelOptions options, Node root, int locals, int tested, IReadOnlyList<string> reads)
    {
        Text = text;
        Scope = scope;
        Reads = reads;
        _options = options;
        _root = root;
        _locals = locals;
        _tested = tested;
    }

    /// <summary>Reads and type-checks a text. Never throws on bad text: every error is in the result, with its place.</summary>
    public static FeelCompilation<FeelExpression> Compile(string text, FeelScope scope, FeelOptions? options = null)
    {
        options ??= FeelOptions.Standard;
        var problems = new Problems(text);
        if (text.Length > options.Limits.Length)
        {
            problems.Error("too-long", 0, 0, $"文本超过 {options.Limits.Length} 个字符", $"The text is longer than {options.Limits.Length} characters.");
            return new(null, problems.All);
        }
        var names = Names(scope, options);
        var checker = new Checker(text, scope, options, problems);
        Node root;
        var tested = -1;
        if (options.UnaryTestsOf is { } type)
        {
            names.Add(Checker.Tested);
            var ast = Parser.UnaryTests(text, names, problems, options.Limits.Depth);
            if (problems.HasErrors)
                return new(null, problems.All);
            (root, tested) = checker.Tests(ast, type);
        }
        else
        {
            var ast = Parser.Expression(text, names, problems, options.Limits.Depth);
            if (problems.HasErrors)
                return new(null, problems.All);
            var env = checker.Start;
            if (options.ItemOf is { } item)
                (env, tested) = checker.Item(item, env);
            root = checker.Check(ast, env);
            checker.Expect(root, ast, options.Expected);
        }
        return problems.HasErrors
            ? new(null, problems.All)
            : new(new FeelExpression(text, scope, options, root, checker.Locals, tested, [.. checker.Reads]), problems.All);
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }
    /// <summary>The type of its value.</summary>
    public FeelType Type => _root.Type;
    /// <summary>What it was compiled against.</summary>
    public FeelScope Scope { get; }

    /// <summary>The scope variables the text reads.</summary>
    public IReadOnlyList<string> Reads { get; }

    /// <summary>The number that the text writes out, when the whole of it is <c>string(number)</c>; else null. Columns hold the number.</summary>
    public FeelExpression? Written() => _root is BuiltinNode { Name: "string", Arguments: [{ Type: { Kind: FeelTypeKind.Number, Nullable: false } } number] }
        ? new FeelExpression(Text, Scope, _options, number, _locals, _tested, Reads) : null;

    internal Node Root => _root;
    internal int Locals => _locals;

    /// <summary>The inputs and the values at which the text treats them differently.</summary>
    public IReadOnlyList<Analysis.FeelThreshold> Thresholds()
    {
        var thresholds = new Analysis.Thresholds(Scope, _options);
        thresholds.Add(_root);
        return thresholds.All;
    }

    /// <summary>Evaluates with an input of the scope's shape (any context with the same names works, more slowly).</summary>
    public FeelResult Evaluate(FeelContext input, FeelTrace? trace = null)
    {
        var call = new FeelCall(_options);
        var value = Run(Slots(Scope, input), default, call, trace);
        return new(value, call.Problems);
    }

    /// <summary>Of unary tests: whether <paramref name="tested"/> satisfies them.</summary>
    public FeelResult Test(FeelContext input, FeelValue tested, FeelTrace? trace = null)
    {
        var call = new FeelCall(_options);
        var value = Run(Slots(Scope, input), tested, call, trace);
        return new(value, call.Problems);
    }

    internal FeelValue Run(FeelValue[] input, FeelValue tested, FeelCall call, FeelTrace? trace)
    {
        var locals = _locals == 0 ? [] : new FeelValue[_locals];
        if (_tested >= 0)
            locals[_tested] = tested;
        return _root.Evaluate(new Frame(input, locals, call, trace));
    }

    internal static FeelValue[] Slots(FeelScope scope, FeelContext input)
    {
        if (ReferenceEquals(input.Shape, scope.Shape))
            return input.Values;
        var slots = new FeelValue[scope.Shape.Count];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = input[scope.Shape.Names[i]];
        return slots;
    }

    private static readonly string[] ComponentNames = ["time offset", "start included", "end included"];

    internal static NameBag Names(FeelScope scope, FeelOptions options)
    {
        var names = new NameBag();
        names.AddAll(Builtins.Library.Names);
        names.AddAll(ComponentNames);
        names.AddAll(scope.Shape.AllNames);
        var seen = new HashSet<FeelMembers>(ReferenceEqualityComparer.Instance);
        foreach (var variable in scope.Variables)
            AddMembers(variable.Type, names, seen);
        foreach (var type in options.Types?.Values ?? [])
            AddMembers(type, names, seen);
        names.AddAll(options.Names ?? []);
        return names;
    }

    private static void AddMembers(FeelType type, NameBag names, HashSet<FeelMembers> seen)
    {
        if (type.Element is { } element)
            AddMembers(element, names, seen);
        if (type.Result is { } result)
            AddMembers(result, names, seen);
        if (type.Members is not { } members || !seen.Add(members))
            return;
        names.AddAll(members.Shape.AllNames);
        foreach (var member in members.All)
            AddMembers(member.Type, names, seen);
    }
}
