using System.Text.Json.Nodes;
using Fuyao.Kernel;
using Fuyao.Registry.Records;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Generation;

/// <summary>A household of the register as far as what surrounds it depends on it.</summary>
internal sealed record Settled(Guid Id, string Number, long Village, string? Group, string? HeadName, int Members, string? Category);

/// <summary>
/// Invents what stands around the households of a county: facts and yearly figures of villages and townships, organisations and the
/// households' bonds with them, points of the map. All from one seed; figures of a year build on those of the year before.
/// </summary>
internal sealed class Surroundings(RegionCode county, int seed, IReadOnlyList<Settled> households, int lastYear)
{
    private const int FirstYear = 2014;

    // Points are invented around the middle of a county, so only for one whose middle is known here.
    private static readonly Dictionary<int, (double Latitude, double Longitude)> Middles = new() { [610728] = (32.54, 107.90), [610729] = (33.62, 106.92) };

    private readonly Dice dice = new(seed ^ 0x0F0F);
    private readonly ILookup<long, Settled> byVillage = households.ToLookup(h => h.Village);
    private readonly List<RegionName> townships = [.. RegionCatalog.Inside(county).Where(p => p.Code.Level == RegionLevel.Township)];
    private readonly ILookup<long, RegionName> villages = RegionCatalog.Inside(county).Where(p => p.Code.Level == RegionLevel.Village).ToLookup(p => p.Code.At(RegionLevel.Township).Value);
    private readonly Dictionary<long, (double Latitude, double Longitude)> points = [];

    /// <summary>Records and, of yearly ones, the days for which they are stated.</summary>
    public IEnumerable<RecordState> Places()
    {
        Scatter();
        foreach (var township in townships.Where(t => villages[t.Code.Value].Any()))
        {
            Dictionary<int, JsonObject> sums = [];
            foreach (var village in villages[township.Code.Value])
            {
                yield return State(RecordKinds.Village, village, 0, Lasting(village, poor: village.Code.Value % 10 < 6));
                foreach (var (year, facts) in Years(village))
                {
                    Add(sums.TryGetValue(year, out var sum) ? sum : sums[year] = [], facts);
                    // The last year is being answered just now: every other village has handed it in.
                    if (year < lastYear || village.Code.Value % 2 == 0)
                    {
                        yield return State(RecordKinds.Village, village, year, facts);
                    }
                }
            }

            var poor = villages[township.Code.Value].Count(v => v.Code.Value % 10 < 6);
            var lasting = Lasting(township, poor * 2 > villages[township.Code.Value].Count());
            lasting.Remove("distance_to_town");
            yield return State(RecordKinds.Township, township, 0, lasting);
            foreach (var (year, sum) in sums.Where(s => s.Key < lastYear))
            {
                sum["villages"] = villages[township.Code.Value].Count();
                sum["poor_villages"] = poor;
                sum["hospital_beds"] = dice.Between(12, 60);
                sum["junior_schools"] = 1;
                sum["income_per_head"] = Math.Round(4300m * Growth(year), 0);
                sum["main_industry"] = "食用菌、土蜂、西洋参";
                (sum["paved_road"], sum["bus"], sum["broadband"], sum["production_power"], sum["culture_room"]) = (true, true, true, true, true);
                yield return State(RecordKinds.Township, township, year, sum);
            }
        }
    }

    /// <summary>Organisations; their keys are made of the seed, so that <see cref="Linkages"/> can name them.</summary>
    public IEnumerable<RecordState> Organisations()
    {
        var serial = 0;
        yield return Organisation(county.Value, "秦岭山珍食品有限公司", "leading_enterprise", "91", ++serial, "食用菌、干果加工与销售");
        yield return Organisation(county.Value, "太白蜂业有限责任公司", "leading_enterprise", "91", ++serial, "土蜂蜜收购加工");
        yield return Organisation(county.Value, "县农村信用合作联社", "bank", "91", ++serial, "扶贫小额信贷");
        yield return Organisation(county.Value, "县中学", "school", "12", ++serial, null, ("stage", "senior"));
        yield return Organisation(county.Value, "县职业教育中心", "school", "12", ++serial, null, ("stage", "vocational"));
        foreach (var township in townships.Where(t => villages[t.Code.Value].Any()))
        {
            var name = township.Name[..^1];
            yield return Organisation(township.Code.Value, $"{township.Name}中心小学", "school", "12", ++serial, null, ("stage", "primary"));
            yield return Organisation(township.Code.Value, $"{township.Name}卫生院", "hospital", "12", ++serial, null);
            foreach (var village in villages[township.Code.Value].Where(v => byVillage[v.Code.Value].Any()))
            {
                var of = village.Name.Replace("村民委员会", "", StringComparison.Ordinal).Replace("村委会", "", StringComparison.Ordinal).TrimEnd('村');
                yield return Organisation(village.Code.Value, $"{name}{of}{dice.One("食用菌", "土蜂", "西洋参", "生猪", "核桃")}专业合作社", "cooperative", "93", ++serial, "种养、收购与销售");
            }
        }
    }

