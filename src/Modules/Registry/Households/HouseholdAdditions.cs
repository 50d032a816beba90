using System.Globalization;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>
/// What the register knows of a household from elsewhere, put into the contract's object beside its own facts: <c>village</c> from the
/// records of its village and township, <c>received</c> from other departments' lists, <c>linkages</c> with organisations.
/// Lists are added to the household's own; members of <c>village</c> that the village's record states win over the household's.
/// </summary>
internal sealed class HouseholdAdditions
{
    private static readonly Dictionary<string, string> Modes = new()
    {
        ["shareholder"] = "shares", ["employed"] = "employment", ["order"] = "order", ["land"] = "land", ["trusteeship"] = "trusteeship",
    };

    private readonly Dictionary<long, JsonObject> villages = [];
    private readonly Dictionary<Guid, List<JsonObject>> received = [];
    private readonly Dictionary<Guid, List<JsonObject>> linkages = [];

    public bool IsEmpty => villages.Count == 0 && received.Count == 0 && linkages.Count == 0;

    /// <summary>Which of the three a county has at all, so that a county without them pays nothing.</summary>
    public sealed record Kept(bool Villages, bool Received, bool Linkages);

    public static async Task<Kept> KeptAsync(PlatformDb db, int county, CancellationToken ct) => new(
        await Everywhere<RecordVersion>(db, county).AnyAsync(v => v.Year == 0 && (v.Kind == RecordKinds.Village || v.Kind == RecordKinds.Township), ct),
        await Everywhere<ReceivedBenefitRow>(db, county).AnyAsync(ct),
        await Everywhere<RecordVersion>(db, county).AnyAsync(v => v.Kind == RecordKinds.Linkage, ct));

    /// <param name="households">Their ids and villages, visible to the actor: what belongs to them may lie outside the area (a township's record, a bank in the county seat).</param>
    /// <param name="known">Narrows versions to what is known now, or was known at a time.</param>
    public static async Task<HouseholdAdditions> LoadAsync(
        PlatformDb db, int county, Kept kept, IReadOnlyCollection<(Guid Id, long Region)> households, DateOnly on, IKnowing known, CancellationToken ct)
    {
        var additions = new HouseholdAdditions();
        var ids = households.Select(h => h.Id).ToArray();
        if (kept.Villages)
        {
            var places = households.Select(h => h.Region).Distinct().ToArray();
            var codes = places.Concat(places.Select(p => new RegionCode(p).At(RegionLevel.Township).Value)).Distinct().ToArray();
            var records = await known.Of(Everywhere<RecordVersion>(db, county)).On(on)
                .Where(v => v.Year == 0 && (v.Kind == RecordKinds.Village || v.Kind == RecordKinds.Township) && codes.Contains(v.Region))
                .Select(v => new { v.Region, v.Facts }).ToListAsync(ct);
            additions.AddVillages(places, records.ToDictionary(r => r.Region, r => RecordFacts.Parse(r.Facts)));
        }

        if (kept.Received)
        {
            foreach (var part in ids.Chunk(1000))
            {
                var rows = await known.Of(Everywhere<ReceivedBenefitRow>(db, county)).On(on)
                    .Where(r => r.State == MatchStates.Matched && r.HouseholdId != null && part.Contains(r.HouseholdId.Value))
                    .OrderBy(r => r.Date).ThenBy(r => r.RowId).ToListAsync(ct);
                foreach (var row in rows)
                {
                    Add(additions.received, row.HouseholdId!.Value, Benefit(row));
                }
            }
        }

        if (kept.Linkages)
        {
            foreach (var part in ids.Chunk(1000))
            {
                var bonds = await known.Of(Everywhere<RecordVersion>(db, county)).On(on)
                    .Where(v => v.Kind == RecordKinds.Linkage && v.HouseholdId != null && part.Contains(v.HouseholdId.Value))
                    .OrderBy(v => v.Key).ToListAsync(ct);
                await additions.AddLinkagesAsync(db, county, bonds, on, known, ct);
            }
        }

        return additions;
    }

    /// <summary>The household's facts with what is added to them.</summary>
    public string To(HouseholdRow household) => To(household.Id, household.Region, household.Facts);

    /// <summary>Whether anything is added to a household.</summary>
    public bool Has(Guid household, long region) => villages.ContainsKey(region) || received.ContainsKey(household) || linkages.ContainsKey(household);

