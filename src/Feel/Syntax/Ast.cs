namespace Fuyao.Feel.Syntax;

/// <summary>A piece of text as read, before names and types are resolved. Offsets are into the source.</summary>
internal abstract record Ast(int Start, int End);

internal sealed record LiteralAst(Values.FeelValue Value, int Start, int End) : Ast(Start, End);
internal sealed record AtAst(string Text, int Start, int End) : Ast(Start, End);
internal sealed record NameAst(string Name, int Start, int End) : Ast(Start, End);
internal sealed record PathAst(Ast Target, string Name, int NameStart, int Start, int End) : Ast(Start, End);
internal sealed record FilterAst(Ast Target, Ast Filter, int Start, int End) : Ast(Start, End);
internal sealed record ArgumentAst(string? Name, int NameStart, Ast Value);
internal sealed record CallAst(Ast Target, IReadOnlyList<ArgumentAst> Arguments, int Start, int End) : Ast(Start, End);
internal sealed record NegateAst(Ast Operand, int Start, int End) : Ast(Start, End);
internal sealed record BinaryAst(BinaryOperator Operator, Ast Left, Ast Right, int Start, int End) : Ast(Start, End);
internal sealed record BetweenAst(Ast Value, Ast Low, Ast High, int Start, int End) : Ast(Start, End);
internal sealed record InAst(Ast Value, IReadOnlyList<Ast> Tests, int Start, int End) : Ast(Start, End);
internal sealed record InstanceAst(Ast Value, TypeAst Type, int Start, int End) : Ast(Start, End);
internal sealed record IfAst(Ast Condition, Ast Then, Ast Else, int Start, int End) : Ast(Start, End);
internal sealed record IteratorAst(string Name, int NameStart, Ast Source, Ast? To);
internal sealed record ForAst(IReadOnlyList<IteratorAst> Iterators, Ast Body, int Start, int End) : Ast(Start, End);
internal sealed record QuantifierAst(bool Every, IReadOnlyList<IteratorAst> Iterators, Ast Condition, int Start, int End) : Ast(Start, End);
internal sealed record ParameterAst(string Name, TypeAst? Type);
internal sealed record FunctionAst(IReadOnlyList<ParameterAst> Parameters, Ast Body, bool External, int Start, int End) : Ast(Start, End);
internal sealed record ListAst(IReadOnlyList<Ast> Items, int Start, int End) : Ast(Start, End);
internal sealed record EntryAst(string Name, int NameStart, Ast Value);
internal sealed record ContextAst(IReadOnlyList<EntryAst> Entries, int Start, int End) : Ast(Start, End);
internal sealed record RangeAst(Ast Low, bool LowIncluded, Ast High, bool HighIncluded, int Start, int End) : Ast(Start, End);

/// <summary>A comparison without its left side: <c>&gt;= 60</c>. As a value it is a half-open range.</summary>
internal sealed record ComparisonTestAst(BinaryOperator Operator, Ast Value, int Start, int End) : Ast(Start, End);

/// <summary>Unary tests; no tests at all is <c>-</c>, which everything passes.</summary>
internal sealed record UnaryTestsAst(IReadOnlyList<Ast> Tests, bool Negated, int Start, int End) : Ast(Start, End);

/// <summary>Stands where the text made no sense; its problem is already reported.</summary>
internal sealed record ErrorAst(int Start, int End) : Ast(Start, End);

internal enum BinaryOperator { Or, And, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Add, Subtract, Multiply, Divide, Power }

/// <summary>A type as written; <paramref name="Name"/> is <c>list</c>, <c>range</c>, <c>context</c>, <c>function</c>, a simple type or a named one.</summary>
internal sealed record TypeAst(string Name, IReadOnlyList<TypeAst> Arguments, IReadOnlyList<string>? Members, TypeAst? Result, int Start, int End);
