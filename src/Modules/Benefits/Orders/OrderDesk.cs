using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Orders;

/// <param name="comparing">Households of earlier periods, before townships of this one.</param>
internal delegate void OrderProgress(int done, int total, bool comparing);

/// <summary>The steps of an order's life. Each runs in the caller's write, or in one of its own.</summary>
internal sealed class OrderDesk(
    PlatformDb db, WriteSession session, AuditTrail audit, CurrentActor actor, FieldCipher cipher, OrderBuilder builder, Retroaction retroaction, TimeProvider clock)
{
    /// <summary>Begins the order of a completed run; nothing is frozen yet.</summary>
    /// <exception cref="ProblemException">404: no such run in the actor's area. 409: it is not complete, or another order pays it already.</exception>
    public async Task<PaymentOrder> BeginAsync(Guid runId, string? note, CancellationToken ct)
    {
        var run = await db.Set<Run>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, ct) ?? throw ProblemException.NotFound("run", "测算");
        if (run.State != RunState.Completed)
        {
            throw new ProblemException(409, new Problem("run-not-complete", new LocalText(
                "测算尚未完成,不能报批。请继续测算至完成。", "The run is not complete, so nothing can be proposed from it yet. Continue it to the end.")));
        }

        if (await db.Set<PaymentOrder>().Where(o => o.County == run.County && o.RunId == run.Id && o.Kind == OrderKind.Run && o.State != OrderState.Refused).FirstOrDefaultAsync(ct) is { } standing)
        {
            throw new ProblemException(409, new Problem("order-exists", new LocalText(
                $"本次测算已有发放单({standing.Number ?? "待审批"}),不能重复报批。", $"This run has an order already ({standing.Number ?? "waiting for approval"}).")));
        }

        return await AddAsync(OrderKind.Run, run, null, note, ct);
    }

    /// <summary>Begins an order that takes up again what the bank returned of another.</summary>
    public async Task<PaymentOrder> ReissueAsync(Guid orderId, string? note, CancellationToken ct)
    {
        var before = await FindAsync(orderId, ct);
        if (before.State != OrderState.Approved || !await builder.Returned(before.County, before.Id).AnyAsync(ct))
        {
            throw new ProblemException(409, new Problem("nothing-returned", new LocalText(
                "该发放单没有退回或缺账号的明细需要重发。", "This order has no returned line, nor one without an account, that is still to be paid.")));
        }

        if (await db.Set<PaymentOrder>().AnyAsync(o => o.County == before.County && o.Reissues == before.Id && (o.State == OrderState.Preparing || o.State == OrderState.Proposed), ct))
        {
            throw new ProblemException(409, new Problem("reissue-waits", new LocalText("已有重发单待审批。", "A re-issue of this order is waiting for approval already.")));
        }

        var run = await db.Set<Run>().AsNoTracking().SingleAsync(r => r.County == before.County && r.Id == before.RunId, ct);
        return await AddAsync(OrderKind.Reissue, run, before.Id, note, ct);
    }

    /// <summary>Writes the lines, township by township; interrupted, it goes on behind the last one written.</summary>
    public async Task PrepareAsync(int county, Guid id, OrderProgress? progress, CancellationToken ct)
    {
        var order = await LoadAsync(county, id, ct);
        if (order.State != OrderState.Preparing)
        {
            return;
        }

        if (order.Cursor == 0)
        {
            await retroaction.ComputeAsync(order.County, new RegionCode(order.Region).Range, order.Pack, ct, (done, total) => progress?.Invoke(done, total, comparing: true));
        }

        var townships = await builder.TownshipsAsync(order, ct);
        for (var i = 0; i < townships.Count; i++)
        {
            // Again where another order has settled meanwhile what this one was about to.
            while (townships[i].Value >= order.Cursor && order.State == OrderState.Preparing)
            {
                var part = await builder.BuildAsync(order, townships[i], order.Lines, ct);
                order = await WriteAsync(order, part, townships[i], ct);
            }

            progress?.Invoke(i + 1, townships.Count, comparing: false);
        }

        var checksum = await builder.ChecksumAsync(order, cipher, ct);
        await session.RunAsync("order.propose", async () =>
        {
            await Mine(order).Where(o => o.State == OrderState.Preparing)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrderState.Proposed).SetProperty(o => o.Checksum, checksum), ct);
            Note(order, "proposed", order.Note);
            audit.Add("order.propose", Subject(order), new { order.RunId, order.Lines, Amount = order.Amount.ToString(), checksum });
            await db.SaveChangesAsync(ct);
        }, ct);
    }

    /// <summary>Approves exactly the lines whose checksum the approver has seen.</summary>
    /// <exception cref="ProblemException">403: the approver made it. 409: not proposed any more. 412: other lines than those seen.</exception>
    public async Task<PaymentOrder> ApproveAsync(Guid id, string? checksum, string? remark, CancellationToken ct)
    {
        var order = await DecidableAsync(id, ct);
        var now = await builder.ChecksumAsync(order, cipher, ct);
        if (checksum != order.Checksum || now != order.Checksum)
        {
            throw ProblemException.Stale();
        }

        var year = $"{clock.TodayInChina().Year:0000}-";
        var last = await db.Set<PaymentOrder>().AcrossAreas().Where(o => o.County == order.County && o.Number != null && o.Number.StartsWith(year)).MaxAsync(o => o.Number, ct);
        var number = year + ((last is null ? 0 : int.Parse(last[year.Length..], CultureInfo.InvariantCulture)) + 1).ToString("D4", CultureInfo.InvariantCulture);
        return await DecideAsync(order, OrderState.Approved, number, remark, ct);
    }

    /// <summary>Returns the order with a reason. Its lines count for nothing; the run may be proposed anew.</summary>
    public async Task<PaymentOrder> RefuseAsync(Guid id, string? reason, CancellationToken ct)
    {
        var order = await DecidableAsync(id, ct);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException(422, new Problem("reason-missing", new LocalText("退回须写明原因。", "Say why it is returned."), "reason"));
        }

        return await DecideAsync(order, OrderState.Refused, null, CleanText.Of(reason), ct);
    }

    /// <summary>The bank has the file: its lines are on their way.</summary>
    public async Task<PaymentOrder> SendAsync(Guid id, CancellationToken ct)
    {
        var order = await ApprovedAsync(id, ct);
        await Lines(order).Where(l => l.Status == LineStatus.Ready).ExecuteUpdateAsync(set => set.SetProperty(l => l.Status, LineStatus.Sent), ct);
        await Mine(order).Where(o => o.SentAt == null).ExecuteUpdateAsync(set => set.SetProperty(o => o.SentAt, clock.GetUtcNow()), ct);
        Note(order, "sent", null);
        audit.Add("order.send", Subject(order), new { order.Number });
        await db.SaveChangesAsync(ct);
        return await LoadAsync(order.County, order.Id, ct);
    }

    /// <summary>What the bank answered: lines that came back with its reason, and – when it says so – that all others arrived.</summary>
    public async Task<PaymentOrder> SettleAsync(Guid id, IReadOnlyList<(Guid Line, string Reason)> returned, bool restPaid, CancellationToken ct)
    {
        var order = await ApprovedAsync(id, ct);
        foreach (var (line, reason) in returned)
        {
            // A payment on its way, or one that was thought to have arrived, can come back.
            var changed = await Lines(order).Where(l => l.Id == line && (l.Status == LineStatus.Sent || l.Status == LineStatus.Paid))
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Status, LineStatus.Returned), ct);
            if (changed == 0)
            {
                throw new ProblemException(409, new Problem("line-not-sent", new LocalText(
                    "该明细不在已送银行的明细中,不能登记退回。", "This line was not on its way to the bank, so it cannot have come back."), line.ToString()));
            }

            Note(order, "returned", reason, line);
        }

        if (restPaid)
        {
            await Lines(order).Where(l => l.Status == LineStatus.Sent).ExecuteUpdateAsync(set => set.SetProperty(l => l.Status, LineStatus.Paid), ct);
            Note(order, "paid", null);
        }

        audit.Add("order.settle", Subject(order), new { order.Number, returned = returned.Count, restPaid });
        await db.SaveChangesAsync(ct);
        return await LoadAsync(order.County, order.Id, ct);
    }

    public async Task<PaymentOrder> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<PaymentOrder>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct) ?? throw ProblemException.NotFound("order", "发放单");

    /// <exception cref="ProblemException">409: only an approved order is paid and exported.</exception>
    public async Task<PaymentOrder> ApprovedAsync(Guid id, CancellationToken ct)
    {
        var order = await FindAsync(id, ct);
        return order.State == OrderState.Approved ? order : throw new ProblemException(409, new Problem("order-not-approved", new LocalText(
            "发放单尚未经他人审批,不能导出或发放。", "The order is not approved by a second person, so nothing of it can be exported or paid.")));
    }

    public void Note(PaymentOrder order, string kind, string? reason, Guid? line = null) => db.Add(Event(order, kind, reason, line));

    public OrderEvent Event(PaymentOrder order, string kind, string? reason, Guid? line = null) => new()
    {
        County = order.County, Id = Ids.New(clock), Region = order.Region, OrderId = order.Id, LineId = line, Kind = kind, At = clock.GetUtcNow(), By = actor.Name, Reason = reason,
    };

    private async Task<PaymentOrder> AddAsync(OrderKind kind, Run run, Guid? before, string? note, CancellationToken ct)
    {
        var order = new PaymentOrder
        {
            County = run.County, Id = Ids.New(clock), Region = run.Region, Kind = kind, RunId = run.Id, Pack = run.Pack, Period = run.Period, Reissues = before,
            ProposedById = actor.Id, ProposedBy = actor.Name, ProposedAt = clock.GetUtcNow(), ComputedById = run.StartedById,
            Note = string.IsNullOrWhiteSpace(note) ? null : CleanText.Of(note),
        };
        await session.RunAsync("order.begin", async () =>
        {
            db.Add(order);
            audit.Add("order.begin", Subject(order), new { order.RunId, kind });
            await db.SaveChangesAsync(ct);
        }, ct);
        return order;
    }

    private async Task<PaymentOrder> WriteAsync(PaymentOrder order, OrderPart part, RegionCode township, CancellationToken ct)
    {
        await session.RunAsync("order.part", async () =>
        {
            if (!await builder.StandsAsync(order, part, ct))
            {
                return;
            }

            var sums = (
                Gross: order.Gross + Sum(part, l => l.Gross), Withheld: order.Withheld + Sum(part, l => l.Withheld),
                Amount: order.Amount + Sum(part, l => l.Amount), Lines: order.Lines + part.Lines.Count, Next: township.Range.To);
            // Two workers on one order: whoever moves the cursor has the township.
            var moved = await Mine(order).Where(o => o.State == OrderState.Preparing && o.Cursor == order.Cursor).ExecuteUpdateAsync(set => set
                .SetProperty(o => o.Cursor, sums.Next).SetProperty(o => o.Lines, sums.Lines).SetProperty(o => o.Gross, sums.Gross)
                .SetProperty(o => o.Withheld, sums.Withheld).SetProperty(o => o.Amount, sums.Amount), ct);
            if (moved == 1)
            {
                await db.BulkInsertAsync(part.Lines, ct);
                await db.BulkInsertAsync(part.Settlements, ct);
                audit.Add("order.part", Subject(order), new { Township = township.ToShort(), Lines = part.Lines.Count });
            }
        }, ct);
        return await LoadAsync(order.County, order.Id, ct);
    }

    private static Money Sum(OrderPart part, Func<OrderLine, Money> of) => new(part.Lines.Sum(l => of(l).Fen));

    private async Task<PaymentOrder> DecidableAsync(Guid id, CancellationToken ct)
    {
        var order = await FindAsync(id, ct);
        MakerChecker.Require(actor, order.ProposedById, order.ComputedById);
        return order.State == OrderState.Proposed ? order : throw new ProblemException(409, new Problem("order-not-proposed", new LocalText(
            "发放单不在待审批状态。", "The order is not waiting for approval.")));
    }

    private async Task<PaymentOrder> DecideAsync(PaymentOrder order, OrderState state, string? number, string? reason, CancellationToken ct)
    {
        var decided = await Mine(order).Where(o => o.State == OrderState.Proposed && o.Checksum == order.Checksum).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.State, state).SetProperty(o => o.Number, number).SetProperty(o => o.Reason, reason)
            .SetProperty(o => o.DecidedById, actor.Id).SetProperty(o => o.DecidedBy, actor.Name).SetProperty(o => o.DecidedAt, clock.GetUtcNow()), ct);
        if (decided == 0)
        {
            throw ProblemException.Stale();
        }

        var kind = state == OrderState.Approved ? "approved" : "refused";
        Note(order, kind, reason);
        audit.Add($"order.{kind}", Subject(order), new { number, order.Checksum, Amount = order.Amount.ToString() });
        await db.SaveChangesAsync(ct);
        return await LoadAsync(order.County, order.Id, ct);
    }

    private Task<PaymentOrder> LoadAsync(int county, Guid id, CancellationToken ct) =>
        db.Set<PaymentOrder>().AsNoTracking().SingleAsync(o => o.County == county && o.Id == id, ct);

    private IQueryable<PaymentOrder> Mine(PaymentOrder order) => db.Set<PaymentOrder>().Where(o => o.County == order.County && o.Id == order.Id);

    private IQueryable<OrderLine> Lines(PaymentOrder order) => db.Set<OrderLine>().Where(l => l.County == order.County && l.OrderId == order.Id);

    private static AuditSubject Subject(PaymentOrder order) => new("order", order.Id.ToString(), order.County);
}
