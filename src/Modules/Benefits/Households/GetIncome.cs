using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Benefits.Households;

/// <param name="Sign">+1 added, −1 subtracted, 0 recorded but not counted.</param>
/// <param name="Amount">Yuan of the year; null when unknown.</param>
internal sealed record IncomeLineView(string Id, LocalText Label, Money? Amount, int Sign);

/// <param name="Year">Of the figures; null when the household has none.</param>
/// <param name="Total">Net income of the household.</param>
/// <param name="PerHead">Total divided by heads; null when it cannot be known.</param>
/// <param name="Needs">What must be known first.</param>
/// <param name="Definition">What counts as income, in words.</param>
/// <param name="Formula">The same as FEEL.</param>
internal sealed record HouseholdIncome(
    Guid Household, DateOnly On, int? Year, IReadOnlyList<IncomeLineView> Lines, int Heads, Money? Total, Money? PerHead, IReadOnlyList<string> Needs,
    LocalText Definition, string Formula, QuoteView? Source);

/// <summary>Net income per head with its working, by the one definition there is.</summary>
internal static class GetIncome
{
    public static void MapHouseholdIncome(this IEndpointRouteBuilder app) =>
        app.MapGet("/households/{id:guid}/income", GetAsync).WithName("GetHouseholdIncome").WithTags("households")
            .RequirePermission(Permissions.HouseholdView);

    /// <param name="on">The day; today when absent.</param>
    /// <param name="knownAt">The household as it was known at this time; as known now when absent.</param>
    private static async Task<HouseholdIncome> GetAsync(
        Guid id, HouseholdReader households, PolicyEngine engine, AccessLog log, TimeProvider clock, CancellationToken ct, DateOnly? on = null, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt = null)
    {
        var date = on ?? clock.TodayInChina();
        var household = await households.GetAsync(id, date, knownAt, ct) ?? throw ProblemException.NotFound("household", "农户");
        await log.ReadAsync("household.income", new AuditSubject("household", id.ToString(), household.County));
        return Of(household, engine, date);
    }

    public static HouseholdIncome Of(HouseholdRecord household, PolicyEngine engine, DateOnly date)
    {
        var working = engine.ComputeIncome(household.Json, date);
        return new HouseholdIncome(
            household.Id, date, working.Year, [.. working.Lines.Select(l => new IncomeLineView(l.Id, l.Label, l.Amount, l.Sign))], working.Heads, working.Total, working.PerHead,
            working.Needs, working.Meaning, working.Definition, working.Source is { } s ? new QuoteView(s.File, s.Plan, s.Quote) : null);
    }
}
