using System.Globalization;
using System.Text;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Packs.Tests;

/// <summary>
/// The same need in five plans: what a pupil of each stage is due in a year under each of them, with who pays. A figure that a plan lost is
/// <c>?</c>; a cell of which a plan says nothing is empty.
/// </summary>
public class EducationMatrix
{
    private const string Stranger = "nobody of this stage is due anything";
    private static readonly PolicyEngine Engine = new(new PolicyOptions { PacksDirectory = PolicyOptions.FindPacks(AppContext.BaseDirectory)! });

    /// <summary>Facts that no cell but its own reads.</summary>
    private const string Facts = """
        "tuition":2000,"books":600,"kindergarten_fee":1800,"senior_grant_tier":1500,"vocational_full_time":true,"came_from_senior":true,"loan_asked":9000
        """;

    [Theory]
    // 贵定
    [InlineData("guiding-2015", "preschool", "\"public\":true", "preschool-aid 200 county:200")]
    [InlineData("guiding-2015", "primary", "\"boarding\":true,\"school_days\":200", "compulsory-boarder-aid 1100 higher-levels:1000 county:100; nutrition 800 central:800")]
    [InlineData("guiding-2015", "junior", "\"boarding\":true,\"school_days\":200", "compulsory-boarder-aid 1350 higher-levels:1250 county:100; nutrition 800 central:800")]
    [InlineData("guiding-2015", "senior", "", "senior-aid 2660 province-prefecture-county:2660; senior-state-grant ?")]
    [InlineData("guiding-2015", "vocational_secondary", "", "vocational-aid 1900 province-prefecture-county:1900; vocational-state-grant ?; vocational-tuition-waiver ?")]
    [InlineData("guiding-2015", "undergraduate", "\"place\":\"province\"", "university-aid 4830 levels-of-the-school:4830")]
    [InlineData("guiding-2015", "vocational_college", "\"place\":\"province\"", "university-aid 4500 levels-of-the-school:4500")]
    // 赣州
    [InlineData("ganzhou-education-2015", "preschool", "\"public\":true", "preschool-aid 1000 city:1000")]
    [InlineData("ganzhou-education-2015", "primary", "\"boarding\":true,\"school_days\":200", "compulsory-boarder-aid 500 city:500; nutrition 800 central:800")]
    [InlineData("ganzhou-education-2015", "junior", "\"boarding\":true,\"school_days\":200", "compulsory-boarder-aid 500 city:500; nutrition 800 central:800")]
    [InlineData("ganzhou-education-2015", "senior", "", "senior-aid 1500 higher-levels:1500")]
    [InlineData("ganzhou-education-2015", "vocational_secondary", "", "vocational-aid 1500 central:1500; vocational-degree-subsidy 1500 city-county:1500; vocational-tuition-waiver 2000 central:2000")]
    [InlineData("ganzhou-education-2015", "undergraduate", "\"new_entrant\":true,\"place\":\"province\"", "university-entrance 6000 city:6000; student-loan 8000")]
    // 共青城
    [InlineData("gongqingcheng-2018", "preschool", "", "preschool-aid 3000 county:3000")]
    [InlineData("gongqingcheng-2018", "primary", "", "compulsory-aid ?; disabled-pupil-supplement 400 county:400")]
    [InlineData("gongqingcheng-2018", "junior", "", "compulsory-aid 2500 county:2500; disabled-pupil-supplement 400 county:400")]
    [InlineData("gongqingcheng-2018", "senior", "", "senior-aid 5000 county:5000")]
    [InlineData("gongqingcheng-2018", "vocational_secondary", "", "vocational-aid ?; vocational-tuition-waiver 2000 county:2000")]
    [InlineData("gongqingcheng-2018", "undergraduate", "\"new_entrant\":true,\"place\":\"province\"", "university-entrance 5000 county:5000; travel-grant 500 county:500; student-loan 8000")]
    [InlineData("gongqingcheng-2018", "undergraduate", "\"new_entrant\":true,\"place\":\"outside\"", "university-entrance 5000 county:5000; travel-grant 1000 county:1000; student-loan 8000")]
    [InlineData("gongqingcheng-2018", "vocational_college", "\"place\":\"province\"", "vocational-aid 3000 central:3000; vocational-tuition-waiver 2000 county:2000; student-loan 8000")]
    [InlineData("gongqingcheng-2018", "postgraduate", "\"place\":\"province\"", "student-loan ?")]
    // 甘肃
    [InlineData("gansu-2015", "preschool", "", "preschool-fee-waiver 1000 province:600 city-county:400")]
    [InlineData("gansu-2015", "primary", "\"boarding\":true", Stranger)]
    [InlineData("gansu-2015", "junior", "\"boarding\":true", Stranger)]
    [InlineData("gansu-2015", "senior", "", Stranger)]
    [InlineData("gansu-2015", "vocational_secondary", "", "vocational-aid 2000 province:2000; vocational-tuition-waiver 2000 province:2000")]
    [InlineData("gansu-2015", "vocational_college", "\"place\":\"province\"", "college-fee-waiver 2600 province:1560 city-county:1040; student-loan 8000")]
    [InlineData("gansu-2015", "undergraduate", "\"place\":\"province\"", "student-loan 8000")]
    // 002 第9篇
    [InlineData("education-002-9", "preschool", "\"public\":true", "preschool-fee-waiver 3600 city:3600")]
    [InlineData("education-002-9", "preschool", "\"inclusive\":true", "preschool-aid 1500 central:1500")]
    [InlineData("education-002-9", "primary", "\"boarding\":true", "compulsory-boarder-aid 1000 central:1000")]
    [InlineData("education-002-9", "primary", "\"boarding\":false", "compulsory-day-aid 500 central:500")]
    [InlineData("education-002-9", "junior", "\"boarding\":true", "compulsory-boarder-aid 1250 central:1250")]
    [InlineData("education-002-9", "junior", "\"boarding\":false", "compulsory-day-aid 625 central:625")]
    [InlineData("education-002-9", "senior", "", "senior-aid 3000 central:3000; senior-tuition-waiver 4000 city:4000")]
    [InlineData("education-002-9", "vocational_secondary", "", "vocational-aid 2000 central:2000; yulu 3000 province:3000; senior-tuition-waiver 4000 city:4000")]
    [InlineData("education-002-9", "vocational_secondary", "\"grade\":3", "yulu 3000 province:3000; senior-tuition-waiver 4000 city:4000")]
    [InlineData("education-002-9", "undergraduate", "\"new_entrant\":true,\"place\":\"province\",\"public\":true", "travel-grant 500 central:500; backstop-tuition 4000 city:4000; backstop-university 8000 city:8000; student-loan ?")]
    [InlineData("education-002-9", "undergraduate", "\"new_entrant\":true,\"place\":\"outside\",\"public\":true", "travel-grant 1000 central:1000; backstop-tuition 4000 city:4000; backstop-university 8000 city:8000; student-loan ?")]
    [InlineData("education-002-9", "undergraduate", "\"place\":\"outside\",\"public\":false", Stranger)]
    public void A_pupil_is_due_in_a_year_what_the_plan_says(string pack, string stage, string school, string due)
    {
        var dictionary = Engine.Prepare(pack, new(2018, 9, 10)).Compiled.Dictionary;
        // A plan knows the facts that its own rules read.
        var facts = string.Concat(Facts.Split(',').Where(f => dictionary.PersonScope.Find(f.Trim().Split('"')[1]) is not null).Select(f => "," + f.Trim()));
        string[] usual = ["\"grade\":1", "\"place\":\"county\""];
        var members = string.Join(',', [$"\"stage\":\"{stage}\"", "\"major\":\"general\"", .. usual.Where(u => !school.Contains(u.Split(':')[0], StringComparison.Ordinal)), .. school.Split(',', StringSplitOptions.RemoveEmptyEntries)]);
        var disabled = pack == "gongqingcheng-2018" && stage is "primary" or "junior" ? ",\"disability\":{\"category\":4,\"grade\":2}" : "";
        var household = string.Concat(new[] { "targeted_county", "luoxiao_county" }.Where(name => dictionary.HouseholdScope.Find(name) is not null).Select(name => $"\"{name}\":true,"));
        var json = $$$"""
            {"id":"h1","region":"610729101201","status":"registered","category":"general","hardship":["backstop"],"village":{"poor":true},{{{household}}}"persons":[
            {"id":"p1","sex":"male","birth":"2000-01-01","school":{ {{{members}}} }{{{disabled}}}{{{facts}}}}]}
            """;
        Year(pack, json).ShouldBe(due.Split("; ").Order(StringComparer.Ordinal));
    }

