using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Casework.Quotas;

/// <summary>A place's quota of one type beside what is distributed below it.</summary>
/// <param name="Distributed">Sum of the quotas of the places directly below; null for a village, or while none has one.</param>
/// <param name="Difference">Distributed less given: above zero is too much, below zero is not yet given out; null when either is missing.</param>
internal sealed record QuotaCell(string Category, int? Households, int? Distributed, int? Difference);

/// <param name="Ranked">Households of the latest ranking of the year; null when there is none.</param>
/// <param name="ByType">The types' quotas together, when all types are given one; it should not exceed that of all types.</param>
internal sealed record QuotaRow(string Region, string Name, IReadOnlyList<QuotaCell> Cells, int Registered, int? Ranked, int? ByType);

internal sealed record QuotaChange(string SetBy, DateTimeOffset SetAt, string Reason, string Region, string Category, int? Households);

/// <param name="Place">The county or township itself.</param>
/// <param name="Items">The places directly below.</param>
/// <param name="History">The latest changes first.</param>
internal sealed record QuotaSheet(int Year, QuotaRow Place, IReadOnlyList<QuotaRow> Items, IReadOnlyList<QuotaChange> History);

/// <param name="Households">Null takes the figure back.</param>
/// <param name="Was">The figure that was seen; another one by now is a conflict.</param>
internal sealed record QuotaSetting(string Region, string Category, int? Households, int? Was);

internal sealed record SetQuotasRequest(int Year, string? Reason, IReadOnlyList<QuotaSetting> Items);

internal sealed record QuotasSet(int Changed);

/// <summary>GET and POST /quotas: the county sets its townships' quotas, each township distributes its own over its villages.</summary>
internal static class QuotaEndpoints
{
    public static void MapQuotas(this IEndpointRouteBuilder app)
    {
        app.MapGet("/quotas", (string? region, int? year, [FromQuery(Name = "known_at")] DateTimeOffset? knownAt, [FromServices] QuotaBook book, CancellationToken ct) =>
            book.ReadAsync(region, year, knownAt, ct)).WithName("GetQuotas").RequirePermission(Permissions.RankingView);
        app.MapPost("/quotas", (SetQuotasRequest request, [FromServices] QuotaBook book, CancellationToken ct) => book.SetAsync(request, ct))
            .WithName("SetQuotas").RequirePermission(Permissions.QuotaSet).WithWrite("quota.set");
    }
}
