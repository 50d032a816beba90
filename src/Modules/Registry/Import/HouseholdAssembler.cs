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
internal sealed class HouseholdAssembler
{
    private readonly string file;
    private readonly RegionResolver regions;
    private readonly RuleSet rules;
    private readonly CellContext context = new();
    private RawRow row;
    private int cell;

    public HouseholdAssembler(string file, RegionResolver regions, RuleSet rules)
    {
        this.file = file;
        this.regions = regions;
        this.rules = rules;
        context.Report = Report;
    }

    /// <summary>The household number of a row, clean; empty when the cell is.</summary>
    public static string NumberOf(RawRow row) => Clean(row.Cells[row.Headers.HouseholdNumber]);

    /// <summary>A new household from its first row.</summary>
    public HouseholdDraft Begin(RawRow first)
    {
        var household = new HouseholdDraft { Seen = new string?[first.Headers.Cells.Count], Headers = first.Headers };
        Add(household, first);
        return household;
    }

    public void Add(HouseholdDraft household, RawRow next)
    {
        row = next;
        var person = new PersonDraft { Sheet = next.Headers.Sheet, Row = next.Row };
        household.Persons.Add(person);
        context.Household = household;
        context.Person = person;
        if (household.Seen.Length < next.Cells.Length)
        {
            household.Seen = [.. household.Seen, .. new string?[next.Cells.Length - household.Seen.Length]];
        }

        for (cell = 0; cell < next.Cells.Length; cell++)
        {
            Read(household, person, next.Headers.Cells[cell], next.Cells[cell]);
        }
    }

    /// <summary>All rows are there: what follows from them, then the rules.</summary>
    public HouseholdDraft Complete(HouseholdDraft household)
    {
        ResolveRegion(household);
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

        rules.Check(household, this);
        return household;
    }

    /// <summary>Notes a finding at a column of a person's row; the household's own columns stand on its first row.</summary>
    public void Report(HouseholdDraft household, PersonDraft person, string? header, Severity severity, string code, LocalText message)
    {
        var at = header is null || row.Headers is null ? null : row.Headers.Cells.FirstOrDefault(c => c.Column.Header == header);
        Add(household, person, at, Shown(household, person, at), severity, code, message);
    }

    private static string Clean(CellValue cell)
    {
        var text = cell.Text is { } typed ? CleanText.Of(typed) : CleanText.Of(cell.ToString());
        return text;
    }

    private void Read(HouseholdDraft household, PersonDraft person, HeaderCell header, CellValue value)
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
        }

        context.Cell = value;
        context.CodeSystem = header.CodeSystem;
        context.Text = text.Length <= 500 ? text : text[..500];
        if (text.Length > 500)
        {
            Report(Severity.Error, ImportCodes.TooLong, new("超过 500 字。", "Longer than 500 characters."));
        }

        column.Read(context);
    }

    private void Missing(Column column)
    {
        if (column.Required && !column.MayBeBlank)
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
