using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>What one household is due under a pack, and why. Needs no database.</summary>
internal static class EvalVerb
{
    private static readonly Option<string> Pack = new("--pack") { Description = "the pack's id", HelpName = "ID", Required = true };

    private static readonly Option<string> Household = new("--household") { Description = "one household as JSON, or an array of them", HelpName = "FILE", Required = true };

    private static readonly Option<string> On = new("--on") { Description = "the date, such as 2016-05-01", HelpName = "DATE", Required = true };

    private static readonly Option<string?> Policy = new("--policy") { Description = "only this policy", HelpName = "ID" };

    private static readonly Option<bool> Explained = new("--explain") { Description = "every step as a tree" };

    public static Command Build() => new Command("eval", "what one household is due, and why") { Pack, Household, On, Policy, Explained }.Runs(async (run, cancellation) =>
    {
        if (!DateOnly.TryParseExact(run.Get(On), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            throw new VerbException("bad-date", new LocalText($"“{run.Get(On)}” 不是日期,应写成 2016-05-01。", $"'{run.Get(On)}' is not a date such as 2016-05-01."));
        }

        var pack = run.PolicyEngine().Prepare(run.Get(Pack)!, on);
        var outcomes = pack.EvaluateDocument(await File.ReadAllBytesAsync(run.Get(Household)!, cancellation), run.Get(Explained) ? Explain.Everything : Explain.Alternatives, run.Get(Policy));
        using var document = JsonDocument.Parse(EvaluationDocument.ToJson(pack, outcomes));
        return new Outcome(document.RootElement.Clone(), terminal => Show(run, terminal, pack, outcomes));
    });

    private static void Show(Invocation run, IAnsiConsole terminal, PreparedPack pack, IReadOnlyList<HouseholdOutcome> outcomes)
    {
        var policies = pack.Policies.ToDictionary(p => p.Id);
        if (pack.OutOfValidity)
        {
            run.Tell(new LocalText("此日期在政策包的有效期之外。", "The date lies outside the pack's validity."));
        }

        foreach (var outcome in outcomes)
        {
            terminal.WriteLine($"{run.Say(new LocalText("户", "Household"))} {outcome.Id}");
            foreach (var result in outcome.Results.Where(r => r.Status != ResultStatus.NotEligible))
            {
                terminal.WriteLine($"  {run.Say(policies[result.Policy].Title)}  {result.Subject}  {Came(run, result)}");
                terminal.WriteLine($"    {string.Join(", ", result.Because.Select(Text))}");
                terminal.WriteLine($"    {(result.Says is { } says ? run.Say(says) : $"“{result.Source?.Quote}”")}");
            }
        }
    }

    private static string Came(Invocation run, PolicyResult result) => result.Status switch
    {
        ResultStatus.Awarded => result.Value ?? $"{result.Amount.ToDisplay()} / {run.Say(Unit(result.Unit))}",
        ResultStatus.Excluded => run.Say(new LocalText($"与“{result.By}”不能同时享受", $"excluded by {result.By}")),
        ResultStatus.Undetermined => run.Say(new LocalText($"待定,需要:{string.Join("、", result.Needs)}", $"undetermined, needs {string.Join(", ", result.Needs)}")),
        _ => run.Say(new LocalText("由人决定", "a person decides")),
    };

    private static LocalText Unit(PolicyPeriod unit) => unit switch
    {
        PolicyPeriod.Month => new("月", "month"),
        PolicyPeriod.Term => new("学期", "term"),
        PolicyPeriod.SchoolYear => new("学年", "school year"),
        PolicyPeriod.Year => new("年", "year"),
        PolicyPeriod.Once => new("一次性", "once"),
        _ => new("次", "event"),
    };

    private static string Text(Reason reason) => reason.Table is not null
        ? $"{reason.Table} #{reason.Row}"
        : string.Create(CultureInfo.InvariantCulture, $"{reason.Expression} = {(reason.Unknown ? "?" : reason.Value ?? "null")}");
}
