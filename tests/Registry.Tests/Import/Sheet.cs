using System.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Rules;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

/// <summary>A small registration file as CSV: two people of one household, each cell of which a test may change.</summary>
internal sealed class Sheet
{
    public static readonly DateOnly Today = new(2016, 5, 1);
    private readonly List<Dictionary<string, string>> rows = [];

    public static string Id(string birth, bool male, int sequence = 0)
    {
        var digits = $"610729{birth}{(male ? 991 : 990) - (2 * sequence):000}";
        return digits + IdNumber.Check(digits);
    }

    /// <summary>A man of 64 and his wife of 60, without any finding.</summary>
    public static Sheet Couple() => new Sheet()
        .Row(("户编号", "H1"), ("姓名", "张三"), ("证件号码", Id("19510305", true)), ("与户主关系", "户主"))
        .Row(("户编号", "H1"), ("姓名", "李四"), ("证件号码", Id("19550711", false)), ("与户主关系", "配偶"));

    /// <summary>The couple with a son of 30 and a grandson of 10.</summary>
    public static Sheet Family() => Couple()
        .Row(("户编号", "H1"), ("姓名", "张五"), ("证件号码", Id("19850101", true)), ("与户主关系", "之子"))
        .Row(("户编号", "H1"), ("姓名", "张六"), ("证件号码", Id("20050601", true)), ("与户主关系", "之孙子"), ("在校生状况", "小学五年级"));

    public Sheet Row(params (string Header, string Text)[] cells)
    {
        var row = new Dictionary<string, string> { ["乡"] = "玉皇庙镇", ["行政村"] = "两河口村", ["民族"] = "汉族", ["致贫原因1"] = "缺资金" };
        foreach (var (header, text) in cells)
        {
            row[header] = text;
        }

        rows.Add(row);
        return this;
    }

    /// <summary>Changes one cell; rows count from 0.</summary>
    public Sheet Set(int row, string header, string text)
    {
        rows[row][header] = text;
        return this;
    }

    /// <summary>Changes a cell of all rows.</summary>
    public Sheet All(string header, string text)
    {
        rows.ForEach(r => r[header] = text);
        return this;
    }

    public Sheet Move(int from, int to)
    {
        var row = rows[from];
        rows.RemoveAt(from);
        rows.Insert(to, row);
        return this;
    }

    public string Text(Func<string, string>? header = null)
    {
        var headers = rows.SelectMany(r => r.Keys).Distinct().ToList();
        var text = new StringBuilder().AppendJoin(',', headers.Select(h => Quoted(header?.Invoke(h) ?? h))).Append('\n');
        foreach (var row in rows)
        {
            text.AppendJoin(',', headers.Select(h => Quoted(row.GetValueOrDefault(h, "")))).Append('\n');
        }

        return text.ToString();
    }

    public async Task<List<HouseholdDraft>> ReadAsync(Func<string, string>? header = null, List<Finding>? fileFindings = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuyao-import-{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, Text(header), TestContext.Current.CancellationToken);
        try
        {
            RegionCode.TryParse("610729", out var liuba);
            var stream = new HouseholdStream(new ImportFile(path, "test.csv"), ImportMapping.None, new RegionResolver(liuba), new RuleSet(Today, null));
            var households = new List<HouseholdDraft>();
            await foreach (var batch in stream.ReadAsync(stream.FindScattered(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken))
            {
                households.AddRange(batch);
            }

            fileFindings?.AddRange(stream.FileFindings);
            return households;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public async Task<IReadOnlyList<string>> CodesAsync(Func<string, string>? header = null) =>
        [.. (await ReadAsync(header)).SelectMany(h => h.Findings).Select(f => f.Code)];

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
