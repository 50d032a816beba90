using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.BankAnswers;

internal sealed record AnswerFieldView(string Header, LocalText Meaning);

/// <param name="Amount">Of the payments; of the rows where no payment fits.</param>
internal sealed record AnswerCount(AnswerVerdict Verdict, int Rows, Money Amount);

/// <summary>A row of the bank's answer beside the payment it is about.</summary>
/// <param name="Differing">What does not fit: amount, account, name.</param>
/// <param name="Due">The payment's amount.</param>
internal sealed record AnswerItem(
    string Sheet, int Row, AnswerVerdict Verdict, string? Differing, string? Name, string? AccountMasked, Money? Amount, string? Said, int? No, string? Receiver, string? Purpose, Money? Due);

/// <summary>What a file would do to an order.</summary>
/// <param name="Fields">What its columns may be.</param>
/// <param name="Missing">Columns that are wanting before anything can be applied.</param>
/// <param name="NotUnderstood">Texts of the result that nobody understands yet.</param>
/// <param name="Codes">What such a text may be said to mean.</param>
/// <param name="Rest">Payments on their way that the file does not name.</param>
/// <param name="Items">The rows that need attention first; at most 300.</param>
/// <param name="Seen">Send it back to apply exactly this.</param>
/// <param name="Changes">Payments that applying it changes.</param>
internal sealed record AnswerPreview(
    IReadOnlyList<ListColumn> Columns, ImportMapping Mapping, IReadOnlyList<AnswerFieldView> Fields, IReadOnlyList<string> Missing, IReadOnlyList<string> NotUnderstood, IReadOnlyList<string> Codes,
    int Rows, IReadOnlyList<AnswerCount> Counts, int Rest, Money RestAmount, IReadOnlyList<AnswerItem> Items, string Seen, int Changes)
{
    private const int Shown = 300;

    public static AnswerPreview Of(ReadAnswer read, bool restPaid) => new(
        read.List.Columns, read.List.Mapping, [.. AnswerFields.All.Select(f => new AnswerFieldView(f.Header, f.Meaning))], read.Missing,
        [.. read.List.Rows.Select(r => r[AnswerFields.Result]).OfType<string>().Distinct().Where(t => AnswerFields.Understand(t, null, CodesOf(read.List.Mapping)) is null).Take(20)],
        AnswerFields.Codes, read.Rows.Count,
        [.. read.Rows.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => new AnswerCount(g.Key, g.Count(), new Money(g.Sum(r => (r.Payment?.Amount ?? r.Line.Amount ?? Money.Zero).Fen))))],
        read.Rest.Count, new Money(read.Rest.Sum(r => r.Amount.Fen)),
        [.. read.Rows.OrderBy(r => BankAnswerDesk.IsOpen(r.Verdict) ? 0 : r.Verdict == AnswerVerdict.Returned ? 1 : 2).ThenBy(r => r.Line.Sheet, StringComparer.Ordinal).ThenBy(r => r.Line.Row).Take(Shown).Select(Item)],
        read.Seen, read.Changes(restPaid));

    private static IReadOnlyDictionary<string, string>? CodesOf(ImportMapping mapping) => mapping.Columns.FirstOrDefault(c => c.Field == AnswerFields.Result)?.Codes;

    private static AnswerItem Item(MatchedRow r) => new(
        r.Line.Sheet, r.Line.Row, r.Verdict, r.Differing, r.Line.Name, r.Line.Account is { } account ? Mask.Account(account) : null, r.Line.Amount, r.Line.Said,
        r.Payment?.No, r.Payment?.Receiver, r.Payment?.Purpose, r.Payment?.Amount);
}

/// <summary>An answer that was applied.</summary>
/// <param name="Open">Rows that stay to be settled with the bank.</param>
internal sealed record BankAnswerView(
    Guid Id, string FileName, Guid File, int Rows, int Paid, Money PaidAmount, int Returned, Money ReturnedAmount, int Open, DateTimeOffset At, string By, DateTimeOffset? UndoneAt, string? UndoneBy, string? UndoneReason)
{
    public static BankAnswerView Of(BankAnswer a) =>
        new(a.Id, a.FileName, a.StoredFile, a.Rows, a.Paid, a.PaidAmount, a.Returned, a.ReturnedAmount, a.Open, a.At, a.By, a.UndoneAt, a.UndoneBy, a.UndoneReason);
}

internal sealed record BankAnswerList(IReadOnlyList<BankAnswerView> Items);

internal sealed record AnswerRowPage(IReadOnlyList<AnswerItem> Items, string? Next, int Total);

internal sealed record UndoAnswerRequest(string Reason);
