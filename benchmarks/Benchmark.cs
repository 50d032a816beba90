using System.Text.Json.Nodes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Of the figure: <c>s</c>, <c>rows/s</c>, <c>MiB</c>, <c>ratio</c>.</param>
/// <param name="N">How many rows, persons or repetitions it rests on.</param>
public sealed record Measurement(string Name, double Value, string Unit, long N);

/// <summary>What a benchmark works with: the program itself, as people use it.</summary>
/// <param name="Folder">An empty folder, deleted afterwards.</param>
/// <param name="Program">Path of <c>fuyao.dll</c>, for processes of its own.</param>
/// <param name="Verb">Runs a verb in this process and reads its JSON document.</param>
/// <param name="CreateDatabase">Creates an empty SQLite database of the present schema.</param>
/// <param name="Tell">Says what is being done.</param>
public sealed record BenchmarkContext(
    string Folder,
    string Program,
    Func<string[], CancellationToken, Task<JsonNode>> Verb,
    Func<string, CancellationToken, Task> CreateDatabase,
    Action<string> Tell)
{
    /// <summary>A folder of data to work with instead of the usual one.</summary>
    public string? Data { get; init; }

    /// <summary>How many persons to go up to, where a benchmark has sizes.</summary>
    public long? Persons { get; init; }

    /// <summary>How often, where a benchmark counts.</summary>
    public long? Count { get; init; }

    /// <summary>Opens a register of a benchmark on the chosen engine for so many persons, made when it is not there.</summary>
    public required Func<long, CancellationToken, Task<IRegisterStore>> OpenStore { get; init; }
}

/// <summary>A database of a benchmark: a file, or one of a PostgreSQL server; gone afterwards unless it was named.</summary>
public interface IRegisterStore : IAsyncDisposable
{
    /// <summary>For <c>--db</c>.</summary>
    string Connection { get; }

    /// <summary>Puts an invented population in, unless there is one.</summary>
    Task<bool> FillAsync(string region, int households, CancellationToken ct);

    Task<RegisterSample> SampleAsync(string region, int most, CancellationToken ct);

    /// <summary>An account with the role in the region.</summary>
    Task<(string Name, string Password)> AddUserAsync(string region, string role, CancellationToken ct);

    /// <summary>Copies an SQLite database, with what belongs beside it, to another path.</summary>
    void CopyTo(string path);

    /// <summary>Bytes on disk.</summary>
    long Size();
}

/// <summary>A named benchmark. It also checks what it measures: a wrong result is an exception, not a figure.</summary>
public sealed record Benchmark(string Name, string Does, Func<BenchmarkContext, CancellationToken, IAsyncEnumerable<Measurement>> Run)
{
    /// <summary>The one list of benchmarks.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        new("start", "from starting the process to the first answer", StartBenchmark.RunAsync),
        new("import", "person rows a second from xlsx and CSV into SQLite, beside merely reading them", ImportBenchmark.RunAsync),
        new("rules", "rules over populations in columns: correctness against another engine, persons a second", Rules.RulesBenchmark.RunAsync),
        new("register", "a register of 100,000, 300,000 and 1,000,000 persons: search, lists, pages, changes, events, export, memory, size", RegisterBenchmark.RunAsync),
        new("faults", "promises under faults: death under load and of long work, failing fsync, full and read-only disk; every violation is a finding", Faults.FaultBenchmark.RunAsync),
        new("requests", "requests made from the interface file by everybody at once: no fault of the server, nobody let in, nothing shown to neighbours", Requests.RequestBenchmark.RunAsync),
        new("simulate", "what-if over a register of 100,000 and of 1,000,000 persons: reading it into memory, answers to changed parameters, memory", SimulateBenchmark.RunAsync),
        new("borders", "a township of a county of 30,000 and of 300,000 persons goes to another county: how long, and the longest of its writes", BordersBenchmark.RunAsync),
        new("runs", "months of a pack over registers of 100,000 and of 1,000,000 persons on SQLite, beside the bare insertion of the same awards", RunBenchmark.RunAsync),
    ];
}
