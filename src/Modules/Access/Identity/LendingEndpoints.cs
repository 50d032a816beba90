using Fuyao.Access.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Access.Identity;

internal sealed record LoanPage(IReadOnlyList<LoanView> Items, string? Next, long Total);

internal sealed record ColleaguePage(IReadOnlyList<Colleague> Items, string? Next, long Total);

/// <summary>Roles on loan, as lender and borrower see them.</summary>
internal static class LendingEndpoints
{
    public static void MapLending(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/loans").WithTags("loans");
        group.MapGet("", async (Lending lending, CancellationToken ct) =>
        {
            var mine = await lending.MineAsync(ct);
            return TypedResults.Ok(new LoanPage(mine, null, mine.Count));
        }).WithName("ListLoans").RequirePermission(Permissions.Session);
        group.MapGet("/colleagues", async (Lending lending, CancellationToken ct) =>
        {
            var found = await lending.ColleaguesAsync(ct);
            return TypedResults.Ok(new ColleaguePage(found, null, found.Count));
        }).WithName("ListColleagues").RequirePermission(Permissions.RoleLend);
        group.MapPost("", async (NewLoan request, Lending lending, CancellationToken ct) => TypedResults.Ok(await lending.LendAsync(request, ct)))
            .WithName("LendRole").RequirePermission(Permissions.RoleLend).WithWrite("role.lend");
        group.MapPost("/{id:guid}/end", async (Guid id, Lending lending, CancellationToken ct) =>
        {
            await lending.EndAsync(id, ct);
            return TypedResults.NoContent();
        }).WithName("EndLoan").RequirePermission(Permissions.Session).WithWrite("role.lend-end");
    }
}
