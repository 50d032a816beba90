using Fuyao.Benefits.Populations;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>What a pack says about a block of households: awards, questions and counts.</summary>
internal sealed class Findings
{
    private readonly RunFrame run;
    private readonly RegisterBlock block;
    private readonly PreparedPack pack;
    private readonly AwardTerms terms;
    private readonly TimeProvider clock;
    private readonly Dictionary<int, HouseholdOutcome> outcomes = [];
    private readonly HashSet<string> parameters;
    private readonly Dictionary<(string Policy, string Parameter), int> waiting = [];

    public Findings(RunFrame run, RegisterBlock block, PreparedPack pack, AwardTerms terms, TimeProvider clock)
    {
        (this.run, this.block, this.pack, this.terms, this.clock) = (run, block, pack, terms, clock);
        parameters = [.. pack.Parameters.Select(p => p.Id)];
        Chunk = new Chunk { Households = block.Households, LastRegion = block.Region(block.Households - 1), LastHousehold = block.Id(block.Households - 1) };
    }

    public Chunk Chunk { get; }

    public void Evaluate()
    {
        Columns();
        foreach (var ((policy, parameter), results) in waiting)
        {
            Chunk.Totals.Unknown(policy, parameter, results);
        }
    }

    // All households at once; those that columns cannot hold one by one.
    private void Columns()
    {
        var builder = pack.Population();
        var (households, persons, alone) = BlockRows.LayOut(builder, block);
        var columns = builder.Build();
        var rules = pack.OverHouseholds(columns, conflicts: true);
        if (rules.Interpreted.Count > 0)
        {
            Interpret(Enumerable.Range(0, block.Households));
            return;
        }

        Chunk.Persons += persons.Count;
        var results = rules.Run();
        Chunk.Totals.Conflicts += results.Conflicts();
        foreach (var policy in pack.Policies.Where(p => p.Subject is PolicySubject.Person or PolicySubject.Household && FallsDue(p.Unit)))
        {
            var awards = results.Of(policy.Id);
            for (var row = 0; row < households.Count; row++)
            {
                if (policy.Subject == PolicySubject.Household)
                {
                    Take(results, awards, row, row, households[row], null);
                    continue;
                }

                var (first, end) = columns.PersonsOf(row);
                for (var p = first; p < end; p++)
                {
                    Take(results, awards, p, row, households[row], persons[p]);
                }
            }
        }

        Interpret(alone);
    }

    private void Interpret(IEnumerable<int> households)
    {
        foreach (var household in households)
        {
            if (Outcome(household) is { } outcome)
            {
                Chunk.Persons += outcome.Persons;
                Chunk.Totals.Conflicts += outcome.Conflicts.Count > 0 ? 1 : 0;
                foreach (var result in outcome.Results.Where(r => FallsDue(r.Unit)))
                {
                    Take(result, household);
                }
            }
        }
    }

    private bool FallsDue(PolicyPeriod unit) => unit != PolicyPeriod.Month || run.MonthlyFallsDue;

    private void Take(PopulationResults results, PopulationAwards awards, int row, int householdRow, int household, int? person)
    {
        switch (awards.Status(row))
        {
            case ResultStatus.NotEligible:
                Chunk.Totals.NotEligible++;
                break;
            case ResultStatus.Excluded:
                Chunk.Totals.Excluded++;
                break;
            case ResultStatus.Manual:
                Open(household, person, awards.Policy.Id, awards.Period, QuestionKind.Manual, []);
                break;
            case ResultStatus.Undetermined:
                Open(household, person, awards.Policy.Id, awards.Period, QuestionKind.Undetermined,
                    results.WaitsForParameter(awards.Policy.Id, householdRow) is { } parameter ? [parameter] : Needs(awards.Policy.Id, household, person));
                break;
            default:
                var amount = awards.Amount(row);
                Award(household, person, awards.Policy.Id, awards.Policy.Unit, awards.Period, amount, amount == Money.Zero ? null : terms.Of(awards, row, amount));
                break;
        }
    }

