using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Contracts;

/// <summary>A household's school: which of its members go there.</summary>
/// <param name="Pupils">Their names; empty when nobody is named.</param>
internal sealed record SchoolBond(string School, IReadOnlyList<string> Pupils);

/// <summary>Which school the members of households go to, as their linkages (就读) say. Scoped.</summary>
public sealed class PupilSchools
{
    private static readonly char[] Separators = ['、', ',', ',', ';', ';', ' '];

    private readonly PlatformDb db;

    internal PupilSchools(PlatformDb db) => this.db = db;

    /// <summary>
    /// Finds the school of a member by the household and the member's name. A linkage that names its pupils is theirs; one that names nobody is
    /// everybody's as long as it is the household's only one. Null when it cannot be told.
    /// </summary>
    /// <param name="households">Visible to the actor; the school may lie elsewhere.</param>
    public async Task<Func<Guid, string?, string?>> ReadAsync(int county, IReadOnlyCollection<Guid> households, DateOnly on, CancellationToken ct = default)
    {
        var knowing = await Knowing.AtAsync(db, null, ct);
        var versions = knowing.Of(db.Set<RecordVersion>().AsNoTracking().AcrossAreas().Where(v => v.County == county)).On(on);
        var bonds = new List<(Guid Household, Guid School, string? Pupils)>();
        foreach (var part in households.Chunk(1000))
        {
            var rows = await versions.Where(v => v.Kind == RecordKinds.Linkage && v.HouseholdId != null && part.Contains(v.HouseholdId.Value)).Select(v => new { v.HouseholdId, v.OrganisationId, v.Facts }).ToListAsync(ct);
            bonds.AddRange(rows.Select(r => (r.HouseholdId!.Value, r.OrganisationId!.Value, Facts: RecordFacts.Parse(r.Facts)))
                .Where(r => (string?)r.Facts["relation"] == "pupil").Select(r => (r.Item1, r.Item2, (string?)r.Facts["pupils"])));
        }

        var ids = bonds.Select(b => b.School).Distinct().ToArray();
        var names = (await versions.Where(v => v.Kind == RecordKinds.Organisation && v.Year == 0 && ids.Contains(v.RecordId)).Select(v => new { v.RecordId, v.Name }).ToListAsync(ct))
            .Where(v => v.Name is not null).ToDictionary(v => v.RecordId, v => v.Name!);
        var known = bonds.Where(b => names.ContainsKey(b.School)).ToLookup(
            b => b.Household, b => new SchoolBond(names[b.School], b.Pupils is null ? [] : [.. b.Pupils.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(CleanText.Of)]));
        return (household, pupil) => Of([.. known[household]], pupil);
    }

    internal static string? Of(IReadOnlyList<SchoolBond> schools, string? pupil)
    {
        var named = pupil is null ? [] : schools.Where(s => s.Pupils.Contains(CleanText.Of(pupil))).Select(s => s.School).Distinct().ToList();
        if (named.Count > 0)
        {
            return named.Count == 1 ? named[0] : null;
        }

        // A school whose pupils are named is nobody else's.
        var open = schools.Where(s => s.Pupils.Count == 0).Select(s => s.School).Distinct().ToList();
        return open.Count == 1 ? open[0] : null;
    }
}