    /// <inheritdoc cref="To(HouseholdRow)"/>
    public string To(Guid household, long region, string facts)
    {
        facts = villages.TryGetValue(region, out var village) ? With(facts, "village", village) : facts;
        facts = received.TryGetValue(household, out var benefits) ? With(facts, "received", new JsonArray([.. benefits])) : facts;
        return linkages.TryGetValue(household, out var bonds) ? With(facts, "linkages", new JsonArray([.. bonds])) : facts;
    }

    // Most households state nothing of it themselves: then the member is put in without reading the facts.
    private static string With(string facts, string member, JsonNode added)
    {
        if (!facts.Contains($"\"{member}\":", StringComparison.Ordinal))
        {
            return $"{facts.AsSpan(0, facts.Length - 1)}{(facts.Length > 2 ? "," : "")}\"{member}\":{added.ToJsonString(Facts.Json)}}}";
        }

        var own = JsonNode.Parse(facts)!.AsObject();
        switch (own[member], added)
        {
            case (JsonArray list, JsonArray more):
                foreach (var item in more)
                {
                    list.Add(item!.DeepClone());
                }

                break;
            case (JsonObject known, JsonObject more):
                foreach (var (name, value) in more)
                {
                    known[name] = value?.DeepClone();
                }

                break;
            default:
                own[member] = added.DeepClone();
                break;
        }

        return own.ToJsonString(Facts.Json);
    }

    private void AddVillages(IEnumerable<long> places, Dictionary<long, JsonObject> records)
    {
        foreach (var place in places)
        {
            var (own, above) = (records.GetValueOrDefault(place), records.GetValueOrDefault(new RegionCode(place).At(RegionLevel.Township).Value));
            var village = new JsonObject();
            Copy(own, "poor", "poor");
            Copy(above, "poor", "township_poor");
            foreach (var name in (ReadOnlySpan<string>)["old_base", "minority", "contiguous_area"])
            {
                Copy(own?.ContainsKey(name) == true ? own : above, name, name);
            }

            if (village.Count > 0)
            {
                villages[place] = village;
            }

            void Copy(JsonObject? from, string name, string to)
            {
                if (from is not null && from.TryGetPropertyValue(name, out var value))
                {
                    village[to] = value?.DeepClone();
                }
            }
        }
    }

    private async Task AddLinkagesAsync(PlatformDb db, int county, List<RecordVersion> bonds, DateOnly on, IKnowing known, CancellationToken ct)
    {
        var ids = bonds.Select(b => b.OrganisationId!.Value).Distinct().ToArray();
        var organisations = (await known.Of(Everywhere<RecordVersion>(db, county)).On(on).Where(v => v.Year == 0 && ids.Contains(v.RecordId)).ToListAsync(ct))
            .ToDictionary(v => v.RecordId, v => (v.Name, Kind: (string?)RecordFacts.Parse(v.Facts)["kind"]));
        foreach (var bond in bonds)
        {
            // Schools, banks and the like are linked too, but the contract's list is of those who share profit with the household.
            if (organisations.TryGetValue(bond.OrganisationId!.Value, out var organisation) && Facts.TryParse<LinkageKind>(organisation.Kind, out _))
            {
                var relation = (string?)RecordFacts.Parse(bond.Facts)["relation"];
                var linkage = new JsonObject { ["kind"] = organisation.Kind, ["name"] = organisation.Name, ["mode"] = Modes.GetValueOrDefault(relation ?? "", "other") };
                if (bond.ValidFrom != Span.Beginning)
                {
                    linkage["since"] = Day(bond.ValidFrom);
                }

                Add(linkages, bond.HouseholdId!.Value, linkage);
            }
        }
    }

    private static JsonObject Benefit(ReceivedBenefitRow row)
    {
        var benefit = new JsonObject { ["department"] = row.Department, ["programme"] = row.Programme };
        if (row.PersonId is { } person)
        {
            benefit["person"] = person.ToString();
        }

        benefit["amount"] = row.Amount.Yuan;
        benefit["date"] = Day(row.Date);
        if (row.Recurring is { } recurring)
        {
            benefit["recurring"] = recurring;
        }

        return benefit;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Add(Dictionary<Guid, List<JsonObject>> to, Guid key, JsonObject value)
    {
        if (!to.TryGetValue(key, out var list))
        {
            to[key] = list = [];
        }

        list.Add(value);
    }

    private static IQueryable<T> Everywhere<T>(PlatformDb db, int county)
        where T : class, IVersion =>
        db.Set<T>().AsNoTracking().AcrossAreas().Where(v => v.County == county);
}
