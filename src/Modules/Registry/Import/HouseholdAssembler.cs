using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Rules;

namespace Fuyao.Registry.Import;

/// <summary>
/// Turns rows into households: cleans and reads each cell, gathers the rows of one 户编号, and checks the complete household.
/// Not thread-safe; one per file.
/// </summary>
/// <remarks>Without rules the rows state a part of what is registered: nothing is required of them.</remarks>
internal sealed class HouseholdAssembler
{
    private readonly string file;
    private readonly RegionResolver regions;
    private readonly RuleSet? rules;
    private readonly CellContext context = new();
    private RawRow row;
    private int cell;
    private bool silent;

    public HouseholdAssembler(string file, RegionResolver regions, RuleSet? rules)
    {
        this.file = file;
        this.regions = regions;
        this.rules = rules;
        context.Report = Report;
    }

    /// <summary>The household number of a row, clean; empty when the cell is.</summary>
    public static string NumberOf(RawRow row) => row.Headers.HouseholdNumber < 0 ? "" : Clean(row.Cells[row.Headers.HouseholdNumber]);

    /// <summary>The text of a cell, clean; null when it is empty or the sheet has no such column.</summary>
    public static string? TextOf(RawRow row, string header)
    {
        for (var i = 0; i < row.Cells.Length; i++)
        {
            if (row.Headers.Cells[i].Field.Header == header)
            {
                return row.Cells[i].IsEmpty || Clean(row.Cells[i]) is not { Length: > 0 } text ? null : text;
            }
        }

        return null;
    }

    /// <summary>A new household from its first row.</summary>
    /// <param name="form">Its row on a sheet of households.</param>
    public HouseholdDraft Begin(RawRow first, RawRow? form = null)
    {
        var household = Empty(first, form);
        Add(household, first);
        return household;
    }

    /// <summary>A household that has no other row than its own.</summary>
    public HouseholdDraft Alone(RawRow only)
    {
        var household = Begin(only);
        household.Persons[0].OfHouseholdOnly = true;
        return household;
    }

    public void Add(HouseholdDraft household, RawRow next, IReadOnlySet<int>? without = null)
    {
        row = next;
        var person = new PersonDraft { Sheet = next.Headers.Sheet, Row = next.Row, Raw = next };
        household.Persons.Add(person);
        Cells(household, person, next, without);
    }

    /// <summary>The same household again without some of its cells, as if they were empty. What was found stays found.</summary>
    /// <param name="without">Positions in the row's cells, by row.</param>
    public HouseholdDraft Again(HouseholdDraft household, IReadOnlyDictionary<PersonDraft, HashSet<int>> without, IReadOnlySet<int> withoutForm)
    {
        silent = true;
        var again = Empty(household.Persons[0].Raw!.Value, household.Form, withoutForm);
        foreach (var old in household.Persons)
        {
            Add(again, old.Raw!.Value, without.GetValueOrDefault(old));
            var person = again.Persons[^1];
            (person.Matched, person.OfHouseholdOnly) = (old.Matched, old.OfHouseholdOnly);
            person.Untouched.UnionWith((without.GetValueOrDefault(old) ?? []).SelectMany(i => Names(person.Raw!.Value.Headers.Cells[i].Column)));
            Derive(again, person);
        }

        silent = false;
        (again.Number, again.Region) = (household.Number, household.Region);
        again.Untouched.UnionWith(again.Persons.SelectMany(p => p.Untouched));
        again.Untouched.UnionWith(withoutForm.SelectMany(i => Names(household.Form!.Value.Headers.Cells[i].Column)));
        again.Findings.AddRange(household.Findings);
        return again;
    }

