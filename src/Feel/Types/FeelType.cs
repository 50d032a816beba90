namespace Fuyao.Feel.Types;

/// <summary>A static FEEL type. A type that is not <see cref="Nullable"/> never holds null; any type may hold Unknown in strict mode.</summary>
public sealed record FeelType
{
    private FeelType(FeelTypeKind kind) => Kind = kind;

    public FeelTypeKind Kind { get; private init; }

    /// <summary>Null is a value of this type; strict mode wants it handled before the value is used.</summary>
    public bool Nullable { get; private init; }

    /// <summary>Of lists and ranges.</summary>
    public FeelType? Element { get; private init; }

    /// <summary>Of contexts; null when the members are not known.</summary>
    public FeelMembers? Members { get; private init; }

    /// <summary>Of a string: the closed set of values it may take; null when open.</summary>
    public IReadOnlyList<string>? Codes { get; private init; }

    /// <summary>Of a string whose values were narrowed by a condition: those it is declared with.</summary>
    internal IReadOnlyList<string>? AllCodes { get; private init; }

    /// <summary>Of a named enumeration or item definition, for messages.</summary>
    public string? Name { get; private init; }

    /// <summary>Of a number: the unit (yuan, person, month…); sums and comparisons of two different units are errors.</summary>
    public string? Unit { get; private init; }

    /// <summary>Of a number: the least and greatest value it can have; table analysis and "can never be true" use them.</summary>
    public decimal? Min { get; private init; }
    public decimal? Max { get; private init; }

    /// <summary>Of a number: only whole values occur.</summary>
    public bool Whole { get; private init; }

    /// <summary>Of functions; null when not known.</summary>
    public IReadOnlyList<FeelType>? Parameters { get; private init; }
    public FeelType? Result { get; private init; }

    /// <summary>What values must satisfy besides (allowed values of an item definition); null: nothing.</summary>
    internal Func<Values.FeelValue, bool>? Constraint { get; private init; }

    public static readonly FeelType Any = new(FeelTypeKind.Any) { Nullable = true };
    public static readonly FeelType Null = new(FeelTypeKind.Null) { Nullable = true };
    public static readonly FeelType Number = new(FeelTypeKind.Number);
    public static readonly FeelType String = new(FeelTypeKind.String);
    public static readonly FeelType Boolean = new(FeelTypeKind.Boolean);
    public static readonly FeelType Date = new(FeelTypeKind.Date);
    public static readonly FeelType Time = new(FeelTypeKind.Time);
    public static readonly FeelType DateTime = new(FeelTypeKind.DateTime);
    public static readonly FeelType DaysTime = new(FeelTypeKind.DaysTime);
    public static readonly FeelType YearsMonths = new(FeelTypeKind.YearsMonths);
    public static readonly FeelType AnyContext = new(FeelTypeKind.Context);
    public static readonly FeelType AnyFunction = new(FeelTypeKind.Function);

    public static FeelType List(FeelType element) => new(FeelTypeKind.List) { Element = element };
    public static FeelType Range(FeelType element) => new(FeelTypeKind.Range) { Element = element };
    public static FeelType Function(IReadOnlyList<FeelType> parameters, FeelType result) =>
        new(FeelTypeKind.Function) { Parameters = parameters, Result = result };

    /// <summary>A string with a closed set of values.</summary>
    public static FeelType Enum(string name, params string[] codes) => new(FeelTypeKind.String) { Name = name, Codes = codes };

    public static FeelType Context(params FeelMember[] members) => new(FeelTypeKind.Context) { Members = new FeelMembers(members) };
    public static FeelType Context(string name, IEnumerable<FeelMember> members) =>
        new(FeelTypeKind.Context) { Name = name, Members = new FeelMembers(members) };

