using Fuyao.Benefits.BankAnswers;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Contracts;

/// <summary>What the bank's answer says of an order.</summary>
/// <param name="Verdicts">Rows by what becomes of them: paid, returned, known, differs, twice, unknown, unclear, late.</param>
/// <param name="Rest">Payments on their way that the file does not name.</param>
/// <param name="Missing">Columns that are wanting.</param>
/// <param name="Open">Rows that are not applied, with sheet, row and what is wrong with them.</param>
/// <param name="Answer">The answer's id once it is applied.</param>
public sealed record BankAnswerReport(
    int Rows, IReadOnlyDictionary<string, int> Verdicts, int Rest, int Changes, IReadOnlyList<string> Missing, IReadOnlyList<BankAnswerOpenRow> Open, ImportMapping Mapping, Guid? Answer);

/// <param name="Verdict">differs, twice, unknown, unclear or late.</param>
/// <param name="Differing">amount, account, name.</param>
public sealed record BankAnswerOpenRow(string Sheet, int Row, string Verdict, string? Differing, string? Name, Money? Amount, string? Said);

/// <summary>The bank's answer to an order from the command line. Scoped.</summary>
public sealed class BankAnswerFiles
{
    private readonly BankAnswerDesk desk;

    internal BankAnswerFiles(BankAnswerDesk desk) => this.desk = desk;

    /// <summary>Reads an answer and, if asked, applies it by one write.</summary>
    /// <param name="mapping">What its columns mean; null: what is known and looks likely.</param>
    /// <param name="restPaid">It lists what came back only: all others have arrived.</param>
    /// <exception cref="ProblemException">404: no such order. 409: it was not sent, or nothing is new. 422, 413: unreadable, or columns are wanting.</exception>
    public async Task<BankAnswerReport> ReadAsync(Guid order, string path, ImportMapping? mapping, bool restPaid, bool apply, CancellationToken ct = default)
    {
        var file = new AnswerFile(Path.GetFileName(path), () => File.OpenRead(path), mapping, restPaid);
        var read = await desk.ReadAsync(order, file, ct);
        var answer = apply ? await desk.ApplyAsync(read, file, read.Seen, ct) : null;
        return new BankAnswerReport(
            read.Rows.Count, read.Rows.GroupBy(r => r.Verdict).OrderBy(g => g.Key).ToDictionary(g => Code(g.Key), g => g.Count()), read.Rest.Count, read.Changes(restPaid), read.Missing,
            [.. read.Rows.Where(r => BankAnswerDesk.IsOpen(r.Verdict)).Select(r => new BankAnswerOpenRow(r.Line.Sheet, r.Line.Row, Code(r.Verdict), r.Differing, r.Line.Name, r.Line.Amount, r.Line.Said))],
            read.List.Mapping, answer?.Id);
    }

    /// <summary>Takes an applied answer back while nothing depends on it.</summary>
    /// <exception cref="ProblemException">404: no such answer. 409: something depends on it.</exception>
    public async Task UndoAsync(Guid order, Guid answer, string reason, CancellationToken ct = default) => await desk.UndoAsync(order, answer, reason, ct);

    private static string Code(AnswerVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
