using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Export;
using Fuyao.Registry.Import;
using Fuyao.Registry.Regions;

namespace Fuyao.Registry.Generation;

/// <summary>
/// Writes the registration workbooks of an invented population and the truth about every mistake planted in them. The same
/// arguments give the same bytes; one household at a time is in memory.
/// </summary>
internal sealed class CountyGenerator(GenerateRequest request)
{
    private const int PersonsOfLiuba = 7989;
    private const int HouseholdsOfLiuba = 2810;
    private const int RowsAFile = 190_000;
    private const int VillagesAtLeast = 12;

    private readonly Dice dice = new(request.Seed);
    private readonly Dice faultDice = new(unchecked(request.Seed * 31) + 17);
    private readonly List<object> faults = [];
    private readonly List<string> files = [];
    private readonly Dictionary<string, int> plantedKinds = [];
    private SheetWriter? writer;
    private FileStream? stream;
    private RegisterSheet? sheet;

    /// <exception cref="ProblemException">The region has no villages.</exception>
    public GenerateResult Run(CancellationToken ct)
    {
        var villages = Villages();
        Directory.CreateDirectory(request.Directory);
        var maker = new PersonMaker(dice);
        var households = new HouseholdMaker(dice, maker);
        var context = new FaultContext(maker);
        var target = (int)Math.Round(request.Households * (double)PersonsOfLiuba / HouseholdsOfLiuba, MidpointRounding.AwayFromZero);
        var (persons, done, county) = (0, 0, 0);
        // One fault in fifty households, and each kind at least once when there are households enough.
        var every = request.Households >= FaultKinds.All.Count * 50 ? 50 : Math.Max(request.Households / (FaultKinds.All.Count + 1), 3);
        foreach (var (village, share) in Shares(villages))
        {
            if (county != (int)(village.Code / 1_000_000))
            {
                county = (int)(village.Code / 1_000_000);
                maker.NextCounty();
                context = new FaultContext(maker) { County = county };
            }

            for (var sequence = 1; sequence <= share; sequence++, done++)
            {
                ct.ThrowIfCancellationRequested();
                var household = households.Make(village, sequence, Size(target - persons, request.Households - done));
                persons += household.Persons.Count;
                Write(household, context, request.Faults && (done % every == every - 1 || (done > request.Households / 2 && done % 5 == 0 && RareKindMissing(household, context))));
            }

            request.Progress?.Invoke(done, request.Households);
        }

        Close();
        var truth = Path.Combine(request.Directory, "truth.json");
        File.WriteAllText(truth, JsonSerializer.Serialize(
            new { region = request.Region.ToShort(), households = request.Households, persons, seed = request.Seed, files = files.Select(Path.GetFileName), faults },
            new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return new GenerateResult(request.Households, persons, files, truth);
    }

    private List<Village> Villages()
    {
        var list = new List<Village>();
        var (county, township) = (RegionCatalog.NameOf(request.Region.At(RegionLevel.County)) ?? "", RegionCatalog.NameOf(request.Region.At(RegionLevel.Township)) ?? "");
        foreach (var place in RegionCatalog.Inside(request.Region))
        {
            switch (place.Code.Level)
            {
                case RegionLevel.City:
                case RegionLevel.County:
                    county = place.Name;
                    break;
                case RegionLevel.Township:
                    township = place.Name;
                    break;
                case RegionLevel.Village:
                    list.Add(new Village(place.Code.Value, county, township, place.Name, place.Code.Value % 10 < 6, place.Code.Value / 100_000_000 == 6107 ? "秦巴山区" : null));
                    break;
            }
        }

        // Names that two villages of a township share would need codes; town communities have no rural register.
        var resolver = new RegionResolver(request.Region);
        var named = list.Where(v => resolver.Find(v.Township, v.Name) == v.Code).ToList();
        var rural = named.Where(v => !v.Name.Contains("社区", StringComparison.Ordinal) && !v.Name.Contains("居委", StringComparison.Ordinal)).ToList();
        var chosen = rural.Count > 0 ? rural : named;
        if (chosen.Count == 0)
        {
            throw new ProblemException(422, new Problem("region-unknown", new(
                $"区划代码 {request.Region.ToShort()} 下没有行政村。", $"There are no villages inside {request.Region.ToShort()}.")));
        }

        var wanted = Math.Clamp(request.Households / VillagesAtLeast, 1, chosen.Count);
        return [.. Enumerable.Range(0, wanted).Select(i => chosen[(int)((long)i * chosen.Count / wanted)])];
    }

    private IEnumerable<(Village Village, int Households)> Shares(List<Village> villages)
    {
        var shares = new Dice(request.Seed ^ 0x5EED);
        var weights = villages.Select(_ => 0.4 + shares.Random.NextDouble()).ToArray();
        var total = weights.Sum();
        var (upto, given) = (0d, 0);
        for (var i = 0; i < villages.Count; i++)
        {
            upto += weights[i];
            var next = i == villages.Count - 1 ? request.Households : (int)Math.Round(request.Households * upto / total);
            yield return (villages[i], next - given);
            given = next;
        }
    }

    // Sizes follow the register's distribution but steer towards the exact total, so that no list need be kept.
    private int Size(int personsLeft, int householdsLeft)
    {
        if (householdsLeft == 1)
        {
            return Math.Max(1, personsLeft);
        }

        var size = 1 + dice.Weighted(19, 26, 25, 17, 9, 4);
        var drift = personsLeft - (householdsLeft * (double)PersonsOfLiuba / HouseholdsOfLiuba);
        var room = householdsLeft < 20 ? 1 : 8;
        size = drift > room ? Math.Max(size, 3) : drift < -room ? Math.Min(size, 2) : size;
        return Math.Clamp(size, Math.Max(1, personsLeft - ((householdsLeft - 1) * 6)), Math.Min(6, personsLeft - (householdsLeft - 1)));
    }

    // Some kinds fit few households: in the second half the first that can carry one does.
    private bool RareKindMissing(HouseholdDraft household, FaultContext context) =>
        FaultKinds.All.Any(k => !plantedKinds.ContainsKey(k.Kind) && k.Rare && Fits(k, household, context));

    private static bool Fits(FaultKind kind, HouseholdDraft household, FaultContext context) =>
        kind.Fits(household) && (kind.Kind != "duplicate-person" || context.Single is not null);

    private void Write(HouseholdDraft household, FaultContext context, bool faulty)
    {
        if (sheet is null || (request.Format == SheetFormat.Xlsx && sheet.Row + household.Persons.Count > RowsAFile))
        {
            Open(household.County!);
        }

        FaultKind? kind = null;
        Planted? planted = null;
        if (faulty)
        {
            // The kind planted least so far among those that the household can carry.
            kind = FaultKinds.All.Where(k => Fits(k, household, context)).MinBy(k => (plantedKinds.GetValueOrDefault(k.Kind), !k.Rare));
            plantedKinds[kind!.Kind] = plantedKinds.GetValueOrDefault(kind.Kind) + 1;
            planted = kind.Plant(household, faultDice, context);
        }
        else if (household.Persons.Count == 1)
        {
            context.Single = household.Persons[0];
        }

        for (var i = 0; i < household.Persons.Count; i++)
        {
            var text = planted is not null && i == planted.Person ? planted.Text : null;
            sheet!.Person(household, household.Persons[i], i == 0, text is null ? null : header => header == kind!.Column ? text : null);
            if (planted is not null && i == planted.Person)
            {
                faults.Add(new
                {
                    kind = kind!.Kind, code = kind.Code, severity = kind.Severity == Severity.Error ? "error" : "warning",
                    file = Path.GetFileName(files[^1]), sheet = request.Format == SheetFormat.Xlsx ? household.County : "", row = sheet.Row, column = kind.Column, household = household.Number,
                });
            }
        }
    }

    private void Open(string county)
    {
        Close();
        var name = string.Create(CultureInfo.InvariantCulture, $"{request.Region.ToShort()}-{files.Count + 1:00}.{(request.Format == SheetFormat.Xlsx ? "xlsx" : "csv")}");
        files.Add(Path.Combine(request.Directory, name));
        stream = new FileStream(files[^1], FileMode.Create, FileAccess.Write, FileShare.None, 1 << 18);
        writer = request.Format == SheetFormat.Xlsx ? SheetWriter.Workbook(stream) : SheetWriter.Csv(stream);
        sheet = new RegisterSheet(writer);
        sheet.Begin(county, $"{county}建档立卡贫困人口信息表");
    }

    private void Close()
    {
        writer?.Dispose();
        stream?.Dispose();
        (writer, stream, sheet) = (null, null, null);
    }
}
