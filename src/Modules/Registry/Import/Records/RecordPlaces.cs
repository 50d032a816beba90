using System.Globalization;
using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import.Records;

/// <summary>Finds the record that a row speaks of by the columns that identify it; a row that none fits is told why.</summary>
internal sealed class RecordPlaces(PlatformDb db, Seal seal, RegionResolver regions, RegionCode area, DateOnly day, TimeProvider clock)
{
    public async Task<Dictionary<RecordRow, RecordState>> FindAsync(RecordTarget target, IReadOnlyList<RecordRow> rows, CancellationToken ct)
    {
        var found = new Dictionary<RecordRow, RecordState>();
        switch (target.Kind)
        {
            case RecordKinds.Village:
                foreach (var row in rows)
                {
                    if (VillageOf(row) is { } village)
                    {
                        found[row] = State(target, row, new RegionCode(village).ToString(), village, RegionCatalog.NameOf(new RegionCode(village)));
                    }
                }

                break;
            case RecordKinds.Township:
                foreach (var row in rows)
                {
                    if (regions.FindTownship(row.Text("乡")) is { } township)
                    {
                        found[row] = State(target, row, new RegionCode(township).ToString(), township, RegionCatalog.NameOf(new RegionCode(township)));
                    }
                    else
                    {
                        row.Report("乡", Severity.Error, ImportCodes.RegionUnknown, new("本辖区没有这个乡镇,请核对乡镇名称。", "There is no such township in this area. Check its name."));
                    }
                }

                break;
            case RecordKinds.Group:
                foreach (var row in rows)
                {
                    if (row.Text("名称") is { } name && VillageOf(row) is { } village)
                    {
                        found[row] = GroupBook.New(village, GroupName.KeyOf(name), name);
                    }
                }

                break;
            case RecordKinds.Organisation:
                await OrganisationsAsync(target, rows, found, ct);
                break;
            default:
                await LinkagesAsync(target, rows, found, ct);
                break;
        }

        return found;
    }

    /// <summary>The village, township or county that a row names; the import's own area when it names none.</summary>
    public long PlaceOf(RecordRow row) =>
        row.Text("行政村代码") is { } code && RegionCode.TryParse(code, out var typed) && regions.Contains(typed.Value) ? typed.Value
        : regions.Find(row.Text("乡"), row.Text("行政村")) ?? regions.FindTownship(row.Text("乡")) ?? area.Value;

    private static RecordState State(RecordTarget target, RecordRow row, string key, long region, string? name) => new()
    {
        Kind = target.Kind, Key = key, Region = region, Name = name, Facts = [], Year = target.Yearly && row["年度"] is int year ? year : 0,
    };

    private long? VillageOf(RecordRow row)
    {
        if (row.Text("行政村代码") is { } code)
        {
            if (RegionCode.TryParse(code, out var typed) && typed.Level == RegionLevel.Village && regions.Contains(typed.Value) && regions.Knows(typed.Value))
            {
                return typed.Value;
            }

            row.Report("行政村代码", Severity.Error, ImportCodes.RegionOutside, new("该村不在导入所指定的辖区内。", "The village is not inside the area given for this import."));
            return null;
        }

        if (regions.Find(row.Text("乡"), row.Text("行政村")) is { } village)
        {
            return village;
        }

        row.Report("行政村", Severity.Error, ImportCodes.RegionUnknown, new("在本辖区找不到这个村,请核对村名、填写乡镇或 12 位村代码。", "No such village in this area. Check its name, give its township or the 12-digit code."));
        return null;
    }

    private async Task OrganisationsAsync(RecordTarget target, IReadOnlyList<RecordRow> rows, Dictionary<RecordRow, RecordState> found, CancellationToken ct)
    {
        var known = await KnownOrganisationsAsync(rows, ct);
        foreach (var row in rows)
        {
            if (Organisation(row, known, target.Yearly) is { } version)
            {
                found[row] = State(target, row, version.Key, version.Region, row.Text("名称") ?? version.Name);
            }
            else if (!target.Yearly && !row.HasErrors && row.Text("名称") is { } name)
            {
                found[row] = State(target, row, Ids.New(clock).ToString(), PlaceOf(row), name);
            }
            else if (!row.HasErrors)
            {
                row.Report("名称", Severity.Error, ImportCodes.Required, new("新登记的单位必须填写名称。", "A new organisation needs its name."));
            }
        }
    }

