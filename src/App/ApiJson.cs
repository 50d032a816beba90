using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Fuyao.App;

/// <summary>The one JSON of the API: snake_case, unknown members refused, Chinese written as it is, enums as words.</summary>
public static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Require } };
    }

    // A list or an object that a request cannot do without is asked for here, so that no use case meets null. A text that is missing is
    // told at its field by the use case, together with all else that is wrong.
    private static void Require(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.AssociatedParameter is { HasDefaultValue: false, AttributeProvider: ParameterInfo parameter } && !member.PropertyType.IsValueType && member.PropertyType != typeof(string)
                && new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.NotNull)
            {
                (member.IsRequired, member.IsSetNullable) = (true, false);
            }
        }
    }
}
