using Fuyao.Feel.Tables;

namespace Fuyao.Feel.Dmn;

/// <summary>A DMN definitions document as written. Ids are unique within a document; references are <c>#id</c> or <c>namespace#id</c>.</summary>
public sealed record DmnModel(
    string Name, string Namespace, IReadOnlyList<DmnImport> Imports, IReadOnlyList<DmnItemDefinition> ItemDefinitions,
    IReadOnlyList<DmnInputData> InputData, IReadOnlyList<DmnDecision> Decisions, IReadOnlyList<DmnKnowledge> Knowledge, IReadOnlyList<DmnService> Services);

public sealed record DmnImport(string Name, string Namespace);

/// <summary>A named type: a reference with allowed values, a structure of components, or a function signature.</summary>
public sealed record DmnItemDefinition(
    string Name, string? TypeRef, bool IsCollection, string? AllowedValues, string? TypeConstraint,
    IReadOnlyList<DmnItemDefinition> Components, DmnFunctionItem? Function = null);

public sealed record DmnFunctionItem(string? OutputTypeRef, IReadOnlyList<DmnVariable> Parameters);

public sealed record DmnVariable(string Name, string? TypeRef);

public sealed record DmnInputData(string Id, DmnVariable Variable);

/// <summary>A decision and the references it requires.</summary>
public sealed record DmnDecision(string Id, string Name, DmnVariable Variable, IReadOnlyList<string> Required, DmnExpression? Logic);

/// <summary>A business knowledge model: a function.</summary>
public sealed record DmnKnowledge(string Id, string Name, DmnVariable Variable, IReadOnlyList<string> Required, DmnFunction? Logic);

public sealed record DmnService(
    string Id, string Name, DmnVariable Variable, IReadOnlyList<string> Outputs, IReadOnlyList<string> Encapsulated,
    IReadOnlyList<string> InputDecisions, IReadOnlyList<string> InputData);

/// <summary>A boxed expression.</summary>
public abstract record DmnExpression(string? TypeRef);

public sealed record DmnLiteral(string Text, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnTable(TableSpec Spec, IReadOnlyList<string?> InputTypeRefs, IReadOnlyList<string?> OutputTypeRefs, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnContextEntry(DmnVariable? Variable, DmnExpression? Value);
public sealed record DmnContext(IReadOnlyList<DmnContextEntry> Entries, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnBinding(string Parameter, DmnExpression? Value);
public sealed record DmnInvocation(DmnExpression? Callee, IReadOnlyList<DmnBinding> Bindings, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnRelation(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<DmnExpression?>> Rows, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnList(IReadOnlyList<DmnExpression?> Items, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnFunction(string Kind, IReadOnlyList<DmnVariable> Parameters, DmnExpression? Body, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnConditional(DmnExpression? If, DmnExpression? Then, DmnExpression? Else, string? TypeRef = null) : DmnExpression(TypeRef);
public sealed record DmnFilter(DmnExpression? In, DmnExpression? Match, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary><paramref name="Kind"/> is <c>for</c>, <c>some</c> or <c>every</c>.</summary>
public sealed record DmnIterator(string Kind, string Variable, DmnExpression? In, DmnExpression? Body, string? TypeRef = null) : DmnExpression(TypeRef);
