using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.BankAnswers;

/// <summary>A payment that the bank was given.</summary>
/// <param name="Purpose">The policy's title as the bank's file has it.</param>
/// <param name="Again">It came back and another order carries it again.</param>
internal sealed record SentLine(Guid Id, int No, long Region, string Account, string? Head, string? Receiver, string Purpose, Money Amount, LineStatus Status, bool Again);

/// <param name="Payment">Null where none fits.</param>
/// <param name="Differing">Of <see cref="AnswerVerdict.Differs"/>: what does not fit: amount, account, name.</param>
internal sealed record MatchedRow(AnswerLine Line, SentLine? Payment, AnswerVerdict Verdict, string? Differing = null);

/// <summary>
/// Finds the payment of each row: by its number, else by account, name and amount. Several payments to one account of one amount are
/// interchangeable as long as the bank says the same of all; otherwise people decide.
/// </summary>
internal static class AnswerMatch
{
    private const int Tail = 4;

    public static IReadOnlyList<MatchedRow> Of(IReadOnlyList<AnswerLine> rows, IReadOnlyList<SentLine> sent)
    {
        var byId = sent.ToDictionary(s => s.Id);
        var byAccount = sent.ToLookup(s => TailOf(s.Account));
        var byName = sent.SelectMany(s => new[] { s.Head, s.Receiver }.OfType<string>().Distinct().Select(n => (Name: CleanText.Of(n), Line: s))).ToLookup(n => n.Name, n => n.Line);
        var found = rows.Select(row => (Row: row, Payments: Candidates(row, byId, byAccount, byName))).ToList();
        var result = new Dictionary<AnswerLine, MatchedRow>(ReferenceEqualityComparer.Instance);
        foreach (var group in found.GroupBy(f => string.Join(',', f.Payments.Select(p => p.No).Order())))
        {
            foreach (var matched in Assign([.. group.Select(g => g.Row)], group.First().Payments))
            {
                result[matched.Line] = matched;
            }
        }

        return [.. rows.Select(r => result[r])];
    }

    /// <summary>Whether a text of the file is a known one; banks put stars for what they hide.</summary>
    internal static bool Fits(string? given, string? known)
    {
        if (given is null || known is null)
        {
            return true;
        }

        var (text, clean) = (given.Replace('*', '*'), CleanText.Of(known));
        var (first, last) = (text.IndexOf('*', StringComparison.Ordinal), text.LastIndexOf('*'));
        return first < 0 ? text == clean
            : clean.Length >= text.Length - (last - first + 1) && clean.StartsWith(text[..first], StringComparison.Ordinal) && clean.EndsWith(text[(last + 1)..], StringComparison.Ordinal);
    }

    private static IReadOnlyList<SentLine> Candidates(AnswerLine row, Dictionary<Guid, SentLine> byId, ILookup<string, SentLine> byAccount, ILookup<string, SentLine> byName)
    {
        if (row.Number is { } number)
        {
            return Guid.TryParse(number, out var id) && byId.TryGetValue(id, out var line) ? [line] : [];
        }

        var near = row.Account is { } account ? byAccount[TailOf(account)].Where(p => Fits(account, p.Account) && NameFits(row, p))
            : row.Name is { } name ? byName[name] : [];
        var all = near.ToList();
        if (row.Amount is { } amount && all.Where(p => p.Amount == amount).ToList() is { Count: > 0 } equal)
        {
            all = equal;
        }

        // Words for the receiver and for what it is settle which of several it is, where the file has them.
        return all.Count > 1 && all.Where(p => Fits(row.Receiver, p.Receiver) && Fits(row.Purpose, p.Purpose)).ToList() is { Count: > 0 } told ? told : all;
    }

    private static IEnumerable<MatchedRow> Assign(IReadOnlyList<AnswerLine> rows, IReadOnlyList<SentLine> payments)
    {
        if (payments.Count == 0)
        {
            return rows.Select(r => new MatchedRow(r, null, AnswerVerdict.Unknown));
        }

        if (rows.Any(r => r.Arrived != rows[0].Arrived))
        {
            // Said to have arrived and to have come back: of one payment that is a contradiction, of several nobody knows which is which.
            return rows.Select(r => new MatchedRow(r, payments.Count == 1 ? payments[0] : null, payments.Count == 1 ? AnswerVerdict.Twice : AnswerVerdict.Unclear));
        }

        return rows.Select((row, i) => i < payments.Count ? Judge(row, payments[i]) : new MatchedRow(row, payments[^1], AnswerVerdict.Twice));
    }

    private static MatchedRow Judge(AnswerLine row, SentLine payment)
    {
        var differing = string.Join(',', Differing(row, payment));
        return differing.Length > 0 ? new MatchedRow(row, payment, AnswerVerdict.Differs, differing)
            : new MatchedRow(row, payment, (row.Arrived, payment.Status, payment.Again) switch
            {
                (null, _, _) => AnswerVerdict.Unclear,
                (true, LineStatus.Paid, _) or (false, LineStatus.Returned, _) => AnswerVerdict.Known,
                (true, LineStatus.Sent, _) => AnswerVerdict.Paid,
                // What was recorded as come back arrived after all: only while nobody has paid it again.
                (true, LineStatus.Returned, false) => AnswerVerdict.Paid,
                (false, LineStatus.Sent or LineStatus.Paid, _) => AnswerVerdict.Returned,
                _ => AnswerVerdict.Late,
            });
    }

    private static IEnumerable<string> Differing(AnswerLine row, SentLine payment)
    {
        if (row.Amount is { } amount && amount != payment.Amount)
        {
            yield return "amount";
        }

        if (!Fits(row.Account, payment.Account))
        {
            yield return "account";
        }

        if (!NameFits(row, payment))
        {
            yield return "name";
        }
    }

    private static bool NameFits(AnswerLine row, SentLine payment) =>
        row.Name is null || (payment.Head is null && payment.Receiver is null) || (payment.Head is { } head && Fits(row.Name, head)) || (payment.Receiver is { } receiver && Fits(row.Name, receiver));

    private static string TailOf(string account) => account.Length <= Tail ? account : account[^Tail..];
}
