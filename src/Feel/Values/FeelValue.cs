using System.Runtime.CompilerServices;

namespace Fuyao.Feel.Values;

/// <summary>
/// One immutable FEEL value in 32 bytes; numbers, dates and durations live without allocation.
/// <c>default</c> is FEEL's null. Numbers are .NET decimals (28–29 significant digits).
/// </summary>
public readonly partial struct FeelValue : IEquatable<FeelValue>
{
    private readonly object? _ref;
    private readonly decimal _number;
    private readonly FeelKind _kind;

    private FeelValue(FeelKind kind, object? reference, decimal number = 0m)
    {
        _kind = kind;
        _ref = reference;
        _number = number;
    }

    /// <summary>No value.</summary>
    public static readonly FeelValue Null;
    /// <summary>True.</summary>
    public static readonly FeelValue True = new(FeelKind.Boolean, null, 1m);
    /// <summary>False.</summary>
    public static readonly FeelValue False = new(FeelKind.Boolean, null);

    /// <summary>What it is.</summary>
    public FeelKind Kind => _kind;
    /// <summary>Whether it is null; what nobody knows is not.</summary>
    public bool IsNull => _kind == FeelKind.Null;
    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => _kind == FeelKind.Number;
    /// <summary>Whether it is text.</summary>
    public bool IsString => _kind == FeelKind.String;
    /// <summary>Whether it is true or false.</summary>
    public bool IsBoolean => _kind == FeelKind.Boolean;
    /// <summary>Whether nobody knows it.</summary>
    public bool IsUnknown => _kind == FeelKind.Unknown;
    /// <summary>Whether it is true; false for everything else.</summary>
    public bool IsTrue => _kind == FeelKind.Boolean && _number != 0m;
    /// <summary>Whether it is false; false for everything else.</summary>
    public bool IsFalse => _kind == FeelKind.Boolean && _number == 0m;

    /// <summary>A boolean.</summary>
    public static FeelValue Of(bool value) => value ? True : False;
    /// <summary>A number.</summary>
    public static FeelValue Of(decimal value) => new(FeelKind.Number, null, value);
    /// <summary>Text; null for null.</summary>
    public static FeelValue Of(string? value) => value is null ? default : new(FeelKind.String, value);
    /// <summary>A date.</summary>
    public static FeelValue Of(DateOnly value) => Of(FeelDate.From(value));
    /// <summary>A date, or null.</summary>
    public static FeelValue Of(DateOnly? value) => value is { } date ? Of(date) : default;
    /// <summary>A date.</summary>
    public static FeelValue Of(FeelDate value) => new(FeelKind.Date, null, value.DayNumber);
    /// <summary>A time.</summary>
    public static FeelValue Of(FeelTime value) => new(FeelKind.Time, value);
    /// <summary>A date and time.</summary>
    public static FeelValue Of(FeelDateTime value) => new(FeelKind.DateTime, value);
    /// <summary>A context.</summary>
    public static FeelValue Of(FeelContext value) => new(FeelKind.Context, value);
    /// <summary>A range.</summary>
    public static FeelValue Of(FeelRange value) => new(FeelKind.Range, value);
    /// <summary>A function.</summary>
    public static FeelValue Of(FeelFunction value) => new(FeelKind.Function, value);
    /// <summary>A list that takes the array over.</summary>
    public static FeelValue List(params FeelValue[] items) => new(FeelKind.List, items);
    /// <summary>A list of a copy.</summary>
    public static FeelValue List(IEnumerable<FeelValue> items) => new(FeelKind.List, items.ToArray());

    /// <summary>Years and months duration, in months.</summary>
    public static FeelValue YearsMonths(long months) => new(FeelKind.YearsMonths, null, months);

    /// <summary>Days and time duration, in seconds.</summary>
    public static FeelValue DaysTime(decimal seconds) => new(FeelKind.DaysTime, null, seconds);

    /// <summary>A fact nobody knows yet. <paramref name="needs"/> names the inputs that would settle it.</summary>
    public static FeelValue Unknown(params string[] needs) => new(FeelKind.Unknown, FeelNeeds.Of(needs));
    internal static FeelValue Unknown(FeelNeeds needs) => new(FeelKind.Unknown, needs);

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public bool AsBoolean => _kind == FeelKind.Boolean ? _number != 0m : throw Wrong(FeelKind.Boolean);
    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public decimal AsNumber => _kind == FeelKind.Number ? _number : throw Wrong(FeelKind.Number);
    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public string AsString => _kind == FeelKind.String ? (string)_ref! : throw Wrong(FeelKind.String);
    /// <summary>The date.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public FeelDate AsDate => _kind == FeelKind.Date ? FeelDate.FromDayNumber((long)_number) : throw Wrong(FeelKind.Date);
    /// <summary>The time.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public FeelTime AsTime => _kind == FeelKind.Time ? (FeelTime)_ref! : throw Wrong(FeelKind.Time);
    /// <summary>The date and time.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public FeelDateTime AsDateTime => _kind == FeelKind.DateTime ? (FeelDateTime)_ref! : throw Wrong(FeelKind.DateTime);
    /// <summary>The items.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public ReadOnlySpan<FeelValue> AsList => _kind == FeelKind.List ? (FeelValue[])_ref! : throw Wrong(FeelKind.List);
    /// <summary>The context.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public FeelContext AsContext => _kind == FeelKind.Context ? (FeelContext)_ref! : throw Wrong(FeelKind.Context);
    /// <summary>The range.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public FeelRange AsRange => _kind == FeelKind.Range ? (FeelRange)_ref! : throw Wrong(FeelKind.Range);
    /// <summary>The function.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public FeelFunction AsFunction => _kind == FeelKind.Function ? (FeelFunction)_ref! : throw Wrong(FeelKind.Function);
    /// <summary>Of a years and months duration: months.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public long AsMonths => _kind == FeelKind.YearsMonths ? (long)_number : throw Wrong(FeelKind.YearsMonths);
    /// <summary>Of a days and time duration: seconds.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public decimal AsSeconds => _kind == FeelKind.DaysTime ? _number : throw Wrong(FeelKind.DaysTime);

    /// <summary>The inputs an Unknown waits for, sorted; empty for any other value.</summary>
    public IReadOnlyList<string> Needs => _kind == FeelKind.Unknown ? ((FeelNeeds)_ref!).Names : [];

    internal FeelNeeds NeedSet => (FeelNeeds)_ref!;
    internal FeelValue[] Items => (FeelValue[])_ref!;
    internal decimal Raw => _number;
    internal long DayNumber => (long)_number;

    private InvalidOperationException Wrong(FeelKind wanted) => new($"The value is a {_kind}, not a {wanted}.");

    /// <summary>Structural identity: 1.0 equals 1, null equals null, Unknown equals an Unknown with the same needs.</summary>
    public bool Equals(FeelValue other)
    {
        if (_kind != other._kind)
            return false;
        return _kind switch
        {
            FeelKind.Null => true,
            FeelKind.Boolean or FeelKind.Number or FeelKind.Date or FeelKind.DaysTime or FeelKind.YearsMonths => _number == other._number,
            FeelKind.List => AsList.SequenceEqual(other.AsList),
            FeelKind.Function => ReferenceEquals(_ref, other._ref),
            _ => Equals(_ref, other._ref),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _kind switch
    {
        FeelKind.List => Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, item)),
        FeelKind.Function => RuntimeHelpers.GetHashCode(_ref),
        _ => HashCode.Combine(_kind, _number, _ref),
    };

    /// <summary>Structural identity, as <see cref="Equals(FeelValue)"/>.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);
    /// <summary>Not equal.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>The value as FEEL text: strings quoted, dates as <c>date("…")</c>; readable and re-parsable.</summary>
    public override string ToString() => FeelText.Literal(this);
}