    /// <summary>Bonds: about half of the households with the cooperative of their village, some with an enterprise.</summary>
    public IEnumerable<RecordState> Linkages(IReadOnlyList<RecordState> organisations)
    {
        var cooperatives = organisations.Where(o => (string?)o.Facts["kind"] == "cooperative").ToDictionary(o => o.Region);
        var enterprises = organisations.Where(o => (string?)o.Facts["kind"] == "leading_enterprise").ToList();
        foreach (var household in households)
        {
            if (cooperatives.TryGetValue(household.Village, out var cooperative) && dice.Chance(0.5))
            {
                var invested = dice.One(1000m, 2000m, 3000m, 5000m);
                yield return Linkage(household, cooperative, dice.Chance(0.6)
                    ? new JsonObject { ["relation"] = "shareholder", ["shares"] = invested / 1000m, ["invested"] = invested, ["dividend"] = invested / 10m, ["guaranteed"] = true, ["terms"] = "年回报率不低于10%" }
                    : new JsonObject { ["relation"] = "member" });
            }

            if (dice.Chance(0.08))
            {
                yield return Linkage(household, enterprises[dice.Between(0, enterprises.Count - 1)], new JsonObject { ["relation"] = dice.One("order", "employed", "land"), ["terms"] = "保底收购" });
            }
        }
    }

    /// <summary>Points of three dwellings in five, near their village's.</summary>
    public IEnumerable<RecordState> Dwellings()
    {
        Scatter();
        foreach (var household in households.Where(h => points.ContainsKey(h.Village)))
        {
            if (dice.Chance(0.6))
            {
                yield return new RecordState
                {
                    Kind = RecordKinds.Dwelling, Key = household.Id.ToString(), Region = household.Village, Household = household.Id,
                    Facts = Point(Near(points[household.Village], 0.012)),
                };
            }
        }
    }

    private void Scatter()
    {
        if (points.Count > 0 || !Middles.TryGetValue(county.County, out var middle))
        {
            return;
        }

        var own = new Dice(seed ^ 0x3A3A);
        foreach (var township in townships)
        {
            var seat = Near(middle, 0.22, own);
            points[township.Code.Value] = seat;
            foreach (var village in villages[township.Code.Value])
            {
                points[village.Code.Value] = Near(seat, 0.06, own);
            }
        }
    }

    private (double Latitude, double Longitude) Near((double Latitude, double Longitude) point, double within, Dice? by = null)
    {
        var random = (by ?? dice).Random;
        var (angle, far) = (random.NextDouble() * 2 * Math.PI, Math.Sqrt(random.NextDouble()) * within);
        return (point.Latitude + (far * Math.Sin(angle)), point.Longitude + (far * Math.Cos(angle)));
    }

    private static JsonObject Point((double Latitude, double Longitude) at) =>
        new() { ["latitude"] = Math.Round((decimal)at.Latitude, 6), ["longitude"] = Math.Round((decimal)at.Longitude, 6) };

    private JsonObject Lasting(RegionName place, bool poor)
    {
        var facts = points.TryGetValue(place.Code.Value, out var point) ? Point(point) : [];
        (facts["poor"], facts["terrain"], facts["old_base"], facts["minority"]) = (poor, "mountain", true, false);
        facts["distance_to_town"] = dice.Between(1, 28);
        if (poor)
        {
            (facts["designated_on"], facts["exit_planned"], facts["contiguous_area"]) = ("2014-06-30", dice.Between(2016, 2018), "秦巴山区");
        }

        return facts;
    }

    private static decimal Growth(int year) => (decimal)Math.Pow(1.085, year - FirstYear);

