using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// A fact that may be absent (the contract says what absence means), explicitly unknown (<c>null</c> in JSON), or known.
/// The default value is absent. A known value converts by itself: <c>WaterSafe = true</c>.
/// </summary>
[JsonConverter(typeof(FactJsonConverterFactory))]
public readonly record struct Fact<T>
    where T : notnull
{
    private readonly T? value;
    private readonly State state;

    private Fact(State state, T? value)
    {
        this.state = state;
        this.value = value;
    }

    private enum State : byte
    {
        Absent,
        Unknown,
        Known,
    }

    public static Fact<T> Absent => default;

    public static Fact<T> Unknown => new(State.Unknown, default);

    public bool IsAbsent => state == State.Absent;

    public bool IsUnknown => state == State.Unknown;

    /// <exception cref="InvalidOperationException">The fact is absent or unknown.</exception>
    public T Value => state == State.Known ? value! : throw new InvalidOperationException("The fact is not known.");

    public static implicit operator Fact<T>(T value) => new(State.Known, value);

    public bool TryGet([MaybeNullWhen(false)] out T known)
    {
        known = value;
        return state == State.Known;
    }

    public T Or(T fallback) => state == State.Known ? value! : fallback;

    public override string ToString() => state == State.Known ? $"{value}" : state.ToString();
}

/// <summary>Absent members are not written (see <see cref="Facts.Json"/>), unknown ones are <c>null</c>.</summary>
public sealed class FactJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Fact<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(FactConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]), options)!;

    private sealed class FactConverter<T>(JsonSerializerOptions options) : JsonConverter<Fact<T>>
        where T : notnull
    {
        private readonly JsonConverter<T> inner = (JsonConverter<T>)options.GetConverter(typeof(T));

        public override bool HandleNull => true;

        public override Fact<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? Fact<T>.Unknown : inner.Read(ref reader, typeof(T), options)!;

        public override void Write(Utf8JsonWriter writer, Fact<T> value, JsonSerializerOptions options)
        {
            if (value.TryGet(out var known))
            {
                inner.Write(writer, known, options);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
