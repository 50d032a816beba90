using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Official registration workbooks or CSV files into the register.</summary>
internal static class ImportVerb
{
    private static readonly Argument<string[]> Files = new("FILE") { Description = "xlsx or CSV files", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Region = new("--region") { Description = "where all households must lie", HelpName = "CODE", Required = true };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "check everything, store nothing" };

    private static readonly Option<bool> AllOrNothing = new("--all-or-nothing") { Description = "one refused household refuses all" };

    private static readonly Option<string?> AsOf = new("--as-of") { Description = "from which day on the differences hold; without it what is known is corrected", HelpName = "DATE" };

    private static readonly Option<string?> Marked = new("--marked") { Description = "folder for copies with the bad cells marked and explained", HelpName = "DIR" };

    private static readonly Option<string?> Table = new("--table") { Description = "which table the rows belong to (default households), such as persons, received, organisations, village-years", HelpName = "NAME" };

    private static readonly Option<string?> Map = new("--map") { Description = "what the columns mean, as JSON; --propose makes one", HelpName = "FILE" };

    private static readonly Option<bool> Propose = new("--propose") { Description = "print what the columns seem to mean, store nothing" };

    private static readonly Option<string?> OnConflict = new("--on-conflict") { Description = "replace, keep or ask where the register states something else", HelpName = "RULE" };

    private static readonly Option<bool> Erase = new("--erase-blank") { Description = "empty cells take away what the register knows" };

    private static readonly Option<bool> Compare = new("--compare") { Description = "list row by row what changes" };