    private IEnumerable<(int Year, JsonObject Facts)> Years(RegionName village)
    {
        var registered = byVillage[village.Code.Value].Count();
        var total = Math.Max(registered, 60) * dice.Between(21, 34) / 10;
        var (population, land, collective) = (total * dice.Between(30, 36) / 10, total * dice.Between(28, 60) / 10, dice.Between(0, 40) * 500);
        var (unsafeWater, dangerous, unpaved) = (dice.Between(0, total / 5), dice.Between(2, total / 6), dice.Between(0, 90) / 10m);
        var industry = dice.One("食用菌、土蜂", "西洋参、猪苓", "核桃、生猪", "土蜂、土鸡、乡村旅游");
        for (var year = FirstYear; year <= lastYear; year++)
        {
            var since = year - FirstYear;
            var labour = population * 58 / 100;
            yield return (year, new JsonObject
            {
                ["households"] = total, ["population"] = population, ["residents"] = population * 7 / 10, ["registered_households"] = registered,
                ["labour"] = labour, ["out_workers"] = labour * dice.Between(38, 55) / 100, ["dibao"] = population * 6 / 100, ["wubao"] = dice.Between(0, 6),
                ["income_per_head"] = Math.Round(dice.Between(4000, 4600) * Growth(year), 0), ["collective_income"] = collective + (since * dice.Between(800, 3000)),
                ["funds_received"] = dice.Between(0, 30) * 10_000, ["cultivated"] = land, ["irrigated"] = land * dice.Between(10, 30) / 100, ["forest"] = land * 9,
                ["orchard"] = land / 8, ["paved_road"] = since > 1 || unpaved < 6, ["unpaved_km"] = Math.Max(0, unpaved - since), ["bus"] = since > 2 || dice.Chance(0.5),
                ["unsafe_water_households"] = Math.Max(0, unsafeWater - (since * 6)), ["piped_water_households"] = total - Math.Max(0, unsafeWater - (since * 6)),
                ["no_power_households"] = 0, ["production_power"] = true, ["broadband"] = since > 1, ["broadcast_households"] = total * 95 / 100,
                ["dangerous_housing_households"] = Math.Max(0, dangerous - (since * 4)), ["sanitary_toilet_households"] = Math.Min(total, total * (30 + (since * 8)) / 100),
                ["public_toilets"] = 1, ["refuse_points"] = Math.Min(5, 1 + since), ["clinics"] = 1, ["doctors"] = since > 2 ? 1 : 0,
                ["medical_insured"] = population * 98 / 100, ["pension_insured"] = labour * 80 / 100, ["kindergartens"] = 0, ["primary_schools"] = village.Code.Value % 3 == 0 ? 1 : 0,
                ["dropouts"] = 0, ["culture_room"] = since > 0, ["main_industry"] = industry, ["cooperatives"] = registered > 0 ? 1 : 0,
                ["cooperative_households"] = registered / 2, ["mutual_fund"] = 150_000, ["guesthouses"] = dice.Between(0, 4),
            });
            population += dice.Between(-4, 3);
        }
    }

    private static void Add(JsonObject sum, JsonObject facts)
    {
        foreach (var field in RecordDictionary.Of(RecordKinds.Township, yearly: true).Where(f => f.Sum && facts[f.Id] is JsonValue))
        {
            sum[field.Id] = (sum[field.Id] is JsonValue known ? Number(known) : 0) + Number(facts[field.Id]!.AsValue());
        }

        static decimal Number(JsonValue value) => decimal.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private RecordState State(string kind, RegionName place, int year, JsonObject facts) => new()
    {
        Kind = kind, Key = place.Code.ToString(), Year = year, Region = place.Code.Value, Name = place.Name, Facts = Checked(kind, year > 0, facts),
    };

    private RecordState Organisation(long region, string name, string kind, string department, int serial, string? business, params (string Field, string Value)[] more)
    {
        var first = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{department}{county.County:000000}MA{serial:0000000}");
        var facts = points.TryGetValue(region, out var point) ? Point(Near(point, 0.01)) : [];
        (facts["kind"], facts["credit_code"], facts["founded_on"]) = (kind, first + CreditCode.Check(first), dice.Day(new DateOnly(2003, 1, 1), new DateOnly(2014, 12, 31)).ToString("O"));
        facts["legal_person"] = Names.OfFamily(dice.Random) + Names.Given(dice.Random, male: true, 1970);
        if (business is not null)
        {
            facts["business"] = business;
        }

        foreach (var (field, value) in more)
        {
            facts[field] = value;
        }

        var bytes = new byte[16];
        dice.Random.NextBytes(bytes);
        return new RecordState
        {
            Kind = RecordKinds.Organisation, Key = new Guid(bytes).ToString(), Region = region, Name = name, Number = (string)facts["credit_code"]!,
            Facts = Checked(RecordKinds.Organisation, false, facts),
        };
    }

    private static RecordState Linkage(Settled household, RecordState organisation, JsonObject facts) => new()
    {
        // The organisation is named by its key until its record has an id.
        Kind = RecordKinds.Linkage, Key = organisation.Key, Region = household.Village, Household = household.Id, Facts = Checked(RecordKinds.Linkage, false, facts),
    };

    private static JsonObject Checked(string kind, bool yearly, JsonObject facts)
    {
        List<Kernel.Problems.Problem> problems = [];
        // As if it had been sent: numbers of one kind.
        var read = RecordFacts.Read(kind, yearly, JsonNode.Parse(facts.ToJsonString())!.AsObject(), whole: true, problems);
        return problems.Count == 0 ? read : throw new InvalidOperationException($"{kind}: {string.Join("; ", problems.Select(p => $"{p.Path} {p.Code}"))}");
    }
}
