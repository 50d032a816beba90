using Fuyao.Registry.Codes;

namespace Fuyao.Registry.Import.Rules;

/// <summary>
/// Checks complete households one after the other and remembers the persons of one run, to notice the same person twice and
/// look-alikes. Sixteen bytes a person are remembered, never the number itself.
/// </summary>
/// <param name="today">What nobody can be born after.</param>
/// <param name="asOf">The day for which the files speak; null: the end of each household's income year, else today.</param>
internal sealed class RuleSet(DateOnly today, DateOnly? asOf)
{
    public const string DuplicatePerson = "duplicate-person";
    public const string DuplicateInHousehold = "duplicate-in-household";
    public const string LookAlike = "look-alike";

    private readonly Dictionary<ulong, int> idRows = [];
    private readonly Dictionary<ulong, int> alikeRows = [];

    public void Check(HouseholdDraft household, HouseholdAssembler report)
    {
        var on = asOf ?? (household.Facts.Income.TryGet(out var income) && income.Year is > 1990 and < 2100 ? new DateOnly(income.Year, 12, 31) : today);
        on = on > today ? today : on;
        foreach (var rule in RuleCatalog.All)
        {
            // A person born after the day the file speaks for is no mistake; one born after today is.
            var day = rule.Id == "age-impossible" ? today : on;
            rule.Check(household, day, (person, fired) => report.Report(household, person, fired.Column, fired.Severity, fired.Id, fired.Message));
        }

        foreach (var person in household.Persons)
        {
            Remember(household, person, report);
        }
    }

    private void Remember(HouseholdDraft household, PersonDraft person, HouseholdAssembler report)
    {
        if (person.IdNumber is { } id)
        {
            if (household.Persons.Any(p => !ReferenceEquals(p, person) && p.IdNumber == id && p.Row < person.Row))
            {
                report.Report(household, person, "证件号码", Severity.Warning, DuplicateInHousehold, new("本户中同一证件号码出现两次,后一行未导入。", "The same id number stands twice in this household; the later row was left out."));
                return;
            }

            if (!idRows.TryAdd(Hash(id), person.Row) && idRows[Hash(id)] != person.Row)
            {
                report.Report(household, person, "证件号码", Severity.Warning, DuplicatePerson, new($"同一证件号码已在第 {idRows[Hash(id)]} 行出现,请核实是否重复登记。", $"The same id number stands in row {idRows[Hash(id)]}: registered twice?"));
                return;
            }
        }

        if (person.Birth is { } birth && person.Name.Length > 0 && !person.HasErrors)
        {
            var key = Hash($"{Variants.PlainOf(person.Name)}|{birth:yyyyMMdd}|{household.Region}");
            if (!alikeRows.TryAdd(key, person.Row) && alikeRows[key] != person.Row)
            {
                report.Report(household, person, "姓名", Severity.Warning, LookAlike, new($"与第 {alikeRows[key]} 行同村、同名、同日出生,请核实是否同一人。", $"Same village, name and birth date as row {alikeRows[key]}: the same person?"));
            }
        }
    }

    // FNV-1a: a collision among a million persons is a one in 10^7 chance of one needless warning.
    internal static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash ^ (hash >> 32);
    }
}
