using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Payments;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.BankAnswers;

/// <summary>A file of the bank and how it is to be read.</summary>
/// <param name="Content">From its beginning, each time.</param>
/// <param name="Mapping">What its columns mean; null: what is known and looks likely.</param>
/// <param name="RestPaid">It lists what came back only: every payment that it does not name has arrived.</param>
internal sealed record AnswerFile(string Name, Func<Stream> Content, ImportMapping? Mapping = null, bool RestPaid = false);

/// <summary>What a file would do to an order; nothing is written.</summary>
/// <param name="Rest">Payments on their way that the file does not name.</param>
/// <param name="Seen">Checksum over what would be done: what is applied is what was seen.</param>
internal sealed record ReadAnswer(PaymentOrder Order, ReadList List, IReadOnlyList<MatchedRow> Rows, IReadOnlyList<SentLine> Rest, string Sha256, string Seen)
{
    /// <summary>Which columns are wanting before anything can be applied.</summary>
    public IReadOnlyList<string> Missing { get; } =
    [
        .. AnswerFields.SaysPayment(List) ? Array.Empty<string>() : ["明细号 / 账号 / 户名+金额"],
        .. AnswerFields.SaysResult(List) ? Array.Empty<string>() : [AnswerFields.Result],
    ];

    public int Changes(bool restPaid) => Rows.Count(r => r.Verdict is AnswerVerdict.Paid or AnswerVerdict.Returned) + (restPaid ? Rest.Count : 0);
}

