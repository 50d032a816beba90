namespace Fuyao.Feel.Types;

/// <summary>A static FEEL type. A type that is not <see cref="Nullable"/> never holds null; any type may hold Unknown in strict mode.</summary>
public sealed record FeelType
{
    private FeelType(FeelTypeKind kind) => Kind = kind;

    /// <summary>What values of the type are.</summary>
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
    /// <summary>The greatest value; null: no bound.</summary>
    public decimal? Max { get; private init; }

    /// <summary>Of a number: only whole values occur.</summary>
    public bool Whole { get; private init; }

    /// <summary>Of functions; null when not known.</summary>
    public IReadOnlyList<FeelType>? Parameters { get; private init; }
    /// <summary>Of functions: what they give; null when not known.</summary>
    public FeelType? Result { get; private init; }

    /// <summary>What values must satisfy besides (allowed values of an item definition); null: nothing.</summary>
    internal Func<Values.FeelValue, bool>? Constraint { get; private init; }

    /// <summary>Anything, null too: in strict mode it must be handled before it is used.</summary>
    public static readonly FeelType Any = new(FeelTypeKind.Any) { Nullable = true };
    /// <summary>Null alone.</summary>
    public static readonly FeelType Null = new(FeelTypeKind.Null) { Nullable = true };
    /// <summary>A decimal of 28–29 significant digits.</summary>
    public static readonly FeelType Number = new(FeelTypeKind.Number);
    /// <summary>Text.</summary>
    public static readonly FeelType String = new(FeelTypeKind.String);
    /// <summary>True or false.</summary>
    public static readonly FeelType Boolean = new(FeelTypeKind.Boolean);
    /// <summary>A day of the Gregorian calendar.</summary>
    public static readonly FeelType Date = new(FeelTypeKind.Date);
    /// <summary>A time of day, with an offset or a zone if one is written.</summary>
    public static readonly FeelType Time = new(FeelTypeKind.Time);
    /// <summary>A day with a time.</summary>
    public static readonly FeelType DateTime = new(FeelTypeKind.DateTime);
    /// <summary>A duration in seconds.</summary>
    public static readonly FeelType DaysTime = new(FeelTypeKind.DaysTime);
    /// <summary>A duration in months.</summary>
    public static readonly FeelType YearsMonths = new(FeelTypeKind.YearsMonths);
    /// <summary>A context whose members are not known.</summary>
    public static readonly FeelType AnyContext = new(FeelTypeKind.Context);
    /// <summary>A function whose signature is not known.</summary>
    public static readonly FeelType AnyFunction = new(FeelTypeKind.Function);

    /// <summary>A list of such elements.</summary>
    public static FeelType List(FeelType element) => new(FeelTypeKind.List) { Element = element };
    /// <summary>A range of such values.</summary>
    public static FeelType Range(FeelType element) => new(FeelTypeKind.Range) { Element = element };
    /// <summary>A function.</summary>
    public static FeelType Function(IReadOnlyList<FeelType> parameters, FeelType result) =>
        new(FeelTypeKind.Function) { Parameters = parameters, Result = result };

    /// <summary>A string with a closed set of values.</summary>
    public static FeelType Enum(string name, params string[] codes) => new(FeelTypeKind.String) { Name = name, Codes = codes };

    /// <summary>A context with these members.</summary>
    public static FeelType Context(params FeelMember[] members) => new(FeelTypeKind.Context) { Members = new FeelMembers(members) };
    /// <summary>A context with these members, and a name for messages.</summary>
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

    /// <summary>The type that also has null.</summary>
    public FeelType OrNull() => Nullable ? this : this with { Nullable = true };
    /// <summary>The type without null.</summary>
    public FeelType NotNull() => Nullable && Kind is not (FeelTypeKind.Any or FeelTypeKind.Null) ? this with { Nullable = false } : this;
    /// <summary>A number in a unit: <c>yuan</c>, <c>person</c>, <c>month</c> …</summary>
    public FeelType In(string unit) => this with { Unit = unit };
    /// <summary>A number between two bounds, both included; null: no bound.</summary>
    public FeelType Within(decimal? min, decimal? max, bool whole = false) => this with { Min = min, Max = max, Whole = whole };
    /// <summary>The same type with a name for messages.</summary>
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

    /// <summary>The same kind, bounds, unit, codes, members and name.</summary>
    public bool Equals(FeelType? other) => other is not null && (ReferenceEquals(this, other)
        || (Kind == other.Kind && Nullable == other.Nullable && Unit == other.Unit && Name == other.Name
            && Min == other.Min && Max == other.Max && Whole == other.Whole && Equals(Element, other.Element) && Equals(Result, other.Result)
            && (ReferenceEquals(Members, other.Members) || (Members is not null && Members.Equals(other.Members)))
            && Equals(Constraint, other.Constraint) && Same(Codes, other.Codes) && Same(Parameters, other.Parameters)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Nullable, Unit, Name, Element, Members?.All.Count);

    private static bool Same<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.SequenceEqual(right));
}