    /// <summary>All rows are there: what follows from them, then the rules.</summary>
    public HouseholdDraft Complete(HouseholdDraft household)
    {
        if (rules is not null && !(household.Persons[0].OfHouseholdOnly && household.Village is null))
        {
            ResolveRegion(household);
        }

        foreach (var person in household.Persons)
        {
            Derive(household, person);
        }

        var head = household.Persons.FirstOrDefault(p => p.Facts.Relation.Or("") == Codes.StandardCodes.Head);
        household.Phone ??= head?.Phone;
        if (household.Facts.Income.TryGet(out var income) && income.Year == 0)
        {
            Report(household, household.Persons[0], "收入年度", Severity.Error, ImportCodes.Required, new("填写了收入,但没有填“收入年度”。", "Income is given without its year (收入年度)."));
        }

        if (!household.Persons[0].OfHouseholdOnly)
        {
            rules?.Check(household, this);
        }

        return household;
    }

    /// <summary>Notes a finding at a column of a person's row; the household's own columns stand on its first row.</summary>
    public void Report(HouseholdDraft household, PersonDraft person, string? header, Severity severity, string code, LocalText message)
    {
        var at = header is null ? null : person.Raw?.Headers.Cells.FirstOrDefault(c => c.Column.Header == header);
        Add(household, person, at, Shown(household, person, at), severity, code, message);
    }

    /// <summary>A cell's text as it is read: clean; empty when there is none.</summary>
    public static string Clean(CellValue cell) => cell.Text is { } typed ? CleanText.Of(typed) : CleanText.Of(cell.ToString());

    private static string[] Names(Column column) => column.Path is { } path ? [column.Header, path] : [column.Header];

    private HouseholdDraft Empty(RawRow first, RawRow? form, IReadOnlySet<int>? without = null)
    {
        var household = new HouseholdDraft { Seen = new string?[first.Headers.Cells.Count], Headers = first.Headers, Form = form };
        if (form is { } own)
        {
            row = own;
            household.Seen = new string?[own.Cells.Length];
            Cells(household, new PersonDraft { Sheet = own.Headers.Sheet, Row = own.Row, Raw = own }, own, without);
            household.Seen = new string?[first.Headers.Cells.Count];
        }

        return household;
    }

    private void Cells(HouseholdDraft household, PersonDraft person, RawRow next, IReadOnlySet<int>? without)
    {
        context.Household = household;
        context.Person = person;
        if (household.Seen.Length < next.Cells.Length)
        {
            household.Seen = [.. household.Seen, .. new string?[next.Cells.Length - household.Seen.Length]];
        }

        for (cell = 0; cell < next.Cells.Length; cell++)
        {
            if (without?.Contains(cell) != true)
            {
                Read(household, next.Headers.Cells[cell], next.Cells[cell]);
            }
        }
    }

    private void Read(HouseholdDraft household, HeaderCell header, CellValue value)
    {
        var column = header.Column;
        if (value.IsEmpty)
        {
            Missing(column);
            return;
        }

        var text = Clean(value);
        if (text.Length == 0)
        {
            Missing(column);
            return;
        }

        if (column.OfHousehold)
        {
            if (household.Seen[cell] is { } seen)
            {
                if (seen != text)
                {
                    Report(Severity.Error, ImportCodes.HouseholdDiffers, new($"同一户的“{header.Header}”各行不一致(首见“{Masked(column, seen)}”)。", $"The rows of one household differ in “{header.Header}” (first “{Masked(column, seen)}”)."));
                }

                return;
            }

            household.Seen[cell] = text;
            if (household.Form is { } form && form.Headers != row.Headers && TextOf(form, column.Header) is { } onForm && onForm != text)
            {
                Report(Severity.Error, ImportCodes.HouseholdDiffers, new(
                    $"“{header.Header}”与户表第 {form.Row} 行不一致(“{Masked(column, onForm)}”)。", $"“{header.Header}” differs from row {form.Row} of the sheet of households (“{Masked(column, onForm)}”)."));
                return;
            }
        }

        var longest = ImportCodes.Longest(column.Header);
        context.Take(value, text.Length <= longest ? text : text[..longest], header);
        if (text.Length > longest)
        {
            Report(Severity.Error, ImportCodes.TooLong, ImportCodes.TooLongFor(longest));
        }

        column.Read(context);
    }

    private void Missing(Column column)
    {
        if (column.Required && !column.MayBeBlank && rules is not null)
        {
            Report(Severity.Error, ImportCodes.Required, new($"“{column.Header}”必须填写。", $"“{column.Header}” must be filled."));
        }
    }

