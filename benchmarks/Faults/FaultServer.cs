using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Microsoft.Data.Sqlite;

namespace Fuyao.Benchmarks.Faults;

/// <summary>The real server in a process of its own, which faults happen to, and one clerk who works on it.</summary>
internal sealed class FaultServer(BenchmarkContext context, string database, string userName, string password) : IAsyncDisposable
{
    private Process? process;
    private HttpClient client = new();

    public int ProcessId => process!.Id;

    /// <summary>Makes a system with one clerk in the folder.</summary>
    public static async Task<FaultServer> CreateAsync(BenchmarkContext context, string database, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        var user = await context.Verb(["user", "add", "clerk", "--role", "county-clerk", "--region", "610729", "--db", database], ct);
        return new FaultServer(context, database, "clerk", user["password"]!.GetValue<string>());
    }

    /// <returns>Seconds from the start of the process to its first good answer.</returns>
    public async Task<double> StartAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo("dotnet", [context.Program, "serve", "--db", database, "--urls", "http://127.0.0.1:0", "--lang", "en"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["FUYAO_BACKUP__AT"] = "";
        start.Environment["FUYAO_RETENTION__AT"] = "";
        process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("Serving", StringComparison.Ordinal) && line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                client.Dispose();
                client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(line[at..].Trim()), Timeout = TimeSpan.FromSeconds(20) };
                (await client.GetAsync("/health/ready", ct)).EnsureSuccessStatusCode();
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                var answer = await client.PostAsJsonAsync("/api/session", new { user_name = userName, password }, ct);
                answer.EnsureSuccessStatusCode();
                var session = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
                client.DefaultRequestHeaders.Add("X-CSRF", session.GetProperty("csrf").GetString());
                if (session.GetProperty("user").TryGetProperty("duty", out var duty) && duty.GetString() == "change-password")
                {
                    await ChoosePasswordAsync(ct);
                }

                return seconds;
            }
        }

        throw new InvalidOperationException("The server ended without serving.");
    }

    private async Task ChoosePasswordAsync(CancellationToken ct)
    {
        const string Own = "a password of one's own";
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/session/password") { Content = JsonContent.Create(new { old_password = password, password = Own }) };
        request.Headers.Add("Idempotency-Key", NewKey());
        (await client.SendAsync(request, ct)).EnsureSuccessStatusCode();
        password = Own;
    }

    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Stops the process wherever it is, copies its files as they stand, and lets it go on.</summary>
    /// <returns>What had been acknowledged before it stopped.</returns>
    public async Task<IReadOnlyList<string>> CopyStoppedAsync(string copy, Func<IReadOnlyList<string>> acknowledged, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(copy)!).FullName;
        var known = acknowledged();
        Signal(ProcessId, StopSignal);
        try
        {
            // A thread inside a system call ends it first, as it would when killed.
            while (Directory.EnumerateFiles($"/proc/{ProcessId}/task", "stat", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
                .Any(stat => File.ReadAllText(stat).Split(") ")[^1][0] is not ('T' or 't')))
            {
                await Task.Delay(1, ct);
            }

            // The shared-memory file is an index of the log that any start makes anew.
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + "*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }
        }
        finally
        {
            Signal(ProcessId, ContinueSignal);
        }

        return known;
    }

    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    /// <summary>Registers the household with this number.</summary>
    /// <returns>The status; null when no answer came.</returns>
    public async Task<HttpStatusCode?> RegisterAsync(string number, string key, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["reason"] = "fault run",
            ["household"] = JsonNode.Parse($$"""
                {"id":"{{number}}","region":"610729001201","status":"registered",
                 "persons":[{"id":"p1","name":"张{{number}}","sex":"male","birth":"1960-01-01","relation":"02"}]}
                """),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/households") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            return (await client.SendAsync(request, ct)).StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public async Task<HttpStatusCode?> GetAsync(string path, CancellationToken ct)
    {
        try
        {
            return (await client.GetAsync(path, ct)).StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// How many registrations are there in part: a household without a version or a person, a version without its change, one more or less than
    /// there are answers kept for their keys.
    /// </summary>
    public static int HalfRegistered(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = """
            select (select count(*) from households h where not exists (select 1 from household_versions v where v.household_id = h.id)
                     or not exists (select 1 from person_versions p where p.household_id = h.id))
                 + (select count(*) from household_versions v where not exists (select 1 from changes c where c.id = v.opened_by))
                 + abs((select count(*) from households) - (select count(*) from idempotency where status = 201))
            """;
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>How often each number is registered.</summary>
    public static IReadOnlyDictionary<string, int> Registered(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = "select number, count(*) from households group by number";
        using var reader = command.ExecuteReader();
        var numbers = new Dictionary<string, int>();
        while (reader.Read())
        {
            numbers[reader.GetString(0)] = reader.GetInt32(1);
        }

        return numbers;
    }

    public static string NewKey() => Ids.New(TimeProvider.System).ToString();

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        process?.Dispose();
        client.Dispose();
    }
}
