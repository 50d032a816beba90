using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

/// <summary>
/// Requests made from the committed OpenAPI file: every operation with parameters and bodies that fit, nearly fit or do not fit at all. Whatever
/// is sent, the answer is never a fault of the server. How many an operation: <c>FUYAO_REQUESTS</c> (12 without it).
/// </summary>
public class GeneratedRequestsTests
{
    private const string Password = "correct horse battery";

    private static readonly string[] Texts =
    [
        "", " ", "610729", "610729101201", "0", "-1", "2016-05-01", "9999-12-31", "0001-01-01", "2016-13-45", "2016-05", "张三", "’; drop table households; --", "%", "_", "\"", "\\", "\u0000", "\uD800",
        "\u202Eabc", "a\r\nb", "=1+1", "../../etc/passwd", "1e309", "NaN", "99999999999999999999", "true", "null", "{}", "[]", "liuba-2015", "household", "village", "from..to", "a=b;c=d", "x=1..2", "*", "🌾", new('长', 5000),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task No_request_made_from_the_interface_file_ends_in_a_fault_of_the_server(DbEngine engine)
    {
        var each = int.Parse(Environment.GetEnvironmentVariable("FUYAO_REQUESTS") ?? "12", CultureInfo.InvariantCulture);
        await using var server = await TestServer.StartAsync(engine, null, [.. new[] { "Search", "Export", "Reveal", "RevealsPerDay", "SignIn", "Upload" }.Select(l => new KeyValuePair<string, string?>($"Limits:{l}", "1000000"))]);
        var ids = await Register.AddAsync(server.Services, Some.Household("001", 610729101201, Some.Person("1942-03-05", "张大山"), Some.Person("1969-11-20", "李梅", "female")));
        var clients = new List<HttpClient>();
        foreach (var role in new[] { Roles.CountyClerk, Roles.Administrator, Roles.Finance, Roles.Auditor, Roles.Approver })
        {
            clients.Add(await SignInAsync(server, role));
        }

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "shared", "openapi.json"), Stop))!;
        var schemas = file["components"]!["schemas"]!.AsObject();
        var make = new Maker(new Random(20_161_122), schemas, [.. ids.Values.Select(i => i.ToString()), Guid.Empty.ToString()]);
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var sent = 0;
        foreach (var (path, operations) in file["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(o => o.Key is "get" or "post" or "put" or "patch" or "delete"))
            {
                // Signing out or changing one's own password would end the run, and a stream of events does not end.
                if (path.StartsWith("/api/session", StringComparison.Ordinal) || path.EndsWith("/events", StringComparison.Ordinal) && method == "get" && path.Contains("jobs", StringComparison.Ordinal)
                    || path.StartsWith("/api/account", StringComparison.Ordinal) || path.StartsWith("/api/users", StringComparison.Ordinal) && method == "post")
                {
                    continue;
                }

                for (var i = 0; i < each; i++)
                {
                    foreach (var client in i == 0 ? clients : [clients[i % clients.Count]])
                    {
                        using var request = make.Request(method, path, operation!.AsObject());
                        var said = $"{request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(Stop))}";
                        using var answer = await client.SendAsync(request, Stop);
                        sent++;
                        if ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                        {
                            faults.TryAdd($"{method} {path}", $"{(int)answer.StatusCode} {said[..Math.Min(said.Length, 600)]} → {await answer.Content.ReadAsStringAsync(Stop)}");
                        }
                    }
                }
            }
        }

        clients.ForEach(c => c.Dispose());
        sent.ShouldBeGreaterThan(1000);
        faults.ShouldBeEmpty($"{sent} requests");
    }

    private static async Task<HttpClient> SignInAsync(TestServer server, Role role)
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(role.Code, role.Code, role.Code, new RegionCode(610729000000), Password, ct: Stop);
        }

        var client = server.Client();
        var session = await client.PostAsJsonAsync("/api/session", new { user_name = role.Code, password = Password }, Stop);
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Add("X-CSRF", (await session.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("csrf").GetString());
        return client;
    }

    private sealed class Maker(Random random, JsonObject schemas, string[] ids)
    {
        public HttpRequestMessage Request(string method, string path, JsonObject operation)
        {
            var query = new List<string>();
            foreach (var parameter in operation["parameters"]?.AsArray().Select(p => p!.AsObject()) ?? [])
            {
                var (name, value) = ((string)parameter["name"]!, Text(parameter["schema"]));
                if ((string)parameter["in"]! == "path")
                {
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value is "" or "." or ".." ? "x" : Sendable(value)[..Math.Min(Sendable(value).Length, 200)]), StringComparison.Ordinal);
                }
                else if ((string)parameter["in"]! == "query" && random.Next(3) > 0)
                {
                    query.Add($"{name}={Uri.EscapeDataString(Sendable(value)[..Math.Min(Sendable(value).Length, 1500)])}");
                }
            }

            var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
            if (method != "get")
            {
                request.Headers.Add("Idempotency-Key", Ids.New(TimeProvider.System).ToString());
                request.Headers.TryAddWithoutValidation("If-Match", random.Next(3) == 0 ? "x" : $"\"{Guid.Empty}\"");
                if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
                {
                    request.Content = new StringContent(random.Next(12) == 0 ? Sendable(Pick(Texts)) : (Value(schema, 0)?.ToJsonString() ?? "null"), System.Text.Encoding.UTF8, "application/json");
                }
            }

            return request;
        }

        // Half of a pair of surrogates cannot be written as UTF-8; escaped inside JSON it can.
        private static string Sendable(string text) => text.Replace("\uD800", "", StringComparison.Ordinal);

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
    }
}
