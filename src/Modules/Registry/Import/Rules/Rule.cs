using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Import.Rules;

/// <summary>A condition that a complete household should not meet.</summary>
/// <param name="Id">Stable code of its findings.</param>
/// <param name="Column">Header of the column to look at, or null for the row.</param>
internal abstract record Rule(string Id, Severity Severity, string? Column, LocalText Message)
{
    public abstract void Check(HouseholdDraft household, DateOnly on, Action<PersonDraft, Rule> fire);
}

/// <summary>Asked of each person.</summary>
internal sealed record PersonRule(string Id, Severity Severity, string? Column, LocalText Message, Func<PersonDraft, int, HouseholdDraft, bool> Fires)
    : Rule(Id, Severity, Column, Message)
{
    public override void Check(HouseholdDraft household, DateOnly on, Action<PersonDraft, Rule> fire)
    {
        foreach (var person in household.Persons)
        {
            if (!person.HasErrors && Fires(person, Age(person.Birth, on), household))
            {
                fire(person, this);
            }
        }
    }

    /// <summary>Whole years on a day; −1 without a birth date.</summary>
    public static int Age(DateOnly? birth, DateOnly on)
    {
        if (birth is not { } day)
        {
            return -1;
        }

        var age = on.Year - day.Year;
        return on < day.AddYears(Math.Clamp(age, 0, 9998 - day.Year)) ? age - 1 : age;
    }
}

/// <summary>Asked of the household; tells the person on whose row it is reported, or null.</summary>
internal sealed record HouseholdRule(string Id, Severity Severity, string? Column, LocalText Message, Func<HouseholdDraft, DateOnly, PersonDraft?> Fires)
    : Rule(Id, Severity, Column, Message)
{
    public override void Check(HouseholdDraft household, DateOnly on, Action<PersonDraft, Rule> fire)
    {
        if (Fires(household, on) is { } person)
        {
            fire(person, this);
        }
    }
}

/// <summary>What rules ask of drafts.</summary>
internal static class Asking
{
    public static PersonDraft First(this HouseholdDraft h) => h.Persons[0];

    public static PersonDraft? FirstIf(this HouseholdDraft h, bool condition) => condition ? h.Persons[0] : null;

    public static bool IsHead(this PersonDraft p) => p.Facts.Relation.Or("") == Codes.StandardCodes.Head;

    public static bool Has(this PersonDraft p, HealthState state) => p.Facts.Health.TryGet(out var health) && health.Contains(state);

    public static bool AtSchool(this PersonDraft p) => p.Facts.School.TryGet(out var s) && s.Stage.TryGet(out var stage) && stage != SchoolStage.None;

    public static bool CanWork(this PersonDraft p) => p.Facts.Labour.TryGet(out var l) && l is LabourCapacity.Ordinary or LabourCapacity.Skilled or LabourCapacity.Weak;

    public static bool CannotWork(this PersonDraft p) => p.Facts.Labour.TryGet(out var l) && l is LabourCapacity.Lost or LabourCapacity.None;

    public static int MonthsWorked(this PersonDraft p) => p.Facts.Employment.TryGet(out var e) ? e.Months.Or(0) : 0;

    public static bool Living(this PersonDraft p) => p.Facts.Death.IsAbsent;

    public static bool Blames(this HouseholdDraft h, PovertyCause cause) => h.Facts.Causes.TryGet(out var causes) && causes.Contains(cause);
}
