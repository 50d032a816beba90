using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <param name="Year">The year that was answered for; null for lasting facts.</param>
internal sealed record RecordHistoryEntry(ChangeInfo Change, int? Year, IReadOnlyList<StatedDifference> Differences);

/// <param name="Items">Newest first.</param>
internal sealed record RecordHistoryView(string Kind, string Key, IReadOnlyList<RecordHistoryEntry> Items);

/// <summary>GET /records/{kind}/{key}/history: every change with the fields before and after it, of lasting facts and of each year's answers.</summary>
internal static class RecordHistory
{
    private static readonly Dictionary<string, LocalText> Own = new() { ["name"] = new("名称", "name"), ["region"] = new("所在地", "place") };

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/records/{kind}/{key}/history", HandleAsync)
        .WithName("GetRecordHistory")
        .RequirePermission(Permissions.RecordView);

    private static async Task<RecordHistoryView> HandleAsync(
        string kind, string key, [FromServices] PlatformDb db, [FromServices] RecordWrites writes, CancellationToken ct)
    {
        kind = RecordWrites.Kind(kind).Id;
        var county = 0;
        if (kind is RecordKinds.Village or RecordKinds.Township)
        {
            var place = new RegionCode((await writes.PlaceAsync(kind, key, ct)).Code);
            (county, key) = (place.County, place.ToString());
        }
        else
        {
            var record = (await writes.ByIdAsync(kind, key, ct)).Record;
            (county, key) = (record.County, record.Key);
        }

        var versions = await db.Set<RecordVersion>().AsNoTracking().Where(v => v.County == county && v.Kind == kind && v.Key == key).ToListAsync(ct);
        var ids = versions.SelectMany(v => new[] { v.OpenedBy, v.ClosedBy ?? v.OpenedBy }).Distinct().ToArray();
        var changes = await db.Set<Change>().AsNoTracking().Where(c => c.County == county && ids.Contains(c.Id) && c.At != null).ToListAsync(ct);
        return new RecordHistoryView(kind, key, [.. changes.OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
            .SelectMany(change => versions.GroupBy(v => v.Year).Select(year => new RecordHistoryEntry(
                ChangeInfo.Of(change), year.Key == 0 ? null : year.Key,
                [.. HouseholdHistory.Differences([.. year], change.Id, GetRecord.Fields, _ => (null, null)).Select(d => Labelled(kind, d))])))
            .Where(entry => entry.Differences.Count > 0)]);
    }

    private static StatedDifference Labelled(string kind, StatedDifference difference) => difference with
    {
        Fields = [.. difference.Fields.Select(f => f with { Label = (RecordDictionary.Find(kind, f.Field)?.Label ?? Own.GetValueOrDefault(f.Field))?.InCurrent() })],
    };
}
