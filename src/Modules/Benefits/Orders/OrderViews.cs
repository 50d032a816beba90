using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Orders;

internal sealed record OrderEventView(string Kind, DateTimeOffset At, string By, string? Reason, Guid? Line);

/// <summary>What one list of an order comes to.</summary>
/// <param name="List">card, school, insurer, bank, enterprise or supplier.</param>
/// <param name="Lines">Payments by their status.</param>
internal sealed record OrderListView(string List, int Count, Money Gross, Money Withheld, Money Amount, IReadOnlyDictionary<string, int> Lines);

internal sealed record OrderPolicyView(string Policy, LocalText? Title, int Count, Money Gross, Money Withheld, Money Amount);

internal sealed record OrderFileView(OrderFileKind Kind, string List, string Name, string Sha256, int Lines, Money Amount, int Missing, DateTimeOffset MadeAt, string MadeBy);

/// <summary>One line of the list of orders.</summary>
/// <param name="State">preparing, proposed, approved or refused.</param>
/// <param name="Mine">The actor made it or worked out its run, so that somebody else must decide.</param>
internal sealed record OrderRow(
    Guid Id, string? Number, string Kind, string State, Guid Run, string Pack, LocalText? PackTitle, string Period, RunPlace Region, int Lines, Money Gross, Money Withheld, Money Amount,
    string ProposedBy, DateTimeOffset ProposedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason, DateTimeOffset? SentAt, bool Mine, Guid? Job);

internal sealed record OrderPage(IReadOnlyList<OrderRow> Items, string? Next, int Total);

/// <summary>An order with its figures and its history.</summary>
/// <param name="Checksum">What an approver approves.</param>
internal sealed record OrderView(
    OrderRow Order, string? Checksum, string? Note, Guid? Reissues, IReadOnlyList<OrderListView> Lists, IReadOnlyList<OrderPolicyView> ByPolicy,
    IReadOnlyList<OrderFileView> Files, IReadOnlyList<OrderEventView> Events, int Returned);

internal sealed record RunPlace(string Code, string Name);

/// <param name="Status">ready, no_account, nothing, sent, paid or returned.</param>
/// <param name="Reason">Why the bank returned it.</param>
internal sealed record OrderLineView(
    Guid Id, int No, string List, Guid Household, string HouseholdNumber, string? HeadName, string? Receiver, string? PersonName, RunPlace Village, string Policy, LocalText? Title, string Unit,
    string Period, string Kind, Money Gross, Money Withheld, Money Amount, string? AccountMasked, string Status, string? Reason, Guid? Award, Guid? Adjustment, Guid? ReissueOf, string? School);

internal sealed record OrderLinePage(IReadOnlyList<OrderLineView> Items, string? Next, int Total, Money Amount);

/// <summary>Orders and their lines with names and titles.</summary>
internal sealed class OrderViews(PlatformDb db, PolicyEngine engine, RunViews runs, CurrentActor actor, FieldCipher cipher, OrderBuilder builder)
{
    public async Task<OrderRow> RowAsync(PaymentOrder o, CancellationToken ct) => new(
        o.Id, o.Number, Code(o.Kind), Code(o.State), o.RunId, o.Pack, engine.Packs().FirstOrDefault(p => p.Id == o.Pack)?.Title, o.Period, await PlaceAsync(o.Region, ct),
        o.Lines, o.Gross, o.Withheld, o.Amount, o.ProposedBy, o.ProposedAt, o.DecidedBy, o.DecidedAt, o.Reason, o.SentAt,
        actor.Id == o.ProposedById || actor.Id == o.ComputedById, o.JobId);

