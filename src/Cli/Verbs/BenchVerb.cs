using System.CommandLine;
using Fuyao.App;
using Fuyao.Benchmarks;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>The benchmarks of the list, or one of them.</summary>
internal static class BenchVerb
{
    private static readonly Argument<string?> Name = new("name")
    {
        Description = string.Join("; ", Benchmark.All.Select(b => $"{b.Name}: {b.Does}")),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Data = new("--data") { Description = "a folder of data with expected values (rules)" };

    private static readonly Option<long?> Persons = new("--persons") { Description = "how many persons to go up to (rules), or to have (register, simulate, runs)" };

    private static readonly Option<long?> Count = new("--count") { Description = "how many deaths (faults) or requests (requests)" };

    private static readonly Option<string?> Database = new("--db")
    {
        Description = "sqlite | postgres, or a path or connection string that is filled when empty and kept (register, requests, simulate, runs)", HelpName = "ENGINE|CONN",
    };

    public static Command Build() => new Command("bench", "the benchmarks, or one of them") { Name, Data, Persons, Count, Database }.Runs(async (run, cancellation) =>
    {
        var name = run.Parsed.GetValue(Name);
        var chosen = Benchmark.All.Where(b => name is null ? b.Name is not ("faults" or "requests") : b.Name == name).ToList();
        if (chosen.Count == 0)
        {
            var names = string.Join(", ", Benchmark.All.Select(b => b.Name));
            throw new VerbException("unknown-benchmark", new LocalText($"没有基准 “{name}”。可用:{names}。", $"There is no benchmark “{name}”. There are {names}."));
        }

        var measured = new List<Measurement>();
        foreach (var benchmark in chosen)
        {
            var folder = Directory.CreateTempSubdirectory("fuyao-bench-").FullName;
            try
            {
                void Tell(string text) => run.Tell(new LocalText(text, text));
                var context = new BenchmarkContext(
                    folder,
                    typeof(BenchVerb).Assembly.Location,
                    (words, ct) => InnerVerb.RunAsync(words, run.Language, ct),
                    CreateDatabaseAsync,
                    Tell)
                {
                    OpenStore = async (persons, ct) => await BenchStore.OpenAsync(run.Parsed.GetValue(Database), folder, persons, Tell, ct),
                    Data = run.Parsed.GetValue(Data),
                    Persons = run.Parsed.GetValue(Persons) is { } persons && persons is < 1 or > 1_000_000_000
                        ? throw new VerbException("bad-persons", new LocalText("--persons 须在 1 与 10 亿之间。", "--persons must be between 1 and 1,000,000,000."))
                        : run.Parsed.GetValue(Persons),
                    Count = run.Parsed.GetValue(Count) is { } count && count is < 1 or > 100_000_000
                        ? throw new VerbException("bad-count", new LocalText("--count 须在 1 与 1 亿之间。", "--count must be between 1 and 100,000,000."))
                        : run.Parsed.GetValue(Count),
                };
                await foreach (var figure in benchmark.Run(context, cancellation))
                {
                    measured.Add(figure with { Value = Math.Round(figure.Value, 3) });
                    run.Tell(new LocalText($"{figure.Name}:{figure.Value:#,##0.##} {figure.Unit}(n={figure.N})", $"{figure.Name}: {figure.Value:#,##0.##} {figure.Unit} (n={figure.N})"));
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return new Outcome(measured, terminal => Show(run, terminal, measured), measured.Any(m => m is { Name: "wrong values" } or { Unit: "violations" } && m.Value > 0));
    });

    private static void Show(Invocation run, IAnsiConsole terminal, List<Measurement> measured)
    {
        var table = new Table().AddColumns(run.Say(new("指标", "figure")), run.Say(new("数值", "value")), run.Say(new("单位", "unit")), "n");
        foreach (var figure in measured)
        {
            table.AddRow(Markup.Escape(figure.Name), $"{figure.Value:#,##0.##}", figure.Unit, $"{figure.N:N0}");
        }

        terminal.Write(table);
    }

    private static async Task CreateDatabaseAsync(string path, CancellationToken ct)
    {
        var configuration = FuyaoConfiguration.Read(new KeyValuePair<string, string?>("Database:Connection", path));
        await using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddFuyao(configuration).BuildServiceProvider();
        await services.PrepareFuyaoAsync(ct);
    }
}