    private void Take(PolicyResult result, int household)
    {
        var subject = Guid.Parse(result.Subject);
        var (first, end) = block.Members(household);
        int? person = subject == block.Id(household) ? null : Enumerable.Range(first, end - first).First(p => block.PersonId(p) == subject);
        switch (result.Status)
        {
            case ResultStatus.NotEligible:
                Chunk.Totals.NotEligible++;
                break;
            case ResultStatus.Excluded:
                Chunk.Totals.Excluded++;
                break;
            case ResultStatus.Manual or ResultStatus.Undetermined:
                Open(household, person, result.Policy, result.Period, result.Status == ResultStatus.Manual ? QuestionKind.Manual : QuestionKind.Undetermined, result.Needs);
                break;
            default:
                Award(household, person, result.Policy, result.Unit, result.Period, result.Amount, result.Amount == Money.Zero ? null : AwardTerms.Of(result.Parts, result.Funding));
                break;
        }
    }

    private void Award(int household, int? person, string policy, PolicyPeriod unit, string period, Money amount, Terms? given)
    {
        if (given is null)
        {
            // A policy that classifies.
            Chunk.Totals.WithoutAmount++;
            return;
        }

        Chunk.Candidates.Add(new Candidate(
            new Award
            {
                County = run.County,
                Id = Ids.New(clock),
                Region = block.Region(household),
                RunId = run.Id,
                HouseholdId = block.Id(household),
                HouseholdNumber = block.Number(household),
                HeadName = block.HeadName(household),
                PersonId = person is { } of ? block.PersonId(of) : null,
                PersonName = person is { } named ? block.PersonName(named) : null,
                Policy = policy,
                Subject = person is { } subject ? block.PersonId(subject) : block.Id(household),
                Unit = Codes.Of(unit),
                Period = period,
                Status = AwardStatus.Awarded,
                Amount = amount,
                Cash = given.Cash,
                Payee = given.Payee,
                Parts = given.Parts,
                Funding = given.Funding,
                HouseholdVersion = block.Version(household),
            },
            given.Shares));
    }

    /// <summary>Something that the rules cannot decide: a question of its own, unless it waits for nothing but parameters.</summary>
    private void Open(int household, int? person, string policy, string period, QuestionKind kind, IReadOnlyList<string> needs)
    {
        _ = kind == QuestionKind.Manual ? Chunk.Totals.Manual++ : Chunk.Totals.Undetermined++;
        if (kind == QuestionKind.Undetermined && needs.Count > 0 && needs.All(parameters.Contains))
        {
            foreach (var parameter in needs)
            {
                waiting[(policy, parameter)] = waiting.GetValueOrDefault((policy, parameter)) + 1;
            }

            return;
        }

        Chunk.Questions.Add(new Question
        {
            County = run.County,
            Id = Ids.New(clock),
            Region = block.Region(household),
            RunId = run.Id,
            HouseholdId = block.Id(household),
            HouseholdNumber = block.Number(household),
            HeadName = block.HeadName(household),
            PersonId = person is { } of ? block.PersonId(of) : null,
            PersonName = person is { } named ? block.PersonName(named) : null,
            Policy = policy,
            Subject = person is { } subject ? block.PersonId(subject) : block.Id(household),
            Period = period,
            Kind = kind,
            Needs = string.Join(",", needs),
        });
    }

    // Columns say that something is missing, the interpreter what.
    private IReadOnlyList<string> Needs(string policy, int household, int? person)
    {
        var subject = (person is { } of ? block.PersonId(of) : block.Id(household)).ToString();
        return Outcome(household)?.Results.FirstOrDefault(r => r.Policy == policy && r.Subject == subject)?.Needs ?? [];
    }

    private HouseholdOutcome? Outcome(int household)
    {
        if (outcomes.TryGetValue(household, out var known))
        {
            return known;
        }

        try
        {
            return outcomes[household] = pack.Evaluate(block.Json(household), Explain.Nothing);
        }
        catch (ProblemException unreadable)
        {
            // One household that the rules cannot read must not keep a county from being paid: it waits for a person.
            var (first, end) = block.Members(household);
            Chunk.Persons += end - first;
            Open(household, null, "", "", QuestionKind.Manual, [.. unreadable.Problems.Select(p => p.Path ?? p.Code)]);
            return null;
        }
    }
}
