using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>One value of a column and what would be read from it.</summary>
/// <param name="Text">As the file has it; protected values masked.</param>
/// <param name="Read">As the register writes it; null when nothing is read.</param>
internal sealed record SampleValue(string Text, string? Read, LocalText? Problem);

/// <summary>One column of a file and what it is proposed to mean.</summary>
/// <param name="Field">Header of the field; null when the column would be left out.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Ignored">Left out on purpose.</param>
/// <param name="Units">What the numbers may be written in.</param>
/// <param name="UnknownCodes">Texts that the field's code list does not understand.</param>
internal sealed record ProposedColumn(
    string Sheet, int Index, string Header, string? Field, double Confidence, MappedBy By, bool Ignored, string? Unit, IReadOnlyList<string> Units, string? CodeSystem,
    OnConflict OnConflict, IReadOnlyList<SampleValue> Samples, IReadOnlyList<string> UnknownCodes, int Filled);

/// <param name="Rows">Rows looked at.</param>
internal sealed record ProposedSheet(string Name, int HeaderRow, int Rows);

/// <summary>What a file is proposed to mean.</summary>
/// <param name="Missing">Required fields and keys that no column gives.</param>
/// <param name="LeftOut">Columns that would be left out though nobody said so.</param>
/// <param name="Certain">Nothing is left to ask.</param>
internal sealed record MappingProposal(
    string Table, string Signature, IReadOnlyList<ProposedSheet> Sheets, IReadOnlyList<ProposedColumn> Columns, ImportMapping Mapping,
    IReadOnlyList<string> Missing, IReadOnlyList<string> LeftOut, bool Certain);

/// <summary>Proposes what the columns of a file mean: what was learned, exact headers, synonyms, similar headers, and the shape of the values.</summary>
internal static class Proposal
{
    private const int Shown = 5;

    /// <param name="said">A clerk's mapping to show with values; null proposes one.</param>
    /// <param name="learned">What earlier files of the county taught, the latest first.</param>
    public static MappingProposal Make(IReadOnlyList<SheetSample> sheets, ImportTable table, ImportMapping? said, LearnedHeaders learned)
    {
        var mapping = said ?? new ImportMapping { Blank = learned.Whole?.Blank ?? default, Constants = learned.Whole?.Constants ?? ImportMapping.None.Constants, OnConflict = learned.Whole?.OnConflict };
        var columns = sheets.SelectMany(s => Columns(s, table, said, learned)).ToList();
        var stated = columns.DistinctBy(c => HeaderKey.Of(c.Header)).Where(c => c.Field is not null || c.Ignored).Select(c => Said(c, said, learned)).ToList();
        mapping = mapping with { Columns = stated };
        var given = columns.Select(c => c.Field).OfType<string>().Concat(mapping.Constants.Keys).ToHashSet();
        var missing = table.Fields.Where(f => f.Required && !given.Contains(f.Header)).Select(f => f.Header).ToList();
        if (table == ImportTables.Households && !given.Contains("姓名") && given.Contains("户编号"))
        {
            // A sheet of households alone: it brings no members.
            missing.Clear();
        }
        else if (!table.Keys.Any(key => key.All(given.Contains)))
        {
            missing.Add(string.Join(" / ", table.Keys.Where(k => k[0] != "系统码").Select(k => string.Join("+", k))));
        }

        var leftOut = columns.Where(c => c.Field is null && !c.Ignored).Select(c => c.Header).Distinct().ToList();
        var certain = missing.Count == 0 && leftOut.Count == 0 && columns.All(c => c.Confidence >= 0.95);
        return new MappingProposal(table.Id, LearnedHeaders.SignatureOf(table.Id, columns.Select(c => c.Header)),
            [.. sheets.Select(s => new ProposedSheet(s.Head.Sheet, s.Head.Row, s.Rows))], columns, mapping, [.. missing.Distinct()], leftOut, certain);
    }

    /// <summary>The table that a file's headers speak for.</summary>
    public static ImportTable Guess(IReadOnlyList<SheetSample> sheets)
    {
        var texts = sheets.SelectMany(s => s.Head.Texts).OfType<string>().ToList();
        return ImportTables.All.Select(t =>
        {
            var found = texts.Select(x => t.Find(x).Field).OfType<ImportField>().Select(f => f.Header).ToHashSet();
            var whole = t.Fields.Where(f => f.Required).All(f => found.Contains(f.Header)) && t.Keys.Any(k => k.All(found.Contains));

            // A file of ours, made to be mended or to be filled in, is always that.
            return (Table: t, Score: found.Count + (whole ? 3 : 0) + (found.Contains("系统码") ? 1000 : 0) + (sheets.Any(s => s.Head.Sheet == t.Name.Zh || (s.Head.Sheet.Length > 5 && t.Name.En.StartsWith(s.Head.Sheet, StringComparison.Ordinal))) ? 500 : 0) - (t.Fields.Any(f => f.Required && !found.Contains(f.Header)) ? 2 : 0));
        }).MaxBy(t => t.Score).Table;
    }

