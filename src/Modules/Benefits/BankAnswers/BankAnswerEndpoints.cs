using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.BankAnswers;

/// <summary>银行回盘: the bank's answer as a file – looked at, applied, taken back.</summary>
internal static class BankAnswerEndpoints
{
    private const long UploadBytes = 50L << 20;

    public static void MapBankAnswers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/orders/{id:guid}/bank-answers").WithTags("orders");
        group.MapPost("preview", PreviewAsync).WithName("PreviewBankAnswer").RequirePermission(Permissions.PaymentExport)
            .Accepts<IFormFile>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(UploadBytes)).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("", ApplyAsync).WithName("ApplyBankAnswer").RequirePermission(Permissions.PaymentExport).WithWrite("order.answer", deferred: true)
            .Accepts<IFormFile>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(UploadBytes)).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);
        group.MapGet("", ListAsync).WithName("ListBankAnswers").RequirePermission(Permissions.RunView);
        group.MapGet("{answer:guid}/rows", RowsAsync).WithName("ListBankAnswerRows").RequirePermission(Permissions.RunView);
        group.MapPost("{answer:guid}/undo", UndoAsync).WithName("UndoBankAnswer").RequirePermission(Permissions.PaymentExport).WithWrite("order.answer.undo").ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<AnswerPreview> PreviewAsync(Guid id, HttpContext http, [FromServices] BankAnswerDesk desk, [FromServices] AccessLog log)
    {
        var ct = http.RequestAborted;
        using var form = await UploadForm.ReadAsync(http.Request, ct);
        var file = File(form);
        var read = await desk.ReadAsync(id, file, ct);
        await log.ReadAsync("order.answer.preview", new { read.Sha256, rows = read.Rows.Count }, [new AuditSubject("order", id.ToString(), read.Order.County)]);
        return AnswerPreview.Of(read, file.RestPaid);
    }

    private static async Task<BankAnswerView> ApplyAsync(Guid id, HttpContext http, [FromServices] BankAnswerDesk desk, [FromServices] WriteSession session)
    {
        var ct = http.RequestAborted;
        using var form = await UploadForm.ReadAsync(http.Request, ct);
        var file = File(form);
        // Reading and matching a large file takes longer than a write may: only what is written is in it.
        var read = await desk.ReadAsync(id, file, ct);
        await session.BeginAsync(ct);
        return BankAnswerView.Of(await desk.ApplyAsync(read, file, form["seen"], ct));
    }

    private static async Task<BankAnswerList> ListAsync(Guid id, [FromServices] PlatformDb db, [FromServices] OrderDesk desk, CancellationToken ct)
    {
        var order = await desk.FindAsync(id, ct);
        var answers = await db.Set<BankAnswer>().AsNoTracking().Where(a => a.County == order.County && a.OrderId == order.Id).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).ToListAsync(ct);
        return new BankAnswerList([.. answers.Select(BankAnswerView.Of)]);
    }

    private static async Task<AnswerRowPage> RowsAsync(
        Guid id, Guid answer, [FromServices] PlatformDb db, [FromServices] OrderDesk desk, [FromServices] OrderViews views, [FromServices] FieldCipher cipher, [FromServices] AccessLog log,
        CancellationToken ct, bool open = true, int limit = 50, string? cursor = null)
    {
        var order = await desk.FindAsync(id, ct);
        var page = OffsetCursor.Read(limit, cursor);
        var all = from r in db.Set<BankAnswerRow>().AsNoTracking()
                  where r.County == order.County && r.AnswerId == answer && db.Set<BankAnswer>().Any(a => a.County == r.County && a.Id == answer && a.OrderId == order.Id)
                      && (!open || !(r.Verdict == AnswerVerdict.Paid || r.Verdict == AnswerVerdict.Returned || r.Verdict == AnswerVerdict.Rest || r.Verdict == AnswerVerdict.Known))
                  join l in db.Set<OrderLine>() on new { r.County, Id = r.LineId!.Value } equals new { l.County, l.Id } into lines
                  from l in lines.DefaultIfEmpty()
                  orderby r.Sheet, r.Row, r.Id
                  select new { Row = r, Line = (OrderLine?)l };
        var rows = await all.Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var titles = (await views.TitlesAsync(order, ct)).ToDictionary(t => t.Key, t => t.Value.Zh);
        await log.ReadAsync("order.answer.rows", new { page.Offset, page.Limit }, [new AuditSubject("order", order.Id.ToString(), order.County)]);
        var total = await all.CountAsync(ct);
        return new AnswerRowPage(
            [.. rows.Select(r => new AnswerItem(
                r.Row.Sheet, r.Row.Row, r.Row.Verdict, null, r.Row.Name, r.Row.AccountCipher is { } account ? Mask.Account(cipher.Decrypt(account)) : null, r.Row.Amount, r.Row.Said,
                r.Line?.No, r.Line?.Receiver, r.Line is { } line ? Payments.PaymentLines.Purpose(line, titles) : null, r.Line?.Amount))],
            page.Next(rows.Count, total), total);
    }

    private static async Task<BankAnswerView> UndoAsync(Guid id, Guid answer, UndoAnswerRequest request, [FromServices] BankAnswerDesk desk, CancellationToken ct) =>
        BankAnswerView.Of(await desk.UndoAsync(id, answer, request.Reason, ct));

    private static AnswerFile File(UploadForm form) =>
        new(form.FileName, form.Content!.Open, form["mapping"] is { Length: > 0 } said ? ImportMapping.Parse(said) : null, form.Flag("rest_paid"));
}
