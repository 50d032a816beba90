using System.Globalization;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Cells;

namespace Fuyao.Registry.Generation;

/// <summary>Invents one person of a given age, sex and relation, as known at the end of the identification year.</summary>
internal sealed class PersonMaker(Dice dice)
{
    public const int Year = 2014;
    private static readonly DateOnly End = new(Year, 12, 31);
    private readonly Dictionary<(int County, DateOnly Birth, bool Male), int> sequences = [];

    /// <summary>Sequences of one county only are kept: villages come in the order of their codes.</summary>
    public void NextCounty() => sequences.Clear();

    /// <param name="age">On the last day of the year.</param>
    public PersonDraft Make(string familyName, bool male, int age, string relation, int county)
    {
        // Nobody is born after the register was closed in October.
        var birth = dice.Day(new DateOnly(Year - age, 1, 1), new DateOnly(Year - age, age == 0 ? 9 : 12, 28));
        var id = NewId(county, birth, male);
        var facts = new PersonFacts
        {
            Sex = male ? Sex.Male : Sex.Female,
            Birth = birth,
            Relation = relation,
            Ethnicity = dice.Chance(0.975) ? "01" : dice.One("03", "04", "35", "15", "06"),
        };
        var person = new PersonDraft
        {
            Name = familyName + Names.Given(dice.Random, male, birth.Year),
            IdNumber = id,
            Facts = facts,
            Male = male,
            Birth = birth,
        };
        Schooling(person, age);
        Health(person, age);
        Work(person, age);
        person.Facts = person.Facts with
        {
            Insurance = new InsuranceFacts { Medical = true, MajorIllness = true, Pension = age >= 16 ? dice.Chance(0.88) : default(Fact<bool>) },
        };
        if (age >= 16 && dice.Chance(0.4))
        {
            // Numbers that begin with 100 are not given to subscribers.
            person.Phone = "100" + dice.Between(0, 99_999_999).ToString("00000000", CultureInfo.InvariantCulture);
        }

        return person;
    }

    /// <summary>A valid number with a sequence that no two persons of the county share; it belongs to nobody.</summary>
    public string NewId(int county, DateOnly birth, bool male)
    {
        var used = sequences.GetValueOrDefault((county, birth, male));
        sequences[(county, birth, male)] = used + 1;
        var sequence = (male ? 999 : 998) - (2 * (used % 499));
        var digits = string.Create(CultureInfo.InvariantCulture, $"{county:000000}{birth:yyyyMMdd}{sequence:000}");
        return digits + IdNumber.Check(digits);
    }

    private void Schooling(PersonDraft person, int age)
    {
        // School years begin in September: what counts is the age then.
        var schoolAge = PersonAge(person.Birth!.Value, new DateOnly(Year, 8, 31));
        SchoolFacts? school = schoolAge switch
        {
            3 or 4 or 5 when dice.Chance(0.7) => Stage(SchoolStage.Preschool, null),
            >= 6 and <= 11 => Stage(SchoolStage.Primary, schoolAge - 5),
            >= 12 and <= 14 => Stage(SchoolStage.Junior, schoolAge - 11),
            >= 15 and <= 17 => dice.Weighted(5.5, 2.5, 2) switch { 0 => Stage(SchoolStage.Senior, schoolAge - 14), 1 => Stage(SchoolStage.VocationalSecondary, schoolAge - 14), _ => null },
            >= 18 and <= 21 => dice.Weighted(1.6, 1.8, 6.6) switch { 0 => Stage(SchoolStage.Undergraduate, schoolAge - 17), 1 when schoolAge < 21 => Stage(SchoolStage.VocationalCollege, schoolAge - 17), _ => null },
            _ => null,
        };
        if (school is not null)
        {
            person.Facts = person.Facts with { School = school };
            return;
        }

        person.Facts = person.Facts with
        {
            School = age is >= 16 and < 25 ? new SchoolFacts { Stage = SchoolStage.None } : default(Fact<SchoolFacts>),
            Attainment = age < 7 ? Attainment.PreschoolAge : age < 25 ? dice.One(Attainment.Junior, Attainment.Junior, Attainment.Senior)
                : age < 45 ? dice.One(Attainment.Primary, Attainment.Junior, Attainment.Junior, Attainment.Junior, Attainment.Senior)
                : age < 62 ? dice.One(Attainment.Primary, Attainment.Primary, Attainment.Junior, Attainment.Illiterate)
                : dice.One(Attainment.Illiterate, Attainment.Illiterate, Attainment.Primary, Attainment.Primary, Attainment.Junior),
        };
    }

