using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Checks;

/// <summary>Of when something is asked: the year it is about, the day for which the register is read, and when it was known.</summary>
internal readonly record struct Asked(int Year, DateOnly On, DateTimeOffset? KnownAt);

/// <summary>Villages, townships, the county, schools and enterprises from the register; funds, loans, projects and helpers as people add them. Scoped.</summary>
internal sealed class SubjectFinder(PlatformDb db, RegisterFigures figures)
{
    private static readonly Dictionary<string, JsonNode> Nothing = [];

    public static bool Addable(PolicySubject kind) => kind is PolicySubject.Fund or PolicySubject.Loan or PolicySubject.Project or PolicySubject.Helper;

    public static bool OfHouseholds(PolicySubject kind) => kind is PolicySubject.Household or PolicySubject.Person;

    /// <summary>A county is not checked by a township of it.</summary>
    public static bool IsAbove(PolicySubject kind, RegionCode place) => Level(kind) is { } level && place.Level > level;

    public static string Code(PolicySubject kind) => kind.ToString().ToLowerInvariant();

    /// <param name="area">A county or a part of it, in the actor's area.</param>
    public async Task<IReadOnlyList<RegisterSubject>> AllAsync(PolicySubject kind, RegionCode area, Asked asked, CancellationToken ct)
    {
        if (Level(kind) is { } level)
        {
            return area.Level > level ? [] : await figures.PlacesAsync(level, area, asked.Year, asked.On, asked.KnownAt, ct);
        }

        if (!Addable(kind))
        {
            return await figures.OrganisationsAsync(area.Range, RegisterKnows.Organisations(kind), null, asked.Year, asked.On, asked.KnownAt, ct);
        }

        var (code, range) = (Code(kind), area.Range);
        var rows = await db.Set<CheckSubject>().AsNoTracking()
            .Where(s => s.County == area.County && s.Kind == code && s.Region >= range.From && s.Region < range.To && (asked.KnownAt == null || s.AddedAt <= asked.KnownAt))
            .OrderBy(s => s.Region).ThenBy(s => s.Name).ToListAsync(ct);
        return [.. rows.Select(Of)];
    }

    /// <exception cref="ProblemException">404: there is none, or it lies outside the actor's area.</exception>
    public async Task<RegisterSubject> OneAsync(PolicySubject kind, string key, CodeRange actors, Asked asked, CancellationToken ct)
    {
        RegisterSubject? found = null;
        if (Level(kind) is { } level)
        {
            if (RegionCode.TryParse(key, out var place) && place.Level == level && actors.Intersect(place.Range) == place.Range)
            {
                found = (await figures.PlacesAsync(level, place, asked.Year, asked.On, asked.KnownAt, ct)).FirstOrDefault(p => p.Place == place);
            }
        }
        else if (Guid.TryParse(key, out var id))
        {
            var code = Code(kind);
            found = Addable(kind)
                ? await db.Set<CheckSubject>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.Kind == code, ct) is { } own ? Of(own) : null
                : (await figures.OrganisationsAsync(actors, RegisterKnows.Organisations(kind), id, asked.Year, asked.On, asked.KnownAt, ct)).FirstOrDefault(o => o.Key == id.ToString());
        }

        return found ?? throw ProblemException.NotFound("subject", "这个对象");
    }

    private static RegionLevel? Level(PolicySubject kind) => kind switch
    {
        PolicySubject.County => RegionLevel.County,
        PolicySubject.Township => RegionLevel.Township,
        PolicySubject.Village => RegionLevel.Village,
        _ => null,
    };

    private static RegisterSubject Of(CheckSubject subject) => new(subject.Id.ToString(), subject.Name, new RegionCode(subject.Region), Nothing);
}
