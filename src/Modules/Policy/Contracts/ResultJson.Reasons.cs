using System.Text.Json;

namespace Fuyao.Policy.Contracts;

/// <summary>How a result says why: its steps, parameters, quotes, and what would change it.</summary>
internal static partial class ResultJson
{
    private static void Write(Utf8JsonWriter json, Alternative alternative)
    {
        json.WriteStartObject();
        json.WriteString("input", alternative.Input);
        json.WritePropertyName("value");
        WriteValue(json, alternative.Value);
        json.WritePropertyName("to");
        WriteValue(json, alternative.To);
        if (alternative.Change is { } change)
        {
            json.WriteNumber("change", change);
        }

        if (alternative.From is { } from)
        {
            json.WriteString("from", Date(from));
        }

        json.WriteString("status", Code(alternative.Status));
        if (alternative.Class is not null)
        {
            json.WriteString("class", alternative.Class);
        }
        else if (alternative.Status == ResultStatus.Awarded)
        {
            json.WriteString("amount", alternative.Amount.ToString());
        }

        Write(json, "message", alternative.Message);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplanationStep step)
    {
        json.WriteStartObject();
        json.WriteString("kind", step.Kind);
        json.WriteString("expression", step.Expression);
        if (step.Row is { } row)
        {
            json.WriteNumber("row", row);
        }

        if (step.Note is not null)
        {
            json.WriteString(step.Kind == "rounding" ? "rule" : "branch", step.Note);
        }

        if (step.Unknown)
        {
            json.WriteBoolean("unknown", true);
        }
        else
        {
            json.WritePropertyName("value");
            WriteValue(json, step.Value);
        }

        if (step.Parameter is { } parameter)
        {
            json.WritePropertyName("parameter");
            Write(json, parameter);
        }

        if (step.Children.Count > 0)
        {
            json.WriteStartArray("children");
            foreach (var child in step.Children)
            {
                Write(json, child);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Kernel.Text.LocalText text)
    {
        json.WriteStartObject(name);
        json.WriteString("zh", text.Zh);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Reason reason)
    {
        json.WriteStartObject();
        if (reason.Table is not null)
        {
            json.WriteString("table", reason.Table);
            json.WriteNumber("row", reason.Row ?? 0);
        }
        else
        {
            json.WriteString("expression", reason.Expression);
            if (reason.Unknown)
            {
                json.WriteBoolean("unknown", true);
            }
            else
            {
                json.WritePropertyName("value");
                WriteValue(json, reason.Value);
            }

            if (reason.Policy is not null)
            {
                json.WriteString("policy", reason.Policy);
            }

            if (reason.Parameter is { } parameter)
            {
                json.WritePropertyName("parameter");
                Write(json, parameter);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ParameterInfo parameter)
    {
        json.WriteStartObject();
        json.WriteString("id", parameter.Id);
        if (parameter.From is { } from)
        {
            json.WriteString("from", Date(from));
        }

        if (parameter.Source is not null)
        {
            json.WritePropertyName("source");
            Write(json, parameter.Source);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool b: json.WriteBooleanValue(b); break;
            case decimal d: json.WriteNumberValue(d); break;
            case DateOnly date: json.WriteStringValue(Date(date)); break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }

    private static void Write(Utf8JsonWriter json, SourceQuote source)
    {
        json.WriteStartObject();
        json.WriteString("file", source.File);
        if (source.Plan is not null)
        {
            json.WriteString("plan", source.Plan);
        }

        json.WriteString("quote", source.Quote);
        json.WriteEndObject();
    }
}