    public static Command Build() => new Command("import", "registration workbooks or CSV, rosters and records")
    {
        Files, Region, DryRun, AllOrNothing, AsOf, Marked, Table, Map, Propose, OnConflict, Erase, Compare, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(RunAsync);

    private static async Task<Outcome> RunAsync(Invocation run, CancellationToken ct)
    {
        var region = run.RegionOf(run.Get(Region)!);
        var request = new ImportRequest(
            [.. run.Get(Files).Select(f => File.Exists(f) ? new ImportFile(Path.GetFullPath(f), Path.GetFileName(f))
                : throw new VerbException("no-such-file", new LocalText($"没有文件 {f}。", $"There is no file {f}.")))],
            region, Date(run.Get(AsOf)), run.Get(DryRun), run.Get(AllOrNothing)) { Table = run.Get(Table), Mapping = Mapping(run), Compare = run.Get(Compare) };
        await using var system = await run.OpenSystemAsync(ct);
        await using var scope = system.EnterOperator(region);
        if (run.Get(Propose))
        {
            var proposal = await scope.ServiceProvider.GetRequiredService<HouseholdImport>().ProposeAsync(request.Files[0], request.Table, region, ct);
            return new Outcome(
                new { proposal.Table, Map = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(proposal.Mapping.ToJson()), proposal.Missing, proposal.LeftOut, proposal.Columns },
                terminal => terminal.WriteLine(proposal.Mapping.ToJson()), proposal.Missing.Count > 0);
        }

        var report = await scope.ServiceProvider.GetRequiredService<HouseholdImport>().RunAsync(request, Progress(run), ct);
        var copies = Copies(run, request, report, ct);
        return new Outcome(
            new
            {
                report.Accepted, report.Unchanged, report.Refused, report.Warnings,
                Errors = report.Findings.Select(f => new { f.File, f.Sheet, f.Row, Column = f.Column ?? "", Value = f.Value ?? "", f.Code, Message = run.Say(f.Message), f.Severity, f.Household }),
                report.Rows, Differences = run.Get(Compare) ? report.Differences : null, report.Households, FindingsTotal = report.FindingsTotal, Changes = report.Changes, Seconds = Math.Round(report.Seconds, 3), Marked = copies,
            },
            terminal => Show(run, terminal, report, copies), report.Refused > 0);
    }

    private static ImportMapping? Mapping(Invocation run)
    {
        var mapping = run.Get(Map) is not { } path ? null
            : File.Exists(path) ? ImportMapping.Parse(MapOf(File.ReadAllText(path)))
            : throw new VerbException("no-such-file", new LocalText($"没有文件 {path}。", $"There is no file {path}."));
        if (run.Get(Erase))
        {
            mapping = (mapping ?? ImportMapping.None) with { Blank = BlankCells.Erase };
        }

        return run.Get(OnConflict) is not { } rule ? mapping
            : Enum.TryParse<Registry.Contracts.OnConflict>(rule, ignoreCase: true, out var chosen) ? (mapping ?? ImportMapping.None) with { OnConflict = chosen }
            : throw new VerbException("bad-rule", new LocalText("--on-conflict 应为 replace、keep 或 ask。", "--on-conflict is replace, keep or ask."));
    }

    // What --propose prints may be given back as it is.
    private static string MapOf(string json)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(json);
            return document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object && document.RootElement.TryGetProperty("map", out var map) ? map.GetRawText() : json;
        }
        catch (System.Text.Json.JsonException)
        {
            return json;
        }
    }

    private static Action<ImportProgress>? Progress(Invocation run)
    {
        if (run.Json || Console.IsErrorRedirected)
        {
            return null;
        }

        var last = 0L;
        return p =>
        {
            if (Stopwatch.GetElapsedTime(last).TotalMilliseconds > 250)
            {
                last = Stopwatch.GetTimestamp();
                Console.Error.Write(run.Say(new LocalText(
                    $"\r{p.File}:{p.Rows:#,##0} 行,拒绝 {p.Refused:#,##0},{p.Rows / Math.Max(p.Seconds, 0.1):#,##0} 行/秒   ",
                    $"\r{p.File}: {p.Rows:#,##0} rows, {p.Refused:#,##0} refused, {p.Rows / Math.Max(p.Seconds, 0.1):#,##0} rows/s   ")));
            }
        };
    }

    private static List<string>? Copies(Invocation run, ImportRequest request, ImportReport report, CancellationToken ct)
    {
        if (run.Get(Marked) is not { } folder)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        var copies = new List<string>();
        foreach (var file in request.Files.Where(f => report.Findings.Any(x => x.File == f.Name)))
        {
            var path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(file.Name)}.marked{(HouseholdImport.MarkedIsWorkbook(file) ? ".xlsx" : ".csv")}");
            using var output = File.Create(path);
            HouseholdImport.WriteMarked(file, report.Findings, output, run.Language, ct, request.Table, request.Mapping);
            copies.Add(path);
        }

        return copies;
    }

    private static void Show(Invocation run, IAnsiConsole terminal, ImportReport report, List<string>? copies)
    {
        const int shown = 30;
        terminal.WriteLine();
        foreach (var f in report.Findings.OrderByDescending(f => f.Severity == "error").Take(shown))
        {
            terminal.WriteLine($"{(f.Severity == "error" ? "✗" : "!")} {f.File} {f.Sheet} {f.Row} {f.Column} {f.Value}: {run.Say(f.Message)} [{f.Code}]");
        }

        if (report.FindingsTotal > shown)
        {
            terminal.WriteLine(run.Say(new LocalText($"… 共 {report.FindingsTotal} 条;--json 列出全部,--marked 目录 生成标注的副本。", $"… {report.FindingsTotal} in all; --json lists them, --marked DIR writes marked copies.")));
        }

        var rows = report.Accepted + report.Unchanged + report.Refused;
        terminal.WriteLine(run.Say(new LocalText(
            $"导入 {report.Accepted} 行,未变 {report.Unchanged} 行,拒绝 {report.Refused} 行,提示 {report.Warnings} 行;{report.Seconds:0.0} 秒({rows / Math.Max(report.Seconds, 0.001):#,##0} 行/秒)。",
            $"{report.Accepted} rows accepted, {report.Unchanged} unchanged, {report.Refused} refused, {report.Warnings} with warnings; {report.Seconds:0.0} s ({rows / Math.Max(report.Seconds, 0.001):#,##0} rows/s).")));
        foreach (var copy in copies ?? [])
        {
            terminal.WriteLine($"  {copy}");
        }
    }

    private static DateOnly? Date(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new VerbException("bad-date", new LocalText($"“{text}” 不是日期,应写成 2016-05-01。", $"'{text}' is not a date such as 2016-05-01."));
}
