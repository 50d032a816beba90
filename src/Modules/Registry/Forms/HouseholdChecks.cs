using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Households;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Rules;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Forms;

/// <summary>
/// Says everything that is wrong or doubtful with a household that is still being filled in: what the contract's schema refuses,
/// what cannot be true together, and the rules of the import. A part that is wrong silences only the rules that would read it.
/// </summary>
internal static partial class HouseholdChecks
{
    // The schema and the checks across fields already say these, at the same field.
    private static readonly HashSet<string> SaidBefore = ["birth-missing", "two-heads", "death-before-birth"];

    /// <summary>Where a form has what the columns of an import carry; a trailing <c>persons[]</c> means the person's own field.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["证件号码"] = "persons[].id_number", ["与户主关系"] = "persons[].relation", ["民族"] = "persons[].ethnicity", ["基本医疗保险"] = "persons[].insurance.medical",
        ["劳动技能"] = "persons[].labour", ["务工时间(月)"] = "persons[].employment.months", ["务工地区"] = "persons[].employment.place",
        ["文化程度"] = "persons[].attainment", ["在校生状况"] = "persons[].school.stage", ["培训"] = "persons[].training", ["健康状况"] = "persons[].health",
        ["残疾证号"] = "persons[].disability_card", ["死亡日期"] = "persons[].death", ["姓名"] = "persons[].name",
        ["人数"] = "persons", ["人均纯收入"] = "stated_income_per_head", ["工资性收入"] = "income.wage", ["耕地面积"] = "land.cultivated", ["危房户"] = "housing.grade",
        ["安全饮用水"] = "water_safe", ["脱贫时间"] = "exited_on", ["监测对象类型"] = "monitoring", ["致贫原因1"] = "causes", ["户类型"] = "category",
    };

    /// <param name="document">The contract's household object, as far as it is filled in.</param>
    /// <returns>Errors, which a saved household must not have, and warnings; paths within the object.</returns>
    public static (List<Problem> Errors, List<Problem> Warnings) Check(JsonObject document, DateOnly today)
    {
        var errors = HouseholdSchema.Check(JsonSerializer.SerializeToElement(document));
        var sound = document.DeepClone().AsObject();
        var wrong = errors.Select(e => PersonAt(e.Path)).Where(i => i >= 0).ToHashSet();
        foreach (var error in errors)
        {
            Prune(sound, error);
        }

        errors.AddRange(HouseholdDocument.CheckTogether(sound));
        List<Problem> warnings = [];
        if (Draft(sound, wrong) is { Persons.Count: > 0 } draft)
        {
            Agreement(draft, warnings);
            Rules(draft, today, errors, warnings);
        }

        return (errors, warnings);
    }

    private static void Agreement(HouseholdDraft draft, List<Problem> warnings)
    {
        foreach (var (person, i) in draft.Persons.Select((p, i) => (p, i)).Where(p => p.p.IdNumber is { } id && IdNumber.IsValid(id)))
        {
            if (IdNumber.TryBirth(person.IdNumber, out var birth) && person.Birth is { } stated && stated != birth)
            {
                warnings.Add(new Problem("birth-id-mismatch", new("出生日期与身份证号不符。", "The birth date differs from the one in the id number."), $"persons[{i}].birth"));
            }

            if (person.Male is { } male && male != IdNumber.IsMale(person.IdNumber))
            {
                warnings.Add(new Problem("sex-id-mismatch", new("性别与身份证号第 17 位不符。", "The sex differs from the 17th digit of the id number."), $"persons[{i}].sex"));
            }
        }
    }

    private static void Rules(HouseholdDraft draft, DateOnly today, List<Problem> errors, List<Problem> warnings)
    {
        // A form speaks of the end of its income year, as the import does.
        var on = draft.Facts.Income.TryGet(out var income) && income.Year is > 1990 and < 2100 ? new DateOnly(income.Year, 12, 31) : today;
        on = on > today ? today : on;
        foreach (var rule in RuleCatalog.All.Where(r => !SaidBefore.Contains(r.Id)))
        {
            rule.Check(draft, rule.Id == "age-impossible" ? today : on, (person, fired) =>
            {
                var path = fired.Column is { } column ? Paths[column] : "";
                path = path.Replace("persons[]", $"persons[{draft.Persons.IndexOf(person)}]", StringComparison.Ordinal);
                (fired.Severity == Severity.Error ? errors : warnings).Add(new Problem(fired.Id, fired.Message, path));
            });
        }
    }

    private static HouseholdDraft? Draft(JsonObject sound, HashSet<int> wrong)
    {
        var draft = new HouseholdDraft
        {
            Facts = HouseholdDocument.FactsOf(sound),
            HasErrors = wrong.Count > 0,
            StatedPerHead = sound["stated_income_per_head"] is JsonValue stated ? (decimal)stated : null,
        };
        foreach (var (person, i) in (sound["persons"] as JsonArray ?? []).OfType<JsonObject>().Select((p, i) => (p, i)))
        {
            var birth = Text(person, "birth");
            var sex = Text(person, "sex");
            person["birth"] ??= "0001-01-01";
            person["sex"] ??= "male";
            draft.Persons.Add(new PersonDraft
            {
                Name = Text(person, "name") ?? "",
                IdNumber = Text(person, "id_number"),
                DisabilityCard = Text(person, "disability_card"),
                Birth = birth is null ? null : DateOnly.Parse(birth, CultureInfo.InvariantCulture),
                Male = sex is null ? null : sex == "male",
                Facts = HouseholdDocument.PersonFactsOf(person),
                HasErrors = wrong.Contains(i),
            });
        }

        return draft;
    }

    // What is wrong is taken out, so that the rest can be read. Of a list the whole goes, or its places would shift.
    private static void Prune(JsonObject household, Problem error)
    {
        var path = error.Path ?? "";
        JsonObject at = household;
        if (PersonAt(path) is >= 0 and var index)
        {
            if ((household["persons"] as JsonArray)?.ElementAtOrDefault(index) is not JsonObject person)
            {
                household.Remove("persons");
                return;
            }

            at = person;
            path = path[(path.IndexOf(']', StringComparison.Ordinal) + 1)..].TrimStart('.');
        }

        var names = path.Split('.');
        var member = names[0].Split('[')[0];
        if (names.Length == 1 && error.Code == "missing-member")
        {
            return;
        }

        if (names.Length == 2 && error.Code != "missing-member" && !names[0].Contains('[', StringComparison.Ordinal) && at[member] is JsonObject part)
        {
            part.Remove(names[1].Split('[')[0]);
            return;
        }

        at.Remove(member);
    }

    private static int PersonAt(string? path) => path is not null && PersonIndex().Match(path) is { Success: true } found
        ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : -1;

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value ? (string?)value : null;

    [GeneratedRegex(@"^persons\[(\d+)\]")]
    private static partial Regex PersonIndex();
}
