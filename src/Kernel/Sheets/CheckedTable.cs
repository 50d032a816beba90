using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Kernel.Text;

namespace Fuyao.Kernel.Sheets;

/// <summary>A column of a <see cref="CheckedTable"/>.</summary>
/// <param name="Sum">Whether its numbers are added up on the sheet of checks.</param>
public sealed record CheckedColumn(string Title, double Width, bool Sum = false);

/// <summary>What reading a file again says about it.</summary>
/// <param name="Ok">Whether rows, sums and checksum are as the file says; false too when it says nothing.</param>
public sealed record CheckedFile(bool Ok, long Rows, string Sha256, long? SaidRows, string? SaidSha256, IReadOnlyList<string> Differences);

/// <summary>
/// A table in a workbook that can be checked afterwards: its last sheet holds the number of rows, the sums of its columns, the SHA-256 of the
/// text of all cells and whatever else is to be known about it. Any number of rows: a sheet that is full is followed by another.
/// </summary>
/// <remarks>The checksum is over the cells as a person reads them, separated by tabs, rows ended by line feeds, titles of the first sheet included.</remarks>
public sealed class CheckedTable : IDisposable
{
    /// <summary>Rows of data in one sheet; Excel allows 1,048,576 in all.</summary>
    public const int RowsASheet = 1_000_000;

    private const string RowsKey = "rows";
    private const string HashKey = "sha256";
    private const string SumKey = "sum:";
    private static readonly LocalText CheckName = new("校验", "Check");

    private readonly SheetWriter writer;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder row = new();
    private readonly string name;
    private readonly CheckedColumn[] columns;
    private readonly decimal[] sums;
    private int column;

    /// <param name="writer">Of a workbook, no sheet begun; stays open.</param>
    public CheckedTable(SheetWriter writer, string name, IReadOnlyList<CheckedColumn> columns)
    {
        this.writer = writer;
        this.name = name;
        this.columns = [.. columns];
        sums = new decimal[this.columns.Length];
        Begin(1);
        foreach (var title in this.columns)
        {
            Add(title.Title);
        }

        EndRow();
    }

    /// <summary>Of data.</summary>
    public long Rows { get; private set; } = -1;

    /// <summary>Begins a row, ending the one before.</summary>
    public void Row()
    {
        if (column > 0)
        {
            EndRow();
        }

        if (Rows > 0 && Rows % RowsASheet == 0)
        {
            Begin((int)(Rows / RowsASheet) + 1);
        }

        writer.Row();
    }

    public void Text(string? text)
    {
        writer.Text(text);
        Add(text);
    }

    public void Integer(long? value)
    {
        writer.Integer(value);
        Add(value, value?.ToString(CultureInfo.InvariantCulture));
    }

    public void Number(decimal? value)
    {
        writer.Number(value);
        Add(value, value is { } number ? Plain(number) : null);
    }

    public void Money(Money? value)
    {
        writer.Money(value);
        Add(value?.Fen / 100m, value is { } money ? Plain(money.Fen / 100m) : null);
    }

    public void Date(DateOnly? value)
    {
        writer.Date(value);
        Add(value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the table with the sheet of checks.</summary>
    /// <param name="about">What else is to be known: which filters, who, when.</param>
    public void Finish(IEnumerable<(LocalText Label, string Value)> about)
    {
        if (column > 0)
        {
            EndRow();
        }

        writer.BeginSheet(CheckName.InCurrent(), new SheetLayout { Widths = [24, 70, 12] });
        Line(new("行数", "Rows"), Rows.ToString(CultureInfo.InvariantCulture), RowsKey);
        Line(new("列数", "Columns"), columns.Length.ToString(CultureInfo.InvariantCulture), "columns");
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Sum)
            {
                Line(new($"合计:{columns[i].Title}", $"Sum of {columns[i].Title}"), Plain(sums[i]), $"{SumKey}{i}");
            }
        }

        foreach (var (label, value) in about)
        {
            Line(label, value, "");
        }

        Line(new("校验和(SHA-256)", "Checksum (SHA-256)"), Convert.ToHexStringLower(hash.GetCurrentHash()), HashKey);

        void Line(LocalText label, string value, string key)
        {
            writer.Row();
            writer.Text(label.InCurrent(), SheetStyle.Header);
            writer.Text(value, SheetStyle.Wrapped);
            writer.Text(key, SheetStyle.Note);
        }
    }

