using System.Collections.Frozen;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Codes;

namespace Fuyao.Registry.Import.Layout;

/// <summary>
/// The layout of registration workbooks: the columns of the national export (已脱贫人口名单) in its order, then those of the
/// registration form. Headers are found by name in any order; see <c>docs/guide/import-layout.md</c>.
/// </summary>
internal static class ImportLayout
{
    /// <summary>In the order in which our own files write them.</summary>
    public static readonly IReadOnlyList<Column> Columns = Order();

    /// <summary>Columns of the national export that say nothing the register holds; accepted silently.</summary>
    public static readonly IReadOnlyList<string> Ignored = ["序号", "省", "市", "风险是否消除", "风险识别/消除时间", "风险识别时间", "风险消除时间", "备注", "年龄", "问题"];

    private static readonly FrozenDictionary<string, Column> ByHeader = Columns
        .SelectMany(c => c.Synonyms.Prepend(c.Header).Select(h => (Key: Key(h), Column: c)))
        .DistinctBy(p => p.Key).ToFrozenDictionary(p => p.Key, p => p.Column);

    private static readonly FrozenSet<string> IgnoredKeys = Ignored.Select(Key).ToFrozenSet();

    /// <summary>A header of a file: the column it means, or null, and the code system it names for bare codes.</summary>
    public static (Column? Column, string? CodeSystem, bool Ignored) Find(string header)
    {
        var key = Key(header);
        string? system = null;
        foreach (var (mark, id) in Marks())
        {
            if (key.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                system = id;
                key = key.Replace(mark, "", StringComparison.OrdinalIgnoreCase);
                break;
            }
        }

        if (system is not null)
        {
            key = key.EndsWith("代码", StringComparison.Ordinal) ? key[..^2] : key;
        }

        return (ByHeader.GetValueOrDefault(key), system, IgnoredKeys.Contains(key));
    }

    /// <summary>How many cells of a row are known headers.</summary>
    public static int Score(SheetReader reader)
    {
        var score = 0;
        for (var i = 0; i < reader.Columns; i++)
        {
            if (reader[i].Text is { Length: > 0 and < 60 } text && Find(text).Column is not null)
            {
                score++;
            }
        }

        return score;
    }

    private static IEnumerable<(string Mark, string System)> Marks()
    {
        yield return ("GB/T4761", StandardCodes.RelationSystem);
        yield return ("GBT4761", StandardCodes.RelationSystem);
        yield return ("GB/T3304", StandardCodes.EthnicitySystem);
        yield return ("GBT3304", StandardCodes.EthnicitySystem);
        foreach (var mark in CountyCodes.HeaderMarks)
        {
            yield return (mark, CountyCodes.System);
        }
    }

    // Brackets, blanks and line breaks differ from office to office.
    private static string Key(string header) => string.Concat(CleanText.Of(header).Where(c => c is not (' ' or '(' or ')' or '[' or ']' or '*' or ':' or '_' or '-' or '、')));

    private static Column[] Order()
    {
        Column Household(string header) => HouseholdColumns.Place.Concat(HouseholdColumns.Status).First(c => c.Header == header);
        Column Person(string header) => PersonColumns.National.First(c => c.Header == header);
        Column[] national =
        [
            .. new[] { "县", "乡", "行政村", "自然村", "户编号" }.Select(Household), Person("人编号"), Person("姓名"), Person("证件号码"), Household("人数"),
            .. new[] { "与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间(月)", "大病保险" }.Select(Person),
            .. new[] { "致贫原因1", "危房户", "安全饮用水", "人均纯收入" }.Select(Household), Person("户/人联系电话"), Household("首次识别时间"), Person("人员识别时间"),
            Household("户类型"), Household("监测对象类型"),
        ];
        return [.. national, .. HouseholdColumns.Place.Concat(HouseholdColumns.Status).Except(national), .. HouseholdColumns.Form, .. PersonColumns.Form];
    }
}
