using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>A policy as its readers see it.</summary>
internal static class PolicyDescription
{
    public static PolicyInfo Of(PolicyDefinition policy)
    {
        var amount = policy.Value ?? policy.Parts.FirstOrDefault()?.Amount;
        return new PolicyInfo(
            policy.Id, policy.Title, policy.Subject, policy.Unit, policy.Kind, policy.Payee, policy.Source, policy.Eligible.Text,
            amount?.Expression?.Text, amount?.Table is { } table ? Table(table) : null, [.. policy.Funding.Concat(policy.Parts.SelectMany(p => p.Funding)).DistinctBy(f => f.Source)],
            [.. policy.After.Select(a => a.Text)], [.. policy.Excludes.Select(e => e.Text)], policy.Readings, policy.Departments)
        {
            Pay = policy.Pay,
        };
    }

    private static TableInfo Table(TableDefinition table) => new(
        table.Name, table.Hit.ToString().ToUpperInvariant(), [.. table.Inputs.Select(i => i.Text)],
        [.. table.Rows.Select(r => new TableRowInfo([.. r.Conditions.Select(c => c.Text)], r.Output.Text))]);
}
