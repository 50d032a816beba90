using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Policy.Endpoints;

/// <param name="Items">The installed packs, in id order.</param>
internal sealed record PackList(IReadOnlyList<PackSummary> Items);

/// <summary>A share of a policy's cost.</summary>
internal sealed record FundingRule(string Source, decimal Share);

/// <summary>A policy as its reader sees it: the plan's sentence, the condition, the amount or the table.</summary>
internal sealed record PolicyPage(
    string Id, LocalText Title, PolicySubject Subject, PolicyPeriod Unit, BenefitKind Kind, Payee Payee, SourceQuote? Source, string Eligible,
    string? Amount, TableInfo? Table, IReadOnlyList<FundingRule> Funding, IReadOnlyList<string> After, IReadOnlyList<string> Excludes,
    IReadOnlyList<LocalText> Readings, IReadOnlyList<string> Departments);

/// <summary>A parameter in force on the date; the value as text, null when the source lost it.</summary>
internal sealed record ParameterPage(
    string Id, LocalText Title, string? Unit, string? Value, bool Unknown, DateOnly? From, DateOnly? To, SourceQuote? Source);

internal sealed record PackPage(
    string Id, LocalText Title, string Version, string Hash, string Jurisdiction, DateOnly On, bool OutOfValidity,
    IReadOnlyList<PolicyPage> Policies, IReadOnlyList<ParameterPage> Parameters);

/// <summary>GET /packs and /packs/{id}: the county's plans as programs, for a reader.</summary>
internal static class PackEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/packs", ([FromServices] PolicyEngine engine, [FromServices] TimeProvider clock) => TypedResults.Ok(new PackList(All(engine, clock.TodayInChina()))))
            .WithName("ListPacks")
            .RequirePermission(Permissions.PackView);
        api.MapGet("/packs/{id}", (string id, string? on, [FromServices] PolicyEngine engine, [FromServices] TimeProvider clock) =>
                TypedResults.Ok(Page(engine.Prepare(id, Day(on, clock)))))
            .WithName("GetPack")
            .RequirePermission(Permissions.PackView);
    }

    // As they are in force today; those that are to begin later as they will be.
    private static IReadOnlyList<PackSummary> All(PolicyEngine engine, DateOnly today)
    {
        var now = engine.Packs(today);
        return [.. now.Concat(engine.Packs().Where(later => now.All(p => p.Id != later.Id))).OrderBy(p => p.Id, StringComparer.Ordinal)];
    }

    private static DateOnly Day(string? on, TimeProvider clock) =>
        on is null ? clock.TodayInChina()
        : DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new ProblemException(400, new Problem("bad-date", new LocalText("日期应写成 2016-05-01。", "Expected a date such as 2016-05-01."), "on"));

    private static PackPage Page(PreparedPack pack) => new(
        pack.Id, pack.Title, pack.Version, pack.Hash, pack.Jurisdiction, pack.On, pack.OutOfValidity,
        [.. pack.Policies.Select(p => new PolicyPage(
            p.Id, p.Title, p.Subject, p.Unit, p.Kind, p.Payee, p.Source, p.Eligible, p.Amount, p.Table,
            [.. p.Funding.Select(f => new FundingRule(f.Source, f.Share))], p.After, p.Excludes, p.Readings, p.Departments))],
        [.. pack.Parameters.Select(p => new ParameterPage(p.Id, p.Title, p.Unit, Text(p.Value), p.Unknown, p.From, p.To, p.Source))]);

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
