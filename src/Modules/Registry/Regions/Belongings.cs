using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Attachments;
using Fuyao.Registry.Forms;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Regions;

/// <summary>
/// What hangs on households and places besides their dated versions – photos and scans, checks, drafts, saved views – when they go to
/// another county. It is written under the new county's key and stays under the old one: whoever may see the household is asked for it, so it is
/// seen in one county at a time, and doing it twice, or back again, changes nothing else.
/// </summary>
internal sealed class Belongings(PlatformDb db, FileStore files)
{
    private const int AtOnce = 200;

    /// <summary>Photos, scans and checks of households that now live in a village of another county.</summary>
    /// <param name="since">Only what was added or hidden from this time on; null for all.</param>
    public async Task OfHouseholdsAsync(int county, RegionCode village, IReadOnlyCollection<Guid> households, DateTimeOffset? since, CancellationToken ct)
    {
        foreach (var part in households.Chunk(AtOnce))
        {
            var attachments = await db.Set<Attachment>().AcrossAreas().AsNoTracking()
                .Where(a => a.County == county && part.Contains(a.HouseholdId) && (since == null || a.At >= since || a.HiddenAt >= since)).ToListAsync(ct);
            await files.CarryAsync([.. attachments.Select(a => a.FileId).Concat(attachments.Select(a => a.ThumbnailId).OfType<Guid>()).Distinct()], village, ct);
            await PutAsync(attachments, a => a.Id, a => a with { County = village.County, Region = village.Value }, village.County, ct);
            var checks = await db.Set<HouseholdCheck>().AcrossAreas().AsNoTracking()
                .Where(c => c.County == county && part.Contains(c.HouseholdId) && (since == null || c.At >= since)).ToListAsync(ct);
            await PutAsync(checks, c => c.Id, c => c with { County = village.County, Region = village.Value }, village.County, ct);
        }
    }

    /// <summary>Households of a county to which something was added, or of which something was hidden, from a time on: few, after all before it was carried in advance.</summary>
    public async Task<List<Guid>> ChangedAsync(int county, DateTimeOffset since, CancellationToken ct)
    {
        var attachments = db.Set<Attachment>().AcrossAreas().Where(a => a.County == county && (a.At >= since || a.HiddenAt >= since)).Select(a => a.HouseholdId);
        var checks = db.Set<HouseholdCheck>().AcrossAreas().Where(c => c.County == county && c.At >= since).Select(c => c.HouseholdId);
        return [.. (await attachments.Distinct().ToListAsync(ct)).Union(await checks.Distinct().ToListAsync(ct))];
    }

    /// <summary>Begun forms, views and unfinished yearly answers of those who work in a place that gets another code.</summary>
    /// <param name="continues">It is the same place under its new code, so that its own answers go on.</param>
    public async Task OfPlaceAsync(RegionCode from, RegionCode to, bool continues, CancellationToken ct)
    {
        if (from.County != to.County)
        {
            await PutAsync(await In<FormDraft>().ToListAsync(ct), d => d.Id, d => d with { County = to.County, Region = to.Value }, to.County, ct);
            await PutAsync(await In<ListView>().ToListAsync(ct), v => v.Id, v => v with { County = to.County, Region = to.Value }, to.County, ct);
        }

        var (old, code) = (from.ToString(), to.ToString());
        var answers = (await In<RecordDraft>().ToListAsync(ct)).Where(d => d.Key != old || continues)
            .Select(d => d with { County = to.County, Region = to.Value, Key = d.Key == old ? code : d.Key }).ToList();
        var keys = answers.Select(d => d.Key).ToArray();
        await db.Set<RecordDraft>().AcrossAreas().Where(d => d.County == to.County && keys.Contains(d.Key)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(answers, ct);

        IQueryable<T> In<T>()
            where T : class, IInArea => db.Set<T>().AcrossAreas().AsNoTracking().Where(r => r.County == from.County && r.Region == from.Value);
    }

    private async Task PutAsync<T>(List<T> rows, Func<T, Guid> id, Func<T, T> there, int county, CancellationToken ct)
        where T : class, IInArea
    {
        var ids = rows.Select(id).ToArray();
        await db.Set<T>().AcrossAreas().Where(r => r.County == county && ids.Contains(EF.Property<Guid>(r, "Id"))).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(rows.Select(there), ct);
    }
}
