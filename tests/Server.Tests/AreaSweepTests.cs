using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

/// <summary>
/// Every route of the real server, asked by every role of a neighbouring county for everything that one county has: canaries in names and
/// numbers must not come out, foreign ids must not exist, and nothing may end in a fault of the server.
/// </summary>
public partial class AreaSweepTests
{
    private const string Canary = "金丝雀";
    private const string Account = "6217000019998887776";
    private const string Password = "correct horse battery";
    private const string Village = "610729101201";

    private static readonly string[] Words = [Canary, Account, "11010519491231002X"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Nothing_of_a_county_comes_out_to_any_role_of_another_by_any_route(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine, null, [new("Limits:Search", "100000"), new("Limits:Export", "100000"), new("Limits:Reveal", "100000"), new("Limits:SignIn", "100000"), new("Limits:Upload", "100000")]);
        using var clerk = await SignInAsync(server, Roles.CountyClerk, 610729000000, Canary);
        await FillAsync(server, clerk);
        var ids = await IdsAsync(server);
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(m => (Method: m, Path: "/" + e.RoutePattern.RawText!.Trim('/'))))
            .Where(r => r.Path.StartsWith("/api/", StringComparison.Ordinal) && !r.Path.StartsWith("/api/session", StringComparison.Ordinal)).Distinct().ToList();

        // What the county itself finds under its ids is what the neighbours must not find.
        var owned = new List<string>();
        foreach (var (_, path) in routes.Where(r => r.Method == "GET" && Parameter().IsMatch(r.Path)))
        {
            foreach (var address in Addresses(path, ids))
            {
                var (status, body) = await AskAsync(clerk, HttpMethod.Get, address);
                ((int)status).ShouldBeLessThan(500, $"{address}: {body}");
                if (status == HttpStatusCode.OK && Words.Any(w => body.Contains(w, StringComparison.Ordinal)))
                {
                    owned.Add(address);
                }
            }
        }

        owned.Count.ShouldBeGreaterThan(20, "the county has too little for the sweep to mean anything");
        var prefixes = owned.Select(o => string.Join('/', o.Split('/')[..4])).Distinct().ToList();
        List<string> leaks = [];
        foreach (var role in Roles.All.Values)
        {
            using var neighbour = await SignInAsync(server, role, 610730000000, role.Code);
            var lists = routes.Where(r => r.Method == "GET" && !Parameter().IsMatch(r.Path)).SelectMany(r => (string[])[r.Path, $"{r.Path}?region=610729&code=610729&county=610729&q={Uri.EscapeDataString(Canary)}"]);
            foreach (var address in lists.Concat(owned))
            {
                var (status, body) = await AskAsync(neighbour, HttpMethod.Get, address);
                var shown = Words.Any(w => body.Contains(w, StringComparison.Ordinal));
                if (shown || (int)status >= 500 || (owned.Contains(address) && status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden)))
                {
                    leaks.Add($"{role.Code} GET {address}: {(int)status}{(shown ? " shows a canary" : "")}");
                }
            }

