using System.CommandLine;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>Puts a completed run before an approver: its lines are frozen, earlier periods are set right, a second person approves in the office.</summary>
internal static class PaymentOrderVerb
{
    private static readonly Option<Guid> Run = new("--run") { Description = "the run's id", HelpName = "ID", Required = true };

    public static Command Build() => new Command("payment-order", "put a run's payment before an approver")
    {
        Run, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var order = await scope.ServiceProvider.GetRequiredService<PaymentOrders>().ProposeAsync(run.Get(Run), ct: cancellation);
        run.Tell(new LocalText(
            $"发放单待审批:{order.Lines:N0} 笔,实发 {order.Amount.ToDisplay()} 元(应发 {order.Gross.ToDisplay()},抵扣 {order.Withheld.ToDisplay()})",
            $"Waiting for approval: {order.Lines:N0} lines, {order.Amount.ToDisplay()} yuan ({order.Gross.ToDisplay()} due, {order.Withheld.ToDisplay()} withheld)"));
        return new Outcome(order);
    });
}
