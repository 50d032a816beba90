using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fuyao.Kernel;

namespace Fuyao.Benchmarks.Requests;

/// <summary>One operation of the interface file: its method in capitals, its path with the names of parameters in it, and what it says of itself.</summary>
public sealed record Operation(string Method, string Path, JsonObject Says)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>
/// Requests made from the interface file (OpenAPI): every operation with parameters and bodies that fit, nearly fit or do not fit at all. The
/// same seed and the same answers learned from make the same requests. Not for several threads at once.
/// </summary>
public sealed partial class RequestMaker
{
    private const int MostIds = 500;

    private static readonly string[] Texts =
    [
        "", " ", "610729", "610729101201", "0", "-1", "2016-05-01", "9999-12-31", "0001-01-01", "2016-13-45", "2016-05", "张三", "’; drop table households; --", "%", "_", "\"", "\\", "\u0000", "\uD800",
        "\u202Eabc", "a\r\nb", "=1+1", "../../etc/passwd", "1e309", "NaN", "99999999999999999999", "true", "null", "{}", "[]", "liuba-2015", "household", "village", "from..to", "a=b;c=d", "x=1..2", "*", "🌾", new('长', 5000),
    ];

    private readonly Random random;
    private readonly JsonObject schemas;
    private readonly List<string> ids;

    /// <param name="file">The interface file.</param>
    /// <param name="ids">Ids that exist, to begin with.</param>
    public RequestMaker(JsonNode file, int seed, IEnumerable<string> ids)
    {
        random = new Random(seed);
        schemas = file["components"]!["schemas"]!.AsObject();
        this.ids = [.. ids, Guid.Empty.ToString()];
        // Signing out, ending an account or changing one's own password would end the work of whoever asks, and a stream of events does not end.
        Operations =
        [
            .. from path in file["paths"]!.AsObject()
               where !path.Key.StartsWith("/api/session", StringComparison.Ordinal) && !path.Key.StartsWith("/api/account", StringComparison.Ordinal)
               from operation in path.Value!.AsObject()
               where operation.Key is "get" or "post" or "put" or "patch" or "delete"
               where !(operation.Key == "get" && path.Key.StartsWith("/api/jobs", StringComparison.Ordinal) && path.Key.EndsWith("/events", StringComparison.Ordinal))
               where !(operation.Key == "post" && path.Key.StartsWith("/api/users", StringComparison.Ordinal))
               select new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()),
        ];
    }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Keeps some of the ids that an answer names, so that later requests ask for what is there.</summary>
    public void Learn(string answer)
    {
        foreach (var id in Id().Matches(answer).Take(3).Select(m => m.Value))
        {
            if (ids.Count < MostIds)
            {
                ids.Add(id);
            }
            else
            {
                ids[random.Next(ids.Count)] = id;
            }
        }
    }

    public HttpRequestMessage Make(Operation operation)
    {
        var (path, query) = (operation.Path, new List<string>());
        foreach (var parameter in operation.Says["parameters"]?.AsArray().Select(p => p!.AsObject()) ?? [])
        {
            var (name, value) = ((string)parameter["name"]!, Sendable(Text(parameter["schema"])));
            if ((string)parameter["in"]! == "path")
            {
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value is "" or "." or ".." ? "x" : Cut(value, 200)), StringComparison.Ordinal);
            }
            else if ((string)parameter["in"]! == "query" && random.Next(3) > 0)
            {
                query.Add($"{name}={Uri.EscapeDataString(Cut(value, 1500))}");
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(operation.Method), query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
        if (operation.Method != "GET")
        {
            request.Headers.Add("Idempotency-Key", Ids.New(TimeProvider.System).ToString());
            request.Headers.TryAddWithoutValidation("If-Match", random.Next(3) == 0 ? "x" : $"\"{Guid.Empty}\"");
            if (operation.Says["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
            {
                request.Content = new StringContent(random.Next(12) == 0 ? Sendable(Pick(Texts)) : (Value(schema, 0)?.ToJsonString() ?? "null"), Encoding.UTF8, "application/json");
            }
        }

        return request;
    }

    // Half of a pair of surrogates cannot be written as UTF-8; escaped inside JSON it can.
    private static string Sendable(string text) => text.Replace("\uD800", "", StringComparison.Ordinal);

    private static string Cut(string text, int most) => text[..Math.Min(text.Length, most)];

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private string Text(JsonNode? schema) => Resolve(schema) is var s && random.Next(4) == 0 ? Pick(Texts)
        : (string?)s?["format"] switch
        {
            "uuid" => Pick(ids),
            "date" => Pick(["2016-05-01", "2015-01-01", "2030-02-28"]),
            "int32" or "int64" => Pick(["1", "0", "-1", "50", "2147483647"]),
            _ => s?["enum"] is JsonArray codes ? codes[random.Next(codes.Count)]?.ToString() ?? "" : Pick(Texts),
        };

    private JsonNode? Resolve(JsonNode? schema) => schema?["$ref"] is { } reference ? schemas[((string)reference!).Split('/')[^1]] : schema;

    private JsonNode? Value(JsonNode? given, int depth)
    {
        var schema = Resolve(given);
        if (schema is null || depth > 6 || random.Next(15) == 0)
        {
            return random.Next(6) switch { 0 => null, 1 => new JsonArray(1, "x"), 2 => new JsonObject { ["x"] = 1 }, 3 => true, 4 => 1e300, _ => Pick(Texts) };
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray several)
        {
            return Value(several[random.Next(several.Count)], depth + 1);
        }

        var type = schema["type"] is JsonArray types ? (string)types[random.Next(types.Count)]! : (string?)schema["type"];
        switch (type)
        {
            case "object" or null when schema["properties"] is JsonObject members:
                var made = new JsonObject();
                foreach (var (name, member) in members.Where(_ => random.Next(4) > 0))
                {
                    made[name] = Value(member, depth + 1);
                }

                return made;
            case "object" or null:
                return new JsonObject { [Pick(["status", "housing", "persons", "x"])] = Value(schema["additionalProperties"] as JsonObject, depth + 1) };
            case "array":
                return new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(schema["items"], depth + 1))]);
            case "boolean":
                return random.Next(2) == 0;
            case "integer":
                return Pick([0L, 1, -1, 2016, int.MaxValue, long.MaxValue]);
            case "number":
                return Pick([0.0, 1.5, -3, 1e18, 1e300]);
            case "null":
                return null;
            default:
                return Text(schema);
        }
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
