using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Fuyao.Kernel;

namespace Fuyao.Registry.Regions;

/// <summary>One place of <see cref="RegionCatalog"/>.</summary>
internal readonly record struct RegionName(RegionCode Code, string Name);

/// <summary>
/// The official divisions as shipped with the program (made by <c>tools/regions/make-regions.mjs</c>, which describes the
/// format), one province unpacked at a time. Serves names without a database and fills the table of regions.
/// </summary>
internal static class RegionCatalog
{
    private static readonly ConcurrentDictionary<int, Lazy<RegionName[]>> Unpacked = new();

    // What has changed since the list was shipped stands in a database. One process serves one database – but where two hosts live in
    // one process, as in tests, each request reads its own host's.
    private static readonly AsyncLocal<RegionBook?> Entered = new();
    private static volatile RegionBook latest = new();

    private static readonly Lazy<Head> TheHead = new(ReadHead);

    /// <summary>Which list this is: package and version.</summary>
    public static string Edition => TheHead.Value.Edition;

    /// <summary>Two-digit province codes.</summary>
    public static IEnumerable<int> Provinces => TheHead.Value.Provinces.Keys;

    /// <summary>Provinces, cities, counties, townships and villages as the list counts them; five entries repeat another's code.</summary>
    public static IReadOnlyList<int> Counts => TheHead.Value.Counts;

    private static RevisedRegions Revised => (Entered.Value ?? latest).Revised;

    /// <summary>The rest of this flow of work reads the divisions of a host.</summary>
    public static void Enter(RegionBook book) => Entered.Value = book;

    /// <summary>What has no host of its own – a job, a command – reads this one's from now on.</summary>
    public static void Serve(RegionBook book) => latest = book;

    /// <summary>All places of a province that are in force, in the order of their codes, itself first; none for an unknown province.</summary>
    public static IReadOnlyList<RegionName> Province(int province) => Revised.Province(province);

    /// <summary>The day from which a place is no more; null while it is in force.</summary>
    public static DateOnly? EndOf(RegionCode code) => Revised.Revisions.EndOf(code.Value);

    /// <summary>Every code of a place, ended ones included: a code is never given twice.</summary>
    public static IEnumerable<long> EveryCode(RegionCode place) =>
        Shipped((int)(place.Value / 10_000_000_000)).Concat(Revised.Revisions.EverAdded((int)(place.Value / 10_000_000_000)))
            .Select(p => p.Code.Value).Where(c => place.Range.Contains(c));

    /// <summary>The list as shipped, whatever was decided since.</summary>
    internal static RegionName[] Shipped(int province) => !TheHead.Value.Provinces.ContainsKey(province) ? []
        : Unpacked.GetOrAdd(province, p => new Lazy<RegionName[]>(() => Unpack(p))).Value;

    public static IReadOnlyList<RegionName> Province(RegionCode place) => Province((int)(place.Value / 10_000_000_000));

    /// <summary>The name of a place, also of one that has ended.</summary>
    /// <param name="on">As it was called on this day; now when absent.</param>
    public static string? NameOf(RegionCode code, DateOnly? on = null)
    {
        var places = Shipped((int)(code.Value / 10_000_000_000));
        var name = IndexOf(places, code.Value) is var at and >= 0 ? places[at].Name : Revised.Revisions.AddedName(code.Value);
        return name is null ? null : Revised.Revisions.NameOf(code.Value, name, on);
    }

    /// <summary>The place itself and all places in it, in the order of their codes.</summary>
    public static IEnumerable<RegionName> Inside(RegionCode code)
    {
        var places = Province(code);
        var range = code.Range;
        var at = IndexOf(places, range.From);
        for (var i = at < 0 ? ~at : at; i < places.Count && places[i].Code.Value < range.To; i++)
        {
            yield return places[i];
        }
    }

    private static int IndexOf(IReadOnlyList<RegionName> places, long code)
    {
        int low = 0, high = places.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var other = places[middle].Code.Value;
            if (other == code)
            {
                return middle;
            }

            (low, high) = other < code ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private static RegionName[] Unpack(int province)
    {
        var block = TheHead.Value.Provinces[province];
        using var file = Open();
        file.Position = TheHead.Value.Start + block.Offset;
        using var text = new StreamReader(new BrotliStream(file, CompressionMode.Decompress), Encoding.UTF8, false, 1 << 16);
        var places = new List<RegionName>(block.Regions);
        long[] unit = [10_000_000_000, 100_000_000, 1_000_000, 1_000, 1];
        Span<long> own = stackalloc long[5];
        for (var i = 0; i < block.Regions; i++)
        {
            var line = text.ReadLine() ?? throw new InvalidDataException("regions.dat is cut.");
            var level = line[0] - '1';
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            own[level] += colon == 1 ? 1 : int.Parse(line.AsSpan(1, colon - 1), System.Globalization.CultureInfo.InvariantCulture);
            own[(level + 1)..].Clear();
            if (level == 0)
            {
                own[0] = province;
            }

            var code = 0L;
            for (var l = 0; l <= level; l++)
            {
                code += own[l] * unit[l];
            }

            // Dongguan, Zhongshan and Danzhou are listed as city and again as their own only county, Jinmen three times.
            if (places.Count == 0 || places[^1].Code.Value != code)
            {
                places.Add(new RegionName(new RegionCode(code), line[(colon + 1)..]));
            }
        }

        return [.. places];
    }

    private static Head ReadHead()
    {
        using var file = Open();
        var start = new byte[8192];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var line = start.AsSpan(0, read);
        if (!line.StartsWith("FYR1"u8))
        {
            throw new InvalidDataException("regions.dat has another format.");
        }

        line = line[4..line.IndexOf((byte)'\n')];
        using var json = JsonDocument.Parse(line.ToArray());
        var root = json.RootElement;
        return new Head(
            root.GetProperty("edition").GetString()!,
            [.. root.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32())],
            root.GetProperty("provinces").EnumerateArray().ToDictionary(
                p => p.GetProperty("code").GetInt32(), p => (p.GetProperty("offset").GetInt32(), p.GetProperty("regions").GetInt32())),
            4 + line.Length + 1);
    }

    private static Stream Open() => typeof(RegionCatalog).Assembly.GetManifestResourceStream("regions.dat")
        ?? throw new InvalidOperationException("regions.dat is not in the assembly.");

    private sealed record Head(string Edition, IReadOnlyList<int> Counts, Dictionary<int, (int Offset, int Regions)> Provinces, long Start);
}
