using Fuyao.Access.Contracts;
using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Windows;

internal sealed record WindowList(DateOnly From, DateOnly To, DateOnly Today, IReadOnlyList<PaymentWindow> Items);

/// <summary>What waits for whoever is signed in.</summary>
/// <param name="Windows">Overdue, or due within ten days, where it is this person's turn; what is approved waits for finance to send it. Who only looks on sees what is overdue.</param>
/// <param name="ToApprove">Orders that this person may decide; null when nobody of the role does.</param>
/// <param name="Questions">Undecided questions; null for roles that decide none.</param>
internal sealed record BenefitTasks(IReadOnlyList<PaymentWindow> Windows, int? ToApprove, int? Questions);

/// <summary>GET /payment-windows and /benefit-tasks: the calendar of payment, and what of it is urgent.</summary>
internal static class WindowEndpoints
{
    private const int Days = 800;

    public static void MapWindows(this IEndpointRouteBuilder app)
    {
        app.MapGet("/payment-windows", ListAsync).WithName("ListPaymentWindows").WithTags("orders").RequirePermission(Permissions.RunView);
        app.MapGet("/benefit-tasks", TasksAsync).WithName("GetBenefitTasks").WithTags("orders").RequirePermission(Permissions.HomeView);
    }

    private static async Task<WindowList> ListAsync([FromServices] PaymentWindows windows, [FromServices] TimeProvider clock, CancellationToken ct, DateOnly? from = null, DateOnly? to = null)
    {
        var today = clock.TodayInChina();
        var first = from ?? new DateOnly(today.Year, 1, 1);
        var last = to ?? new DateOnly(first.Year, 12, 31);
        return last >= first && last.DayNumber - first.DayNumber <= Days && first.Year is > 1 and < 9990 ? new WindowList(first, last, today, await windows.ReadAsync(first, last, ct))
            : throw new ProblemException(400, new Problem("range", new LocalText($"起止日期应相隔 0–{Days} 天。", $"The range is 0–{Days} days."), "to"));
    }

    private static async Task<BenefitTasks> TasksAsync(
        [FromServices] PaymentWindows windows, [FromServices] PlatformDb db, [FromServices] QuestionQueue queue, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var today = clock.TodayInChina();
        var urgent = actor.May(Permissions.RunView)
            ? (await windows.ReadAsync(today.AddDays(-60), today.AddDays(31), ct)).Where(w => IsTurnOf(actor, w)).ToList() : [];
        int? waiting = actor.May(Permissions.PaymentApprove)
            ? await db.Set<PaymentOrder>().CountAsync(o => o.State == OrderState.Proposed && o.ProposedById != actor.Id && o.ComputedById != actor.Id, ct) : null;
        int? questions = actor.May(Permissions.BenefitDecide) ? await queue.Open(await queue.RunsAsync(ct), new QuestionFilter()).CountAsync(ct) : null;
        return new BenefitTasks(urgent, waiting, questions);
    }

    private static bool IsTurnOf(CurrentActor actor, PaymentWindow window) => window switch
    {
        { Step: "send", State: "done" } => actor.May(Permissions.PaymentExport),
        { State: "soon" or "overdue", Step: { } step } => actor.May(step switch
        {
            "run" => Permissions.RunStart,
            "propose" => Permissions.PaymentPropose,
            "approve" => Permissions.PaymentApprove,
            _ => Permissions.PaymentExport,
        }) || (window.State == "overdue" && !Acts(actor)),
        _ => false,
    };

    private static bool Acts(CurrentActor actor) =>
        actor.May(Permissions.RunStart) || actor.May(Permissions.PaymentPropose) || actor.May(Permissions.PaymentApprove) || actor.May(Permissions.PaymentExport);
}
