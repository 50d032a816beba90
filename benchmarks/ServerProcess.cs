using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Fuyao.Benchmarks;

/// <summary>The real server as a process of its own, and people signed in to it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Most memory that the server has had so far, in MiB.</summary>
    public double PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Processor time that the server has used so far, all threads together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <param name="settings">Further variables of its environment.</param>
    public static async Task<ServerProcess> StartAsync(BenchmarkContext context, string database, CancellationToken ct, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [context.Program, "serve", "--db", database, "--urls", "http://127.0.0.1:0", "--lang", "en"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // The work is measured, not the approval of exports or the patience with one user.
            Environment = { ["FUYAO_EXPORTS__PERSONS"] = "100000000", ["FUYAO_LIMITS__SEARCH"] = "1000000" },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(ct) is { } line)
        {
            said.Add(line);
            if (line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0 && line.StartsWith("Serving", StringComparison.Ordinal))
            {
                // Whatever it says further is read, or it would wait for room.
                process.ErrorDataReceived += (_, _) => { };
                process.OutputDataReceived += (_, _) => { };
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, ct);
                process.BeginOutputReadLine();
                return new ServerProcess(process, new Uri(line[at..].Trim()));
            }
        }

        throw new InvalidOperationException("The server ended without serving: " + string.Join('\n', said));
    }

    public async Task<HttpClient> SignInAsync(string user, string password, CancellationToken ct)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(30) };
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = JsonContent.Create(new { user_name = user, password }) };
        asked.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await client.SendAsync(asked, ct);
        answer.EnsureSuccessStatusCode();
        var session = JsonNode.Parse(await client.GetStringAsync("/api/session", ct))!;
        client.DefaultRequestHeaders.Add("X-CSRF", (string)session["csrf"]!);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