    public async Task<OrderView> OfAsync(PaymentOrder order, CancellationToken ct)
    {
        var lines = db.Set<OrderLine>().AsNoTracking().Where(l => l.County == order.County && l.OrderId == order.Id);
        var sums = await lines.GroupBy(l => new { l.List, l.Status, l.Policy })
            .Select(g => new Group(g.Key.List, g.Key.Status, g.Key.Policy, g.Count(), g.Sum(l => (long)(object)l.Gross), g.Sum(l => (long)(object)l.Withheld))).ToListAsync(ct);
        var titles = await TitlesAsync(order, ct);
        var files = await db.Set<OrderFile>().AsNoTracking().Where(f => f.County == order.County && f.OrderId == order.Id).OrderBy(f => f.MadeAt).ToListAsync(ct);
        var events = await db.Set<OrderEvent>().AsNoTracking().Where(e => e.County == order.County && e.OrderId == order.Id).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        return new OrderView(
            await RowAsync(order, ct), order.Checksum, order.Note, order.Reissues,
            [.. PayeeLists.All.Select(list => sums.Where(s => s.List == list).ToList()).Where(g => g.Count > 0).Select(g => new OrderListView(
                g[0].List, g.Sum(s => s.Count), Gross(g), Withheld(g), Gross(g) - Withheld(g), g.GroupBy(s => Code(s.Status)).ToDictionary(s => s.Key, s => s.Sum(x => x.Count))))],
            [.. sums.GroupBy(s => s.Policy).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new OrderPolicyView(
                g.Key, titles.GetValueOrDefault(g.Key), g.Sum(s => s.Count), Gross(g), Withheld(g), Gross(g) - Withheld(g)))],
            [.. files.Select(f => new OrderFileView(f.Kind, f.List, f.Name, f.Sha256, f.Lines, f.Amount, f.Missing, f.MadeAt, f.MadeBy))],
            [.. events.Select(e => new OrderEventView(e.Kind, e.At, e.By, e.Reason, e.LineId))],
            order.State == OrderState.Approved ? await builder.Returned(order.County, order.Id).CountAsync(ct) : 0);
    }

    public async Task<List<OrderLineView>> LinesAsync(IReadOnlyList<OrderLine> lines, IReadOnlyDictionary<string, LocalText> titles, CancellationToken ct)
    {
        var ids = lines.Where(l => l.Status == LineStatus.Returned).Select(l => (Guid?)l.Id).ToList();
        var county = lines.FirstOrDefault()?.County ?? 0;
        var reasons = ids.Count == 0 ? [] : (await db.Set<OrderEvent>().AsNoTracking().AcrossAreas().Where(e => e.County == county && e.Kind == "returned" && ids.Contains(e.LineId)).OrderBy(e => e.At).ToListAsync(ct))
            .GroupBy(e => e.LineId!.Value).ToDictionary(g => g.Key, g => g.Last().Reason);
        var views = new List<OrderLineView>();
        foreach (var l in lines)
        {
            views.Add(new OrderLineView(
                l.Id, l.No, l.List, l.HouseholdId, l.HouseholdNumber, l.HeadName, l.Receiver, l.PersonName, await PlaceAsync(l.Region, ct), l.Policy, titles.GetValueOrDefault(l.Policy),
                l.Unit, l.Period, l.Kind, l.Gross, l.Withheld, l.Amount, l.AccountCipher is { } account ? Mask.Account(cipher.Decrypt(account)) : null, Code(l.Status),
                reasons.GetValueOrDefault(l.Id), l.AwardId, l.AdjustmentId, l.ReissueOf, l.School));
        }

        return views;
    }

    public async Task<IReadOnlyDictionary<string, LocalText>> TitlesAsync(PaymentOrder order, CancellationToken ct)
    {
        var on = await db.Set<Run>().AcrossAreas().Where(r => r.County == order.County && r.Id == order.RunId).Select(r => r.On).SingleAsync(ct);
        return runs.Titles(order.Pack, on);
    }

    public static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private async Task<RunPlace> PlaceAsync(long region, CancellationToken ct)
    {
        var place = await runs.PlaceAsync(region, ct);
        return new RunPlace(place.Code, place.Name);
    }

    private static Money Gross(IEnumerable<Group> groups) => new(groups.Sum(s => s.Gross));

    private static Money Withheld(IEnumerable<Group> groups) => new(groups.Sum(s => s.Withheld));

    private sealed record Group(string List, LineStatus Status, string Policy, int Count, long Gross, long Withheld);
}
