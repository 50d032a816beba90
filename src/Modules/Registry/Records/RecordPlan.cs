using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Records;

/// <summary>All that is stated of a record for a span of days.</summary>
internal sealed record RecordState
{
    public required string Kind { get; init; }

    /// <summary>See <see cref="Record.Key"/>.</summary>
    public required string Key { get; init; }

    public int Year { get; init; }

    public required long Region { get; init; }

    public string? Name { get; init; }

    public string? Number { get; init; }

    public Guid? Household { get; init; }

    public Guid? Organisation { get; init; }

    /// <summary>Canonical, from <see cref="RecordFacts.Read"/>.</summary>
    public required JsonObject Facts { get; init; }
}

/// <summary>A record with its versions that count for a writer. Loaded without the area filter; the caller checks the area.</summary>
internal sealed record RecordAggregate(Record Record, IReadOnlyList<RecordVersion> Versions)
{
    public RecordVersion? On(DateOnly day) => Versions.FirstOrDefault(v => v.ValidFrom <= day && day < v.ValidTo);

    public Span SpanFrom(DateOnly day) => Timeline.From(Versions, day);

    /// <summary>The records of a county with these keys, by key.</summary>
    public static async Task<Dictionary<string, RecordAggregate>> LoadAsync(
        PlatformDb db, int county, string kind, int year, IEnumerable<string> keys, CancellationToken ct)
    {
        Dictionary<string, RecordAggregate> found = [];
        foreach (var part in keys.Distinct().Chunk(500))
        {
            var records = await db.Set<Record>().AsNoTracking()
                .Where(r => r.County == county && r.Kind == kind && r.Year == year && part.Contains(r.Key)).ToListAsync(ct);
            var ids = records.Select(r => r.Id).ToArray();
            var versions = (await db.Set<RecordVersion>().AcrossAreas().AsNoTracking()
                .Where(v => v.County == county && ids.Contains(v.RecordId) && v.ClosedBy == null).ToListAsync(ct)).ToLookup(v => v.RecordId);
            foreach (var record in records)
            {
                found[record.Key] = new RecordAggregate(record, [.. versions[record.Id].OrderBy(v => v.ValidFrom)]);
            }
        }

        return found;
    }

    public static async Task<RecordAggregate?> LoadAsync(PlatformDb db, int county, string kind, string key, int year, CancellationToken ct) =>
        (await LoadAsync(db, county, kind, year, [key], ct)).GetValueOrDefault(key);
}

/// <summary>The rows that one statement about a record closes and opens, before they are written.</summary>
internal sealed record RecordPlan(Record? New, Guid RecordId, IReadOnlyList<RecordVersion> Closed, IReadOnlyList<RecordVersion> Opened)
{
    public bool IsUnchanged => Closed.Count == 0 && Opened.Count == 0;
}

/// <summary>Works out what a statement about a record changes.</summary>
internal sealed class RecordPlanner(TimeProvider clock)
{
    /// <param name="current">Null for a record that does not exist yet.</param>
    /// <param name="next">All that holds for the span; null states that it holds no longer (a linkage has ended, a group is gone).</param>
    /// <param name="id">Of a record that does not exist yet in this county but in another; made anew when absent.</param>
    public RecordPlan Plan(RecordAggregate? current, RecordState? next, Span span, int county, Guid change, Guid? id = null)
    {
        var record = current?.Record;
        if (next is not null)
        {
            record ??= new Record { County = county, Id = id ?? Ids.New(clock), Kind = next.Kind, Key = next.Key, Year = next.Year };
        }

        if (record is null)
        {
            return new RecordPlan(null, Guid.Empty, [], []);
        }

        var hash = next is null ? null : Hash(next);
        if (hash is not null && current is not null
            && current.Versions.Any(v => v.ValidFrom <= span.From && span.To <= v.ValidTo && v.FactsHash.AsSpan().SequenceEqual(hash)))
        {
            return new RecordPlan(null, record.Id, [], []);
        }

        var step = Timeline.State(
            current?.Versions ?? [], span,
            next is null ? null : days => Version(record, next, hash!, change, days),
            (version, days) => version with { Id = Ids.New(clock), OpenedBy = change, ClosedBy = null, ValidFrom = days.From, ValidTo = days.To });
        return new RecordPlan(current is null ? record : null, record.Id, step.Closed, step.Opened);
    }

    private RecordVersion Version(Record record, RecordState state, byte[] hash, Guid change, Span days) => new()
    {
        County = record.County,
        Id = Ids.New(clock),
        RecordId = record.Id,
        Kind = record.Kind,
        Key = record.Key,
        Year = record.Year,
        Region = state.Region,
        Name = state.Name,
        Number = state.Number,
        HouseholdId = state.Household,
        OrganisationId = state.Organisation,
        Facts = RecordFacts.Write(state.Facts),
        FactsHash = hash,
        ValidFrom = days.From,
        ValidTo = days.To,
        OpenedBy = change,
    };

    // Lengths would be needed if a part could hold the separator; none can: names and numbers are clean text.
    private static byte[] Hash(RecordState state) => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\u0001', state.Region, state.Name, state.Number, state.Household, state.Organisation, RecordFacts.Write(state.Facts))));
}
