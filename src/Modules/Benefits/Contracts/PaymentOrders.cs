using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;

namespace Fuyao.Benefits.Contracts;

/// <summary>A payment order as the command line shows it.</summary>
/// <param name="State"><c>preparing</c>, <c>proposed</c>, <c>approved</c> or <c>refused</c>.</param>
/// <param name="Number">Given on approval.</param>
/// <param name="Checksum">SHA-256 over the lines, hex.</param>
public sealed record OrderSummary(Guid Order, string State, string? Number, int Lines, Money Gross, Money Withheld, Money Amount, string? Checksum);

/// <summary>Payment orders from the command line. Approval needs a second person, who signs in. Scoped.</summary>
public sealed class PaymentOrders
{
    private readonly OrderDesk desk;

    internal PaymentOrders(OrderDesk desk) => this.desk = desk;

    /// <summary>Freezes the lines of a completed run and puts them before an approver.</summary>
    /// <exception cref="ProblemException">404: no such run in the actor's area. 409: it is not complete, or an order pays it already.</exception>
    public async Task<OrderSummary> ProposeAsync(Guid run, string? note = null, CancellationToken ct = default)
    {
        var order = await desk.BeginAsync(run, note, ct);
        await desk.PrepareAsync(order.County, order.Id, null, ct);
        return Of(await desk.FindAsync(order.Id, ct));
    }

    private static OrderSummary Of(PaymentOrder order) => new(
        order.Id, order.State.ToString().ToLowerInvariant(), order.Number, order.Lines, order.Gross, order.Withheld, order.Amount, order.Checksum);
}
