using System.Globalization;
using System.IO.Compression;
using Fuyao.Feel.Columns;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Benchmarks.Rules;

/// <summary>
/// A folder with <c>persons.csv(.gz)</c> and <c>households.csv(.gz)</c>: facts, and <c>expected_*</c> columns with what another engine computed.
/// Persons stand in the order of their households.
/// </summary>
internal sealed class BaselineData
{
    private static readonly string[] Roles = ["adult", "child"];
    private static readonly string[] Occupancies = ["owner", "tenant", "free_lodger", "homeless"];

    private readonly Csv _persons;
    private readonly Csv _households;
    private readonly int[] _offsets;

    private BaselineData(Csv persons, Csv households)
    {
        _persons = persons;
        _households = households;
        _offsets = Offsets(persons, households);
    }

    public int Persons => _persons.Rows.Count;

    public int Households => _households.Rows.Count;

    /// <exception cref="ProblemException">Status 422: a file is missing or is not laid out like this.</exception>
    public static BaselineData Read(string folder) => new(Csv.Read(folder, "persons"), Csv.Read(folder, "households"));

    /// <summary>The expected values by variable, with the table that they belong to.</summary>
    public IEnumerable<(string Variable, bool OfPersons, decimal[] Values)> Expected() =>
        new[] { (_persons, true), (_households, false) }.SelectMany(f => f.Item1.Header
            .Where(h => h.StartsWith("expected_", StringComparison.Ordinal))
            .Select(h => (h["expected_".Length..], f.Item2, f.Item1.Column(h, Csv.Number))));

    /// <summary>The facts as columns, the whole data again and again until there are so many persons (and their household is complete).</summary>
    public ColumnTable Columns(long persons)
    {
        var copies = (int)(persons / Persons);
        var rest = (int)(persons - ((long)copies * Persons));
        var partial = 0;
        while (partial < Households && _offsets[partial] < rest)
        {
            partial++;
        }

        var households = (copies * Households) + partial;
        var offsets = new int[households + 1];
        for (var i = 1; i <= households; i++)
        {
            offsets[i] = offsets[i - 1] + _offsets[((i - 1) % Households) + 1] - _offsets[(i - 1) % Households];
        }

        var table = new ColumnTable("households", households)
            .Add("rent", Column.Numbers(Repeat(_households.Column("rent", Csv.Hundredths), households), 100))
            .Add("accommodation_size", Column.Numbers(Repeat(_households.Column("accommodation_size", Csv.Hundredths), households), 100))
            .Add("housing_occupancy_status", Column.Strings(Repeat(_households.Column("housing_occupancy_status", v => Csv.Code(v, Occupancies)), households), Occupancies));
        var list = table.AddList("persons", offsets);
        list.Add("birth", Column.Dates(Repeat(_persons.Column("birth", Csv.Day), list.Count)))
            .Add("role", Column.Strings(Repeat(_persons.Column("role", v => Csv.Code(v, Roles)), list.Count), Roles))
            .Add("salary", Column.Numbers(Repeat(_persons.Column("salary", Csv.Hundredths), list.Count), 100))
            .Add("capital_returns", Column.Numbers(Repeat(_persons.Column("capital_returns", Csv.Hundredths), list.Count), 100));
        return table;
    }

    private static T[] Repeat<T>(T[] values, int count)
    {
        var all = new T[count];
        for (var at = 0; at < count; at += values.Length)
        {
            values.AsSpan(0, Math.Min(values.Length, count - at)).CopyTo(all.AsSpan(at));
        }

        return all;
    }

    private static int[] Offsets(Csv persons, Csv households)
    {
        var offsets = new int[households.Rows.Count + 1];
        var owner = persons.Column("household", v => v);
        var ids = households.Column("household", v => v);
        var at = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            while (at < owner.Length && owner[at] == ids[i])
            {
                at++;
            }

            offsets[i + 1] = at;
        }

        return at == owner.Length ? offsets : throw Csv.Wrong("persons", $"the persons do not stand in the order of their households (row {at + 2})", $"人员没有按户的顺序排列(第 {at + 2} 行)");
    }
}

/// <summary>A plain comma-separated file with a header, without quotes.</summary>
internal sealed record Csv(string Name, string[] Header, List<string[]> Rows)
{
    public static Csv Read(string folder, string name)
    {
        var path = new[] { $"{name}.csv.gz", $"{name}.csv" }.Select(f => Path.Combine(folder, f)).FirstOrDefault(File.Exists)
            ?? throw Wrong(name, $"there is no {name}.csv or {name}.csv.gz in {folder}", $"{folder} 中没有 {name}.csv 或 {name}.csv.gz");
        using var file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        List<string[]> rows = [];
        try
        {
            var header = reader.ReadLine()?.Split(',') ?? throw Wrong(name, "the file is empty", "文件是空的");
            while (reader.ReadLine() is { } line)
            {
                var cells = line.Split(',');
                rows.Add(cells.Length == header.Length ? cells : throw Wrong(name, $"row {rows.Count + 2} has {cells.Length} cells, the header {header.Length}", $"第 {rows.Count + 2} 行有 {cells.Length} 格,表头有 {header.Length} 格"));
            }

            return rows.Count > 0 ? new Csv(name, header, rows) : throw Wrong(name, "there are no rows", "没有数据行");
        }
        catch (InvalidDataException)
        {
            throw Wrong(name, "the file is not gzip", "文件不是 gzip 格式");
        }
    }

    public T[] Column<T>(string column, Func<string, T> cell)
    {
        var at = Array.IndexOf(Header, column);
        if (at < 0)
        {
            throw Wrong(Name, $"there is no column {column}", $"没有 {column} 列");
        }

        var values = new T[Rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = cell(Rows[i][at]);
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw Wrong(Name, $"row {i + 2}, column {column}: '{Rows[i][at]}' is no such value", $"第 {i + 2} 行 {column} 列:“{Rows[i][at]}”不是可用的值");
            }
        }

        return values;
    }

    public static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static int Hundredths(string text) => Number(text) * 100m is var scaled && decimal.IsInteger(scaled) ? (int)scaled : throw new FormatException();

    public static int Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    public static byte Code(string text, string[] codes) => Array.IndexOf(codes, text) is >= 0 and var at ? (byte)at : throw new FormatException();

    public static ProblemException Wrong(string file, string en, string zh) =>
        new(422, new Problem("bad-data", new LocalText($"{file}:{zh}。", $"{file}: {en}."), file));
}