    private static List<ProposedColumn> Columns(SheetSample sheet, ImportTable table, ImportMapping? said, LearnedHeaders learned)
    {
        var open = new List<(int Index, string Header)>();
        var columns = new Dictionary<int, ProposedColumn>();
        var taken = new HashSet<string>();
        for (var i = 0; i < sheet.Head.Texts.Count; i++)
        {
            if (sheet.Head.Texts[i] is not { } header)
            {
                continue;
            }

            var meaning = table.Find(header);
            var told = said?.For(header);
            var before = said is null ? learned.For(header) : null;
            var (field, by, confidence) = told is not null ? (table.Field(told.Field), MappedBy.Said, 1.0)
                : before is not null && (before.Field is null || table.Field(before.Field) is not null) ? (table.Field(before.Field), MappedBy.Learned, 1.0)
                : meaning.Field is not null ? (meaning.Field, meaning.Exact ? MappedBy.Header : MappedBy.Synonym, meaning.Exact ? 1.0 : 0.95)
                : (null, MappedBy.None, 0.0);
            var ignored = field is null && (told is not null || before is not null || meaning.Ignored);
            if (field is not null && !taken.Add(field.Header))
            {
                field = null;
            }

            if (field is null && !ignored && said is null)
            {
                open.Add((i, header));
                continue;
            }

            columns[i] = Column(sheet, table, i, header, field, ignored ? 1 : confidence, ignored && by == MappedBy.None ? MappedBy.Header : by, ignored, told ?? before);
        }

        foreach (var (index, header, field, score, by) in Likeness.Assign(sheet, table, open, taken))
        {
            columns[index] = Column(sheet, table, index, header, field, score, by, false, null);
        }

        return [.. columns.OrderBy(c => c.Key).Select(c => c.Value)];
    }

    private static ProposedColumn Column(
        SheetSample sheet, ImportTable table, int index, string header, ImportField? field, double confidence, MappedBy by, bool ignored, ColumnMap? map)
    {
        var values = sheet.Values(index);
        if (field is null)
        {
            return new ProposedColumn(sheet.Head.Sheet, index, header, null, confidence, by, ignored, null, [], null, OnConflict.Replace,
                [.. values.Take(Shown).Select(v => new SampleValue(Likeness.Hide(v), null, null))], [], values.Count);
        }

        var one = ImportMapping.None with { Columns = [map is not null ? map with { Header = header } : new ColumnMap(header, field.Header)] };
        var head = HeaderReader.Read(sheet.Head, table, one).Cells.First(c => c.Index == index);
        var samples = new List<SampleValue>();
        var unknown = new List<string>();
        var (looked, bad) = (0, 0);
        foreach (var value in values.DistinctBy(HouseholdAssembler.Clean).Take(200))
        {
            var sample = Likeness.Try(field, head, value);
            looked++;
            bad += sample.Problem is null ? 0 : 1;
            if (samples.Count < Shown || (sample.Problem is not null && samples.Count < Shown * 2))
            {
                samples.Add(sample);
            }

            if (sample.Problem is not null && field.Shape.Kind is FieldKind.Code or FieldKind.Codes or FieldKind.YesNo && unknown.Count < 30)
            {
                unknown.Add(HouseholdAssembler.Clean(value));
            }
        }

        // Single mistakes are the data's; when most of a column cannot be read, its name has promised too much.
        var share = looked == 0 ? 0 : bad / (double)looked;
        confidence = by is MappedBy.Similar or MappedBy.Values || (bad > 1 && share > 0.5) ? Math.Round(confidence * (1 - (share / 2)), 2) : confidence;
        var unit = Units.Of(field.Shape.Quantity).FirstOrDefault(u => u.Factor == head.Factor)?.Text;
        return new ProposedColumn(sheet.Head.Sheet, index, header, field.Header, confidence, by, false, unit,
            [.. Units.Of(field.Shape.Quantity).Select(u => u.Text)], head.CodeSystem, head.OnConflict, samples, unknown, values.Count);
    }

    private static ColumnMap Said(ProposedColumn column, ImportMapping? said, LearnedHeaders learned) =>
        said?.For(column.Header) ?? (column.By == MappedBy.Learned ? learned.For(column.Header)! with { Header = column.Header } : new ColumnMap(column.Header, column.Field) { Unit = column.Unit });
}
