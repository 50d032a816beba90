using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Orders;

/// <param name="Run">The completed run to be paid.</param>
internal sealed record ProposeOrderRequest(Guid Run, string? Note = null);

internal sealed record ReissueRequest(string? Note = null);

/// <param name="Job">Freezes the lines; follow it at <c>/api/jobs/{id}</c>.</param>
internal sealed record OrderBegun(Guid Id, Guid Job);

/// <param name="Checksum">As the approver saw it.</param>
internal sealed record ApproveOrderRequest(string Checksum, string? Remark = null);

internal sealed record RefuseOrderRequest(string Reason);

/// <param name="Reason">The bank's words.</param>
internal sealed record ReturnedLine(Guid Line, string Reason);

/// <param name="RestPaid">All lines that the bank was given and that are not named here have arrived.</param>
internal sealed record BankResultRequest(IReadOnlyList<ReturnedLine> Returned, bool RestPaid = false);

/// <summary>Propose, approve or refuse, export, send, record the bank's answer, re-issue.</summary>
internal static class OrderEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/orders").WithTags("orders");
        group.MapPost("", ProposeAsync).WithName("ProposeOrder").RequirePermission(Permissions.PaymentPropose).WithWrite("order.begin").ProducesProblem(409);
        group.MapGet("", ListAsync).WithName("ListOrders").RequirePermission(Permissions.RunView);
        group.MapGet("{id:guid}", GetAsync).WithName("GetOrder").RequirePermission(Permissions.RunView);
        group.MapGet("{id:guid}/lines", LinesAsync).WithName("ListOrderLines").RequirePermission(Permissions.RunView);
        group.MapPost("{id:guid}/approve", ApproveAsync).WithName("ApproveOrder").RequirePermission(Permissions.PaymentApprove).WithWrite("order.approve").ProducesProblem(409).ProducesProblem(412);
        group.MapPost("{id:guid}/refuse", RefuseAsync).WithName("RefuseOrder").RequirePermission(Permissions.PaymentApprove).WithWrite("order.refuse").ProducesProblem(409).ProducesProblem(422);
        group.MapPost("{id:guid}/send", SendAsync).WithName("SendOrder").RequirePermission(Permissions.PaymentExport).WithWrite("order.send").ProducesProblem(409);
        group.MapPost("{id:guid}/results", ResultsAsync).WithName("RecordBankResults").RequirePermission(Permissions.PaymentExport).WithWrite("order.settle").ProducesProblem(409).ProducesProblem(422);
        group.MapPost("{id:guid}/reissue", ReissueAsync).WithName("ReissueOrder").RequirePermission(Permissions.PaymentPropose).WithWrite("order.begin").ProducesProblem(409);
        group.MapGet("{id:guid}/card-list.xlsx", CardListAsync).WithName("GetCardList").RequirePermission(Permissions.RunView).Produces(200, contentType: Workbook).ProducesProblem(409);
        group.MapGet("{id:guid}/roster-{list}.xlsx", RosterAsync).WithName("GetRoster").RequirePermission(Permissions.RunView).Produces(200, contentType: Workbook).ProducesProblem(409);
        group.MapGet("{id:guid}/bank.csv", BankFileAsync).WithName("GetBankFile").RequirePermission(Permissions.PaymentExport).Produces(200, contentType: "text/csv").ProducesProblem(409);
    }

    private static async Task<Accepted<OrderBegun>> ProposeAsync(
        ProposeOrderRequest request, [FromServices] OrderDesk desk, [FromServices] JobQueue jobs, [FromServices] PlatformDb db, CancellationToken ct) =>
        await QueueAsync(await desk.BeginAsync(request.Run, request.Note, ct), jobs, db, ct);

    private static async Task<Accepted<OrderBegun>> ReissueAsync(
        Guid id, ReissueRequest request, [FromServices] OrderDesk desk, [FromServices] JobQueue jobs, [FromServices] PlatformDb db, CancellationToken ct) =>
        await QueueAsync(await desk.ReissueAsync(id, request.Note, ct), jobs, db, ct);

    private static async Task<Accepted<OrderBegun>> QueueAsync(PaymentOrder order, JobQueue jobs, PlatformDb db, CancellationToken ct)
    {
        var job = await jobs.EnqueueAsync(OrderJob.KindName, new OrderJobArgs(order.County, order.Id), new RegionCode(order.Region), ct);
        await db.Set<PaymentOrder>().Where(o => o.County == order.County && o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.JobId, job), ct);
        return TypedResults.Accepted($"/api/jobs/{job}", new OrderBegun(order.Id, job));
    }

    private static async Task<OrderPage> ListAsync(
        [FromServices] PlatformDb db, [FromServices] OrderViews views, CancellationToken ct, string? state = null, Guid? run = null, int limit = 50, string? cursor = null)
    {
        var page = OffsetCursor.Read(limit, cursor);
        var all = db.Set<PaymentOrder>().AsNoTracking();
        if (!string.IsNullOrEmpty(state))
        {
            var wanted = Enum.TryParse<OrderState>(state, ignoreCase: true, out var found) ? found : throw Unknown("state", "preparing, proposed, approved, refused");
            all = all.Where(o => o.State == wanted);
        }

        if (run is not null)
        {
            all = all.Where(o => o.RunId == run);
        }

        var rows = await all.OrderByDescending(o => o.ProposedAt).ThenByDescending(o => o.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        var items = new List<OrderRow>();
        foreach (var order in rows)
        {
            items.Add(await views.RowAsync(order, ct));
        }

        var total = await all.CountAsync(ct);
        return new OrderPage(items, page.Next(items.Count, total), total);
    }

    private static async Task<OrderView> GetAsync(Guid id, [FromServices] OrderDesk desk, [FromServices] OrderViews views, CancellationToken ct) =>
        await views.OfAsync(await desk.FindAsync(id, ct), ct);

    private static async Task<OrderLinePage> LinesAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] OrderDesk desk, [FromServices] OrderViews views, [FromServices] AccessLog log, CancellationToken ct,
        string? list = null, string? policy = null, string? status = null, string? region = null, bool withheld = false, bool arrears = false, int limit = 50, string? cursor = null)
    {
        var order = await desk.FindAsync(id, ct);
        var page = OffsetCursor.Read(limit, cursor);
        var all = db.Set<OrderLine>().AsNoTracking().Where(l => l.County == order.County && l.OrderId == order.Id
            && (list == null || l.List == list) && (policy == null || l.Policy == policy) && (!withheld || l.Withheld > Money.Zero) && (!arrears || l.AdjustmentId != null));
        if (!string.IsNullOrEmpty(status))
        {
            var wanted = Enum.TryParse<LineStatus>(status.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var found) ? found
                : throw Unknown("status", "ready, no_account, nothing, sent, paid, returned");
            all = all.Where(l => l.Status == wanted);
        }

        if (!string.IsNullOrEmpty(region))
        {
            var range = Area(region);
            all = all.Where(l => l.Region >= range.From && l.Region < range.To);
        }

        var rows = await all.OrderBy(l => l.No).Skip(page.Offset).Take(page.Limit).ToListAsync(ct);
        await log.ReadAsync("order.lines", new { page.Offset, page.Limit }, [new AuditSubject("order", order.Id.ToString(), order.County)]);
        var total = await all.CountAsync(ct);
        var sum = await all.SumAsync(l => (long)(object)l.Amount, ct);
        return new OrderLinePage(await views.LinesAsync(rows, await views.TitlesAsync(order, ct), ct), page.Next(rows.Count, total), total, new Money(sum));
    }

    private static async Task<OrderView> ApproveAsync(Guid id, ApproveOrderRequest request, [FromServices] OrderDesk desk, [FromServices] OrderViews views, CancellationToken ct) =>
        await views.OfAsync(await desk.ApproveAsync(id, request.Checksum, request.Remark, ct), ct);

    private static async Task<OrderView> RefuseAsync(Guid id, RefuseOrderRequest request, [FromServices] OrderDesk desk, [FromServices] OrderViews views, CancellationToken ct) =>
        await views.OfAsync(await desk.RefuseAsync(id, request.Reason, ct), ct);

    private static async Task<OrderView> SendAsync(Guid id, [FromServices] OrderDesk desk, [FromServices] OrderViews views, CancellationToken ct) =>
        await views.OfAsync(await desk.SendAsync(id, ct), ct);

    private static async Task<OrderView> ResultsAsync(Guid id, BankResultRequest request, [FromServices] OrderDesk desk, [FromServices] OrderViews views, CancellationToken ct)
    {
        var problems = request.Returned.Index().Where(r => string.IsNullOrWhiteSpace(r.Item?.Reason)).Select(r => new Problem("reason-missing", new LocalText(
            "请填写银行退回的原因。", "Say why the bank returned it."), $"returned[{r.Index}].reason")).ToList();
        return problems.Count == 0
            ? await views.OfAsync(await desk.SettleAsync(id, [.. request.Returned.Select(r => (r.Line, CleanText.Of(r.Reason)))], request.RestPaid, ct), ct)
            : throw new ProblemException(422, problems);
    }

    private static async Task<FileStreamHttpResult> CardListAsync(Guid id, [FromServices] PaymentLists lists, CancellationToken ct) => Answer(await lists.CardListAsync(id, ct));

    private static async Task<FileStreamHttpResult> RosterAsync(Guid id, string list, [FromServices] PaymentLists lists, CancellationToken ct) => Answer(await lists.RosterAsync(id, list, ct));

    private static async Task<FileStreamHttpResult> BankFileAsync(Guid id, [FromServices] PaymentLists lists, CancellationToken ct) => Answer(await lists.BankFileAsync(id, ct));

    private static FileStreamHttpResult Answer(PaymentDocument document) =>
        TypedResults.Stream(document.Content, document.ContentType, document.Name, entityTag: new($"\"{document.Sha256}\""));

    /// <summary>The codes below a region that a query names; everything when it names none.</summary>
    internal static CodeRange Area(string? region) => string.IsNullOrEmpty(region) ? CodeRange.Everything
        : RegionCode.TryParse(region, out var code) ? code.Range
        : throw new ProblemException(400, RegionCode.Wrong("region"));

    internal static ProblemException Unknown(string path, string known) =>
        new(400, new Problem("unknown-value", new LocalText($"可用:{known}。", $"Use one of: {known}."), path));
}