    private async Task LinkagesAsync(RecordTarget target, IReadOnlyList<RecordRow> rows, Dictionary<RecordRow, RecordState> found, CancellationToken ct)
    {
        var organisations = await KnownOrganisationsAsync(rows, ct);
        var numbers = rows.Select(r => r.Text("户编号")).OfType<string>().Distinct().ToArray();
        var hashes = rows.Select(r => r.Text("证件号码")).OfType<string>().SelectMany(seal.IdNumberHashes).ToArray();
        var households = await db.Set<HouseholdVersion>().AsNoTracking().In(area.Range).On(day).Where(v => v.ClosedBy == null && numbers.Contains(v.Number))
            .Select(v => new { v.HouseholdId, v.Number, v.Region }).ToListAsync(ct);
        var persons = await db.Set<PersonVersion>().AsNoTracking().In(area.Range).On(day).Where(v => v.ClosedBy == null && v.IdHash != null && hashes.Contains(v.IdHash))
            .Select(v => new { v.HouseholdId, v.IdHash, v.Region }).ToListAsync(ct);
        foreach (var row in rows)
        {
            var organisation = Organisation(row, organisations, known: true);
            var household = row.Text("户编号") is { } number ? households.FirstOrDefault(h => h.Number == number) is { } h ? (h.HouseholdId, h.Region) : default
                : row.Text("证件号码") is { } id ? persons.FirstOrDefault(p => seal.IdNumberHashes(id).Any(x => x.AsSpan().SequenceEqual(p.IdHash))) is { } p ? (p.HouseholdId, p.Region) : default : default;
            if (household == default)
            {
                row.Report(null, Severity.Error, "not-registered", new("登记册中没有找到这一户。", "The register has no such household."));
            }

            if (organisation is null || household == default)
            {
                continue;
            }

            found[row] = new RecordState
            {
                Kind = target.Kind,
                Key = string.Create(CultureInfo.InvariantCulture, $"{household.HouseholdId}/{organisation.Id}/{row.Text(Relation)}"),
                Region = household.Region,
                Household = household.HouseholdId,
                Organisation = organisation.Id,
                Facts = new JsonObject(),
            };
        }
    }

    private static string Relation => RecordDictionary.Find(RecordKinds.Linkage, "relation")!.Label.Zh;

    private async Task<List<KnownOrganisation>> KnownOrganisationsAsync(IReadOnlyList<RecordRow> rows, CancellationToken ct)
    {
        var codes = rows.Select(CodeOf).OfType<string>().Distinct().ToArray();
        var names = rows.Select(r => r.Text("名称")).OfType<string>().Distinct().ToArray();
        var (first, last) = VersionQueries.Counties(area.Range);

        // An organisation may lie anywhere in the county: the bank in the county seat lends to every village.
        return await db.Set<RecordVersion>().AcrossAreas().AsNoTracking()
            .Where(v => v.County >= first && v.County <= last && v.Kind == RecordKinds.Organisation && v.Year == 0 && v.ClosedBy == null
                && ((v.Number != null && codes.Contains(v.Number)) || (v.Name != null && names.Contains(v.Name))))
            .Select(v => new KnownOrganisation(v.RecordId, v.Key, v.Name, v.Number, v.Region)).Distinct().ToListAsync(ct);
    }

    private static string? CodeOf(RecordRow row) => row.Text("统一社会信用代码")?.ToUpperInvariant();

    private static KnownOrganisation? Organisation(RecordRow row, List<KnownOrganisation> organisations, bool known)
    {
        var code = CodeOf(row);
        var fitting = organisations.Where(o => code is not null ? o.Number == code || (o.Number is null && o.Name == row.Text("名称")) : o.Name == row.Text("名称")).DistinctBy(o => o.Id).ToList();
        if (fitting.Count > 1)
        {
            row.Report("名称", Severity.Error, "ambiguous", new("有几个单位同名,请填统一社会信用代码。", "Several organisations have this name. Give the credit code."));
        }
        else if (fitting.Count == 0 && known)
        {
            row.Report("名称", Severity.Error, "not-registered", new("没有登记这个单位,请先导入“经营主体和单位”。", "There is no such organisation. Import the organisations first."));
        }

        return fitting.Count == 1 ? fitting[0] : null;
    }

    private sealed record KnownOrganisation(Guid Id, string Key, string? Name, string? Number, long Region);
}
