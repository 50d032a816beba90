using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Export;
using Fuyao.Registry.Import;

namespace Fuyao.Registry.Generation;

/// <summary>
/// Writes the registration workbooks of an invented population and the truth about every mistake planted in them. The same
/// arguments give the same bytes; one household at a time is in memory.
/// </summary>
internal sealed class CountyGenerator(GenerateRequest request)
{
    private const int RowsAFile = 190_000;

    private readonly Dice faultDice = new(unchecked(request.Seed * 31) + 17);
    private readonly List<string> files = [];
    private readonly Dictionary<string, int> plantedKinds = [];
    private SheetWriter? writer;
    private FileStream? stream;
    private RegisterSheet? sheet;

    /// <exception cref="ProblemException">The region has no villages.</exception>
    public GenerateResult Run(CancellationToken ct)
    {
        Directory.CreateDirectory(request.Directory);
        var truth = Path.Combine(request.Directory, "truth.json");
        FaultContext? context = null;
        var population = new Population(request.Region, request.Households, request.Seed)
        {
            CountyBegins = (county, persons) => context = new FaultContext(persons) { County = county },
            VillageDone = done => request.Progress?.Invoke(done, request.Households),
        };
        try
        {
            using var told = new FileStream(truth, FileMode.Create, FileAccess.Write);
            using var faults = new Utf8JsonWriter(told, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            faults.WriteStartObject();
            faults.WriteString("region", request.Region.ToShort());
            faults.WriteNumber("households", request.Households);
            faults.WriteNumber("seed", request.Seed);
            faults.WriteStartArray("faults");
            // One fault in fifty households, and each kind at least once when there are households enough.
            var every = request.Households >= FaultKinds.All.Count * 50 ? 50 : Math.Max(request.Households / (FaultKinds.All.Count + 1), 3);
            var done = 0;
            foreach (var household in population.Households())
            {
                ct.ThrowIfCancellationRequested();
                Write(household, context!, faults, request.Faults && (done % every == every - 1 || (done > request.Households / 2 && done % 5 == 0 && RareKindMissing(household, context!))));
                done++;
            }

            Close();
            faults.WriteEndArray();
            faults.WriteNumber("persons", population.Persons);
            faults.WritePropertyName("files");
            JsonSerializer.Serialize(faults, files.Select(Path.GetFileName));
            faults.WriteEndObject();
        }
        finally
        {
            Close();
        }

        return new GenerateResult(request.Households, population.Persons, files, truth);
    }

    // Some kinds fit few households: in the second half the first that can carry one does.
    private bool RareKindMissing(HouseholdDraft household, FaultContext context) =>
        FaultKinds.All.Any(k => !plantedKinds.ContainsKey(k.Kind) && k.Rare && Fits(k, household, context));

    private static bool Fits(FaultKind kind, HouseholdDraft household, FaultContext context) =>
        kind.Fits(household) && (kind.Kind != "duplicate-person" || context.Single is not null);

    private void Write(HouseholdDraft household, FaultContext context, Utf8JsonWriter faults, bool faulty)
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
                JsonSerializer.Serialize(faults, new
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
