using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>How much an unknown column looks like a field: by its header's characters and by what its values are.</summary>
internal static class Likeness
{
    private const int Looked = 60;
    private const double Enough = 0.55;

    /// <summary>The likeliest field of each column, no field twice; columns that look like nothing come without one.</summary>
    public static IEnumerable<(int Index, string Header, ImportField? Field, double Score, MappedBy By)> Assign(
        SheetSample sheet, ImportTable table, IReadOnlyList<(int Index, string Header)> open, HashSet<string> taken)
    {
        var scores = new List<(int Index, ImportField Field, double Score, MappedBy By)>();
        foreach (var (index, header) in open)
        {
            var values = sheet.Values(index).DistinctBy(HouseholdAssembler.Clean).Take(Looked).ToList();
            foreach (var field in table.Fields.Where(f => !taken.Contains(f.Header) && f.Shape.Kind != FieldKind.RowMark))
            {
                var alike = field.Synonyms.Prepend(field.Header).Max(name => Alike(HeaderKey.Of(header), HeaderKey.Of(name)));
                var fit = values.Count == 0 ? 0.5 : values.Count(v => Fits(field, v)) / (double)values.Count;
                var own = values.Count >= 3 && fit >= 0.9 ? Telling(field.Shape.Kind, HeaderKey.Of(header)) : 0;
                var byHeader = alike < 0.5 || fit < 0.5 ? 0 : (0.6 * alike) + (field.Shape.Kind is FieldKind.Text or FieldKind.Records ? 0.2 : 0.3 * fit);
                if (Math.Max(own, byHeader) >= Enough)
                {
                    scores.Add((index, field, Math.Round(Math.Max(own, byHeader), 2), own > byHeader ? MappedBy.Values : MappedBy.Similar));
                }
            }
        }

        var done = new HashSet<int>();
        foreach (var (index, field, score, by) in scores.OrderByDescending(s => s.Score))
        {
            if (!done.Contains(index) && taken.Add(field.Header))
            {
                done.Add(index);
                yield return (index, open.First(o => o.Index == index).Header, field, score, by);
            }
        }

        foreach (var (index, header) in open.Where(o => !done.Contains(o.Index)))
        {
            yield return (index, header, null, 0, MappedBy.None);
        }
    }

    /// <summary>What an import would read from a cell.</summary>
    public static SampleValue Try(ImportField field, HeaderCell header, CellValue value)
    {
        var text = HouseholdAssembler.Clean(value);
        LocalText? problem = null;
        var context = new CellContext { Report = (_, _, message) => problem ??= message };
        context.Take(value, text, header);
        var read = text.Length == 0 ? null : field.Preview(context);
        return new SampleValue(Masking.Apply(field.Protection, text), read is null ? null : Masking.Apply(field.Protection, read), problem);
    }

    /// <summary>A value of a column whose meaning nobody knows yet: long numbers may be anybody's.</summary>
    public static string Hide(CellValue value)
    {
        var text = HouseholdAssembler.Clean(value);
        return text.Count(char.IsAsciiDigit) >= 7 ? Mask.IdNumber(text) : text.Length > 60 ? text[..60] + "…" : text;
    }

    /// <summary>Dice's coefficient over single characters and pairs: 1 for equal texts.</summary>
    public static double Alike(string a, string b)
    {
        if (a == b)
        {
            return 1;
        }

        var (left, right) = (Parts(a), Parts(b));
        var common = left.Intersect(right).Count();
        return left.Count + right.Count == 0 ? 0 : 2.0 * common / (left.Count + right.Count);
    }

    // Values that hardly anything else looks like tell their field alone; others only under a header that hints at it.
    private static double Telling(FieldKind kind, string header) => kind switch
    {
        FieldKind.IdNumber => 0.85,
        FieldKind.Card => 0.85,
        FieldKind.Region => 0.8,
        FieldKind.Phone when header.Contains('话', StringComparison.Ordinal) || header.Contains("手机", StringComparison.Ordinal) || header.Contains("联系", StringComparison.Ordinal) => 0.7,
        FieldKind.Name when header.Contains('名', StringComparison.Ordinal) => 0.6,
        FieldKind.Code => 0.56,
        _ => 0,
    };

    private static bool Fits(ImportField field, CellValue value)
    {
        var text = HouseholdAssembler.Clean(value);
        return text.Length > 0 && field.Shape.Kind switch
        {
            FieldKind.IdNumber => value.Number is null && IdNumber.IsValid(text.ToUpperInvariant()),
            FieldKind.Card => text.Length is 20 or 22 && IdNumber.HasShape(text.AsSpan(0, 18)),
            FieldKind.Region => text.Length == 12 && RegionCode.TryParse(text, out var code) && code.Level == RegionLevel.Village,
            FieldKind.Phone => value.Number is null or < 1e12 && PlainText.Phone(text) is { Length: 11 },
            FieldKind.Name => text.Length is >= 2 and <= 8 && text.All(c => c >= 0x3400),
            _ => Try(field, new HeaderCell(0, field.Header, field, null), value) is { Problem: null, Read: not null },
        };
    }

    private static HashSet<string> Parts(string text)
    {
        var parts = text.Select(c => c.ToString()).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i + 1 < text.Length; i++)
        {
            parts.Add(text.Substring(i, 2));
        }

        return parts;
    }
}