/// <summary>Reads the bank's answer, shows what it would do, does it by one write, and takes it back while nothing depends on it.</summary>
internal sealed class BankAnswerDesk(
    PlatformDb db, WriteSession session, OrderDesk desk, OrderViews views, ListReader lists, FieldCipher cipher, FileStore files, AuditTrail audit, CurrentActor actor, TimeProvider clock)
{
    /// <exception cref="ProblemException">404: no such order. 409: it was not given to the bank. 422, 413: the file is unreadable.</exception>
    public async Task<ReadAnswer> ReadAsync(Guid id, AnswerFile file, CancellationToken ct)
    {
        var order = await desk.ApprovedAsync(id, ct);
        if (order.SentAt is null)
        {
            throw new ProblemException(409, new Problem("not-sent", new LocalText(
                "发放单还没有登记送出,不会有银行的答复。请先登记“已送银行”。", "The order was not given to the bank yet, so there is no answer to it. Record that it was sent first.")));
        }

        var list = await lists.ReadAsync(order.County, AnswerFields.List, AnswerFields.All, file.Content, file.Mapping, ct);
        var sent = await SentAsync(order, ct);
        var rows = AnswerMatch.Of(AnswerFields.Read(list), sent);
        var named = rows.Select(r => r.Payment?.Id).ToHashSet();
        var rest = sent.Where(s => s.Status == LineStatus.Sent && !named.Contains(s.Id)).ToList();
        await using var content = file.Content();
        var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        return new ReadAnswer(order, list, rows, rest, sha, Checksum(rows, file.RestPaid ? rest : []));
    }

    /// <summary>Applies what was seen, in one write: the caller's, or one of its own.</summary>
    /// <exception cref="ProblemException">409: it says nothing new. 412: something changed since it was looked at. 422: what it means is not clear.</exception>
    public async Task<BankAnswer> ApplyAsync(ReadAnswer read, AnswerFile file, string? seen, CancellationToken ct)
    {
        if (read.Missing is { Count: > 0 } missing)
        {
            throw new ProblemException(422, new Problem("columns-missing", new LocalText(
                $"还没有说明哪一列是{string.Join("、", missing)}。", $"Nothing tells which column is {string.Join(", ", missing)}."), "mapping"));
        }

        if (seen != read.Seen)
        {
            throw ProblemException.Stale();
        }

        if (read.Changes(file.RestPaid) == 0)
        {
            throw new ProblemException(409, new Problem("nothing-new", new LocalText(
                "文件中没有可以登记的新结果。", "The file says nothing that is not recorded already or that can be recorded.")));
        }

        return await session.RunAsync("order.answer", () => WriteAsync(read, file, ct), ct);
    }

    /// <summary>Takes an answer back: its payments are as they were before it.</summary>
    /// <exception cref="ProblemException">404: no such answer. 409: it is undone already, or something depends on it. 422: no reason.</exception>
    public async Task<BankAnswer> UndoAsync(Guid orderId, Guid id, string? reason, CancellationToken ct)
    {
        var order = await desk.FindAsync(orderId, ct);
        var answer = await db.Set<BankAnswer>().SingleOrDefaultAsync(a => a.County == order.County && a.OrderId == order.Id && a.Id == id, ct) ?? throw ProblemException.NotFound("answer", "银行回盘");
        if (answer.UndoneAt is not null)
        {
            throw new ProblemException(409, new Problem("undone-already", new LocalText("该回盘已经撤销。", "This answer is undone already.")));
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException(422, new Problem("reason-missing", new LocalText("请写明撤销的原因。", "Say why it is undone."), "reason"));
        }

        var changed = Rows(answer).Where(r => r.Before != null);
        var again = db.Set<OrderLine>().Where(l => l.County == order.County && l.ReissueOf != null && db.Set<PaymentOrder>().Any(o => o.County == l.County && o.Id == l.OrderId && o.State != OrderState.Refused));
        if (await again.AnyAsync(l => changed.Any(r => r.LineId == l.ReissueOf), ct))
        {
            throw new ProblemException(409, new Problem("reissued-since", new LocalText(
                "退回的款项已经列入重发单,不能撤销。请先退回重发单。", "Payments that came back are in an order that issues them again. Have that order refused first.")));
        }

        var undone = 0;
        foreach (var step in await changed.Select(r => new { r.Verdict, r.Before }).Distinct().ToListAsync(ct))
        {
            var (verdict, before, after) = (step.Verdict, step.Before!.Value, After(step.Verdict));
            undone += await Lines(order).Where(l => l.Status == after && changed.Any(r => r.LineId == l.Id && r.Verdict == verdict && r.Before == before))
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Status, before), ct);
        }

        if (undone != await changed.CountAsync(ct))
        {
            throw new ProblemException(409, new Problem("answered-since", new LocalText(
                "其中有的款项此后又有新的结果,不能撤销。请先撤销后来的回盘。", "Something was recorded of these payments since. Undo the later answer first.")));
        }

        (answer.UndoneAt, answer.UndoneBy, answer.UndoneReason) = (clock.GetUtcNow(), actor.Name, CleanText.Of(reason));
        desk.Note(order, "answer_undone", answer.UndoneReason);
        audit.Add("order.answer.undo", new AuditSubject("order", order.Id.ToString(), order.County), new { answer = id, lines = undone });
        await db.SaveChangesAsync(ct);
        return answer;
    }

    private async Task<BankAnswer> WriteAsync(ReadAnswer read, AnswerFile file, CancellationToken ct)
    {
        var order = read.Order;
        var rest = file.RestPaid ? read.Rest : [];
        await using var content = file.Content();
        var stored = await files.SaveAsync(file.Name, "application/octet-stream", content, new RegionCode(order.Region), Permissions.PaymentExport, ct: ct);
        var (paid, returned) = (Of(read, AnswerVerdict.Paid), Of(read, AnswerVerdict.Returned));
        var answer = new BankAnswer
        {
            County = order.County, Id = Ids.New(clock), Region = order.Region, OrderId = order.Id, FileName = file.Name, StoredFile = stored, Sha256 = read.Sha256, Rows = read.Rows.Count,
            Paid = paid.Count + rest.Count, PaidAmount = Sum(paid) + new Money(rest.Sum(r => r.Amount.Fen)), Returned = returned.Count, ReturnedAmount = Sum(returned),
            Open = read.Rows.Count(r => IsOpen(r.Verdict)), At = clock.GetUtcNow(), By = actor.Name,
        };
        db.Add(answer);
        await db.SaveChangesAsync(ct);
        await db.BulkInsertAsync([.. read.Rows.Select(r => Row(answer, r)), .. rest.Select(r => Rest(answer, r))], ct);
        var changed = 0;
        foreach (var (verdict, before) in read.Rows.Where(r => r.Verdict is AnswerVerdict.Paid or AnswerVerdict.Returned).Select(r => (r.Verdict, r.Payment!.Status)).Concat(rest.Select(r => (AnswerVerdict.Rest, r.Status))).Distinct().ToList())
        {
            var after = After(verdict);
            changed += await Lines(order).Where(l => l.Status == before && Rows(answer).Any(r => r.LineId == l.Id && r.Verdict == verdict && r.Before == before))
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Status, after), ct);
        }

        if (changed != answer.Paid + answer.Returned)
        {
            throw ProblemException.Stale();
        }

        await db.BulkInsertAsync([desk.Event(order, "answered", file.Name), .. returned.Select(r => desk.Event(order, "returned", r.Line.Said ?? "银行未说明原因", r.Payment!.Id))], ct);
        await lists.KeepAsync(order.County, AnswerFields.List, read.List, ct);
        audit.Add("order.answer", new AuditSubject("order", order.Id.ToString(), order.County), new { answer.Id, answer.Sha256, answer.Paid, answer.Returned, answer.Open });
        return answer;
    }

    private async Task<List<SentLine>> SentAsync(PaymentOrder order, CancellationToken ct)
    {
        var lines = await Lines(order).AsNoTracking().Where(l => l.List == PayeeLists.Card && (l.Status == LineStatus.Sent || l.Status == LineStatus.Paid || l.Status == LineStatus.Returned))
            .Select(l => new
            {
                Line = l,
                Again = l.Status == LineStatus.Returned && db.Set<OrderLine>().Any(a => a.County == l.County && a.ReissueOf == l.Id
                    && db.Set<PaymentOrder>().Any(o => o.County == l.County && o.Id == a.OrderId && o.State != OrderState.Refused)),
            }).OrderBy(l => l.Line.No).ToListAsync(ct);
        var titles = (await views.TitlesAsync(order, ct)).ToDictionary(t => t.Key, t => t.Value.Zh);
        return [.. lines.Where(l => l.Line.AccountCipher is not null).Select(l => new SentLine(
            l.Line.Id, l.Line.No, l.Line.Region, cipher.Decrypt(l.Line.AccountCipher!), l.Line.HeadName, l.Line.Receiver, PaymentLines.Purpose(l.Line, titles), l.Line.Amount, l.Line.Status, l.Again))];
    }

    private BankAnswerRow Row(BankAnswer answer, MatchedRow row) => new()
    {
        County = answer.County, Id = Ids.New(clock), Region = row.Payment?.Region ?? answer.Region, AnswerId = answer.Id, Sheet = Short(row.Line.Sheet, 64)!, Row = row.Line.Row, Verdict = row.Verdict,
        LineId = row.Payment?.Id, Amount = row.Line.Amount, Name = Short(row.Line.Name, 200), AccountCipher = row.Line.Account is { } account ? cipher.Encrypt(account) : null, Said = row.Line.Said,
        Before = row.Verdict is AnswerVerdict.Paid or AnswerVerdict.Returned ? row.Payment!.Status : null,
    };

    private BankAnswerRow Rest(BankAnswer answer, SentLine line) => new()
    {
        County = answer.County, Id = Ids.New(clock), Region = line.Region, AnswerId = answer.Id, Sheet = "", Row = 0, Verdict = AnswerVerdict.Rest, LineId = line.Id, Amount = line.Amount, Before = line.Status,
    };

    /// <summary>Rows that stay with the answer for people to settle.</summary>
    public static bool IsOpen(AnswerVerdict verdict) =>
        verdict is AnswerVerdict.Differs or AnswerVerdict.Twice or AnswerVerdict.Unknown or AnswerVerdict.Unclear or AnswerVerdict.Late;

    private static LineStatus After(AnswerVerdict verdict) => verdict == AnswerVerdict.Returned ? LineStatus.Returned : LineStatus.Paid;

    private static string? Short(string? text, int length) => text is null || text.Length <= length ? text : text[..length];

    private static List<MatchedRow> Of(ReadAnswer read, AnswerVerdict verdict) => [.. read.Rows.Where(r => r.Verdict == verdict)];

    private static Money Sum(IEnumerable<MatchedRow> rows) => new(rows.Sum(r => r.Payment!.Amount.Fen));

    private static string Checksum(IEnumerable<MatchedRow> rows, IEnumerable<SentLine> rest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{row.Line.Sheet}|{row.Line.Row}|{row.Verdict}|{row.Payment?.Id}|{row.Payment?.Status}|{row.Line.Said}\n"));
        }

        foreach (var line in rest)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{line.Id}|{line.Status}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IQueryable<OrderLine> Lines(PaymentOrder order) => db.Set<OrderLine>().Where(l => l.County == order.County && l.OrderId == order.Id);

    private IQueryable<BankAnswerRow> Rows(BankAnswer answer) => db.Set<BankAnswerRow>().Where(r => r.County == answer.County && r.AnswerId == answer.Id);
}