    private SchoolFacts Stage(SchoolStage stage, int? grade)
    {
        var higher = stage >= SchoolStage.VocationalCollege;
        return new SchoolFacts
        {
            Stage = stage,
            Grade = grade ?? default(Fact<int>),
            Place = higher ? dice.One(SchoolPlace.Province, SchoolPlace.Province, SchoolPlace.Outside) : stage == SchoolStage.VocationalSecondary && dice.Chance(0.5) ? SchoolPlace.Province : SchoolPlace.County,
            Boarding = stage == SchoolStage.Preschool ? default(Fact<bool>) : higher || stage >= SchoolStage.Senior || dice.Chance(0.55),
            Public = dice.Chance(0.94),
            NewEntrant = higher ? grade == 1 : default(Fact<bool>),
            InPlan = higher ? dice.Chance(0.95) : default(Fact<bool>),
            TuitionWaived = higher && dice.Chance(0.05) ? true : default(Fact<bool>),
            Major = higher || stage == SchoolStage.VocationalSecondary ? dice.One(SchoolMajor.General, SchoolMajor.General, SchoolMajor.Agriculture) : default(Fact<SchoolMajor>),
            SchoolDays = stage is SchoolStage.Primary or SchoolStage.Junior ? dice.Between(180, 200) : default(Fact<int>),
        };
    }

    private void Health(PersonDraft person, int age)
    {
        var states = new List<HealthState>();
        if (dice.Chance(age < 18 ? 0.02 : age < 60 ? 0.14 : 0.38))
        {
            states.Add(HealthState.Chronic);
        }
        else if (dice.Chance(age < 18 ? 0.005 : age < 60 ? 0.04 : 0.05))
        {
            states.Add(HealthState.SeriousIllness);
        }

        if (dice.Chance(age < 18 ? 0.02 : age < 60 ? 0.10 : 0.13))
        {
            states.Add(HealthState.Disabled);
            var category = 1 + dice.Weighted(12, 22, 2, 40, 10, 10, 4);
            var grade = 1 + dice.Weighted(12, 28, 30, 30);
            // Some cards were issued again: two more digits.
            person.DisabilityCard = $"{person.IdNumber}{category}{grade}{(dice.Chance(0.1) ? "B1" : "")}";
            person.Facts = person.Facts with
            {
                Disability = new DisabilityFacts { Category = category, Grade = grade, HomeCare = grade <= 2 && dice.Chance(0.3) ? true : default(Fact<bool>) },
            };
        }

        var ill = states.Contains(HealthState.SeriousIllness);
        person.Facts = person.Facts with
        {
            Health = states.Count == 0 ? (HealthState[])[HealthState.Healthy] : states.ToArray(),
            MedicalSelfPaid = ill ? dice.Between(20, 400) * 100m : states.Contains(HealthState.Chronic) && dice.Chance(0.5) ? dice.Between(3, 60) * 100m : default(Fact<decimal>),
        };
    }

    private void Work(PersonDraft person, int age)
    {
        var facts = person.Facts;
        var pupil = facts.School.TryGet(out var school) && school.Stage.TryGet(out var stage) && stage != SchoolStage.None;
        var grave = (facts.Disability.TryGet(out var d) && d.Grade.Or(4) <= 2) || (facts.Health.TryGet(out var health) && health.Contains(HealthState.SeriousIllness));
        var labour = age < 16 || pupil ? LabourCapacity.None
            : grave ? LabourCapacity.Lost
            : age >= 70 ? LabourCapacity.None
            : age >= 60 ? dice.One(LabourCapacity.Weak, LabourCapacity.Weak, LabourCapacity.None)
            : dice.Weighted(82, 6, 12) switch { 0 => LabourCapacity.Ordinary, 1 => LabourCapacity.Skilled, _ => LabourCapacity.Weak };
        person.Facts = facts with { Labour = labour };
        if (labour is not (LabourCapacity.Ordinary or LabourCapacity.Skilled))
        {
            return;
        }

        person.Facts = person.Facts with
        {
            Employment = dice.Chance(0.48)
                ? new EmploymentFacts { Place = dice.One(WorkPlace.Township, WorkPlace.County, WorkPlace.Province, WorkPlace.Outside, WorkPlace.Outside), Months = dice.Between(2, 11) }
                : new EmploymentFacts { Place = WorkPlace.None, Months = 0 },
            Training = dice.Chance(0.05)
                ? (TrainingFacts[])[new TrainingFacts { Programme = dice.One(TrainingProgramme.NewFarmer, TrainingProgramme.Skills, TrainingProgramme.Yulu), From = new DateOnly(Year, dice.Between(3, 10), 1), Months = dice.Between(1, 6) }]
                : default(Fact<TrainingFacts[]>),
        };
    }

    private static int PersonAge(DateOnly birth, DateOnly on) => on.Year - birth.Year - (on.DayOfYear < birth.DayOfYear ? 1 : 0);

    public static int AgeAtEnd(PersonDraft person) => PersonAge(person.Birth!.Value, End);
}
