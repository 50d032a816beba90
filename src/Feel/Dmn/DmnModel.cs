using Fuyao.Feel.Tables;

namespace Fuyao.Feel.Dmn;

/// <summary>A DMN definitions document as written. Ids are unique within a document; references are <c>#id</c> or <c>namespace#id</c>.</summary>
public sealed record DmnModel(
    string Name, string Namespace, IReadOnlyList<DmnImport> Imports, IReadOnlyList<DmnItemDefinition> ItemDefinitions,
    IReadOnlyList<DmnInputData> InputData, IReadOnlyList<DmnDecision> Decisions, IReadOnlyList<DmnKnowledge> Knowledge, IReadOnlyList<DmnService> Services);

/// <summary>Another model, whose elements are <c>Name.element</c> here.</summary>
public sealed record DmnImport(string Name, string Namespace);

/// <summary>A named type: a reference with allowed values, a structure of components, or a function signature.</summary>
public sealed record DmnItemDefinition(
    string Name, string? TypeRef, bool IsCollection, string? AllowedValues, string? TypeConstraint,
    IReadOnlyList<DmnItemDefinition> Components, DmnFunctionItem? Function = null);

/// <summary>A function type.</summary>
public sealed record DmnFunctionItem(string? OutputTypeRef, IReadOnlyList<DmnVariable> Parameters);

/// <summary>A name with the name of its type; null: any.</summary>
public sealed record DmnVariable(string Name, string? TypeRef);

/// <summary>An input of the model.</summary>
public sealed record DmnInputData(string Id, DmnVariable Variable);

/// <summary>A decision and the references it requires.</summary>
public sealed record DmnDecision(string Id, string Name, DmnVariable Variable, IReadOnlyList<string> Required, DmnExpression? Logic);

/// <summary>A business knowledge model: a function.</summary>
public sealed record DmnKnowledge(string Id, string Name, DmnVariable Variable, IReadOnlyList<string> Required, DmnFunction? Logic);

/// <summary>A decision service: the decisions it gives, those it computes by itself, and what a caller supplies. References are as in the document.</summary>
public sealed record DmnService(
    string Id, string Name, DmnVariable Variable, IReadOnlyList<string> Outputs, IReadOnlyList<string> Encapsulated,
    IReadOnlyList<string> InputDecisions, IReadOnlyList<string> InputData);

/// <summary>A boxed expression.</summary>
public abstract record DmnExpression(string? TypeRef);

/// <summary>A FEEL text.</summary>
public sealed record DmnLiteral(string Text, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A decision table with the type names of its columns as written.</summary>
public sealed record DmnTable(TableSpec Spec, IReadOnlyList<string?> InputTypeRefs, IReadOnlyList<string?> OutputTypeRefs, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A named entry of a boxed context; the last may have no name: the result.</summary>
public sealed record DmnContextEntry(DmnVariable? Variable, DmnExpression? Value);

/// <summary>A boxed context: every entry sees those before it.</summary>
public sealed record DmnContext(IReadOnlyList<DmnContextEntry> Entries, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A parameter of a call with the expression for it.</summary>
public sealed record DmnBinding(string Parameter, DmnExpression? Value);

/// <summary>A call with parameters by name.</summary>
public sealed record DmnInvocation(DmnExpression? Callee, IReadOnlyList<DmnBinding> Bindings, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A list of contexts, written as a table.</summary>
public sealed record DmnRelation(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<DmnExpression?>> Rows, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A boxed list.</summary>
public sealed record DmnList(IReadOnlyList<DmnExpression?> Items, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A function definition; only of kind <c>FEEL</c> can it be called.</summary>
public sealed record DmnFunction(string Kind, IReadOnlyList<DmnVariable> Parameters, DmnExpression? Body, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A boxed <c>if</c>.</summary>
public sealed record DmnConditional(DmnExpression? If, DmnExpression? Then, DmnExpression? Else, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary>A boxed filter.</summary>
public sealed record DmnFilter(DmnExpression? In, DmnExpression? Match, string? TypeRef = null) : DmnExpression(TypeRef);

/// <summary><paramref name="Kind"/> is <c>for</c>, <c>some</c> or <c>every</c>.</summary>
public sealed record DmnIterator(string Kind, string Variable, DmnExpression? In, DmnExpression? Body, string? TypeRef = null) : DmnExpression(TypeRef);