    // The terms of a year together; what is paid once counts once.
    private static IEnumerable<string> Year(string pack, string json)
    {
        var autumn = Results(pack, json, new(2018, 9, 10));
        var spring = Results(pack, json, new(2019, 4, 10));
        string[] due =
        [
            .. autumn.Where(r => r.Status != ResultStatus.NotEligible).Select(r =>
            {
                r.Status.ShouldBeOneOf(ResultStatus.Awarded, ResultStatus.Undetermined);
                if (r.Status == ResultStatus.Undetermined)
                {
                    return $"{r.Policy} ?";
                }

                if (r.Value is { } value)
                {
                    return $"{r.Policy} {value}";
                }

                PolicyResult[] both = r.Unit == PolicyPeriod.Term ? [r, spring.Single(s => s.Policy == r.Policy)] : [r];
                var shares = both.SelectMany(b => b.Funding).GroupBy(f => f.Source).Select(g => $"{g.Key}:{Yuan(g.Sum(f => f.Amount.Yuan))}");
                return $"{r.Policy} {Yuan(both.Sum(b => b.Amount.Yuan))} {string.Join(' ', shares)}";
            }),
        ];
        return due.Length == 0 ? [Stranger] : due.Order(StringComparer.Ordinal);
    }

    private static IReadOnlyList<PolicyResult> Results(string pack, string json, DateOnly on) =>
        Engine.Prepare(pack, on).Evaluate(Encoding.UTF8.GetBytes(json)).Results;

    private static string Yuan(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