    public void Dispose() => hash.Dispose();

    /// <summary>Reads a file again and compares it with what its sheet of checks says.</summary>
    public static CheckedFile Verify(string path, CancellationToken ct = default)
    {
        // The program's own files are larger than what strangers may send in.
        using var reader = SheetReader.Open(path, new SheetLimits { WorkbookBytes = 4L << 30, UnpackedBytes = 64L << 30, WorkbookRows = RowsASheet + 10, Ratio = 400 });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var (rows, width, sheet) = (0L, 0, 0);
        var sums = new List<decimal>();
        var line = new StringBuilder();
        while (reader.NextSheet())
        {
            ct.ThrowIfCancellationRequested();
            sheet++;
            if (said.Count > 0 || !reader.NextRow())
            {
                continue;
            }

            if (sheet > 1 && reader[2].ToString() == RowsKey)
            {
                do
                {
                    if (reader[2].ToString() is { Length: > 0 } key)
                    {
                        said[key] = reader[1].ToString();
                    }
                }
                while (reader.NextRow());
                continue;
            }

            if (sheet == 1)
            {
                width = Titles(reader);
                sums.AddRange(Enumerable.Repeat(0m, width));
                Hash();
            }

            while (reader.NextRow())
            {
                rows++;
                Hash();
                for (var i = 0; i < width; i++)
                {
                    sums[i] += reader[i].Number is { } number ? (decimal)number : 0;
                }
            }
        }

        var sha = Convert.ToHexStringLower(hash.GetCurrentHash());
        var differences = new List<string>();
        Compare(RowsKey, rows.ToString(CultureInfo.InvariantCulture));
        Compare(HashKey, sha);
        foreach (var (key, value) in said.Where(s => s.Key.StartsWith(SumKey, StringComparison.Ordinal)))
        {
            var at = int.Parse(key.AsSpan(SumKey.Length), CultureInfo.InvariantCulture);
            if (at >= sums.Count || Math.Abs(sums[at] - decimal.Parse(value, CultureInfo.InvariantCulture)) > 0.005m)
            {
                differences.Add(key);
            }
        }

        return new CheckedFile(
            differences.Count == 0, rows, sha, said.TryGetValue(RowsKey, out var saidRows) ? long.Parse(saidRows, CultureInfo.InvariantCulture) : null, said.GetValueOrDefault(HashKey), differences);

        void Hash()
        {
            line.Clear();
            for (var i = 0; i < width; i++)
            {
                line.Append(i == 0 ? "" : "\t").Append(reader[i].ToString());
            }

            hash.AppendData(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
        }

        void Compare(string key, string found)
        {
            if (said.GetValueOrDefault(key) != found)
            {
                differences.Add(key);
            }
        }
    }

    private static int Titles(SheetReader reader)
    {
        var width = 0;
        while (width < reader.Columns && !reader[width].IsEmpty)
        {
            width++;
        }

        return width;
    }

    private void Begin(int sheet)
    {
        writer.BeginSheet(sheet == 1 ? name : $"{name} {sheet}", new SheetLayout
        {
            Widths = [.. columns.Select(c => c.Width)], FrozenRows = 1, RepeatedRows = (1, 1), PrintColumns = columns.Length, Landscape = true, FilterRow = 1,
        });
        writer.Row();
        writer.Texts(columns.Select(c => c.Title), SheetStyle.Header);
    }

    private void Add(string? text)
    {
        row.Append(column == 0 ? "" : "\t").Append(text);
        column++;
    }

    private void Add(decimal? number, string? text)
    {
        sums[column] += number ?? 0;
        Add(text);
    }

    private void EndRow()
    {
        hash.AppendData(Encoding.UTF8.GetBytes(row.Append('\n').ToString()));
        row.Clear();
        column = 0;
        Rows++;
    }

    private static string Plain(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);
}
