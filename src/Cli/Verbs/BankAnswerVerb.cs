using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>The bank's answer to a payment order, as a file: looked at, applied, taken back.</summary>
internal static class BankAnswerVerb
{
    private static readonly Argument<string?> Answer = new("FILE") { Description = "xlsx or CSV: our own bank file with a column for the result, or any layout", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<Guid> Order = new("--order") { Description = "the order's id", HelpName = "ID", Required = true };

    private static readonly Option<bool> Apply = new("--apply") { Description = "record what it says; without it nothing is written" };

    private static readonly Option<bool> RestPaid = new("--rest-paid") { Description = "the file lists what came back only: all others have arrived" };

    private static readonly Option<string?> Map = new("--map") { Description = "what the columns mean, as JSON like the one that is printed", HelpName = "FILE" };

    private static readonly Option<Guid?> Undo = new("--undo") { Description = "take back an applied answer instead of reading one", HelpName = "ID" };

    private static readonly Option<string?> Reason = new("--reason") { Description = "why it is taken back", HelpName = "TEXT" };

    public static Command Build() => new Command("bank-answer", "read the bank's answer to a payment order, and apply it on request")
    {
        Answer, Order, Apply, RestPaid, Map, Undo, Reason, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        if (run.Get(Undo) is not null && (Named(run) is not null || run.Get(Apply)))
        {
            throw new VerbException("file-and-undo", new LocalText("撤销回盘时不要再给文件或 --apply。", "Either read a file or take an answer back, not both."));
        }

        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var answers = scope.ServiceProvider.GetRequiredService<BankAnswerFiles>();
        if (run.Get(Undo) is { } undo)
        {
            var session = scope.ServiceProvider.GetRequiredService<WriteSession>();
            await session.RunAsync("order.answer.undo", () => answers.UndoAsync(run.Get(Order), undo, run.Get(Reason) ?? "", cancellation), cancellation);
            run.Tell(new LocalText("回盘已撤销,有关款项恢复原状。", "The answer is taken back: its payments are as they were before it."));
            return new Outcome(new { undone = undo.ToString() });
        }

        var report = await answers.ReadAsync(run.Get(Order), Existing(Named(run)), Mapping(run), run.Get(RestPaid), run.Get(Apply), cancellation);
        run.Tell(new LocalText(
            $"{report.Rows:N0} 行:可登记 {report.Changes:N0} 笔,待核 {report.Open.Count:N0} 行,文件未提到 {report.Rest:N0} 笔{(report.Answer is null ? ";没有写入" : ";已登记")}",
            $"{report.Rows:N0} rows: {report.Changes:N0} payments to record, {report.Open.Count:N0} rows to look into, {report.Rest:N0} payments not named{(report.Answer is null ? "; nothing written" : "; recorded")}"));
        return new Outcome(
            new { report.Rows, report.Verdicts, report.Rest, report.Changes, report.Missing, report.Open, Map = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(report.Mapping.ToJson()), report.Answer },
            terminal =>
            {
                foreach (var row in report.Open)
                {
                    terminal.WriteLine(string.Join(' ', new[] { row.Sheet, row.Row.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Verdict, row.Differing, row.Name, row.Amount?.ToString(), row.Said }.Where(t => !string.IsNullOrEmpty(t))));
                }
            },
            report.Open.Count > 0 || report.Missing.Count > 0);
    });

    private static string? Named(Invocation run) => run.Parsed.GetResult(Answer) is { Tokens.Count: > 0 } ? run.Get(Answer) : null;

    private static ImportMapping? Mapping(Invocation run) => run.Get(Map) is { } path ? ImportMapping.Parse(File.ReadAllText(Existing(path))) : null;

    private static string Existing(string? path) => path is null ? throw new VerbException("no-file", new LocalText("请给出银行回盘文件。", "Name the file that holds the bank's answer."))
        : File.Exists(path) ? Path.GetFullPath(path)
        : throw new VerbException("no-such-file", new LocalText($"没有文件 {path}。", $"There is no file {path}."));
}
