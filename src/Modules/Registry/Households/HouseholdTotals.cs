using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <param name="Path">As in the contract.</param>
/// <param name="Known">Households of which it is known.</param>
/// <param name="Average">Over these.</param>
internal sealed record FieldTotal(string Path, int Known, decimal Sum, decimal? Average);

/// <param name="Persons">Living members.</param>
/// <param name="AverageIncomePerHead">Over the persons whose household's income is known.</param>
/// <param name="Fields">Of the numbers among the further fields.</param>
/// <param name="Capped">More persons have the name than are looked through; set only then: how many are.</param>
internal sealed record HouseholdSums(int Households, int Persons, Money? AverageIncomePerHead, IReadOnlyList<FieldTotal> Fields, int? Capped = null);

/// <param name="Kind"><c>one</c>, <c>many</c>, <c>yes_no</c>, <c>number</c> or <c>date</c>.</param>
/// <param name="Members">Whether it speaks of any living member instead of the household.</param>
/// <param name="Label">Of the contract, Chinese.</param>
internal sealed record ListField(string Path, FacetKind Kind, bool Members, string? Label, IReadOnlyList<string> Codes);

internal sealed record ListFields(IReadOnlyList<ListField> Items);

/// <summary>GET /households/totals: count and sums over everything that the filters of the list find. GET /households/fields: by what.</summary>
internal static class HouseholdTotals
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/households/totals", HandleAsync).WithName("GetHouseholdTotals").RequirePermission(Permissions.HouseholdView);
        api.MapGet("/households/fields", () => new ListFields([.. Facets.All.Select(f => new ListField(f.Path, f.Kind, f.OfMembers, HouseholdSchema.Label(f.Path), f.Codes))]))
            .WithName("ListHouseholdFields").RequirePermission(Permissions.HouseholdView);
    }

    private static async Task<HouseholdSums> HandleAsync([AsParameters] HouseholdQuery query, [FromServices] HouseholdFilter filter, CancellationToken ct)
    {
        var fields = HouseholdFilter.Fields(query);
        return await SumAsync(await filter.FindAsync(query, ct), fields, ct) with { Capped = await filter.IsCappedAsync(query, ct) ? HouseholdFilter.MostNamed : null };
    }

    public static async Task<HouseholdSums> SumAsync(IQueryable<HouseholdVersion> found, IReadOnlyList<Facet> fields, CancellationToken ct)
    {
        // Everything in one walk over what fits: on a large register the walk is all that it costs.
        var sums = await found.GroupBy(_ => 1).Select(g => new
        {
            Households = g.Count(),
            Persons = g.Sum(v => v.MemberCount),
            Fen = g.Sum(v => v.IncomePerHead == null ? 0L : (long)(object)v.IncomePerHead!.Value * v.MemberCount),
            Heads = g.Sum(v => v.IncomePerHead == null ? 0 : v.MemberCount),
        }).SingleOrDefaultAsync(ct);
        var totals = new List<FieldTotal>();
        foreach (var field in fields.Where(f => f.Kind == FacetKind.Number))
        {
            var (at, width) = (field.At, field.Width);
            var sum = await found.WithFacets().Where(v => v.Facets.Substring(at, 1) != "-").GroupBy(_ => 1)
                .Select(g => new { Known = g.Count(), Hundredths = g.Sum(v => v.Facets.Substring(at, 1) == "-" ? 0L : (long)(object)v.Facets.Substring(at, width) - Facets.Shift) }).SingleOrDefaultAsync(ct);
            var known = sum?.Known ?? 0;
            var value = (sum?.Hundredths ?? 0) / 100m;
            totals.Add(new FieldTotal(field.Path, known, value, known == 0 ? null : decimal.Round(value / known, 2, MidpointRounding.AwayFromZero)));
        }

        var average = sums is null || sums.Heads == 0 ? (Money?)null : new Money((long)Math.Round((decimal)sums.Fen / sums.Heads, MidpointRounding.AwayFromZero));
        return new HouseholdSums(sums?.Households ?? 0, sums?.Persons ?? 0, average, totals);
    }
}