            foreach (var (method, path) in routes.Where(r => r.Method is not "GET"))
            {
                foreach (var prefix in prefixes.Where(p => Parameter().IsMatch(path) && path.Split('/').Length >= 4 && p.Split('/')[2] == path.Split('/')[2]))
                {
                    var rest = path.Split('/')[4..];
                    var address = $"{prefix}{string.Concat(rest.Select(r => "/" + Parameter().Replace(r, Guid.Empty.ToString())))}";
                    var (status, body) = await AskAsync(neighbour, new HttpMethod(method), address);
                    // A preview may say what the form lacks before it looks at the household, but no effect on it.
                    var nothing = path.EndsWith("/preview", StringComparison.Ordinal) && body.Contains("\"effects\":[]", StringComparison.Ordinal);
                    if ((int)status is (>= 200 and < 400 and not 200) or >= 500 || (status == HttpStatusCode.OK && !nothing))
                    {
                        leaks.Add($"{role.Code} {method} {address}: {(int)status} {body[..Math.Min(body.Length, 120)]}");
                    }
                }
            }
        }

        leaks.ShouldBeEmpty();
    }

    private static IEnumerable<string> Addresses(string path, IReadOnlyDictionary<string, List<string>> ids)
    {
        // From left to right, each parameter with the ids that the word before it speaks of.
        IEnumerable<string> begun = [""];
        var folder = "";
        foreach (var part in path.Split('/').Skip(1))
        {
            var values = !Parameter().IsMatch(part) ? [part] : Values(part, folder, ids).Select(v => Parameter().Replace(part, v)).ToList();
            folder = Parameter().IsMatch(part) ? folder : part;
            begun = [.. begun.SelectMany(b => values.Select(v => $"{b}/{v}"))];
        }

        return begun;
    }

    private static IEnumerable<string> Values(string part, string folder, IReadOnlyDictionary<string, List<string>> ids) => Parameter().Match(part).Value.Trim('{', '}').Split(':')[0] switch
    {
        "code" => [Village, "610729101", "610729"],
        "kind" => ["organisation", "household", "village"],
        "path" => ["status", "group"],
        "year" => ["2015"],
        "list" => ["card"],
        "table" => ["households"],
        "sequence" => ["1"],
        _ => ids.Where(t => Likely(t.Key, folder)).SelectMany(t => t.Value).Distinct(),
    };

    // The table's name has the route's word in it, in the singular: household_versions for /households.
    private static bool Likely(string table, string folder) => table.Contains(folder.TrimEnd('s').Replace('-', '_'), StringComparison.Ordinal) || folder is "files" or "jobs";

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Ids.New(TimeProvider.System).ToString());
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{Guid.Empty}\"");
            request.Content = JsonContent.Create(new { reason = "another county asks" });
        }

        using var answer = await client.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Up to three ids of every table that has rows of the county.</summary>
    private static async Task<Dictionary<string, List<string>>> IdsAsync(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var ids = new Dictionary<string, List<string>>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            foreach (var property in entity.GetProperties().Where(p => p.ClrType == typeof(Guid) && (p.Name == "Id" || p.Name.EndsWith("Id", StringComparison.Ordinal))))
            {
                var known = await ((Task<List<Guid>>)typeof(AreaSweepTests).GetMethod(nameof(ReadAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                    .MakeGenericMethod(entity.ClrType).Invoke(null, [db, property.Name])!);
                ids.TryAdd(entity.GetTableName()!, []);
                ids[entity.GetTableName()!].AddRange(known.Select(k => k.ToString()));
            }
        }

        return ids.ToDictionary(t => t.Key, t => t.Value.Distinct().ToList());
    }

    private static Task<List<Guid>> ReadAsync<T>(PlatformDb db, string property)
        where T : class => db.Set<T>().Select(row => EF.Property<Guid>(row, property)).Distinct().Take(3).ToListAsync(Stop);

    private static async Task FillAsync(TestServer server, HttpClient clerk)
    {
        await Register.AddAsync(server.Services,
            Some.Household("001", long.Parse(Village, System.Globalization.CultureInfo.InvariantCulture),
                    Some.Person("1942-03-05", Canary + "甲").With("id_number", "\"11010519491231002X\""), Some.Person("1969-11-20", Canary + "乙", "female"))
                .With("bank_account", $"\"{Account}\"").With("group", $"\"{Canary}组\""),
            Some.Household("002", long.Parse(Village, System.Globalization.CultureInfo.InvariantCulture), Some.Person("1950-05-01", Canary + "丙")));
        async Task<JsonElement> DoAsync(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", path);
            using var answer = await clerk.SendAsync(request, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode} {text}");
            return text.Length == 0 ? default : JsonElement.Parse(text);
        }

        foreach (var begun in new[] { await DoAsync("/api/runs", new { pack = "liuba-2015", period = "2016-05" }), await DoAsync("/api/ranking", new { region = "610729", year = 2015 }) })
        {
            await Eventually.GetAsync(
                () => clerk.GetFromJsonAsync<JsonElement>($"/api/jobs/{begun.GetProperty("job").GetString()}", Stop), j => j.GetProperty("state").GetString() is "done" or "failed", Stop);
        }

        await DoAsync("/api/received", JsonElement.Parse($$"""{"reason":"{{Canary}}","rows":[{"department":"民政局","programme":"{{Canary}}金","household_number":"001","amount":300,"date":"2016-01-01"}]}"""));
        using var wish = await clerk.GetAsync($"/api/households/export?q={Uri.EscapeDataString(Canary)}", Stop);
    }

    private static async Task<HttpClient> SignInAsync(TestServer server, Role role, long region, string name)
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync($"{role.Code}-{region}", name, role.Code, new RegionCode(region), Password, ct: Stop);
        }

        var client = server.Client();
        var session = await client.PostAsJsonAsync("/api/session", new { user_name = $"{role.Code}-{region}", password = Password }, Stop);
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Add("X-CSRF", (await session.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("csrf").GetString());
        return client;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