    private void ResolveRegion(HouseholdDraft household)
    {
        if (household.HasErrors && household.Region == 0 && household.Village is null)
        {
            return;
        }

        if (household.Region == 0)
        {
            household.Region = regions.Find(household.Township, household.Village) ?? 0;
        }

        if (household.Region == 0)
        {
            var townshipKnown = string.IsNullOrEmpty(household.Township) || regions.KnowsTownship(household.Township);
            Report(household, household.Persons[0], townshipKnown ? "行政村" : "乡", Severity.Error, ImportCodes.RegionUnknown, townshipKnown
                ? new("在本辖区的该乡镇中找不到这个村,请核对村名或填写 12 位村代码。", "No such village in this township. Check the name or give the 12-digit code.")
                : new("本辖区没有这个乡镇,请核对乡镇名称。", "There is no such township in this area. Check its name."));
        }
        else if (!regions.Contains(household.Region) || (regions.HasVillages && !regions.Knows(household.Region)))
        {
            Report(household, household.Persons[0], "行政村代码", Severity.Error, ImportCodes.RegionOutside, new("该村不在导入所指定的辖区内。", "The village is not inside the area given for this import."));
        }
    }

    private void Derive(HouseholdDraft household, PersonDraft person)
    {
        var id = person.IdNumber;
        if (id is not null && IdNumber.TryBirth(id, out var birth))
        {
            if (person.Birth is { } stated && stated != birth)
            {
                Report(household, person, "出生日期", Severity.Error, "birth-id-mismatch", new("出生日期与身份证号不符。", "The birth date differs from the one in the id number."));
            }

            if (person.Male is { } male && male != IdNumber.IsMale(id))
            {
                Report(household, person, "性别", Severity.Error, "sex-id-mismatch", new("性别与身份证号第 17 位不符。", "The sex differs from the 17th digit of the id number."));
            }

            person.Birth ??= birth;
            person.Male ??= IdNumber.IsMale(id);
        }

        person.Facts = person.Facts with { Sex = person.Male == false ? Sex.Female : Sex.Male, Birth = person.Birth ?? default };
        if (person.DisabilityCard is not { Length: >= 20 } card)
        {
            return;
        }

        var disability = person.Facts.Disability.Or(new());
        var (category, grade) = (card[18] - '0', card[19] - '0');
        if ((disability.Category.TryGet(out var c) && c != category) || (disability.Grade.TryGet(out var g) && g != grade))
        {
            Report(household, person, "残疾证号", Severity.Warning, "card-facts-mismatch", new("残疾类别或等级与残疾人证号不符,以填写的为准。", "Category or grade differ from the card's own digits; what was filled in counts."));
        }

        person.Facts = person.Facts with
        {
            Disability = disability with
            {
                Category = disability.Category.IsAbsent ? category : disability.Category,
                Grade = disability.Grade.IsAbsent ? grade : disability.Grade,
            },
        };
    }

    private void Report(Severity severity, string code, LocalText message)
    {
        var header = row.Headers.Cells[cell];
        Add(context.Household, context.Person, header, Masked(header.Column, Clean(row.Cells[cell])), severity, code, message);
    }

    private void Add(HouseholdDraft household, PersonDraft person, HeaderCell? header, string? value, Severity severity, string code, LocalText message)
    {
        if (silent)
        {
            return;
        }

        household.Findings.Add(new Finding(file, person.Sheet, person.Row, header?.Header, header?.Index ?? -1, value, severity, code, message,
            household.Number.Length > 0 ? household.Number : null));
        if (severity == Severity.Error)
        {
            household.HasErrors = true;
            person.HasErrors = true;
        }
    }

    private static string? Shown(HouseholdDraft household, PersonDraft person, HeaderCell? header) =>
        header?.Column.Write(household, person) is { } value ? Masked(header.Column, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!) : null;

    private static string Masked(Column column, string text) => Masking.Apply(column.Protection, text.Length > 60 ? text[..60] + "…" : text);
}
