using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CsvHelper;
using ExcelDataReader;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benchmarks;

/// <summary>A county's workbooks into an empty SQLite register, beside reading every cell with the same library and doing nothing.</summary>
internal static class ImportBenchmark
{
    public const string Region = "610729";
    public const int Households = 7_000;

    public static async IAsyncEnumerable<Measurement> RunAsync(BenchmarkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var format in (SheetFormat[])[SheetFormat.Xlsx, SheetFormat.Csv])
        {
            var name = format.ToString().ToLowerInvariant();
            // A small one first: what is compiled at first use is not the work that is measured.
            await ImportAsync(context, Generate(context, format, 200, $"warm-{name}", ct), $"warm-{name}.db", ct);
            context.Tell($"generating {Households:N0} households as {name}");
            var data = Generate(context, format, Households, name, ct);
            var reading = Seconds(() => data.Files.Sum(file => format == SheetFormat.Xlsx ? ReadWorkbook(file) : ReadCsv(file)));
            context.Tell($"importing {data.Persons:N0} person rows from {name}");
            var (importing, report) = await ImportAsync(context, data, $"{name}.db", ct);
            var accepted = report["accepted"]!.GetValue<long>();
            if (accepted != data.Persons)
            {
                throw new InvalidOperationException($"{accepted} of {data.Persons} rows without a fault were accepted.");
            }

            yield return new($"import {name}", data.Persons / importing, "rows/s", data.Persons);
            yield return new($"read {name} only", data.Persons / reading, "rows/s", data.Persons);
            yield return new($"import {name} against reading", importing / reading, "ratio", data.Persons);
            var again = Stopwatch.GetTimestamp();
            var second = await context.Verb(["import", .. data.Files, "--region", Region, "--db", Path.Combine(context.Folder, $"{name}.db")], ct);
            if (second["unchanged"]!.GetValue<long>() != data.Persons)
            {
                throw new InvalidOperationException("The same file again must change nothing.");
            }

            yield return new($"import {name} again, unchanged", data.Persons / Stopwatch.GetElapsedTime(again).TotalSeconds, "rows/s", data.Persons);
        }

        yield return new("import: peak memory of this process", Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0, "MiB", Households);
    }

    public static GenerateResult Generate(BenchmarkContext context, SheetFormat format, int households, string name, CancellationToken ct)
    {
        RegionCode.TryParse(Region, out var region);
        return SyntheticCounty.Generate(new GenerateRequest(region, households, Seed: 7, Path.Combine(context.Folder, name), format, Faults: false), ct);
    }

    public static async Task<(double Seconds, JsonNode Report)> ImportAsync(BenchmarkContext context, GenerateResult data, string database, CancellationToken ct)
    {
        var path = Path.Combine(context.Folder, database);
        await context.CreateDatabase(path, ct);
        var began = Stopwatch.GetTimestamp();
        var report = await context.Verb(["import", .. data.Files, "--region", Region, "--db", path], ct);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, report);
    }

    private static double Seconds(Func<long> work)
    {
        var began = Stopwatch.GetTimestamp();
        if (work() == 0)
        {
            throw new InvalidOperationException("There was nothing to read.");
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static long ReadWorkbook(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var cells = 0L;
        do
        {
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    cells += reader.GetValue(i) is null ? 0 : 1;
                }
            }
        }
        while (reader.NextResult());

        return cells;
    }

    private static long ReadCsv(string file)
    {
        using var text = new StreamReader(file);
        using var csv = new CsvParser(text, CultureInfo.InvariantCulture);
        var cells = 0L;
        while (csv.Read())
        {
            cells += csv.Record!.Length;
        }

        return cells;
    }
}
