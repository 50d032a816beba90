using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Forms;

/// <param name="Changed">Whether the check led to a change of the record.</param>
internal sealed record CheckView(Guid Id, DateOnly On, DateTimeOffset At, string Actor, IReadOnlyList<string> Sections, bool Changed);

internal sealed record CheckList(IReadOnlyList<CheckView> Items);

/// <summary>Records that a household was checked, and lists the checks.</summary>
internal sealed class CheckRecords(PlatformDb db, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    private const int MostSections = 20;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/households/{id:guid}/checks", ListAsync)
        .WithName("ListHouseholdChecks")
        .RequirePermission(Permissions.HouseholdView);

    public async Task RecordAsync(int county, Guid household, long region, DateOnly on, IReadOnlyList<string> sections, Guid? change, CancellationToken ct)
    {
        if (sections.Count > MostSections || sections.Any(s => s.Length is 0 or > 20 || s.Any(c => c is not (>= 'a' and <= 'z' or '_'))))
        {
            throw new ProblemException(422, new Problem("wrong-sections", new("核查的部分写法不对。", "A section is a word of small letters."), "checked"));
        }

        db.Add(new HouseholdCheck
        {
            County = county, Id = Ids.New(clock), HouseholdId = household, Region = region, On = on, At = clock.GetUtcNow(), Actor = actor.Name,
            Sections = string.Join(',', sections), Change = change,
        });
        await db.SaveChangesAsync(ct);
        audit.Add("household.check", new AuditSubject("household", household.ToString(), county), new { on, sections, change });
    }

    private static async Task<CheckList> ListAsync(Guid id, [FromServices] PlatformDb db, CancellationToken ct) =>
        new([.. (await db.Set<HouseholdCheck>().AsNoTracking().Where(c => c.HouseholdId == id).OrderByDescending(c => c.At).Take(200).ToListAsync(ct))
            .Select(c => new CheckView(c.Id, c.On, c.At, c.Actor, c.Sections.Split(','), c.Change is not null))]);
}