    /// <summary>The narrowest type of a value.</summary>
    public static FeelType Of(Values.FeelValue value) => value.Kind switch
    {
        Values.FeelKind.Number => Number,
        Values.FeelKind.String => String,
        Values.FeelKind.Boolean => Boolean,
        Values.FeelKind.Date => Date,
        Values.FeelKind.Time => Time,
        Values.FeelKind.DateTime => DateTime,
        Values.FeelKind.DaysTime => DaysTime,
        Values.FeelKind.YearsMonths => YearsMonths,
        Values.FeelKind.List => List(value.Items.Length == 0 ? Any : value.Items.Select(Of).Aggregate(Assignability.Common)),
        Values.FeelKind.Context => Context([.. value.AsContext.Entries.Select(e => new FeelMember(e.Key, Of(e.Value)))]),
        Values.FeelKind.Range => Range(Of(value.AsRange.Start)),
        Values.FeelKind.Function => AnyFunction,
        Values.FeelKind.Null => Null,
        _ => Any,
    };

    public FeelType OrNull() => Nullable ? this : this with { Nullable = true };
    public FeelType NotNull() => Nullable && Kind is not (FeelTypeKind.Any or FeelTypeKind.Null) ? this with { Nullable = false } : this;
    public FeelType In(string unit) => this with { Unit = unit };
    public FeelType Within(decimal? min, decimal? max, bool whole = false) => this with { Min = min, Max = max, Whole = whole };
    public FeelType Named(string name) => this with { Name = name };

    /// <summary>A placeholder in the signature of a built-in: not null unless it says so.</summary>
    internal static FeelType Placeholder(string name) => new(FeelTypeKind.Any) { Name = name };
    internal FeelType WithConstraint(Func<Values.FeelValue, bool> constraint) => this with { Constraint = constraint };
    internal FeelType WithCodes(IReadOnlyList<string> codes) => this with { Codes = codes, AllCodes = AllCodes ?? Codes };
    internal FeelType WithMembers(FeelMembers members) => this with { Members = members };
    internal FeelType Plain() => Kind == FeelTypeKind.Number ? Number : Kind == FeelTypeKind.String ? String : this;

    /// <summary>The FEEL spelling: <c>list&lt;number&gt;</c>, <c>household.status</c>, <c>number or null</c>.</summary>
    public override string ToString() => Nullable && Kind is not (FeelTypeKind.Any or FeelTypeKind.Null) ? Bare() + " or null" : Bare();

    private string Bare() => Kind switch
    {
        _ when Name is not null => Name,
        FeelTypeKind.Any => "Any",
        FeelTypeKind.Null => "null",
        FeelTypeKind.DateTime => "date and time",
        FeelTypeKind.DaysTime => "days and time duration",
        FeelTypeKind.YearsMonths => "years and months duration",
        FeelTypeKind.List => $"list<{Element}>",
        FeelTypeKind.Range => $"range<{Element}>",
        FeelTypeKind.Context when Members is { } m => "context<" + string.Join(", ", m.All.Take(6).Select(x => $"{x.Name}: {x.Type}")) + (m.All.Count > 6 ? ", …>" : ">"),
        FeelTypeKind.Function when Result is not null => $"function<{string.Join(", ", Parameters ?? [])}> -> {Result}",
        FeelTypeKind.Number when Unit is not null => $"number ({Unit})",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    public bool Equals(FeelType? other) => other is not null && (ReferenceEquals(this, other)
        || (Kind == other.Kind && Nullable == other.Nullable && Unit == other.Unit && Name == other.Name
            && Min == other.Min && Max == other.Max && Whole == other.Whole && Equals(Element, other.Element) && Equals(Result, other.Result)
            && (ReferenceEquals(Members, other.Members) || (Members is not null && Members.Equals(other.Members)))
            && Equals(Constraint, other.Constraint) && Same(Codes, other.Codes) && Same(Parameters, other.Parameters)));

    public override int GetHashCode() => HashCode.Combine(Kind, Nullable, Unit, Name, Element, Members?.All.Count);

    private static bool Same<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.SequenceEqual(right));
}
