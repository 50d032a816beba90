using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Rules;

namespace Fuyao.Registry.Generation;

/// <summary>A mistake to plant into one household, with the finding that an import must make of it.</summary>
/// <param name="Kind">Names the mistake in <c>truth.json</c>.</param>
/// <param name="Fits">Whether the household can carry it without further findings.</param>
/// <param name="Plant">Changes the draft or returns texts to write instead, by person index and header; tells which person's row shows it.</param>
internal sealed record FaultKind(string Kind, string Code, Severity Severity, string Column, Func<HouseholdDraft, bool> Fits, Func<HouseholdDraft, Dice, FaultContext, Planted> Plant)
{
    /// <summary>Few households can carry it.</summary>
    public bool Rare => Kind is "duplicate-person" or "child-with-labour";
}

/// <param name="Person">0-based index of the row in the household.</param>
/// <param name="Text">What is written into the fault's cell instead of the value, or null when the draft was changed.</param>
internal sealed record Planted(int Person, string? Text = null);

/// <summary>What faults need beyond their own household.</summary>
internal sealed class FaultContext(PersonMaker persons)
{
    public PersonMaker Persons { get; } = persons;

    /// <summary>A faultless person who lives alone, for somebody else to be registered as.</summary>
    public PersonDraft? Single { get; set; }

    public int County { get; set; }
}

internal static class FaultKinds
{
    public static readonly IReadOnlyList<FaultKind> All =
    [
        new("bad-checksum", ImportCodes.IdChecksum, Severity.Error, "证件号码", _ => true, (h, d, _) => At(h, d, p => Scramble(p.IdNumber!))),
        new("duplicate-person", RuleSet.DuplicatePerson, Severity.Warning, "证件号码", h => h.Persons.Count == 1, (h, _, c) =>
        {
            var (mine, other) = (h.Persons[0], c.Single!);
            (mine.Name, mine.IdNumber, mine.Male, mine.Birth, mine.DisabilityCard) = (other.Name, other.IdNumber, other.Male, other.Birth, other.DisabilityCard);
            mine.Facts = other.Facts;
            return new Planted(0);
        }),
        new("two-heads", "two-heads", Severity.Error, "与户主关系", h => h.Persons.Count > 1, (h, d, _) => new Planted(d.Between(1, h.Persons.Count - 1), "户主")),
        new("impossible-age", "age-impossible", Severity.Error, "证件号码", h => h.Persons[0].DisabilityCard is null, (h, d, c) =>
        {
            var person = h.Persons[0];
            person.Birth = d.Chance(0.5) ? d.Day(new DateOnly(1862, 1, 1), new DateOnly(1885, 12, 31)) : d.Day(new DateOnly(2090, 1, 1), new DateOnly(2098, 12, 31));
            person.IdNumber = c.Persons.NewId(c.County, person.Birth.Value, person.Male!.Value);
            return new Planted(0);
        }),
        new("wrong-code", ImportCodes.UnknownCode, Severity.Error, "健康状况", _ => true, (h, d, _) => new Planted(d.Between(0, h.Persons.Count - 1), "亚健康")),
        new("private-code", ImportCodes.CodeSystemMissing, Severity.Error, "与户主关系", _ => true, (h, d, _) => new Planted(d.Between(0, h.Persons.Count - 1), "02")),
        new("formula-name", ImportCodes.NameFormula, Severity.Error, "姓名", _ => true, (h, d, _) => new Planted(d.Between(0, h.Persons.Count - 1), d.One("=1+1", "@SUM(A1:A9)", "=HYPERLINK(\"http://example.test\",\"点此\")", "+cmd"))),
        new("variant-name", ImportCodes.NameVariant, Severity.Warning, "姓名", _ => true, (h, d, _) => At(h, d, p => d.One("張", "劉", "趙", "陳") + p.Name[1..])),
        new("short-id", ImportCodes.IdLength, Severity.Error, "证件号码", _ => true, (h, d, _) => At(h, d, p => p.IdNumber![..17])),
        new("not-a-date", ImportCodes.NotADate, Severity.Error, "首次识别时间", _ => true, (_, d, _) => new Planted(0, d.One("去年春天", "2014.13.5", "2014年2月30日"))),
        new("member-count", "member-count", Severity.Warning, "人数", _ => true, (h, _, _) =>
        {
            h.StatedMembers++;
            return new Planted(0);
        }),
        new("income-per-head", "income-per-head-differs", Severity.Warning, "人均纯收入", _ => true, (h, d, _) =>
        {
            h.StatedPerHead += d.Between(50, 500);
            return new Planted(0);
        }),
        new("child-with-labour", "child-with-labour", Severity.Warning, "劳动技能", h => h.Persons.Any(Child), (h, _, _) => new Planted(h.Persons.FindIndex(Child), "普通劳动力")),
        new("unknown-village", ImportCodes.RegionUnknown, Severity.Error, "行政村", _ => true, (h, _, _) =>
        {
            h.Village = "查无此村";
            return new Planted(0);
        }),
        new("negative-income", ImportCodes.OutOfRange, Severity.Error, "工资性收入", _ => true, (_, _, _) => new Planted(0, "-3000")),
    ];

    private static bool Child(PersonDraft p) => PersonMaker.AgeAtEnd(p) is >= 8 and < 15 && p.Facts.Labour.Or(LabourCapacity.Weak) == LabourCapacity.None;

    private static Planted At(HouseholdDraft household, Dice dice, Func<PersonDraft, string> text)
    {
        var index = dice.Between(0, household.Persons.Count - 1);
        return new Planted(index, text(household.Persons[index]));
    }

    private static string Scramble(string id)
    {
        var wrong = id[17] is 'X' ? '1' : id[17] is '9' ? 'X' : (char)(id[17] + 1);
        return id[..17] + wrong;
    }
}
