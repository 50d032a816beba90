using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Benefits.Households;

/// <param name="Items">The latest first.</param>
internal sealed record PersonAwards(IReadOnlyList<StoredAward> Items);

/// <summary>What past runs awarded to one person, whatever household the person belonged to then.</summary>
internal static class GetPersonAwards
{
    public static void MapPersonAwards(this IEndpointRouteBuilder app) =>
        app.MapGet("/persons/{id:guid}/awards", GetAsync).WithName("GetPersonAwards").WithTags("households").RequirePermission(Permissions.HouseholdView);

    private static async Task<PersonAwards> GetAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] HouseholdReader households, [FromServices] RunViews views, [FromServices] CurrentActor actor, [FromServices] AccessLog log, CancellationToken ct)
    {
        if (!await households.KnowsPersonAsync(id, actor.Area, ct))
        {
            throw ProblemException.NotFound("person", "这个人");
        }

        var (first, last) = ((int)(actor.Area.From / 1_000_000), (int)((Math.Max(actor.Area.To, 1) - 1) / 1_000_000));
        var awards = await StoredAwards.ReadAsync(db, db.Set<Award>().AcrossAreas().Where(a => a.County >= first && a.County <= last && a.Subject == id), views, ct);
        await log.ReadAsync("household.benefits", new AuditSubject("person", id.ToString()));
        return new PersonAwards(awards);
    }
}
