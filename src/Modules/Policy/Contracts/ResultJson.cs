using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fuyao.Policy.Contracts;

/// <summary>The stable JSON shapes of evaluation and of checking.</summary>
internal static partial class ResultJson
{
    // Other programs and people read the document: Chinese stays Chinese.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Code(ResultStatus status) => status switch
    {
        ResultStatus.Awarded => "awarded",
        ResultStatus.NotEligible => "not_eligible",
        ResultStatus.Undetermined => "undetermined",
        ResultStatus.Excluded => "excluded",
        _ => "manual",
    };

    public static string Code(PolicyPeriod unit) => unit == PolicyPeriod.SchoolYear ? "school-year" : unit.ToString().ToLowerInvariant();

    public static string Code(BenefitKind kind) => kind == BenefitKind.InKind ? "in_kind" : kind.ToString().ToLowerInvariant();

    public static void Write(Utf8JsonWriter json, PolicyResult result)
    {
        json.WriteStartObject();
        json.WriteString("policy", result.Policy);
        json.WriteString("subject", result.Subject);
        json.WriteString("unit", Code(result.Unit));
        json.WriteString("period", result.Period);
        json.WriteString("status", Code(result.Status));
        if (result.Status is ResultStatus.Awarded or ResultStatus.Excluded)
        {
            WriteAward(json, result);
        }

        if (result.By is not null)
        {
            json.WriteString("by", result.By);
        }

        if (result.Status == ResultStatus.Undetermined)
        {
            json.WriteStartArray("needs");
            foreach (var need in result.Needs)
            {
                json.WriteStringValue(need);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("because");
        foreach (var reason in result.Because)
        {
            Write(json, reason);
        }

        json.WriteEndArray();
        if (result.WouldChange is { } alternatives)
        {
            json.WriteStartArray("would_change");
            foreach (var alternative in alternatives)
            {
                Write(json, alternative);
            }

            json.WriteEndArray();
        }

        if (result.Says is { } says)
        {
            Write(json, "says", says);
        }

        if (result.Tree is { } tree)
        {
            json.WriteStartArray("tree");
            foreach (var step in tree)
            {
                Write(json, step);
            }

            json.WriteEndArray();
        }

        if (result.Source is not null)
        {
            json.WritePropertyName("source");
            Write(json, result.Source);
        }

        json.WriteEndObject();
    }

    private static void WriteAward(Utf8JsonWriter json, PolicyResult result)
    {
        if (result.Value is not null)
        {
            json.WriteString("value", result.Value);
            return;
        }

        json.WriteString("amount", result.Amount.ToString());
        json.WriteStartArray("parts");
        foreach (var part in result.Parts)
        {
            json.WriteStartObject();
            json.WriteString("kind", Code(part.Kind));
            json.WriteString("amount", part.Amount.ToString());
            json.WriteString("payee", part.Payee.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("funding");
        foreach (var share in result.Funding)
        {
            json.WriteStartObject();
            json.WriteString("source", share.Source);
            json.WriteString("amount", share.Amount.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, CheckResult check)
    {
        json.WriteStartObject();
        json.WriteString("check", check.Check);
        json.WriteString("subject", check.Subject);
        json.WriteString("status", check.Status.ToString().ToLowerInvariant());
        json.WriteStartArray("figures");
        foreach (var figure in check.Figures)
        {
            json.WriteStartObject();
            Write(json, "title", figure.Title);
            json.WritePropertyName("value");
            WriteValue(json, figure.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (check.Status == CheckStatus.Undetermined)
        {
            json.WriteStartArray("needs");
            foreach (var need in check.Needs)
            {
                json.WriteStringValue(need);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, HouseholdOutcome household)
    {
        json.WriteStartObject();
        json.WriteString("id", household.Id);
        json.WriteStartArray("results");
        foreach (var result in household.Results)
        {
            Write(json, result);
        }

        json.WriteEndArray();
        json.WriteStartArray("conflicts");
        foreach (var conflict in household.Conflicts)
        {
            json.WriteStartObject();
            json.WriteString("code", conflict.Code);
            json.WriteString("subject", conflict.Subject);
            json.WriteStartArray("policies");
            foreach (var policy in conflict.Policies)
            {
                json.WriteStringValue(policy);
            }

            json.WriteEndArray();
            json.WriteStartObject("message");
            json.WriteString("zh", conflict.Message.Zh);
            json.WriteString("en", conflict.Message.En);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (household.Checks.Count > 0)
        {
            json.WriteStartArray("checks");
            foreach (var check in household.Checks)
            {
                Write(json, check);
            }

            json.WriteEndArray();
        }

        if (household.OutOfValidity)
        {
            json.WriteBoolean("out_of_validity", true);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, PackCheckReport report)
    {
        json.WriteStartObject();
        Write(json, "errors", report.Errors);
        Write(json, "warnings", report.Warnings);
        json.WriteStartObject("tests");
        json.WriteNumber("passed", report.TestsPassed);
        json.WriteNumber("failed", report.TestsFailed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<PackFinding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("file", finding.File);
            json.WriteNumber("line", finding.Line);
            json.WriteNumber("column", finding.Column);
            json.WriteStartObject("message");
            json.WriteString("zh", finding.Message.Zh);
            json.WriteString("en", finding.Message.En);
            json.WriteEndObject();
            if (finding.Example is not null)
            {
                json.WriteString("example", finding.Example);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
