using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fuyao.Feel;
using Fuyao.Feel.Analysis;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>
/// Rules that must not hold together but do for some input; conditions and branches that no input reaches; stated figures that do not
/// agree. Each with a witness. A precedence with its reason silences a contradiction, nothing else does.
/// </summary>
internal sealed class Contradictions(CompiledPack pack, Findings findings)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, FeelValue> _known = pack.Parameters.Zip(pack.ParameterValues).ToDictionary(p => p.First.Id, p => p.Second);

    /// <summary>A rule under its name: the conditions that make it hold.</summary>
    private sealed record Rule(string Id, LocalText Title, Place Place, IReadOnlyList<FeelExpression> Conditions);

    public void Run()
    {
        _known["on"] = FeelValue.Of(pack.On);
        Policies();
        Checks();
        foreach (var procedure in pack.Procedures)
        {
            Rule[] outcomes = [.. procedure.Outcomes.Select(o => new Rule(o.Definition.Id, o.Definition.Title, o.Definition.Place, [o.When]))];
            Array.ForEach(outcomes, CanHold);
            References(procedure.Definition.Precedence.SelectMany(p => new[] { (p.Winner, p.Place), (p.Over, p.Place) }), outcomes.Select(o => o.Id));
            foreach (var (i, first) in outcomes.Index())
            {
                foreach (var second in outcomes.Skip(i + 1).Where(o => !procedure.Definition.Precedence.Any(p =>
                    (p.Winner == first.Id && p.Over == o.Id) || (p.Winner == o.Id && p.Over == first.Id))))
                {
                    Together(first, second, procedure.Definition.Id);
                }
            }
        }
    }

    private void Policies()
    {
        Dictionary<string, (Rule Rule, CompiledPolicy Policy)> rules = pack.AllPolicies.ToDictionary(
            p => p.Id, p => (new Rule(p.Id, p.Definition.Title, p.Definition.Eligible.Place, [p.Eligible]), p));
        foreach (var (rule, policy) in rules.Values)
        {
            CanHold(rule);
            foreach (var amount in policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<CompiledAmount>().Where(a => a.Expression is not null))
            {
                var place = policy.Definition.Parts.Select(p => p.Amount).Append(policy.Definition.Value).First(a => a?.Expression?.Text == amount.Expression!.Text)!.Expression!.Place;
                FeelFindings.Report(FeelSearch.UnreachableBranches(amount.Expression!, policy.Eligible, _known), place, findings);
            }

            FeelFindings.Report(FeelSearch.UnreachableBranches(policy.Eligible, null, _known), rule.Place, findings);
            References(policy.Definition.Opposes, rules.Keys);
            foreach (var (id, place) in policy.Definition.Opposes.Where(o => rules.ContainsKey(o.Text)))
            {
                var (other, opposed) = rules[id];
                if (opposed.Definition.Subject != policy.Definition.Subject)
                {
                    findings.Error("other-subject", place, $"“{id}”的对象不同,无法比较。", $"'{id}' is about another kind of subject: the two cannot be compared.");
                }
                else if (!policy.Definition.Precedence.Any(p => p.Over == id) && !opposed.Definition.Precedence.Any(p => p.Over == policy.Id))
                {
                    Together(rule, other, null);
                }
            }
        }
    }

    private void Checks()
    {
        Dictionary<string, (Rule Rule, CompiledCheck Check)> rules = pack.Checks.ToDictionary(
            c => c.Definition.Id, c => (new Rule(c.Definition.Id, c.Definition.Title, c.Definition.Holds.Place, c.When is null ? [c.Holds] : [c.When, c.Holds]), c));
        foreach (var (rule, check) in rules.Values)
        {
            if (check.IsDecided(pack.Pack))
            {
                Figures(check);
                continue;
            }

            CanHold(rule);
            References(check.Definition.Opposes, rules.Keys);
            foreach (var (id, _) in check.Definition.Opposes.Where(o => rules.ContainsKey(o.Text)))
            {
                if (!check.Definition.Precedence.Any(p => p.Over == id) && !rules[id].Check.Definition.Precedence.Any(p => p.Over == check.Definition.Id)
                    && rules[id].Check.Definition.Subject == check.Definition.Subject)
                {
                    Together(rule, rules[id].Rule, null);
                }
            }
        }
    }

    private void CanHold(Rule rule)
    {
        if (FeelSearch.Together(rule.Conditions, _known) is { Witness: null, Exhaustive: true })
        {
            findings.Error("never-true", rule.Place, $"“{rule.Id}”的条件永远不会成立。", $"The condition of '{rule.Id}' can never be true.");
        }
    }

    private void Together(Rule first, Rule second, string? procedure)
    {
        if (FeelSearch.Together([.. first.Conditions, .. second.Conditions], _known).Witness is not { } witness)
        {
            return;
        }

        var of = procedure is null ? ("", "") : ($"程序“{procedure}”中", $"In the procedure '{procedure}' ");
        var shown = string.Join(", ", witness.Select(w => $"{w.Path} = {w.Value}"));
        findings.Error("contradiction", second.Place,
            $"{of.Item1}“{first.Title.Zh}”({first.Id})与“{second.Title.Zh}”({second.Id})不应同时成立,但在 {shown} 时都成立;请写明哪条优先(precedence)及理由。",
            $"{of.Item2}'{first.Title.En}' ({first.Id}) and '{second.Title.En}' ({second.Id}) must not hold together, but both do when {shown}; record which goes first (precedence) and why.",
            Json(witness));
    }

    // Figures that the pack itself states: nothing about a subject is needed to see whether they agree.
    private void Figures(CompiledCheck check)
    {
        var input = check.Scope.Input([.. _known.Where(k => check.Scope.Find(k.Key) is not null).Select(k => (k.Key, k.Value))]);
        if (check.Definition.Precedence.Count > 0 || check.Holds.Evaluate(input).Value is not { IsFalse: true })
        {
            return;
        }

        var figures = check.Figures.Select(f => (Path: f.Title, f.Value.Evaluate(input).Value)).ToList();
        findings.Error("figures-contradict", check.Definition.Holds.Place,
            $"“{check.Definition.Title.Zh}”:方案自己的数字不一致({string.Join(",", figures.Select(f => $"{f.Path.Zh} {f.Value}"))});请写明以哪个为准(precedence)及理由。",
            $"'{check.Definition.Title.En}': the plan's own figures do not agree ({string.Join(", ", figures.Select(f => $"{f.Path.En} {f.Value}"))}); record which one counts (precedence) and why.",
            Json([.. check.Holds.Reads.Select(r => (r, _known[r]))]));
    }

    private void References(IEnumerable<(string Text, Place Place)> references, IEnumerable<string> known)
    {
        var ids = known.ToList();
        foreach (var (id, place) in references.Where(r => !ids.Contains(r.Text)))
        {
            var near = YamlItem.Nearest(id, ids);
            findings.Error("unknown-rule", place, $"没有“{id}”。" + (near is null ? "" : $"是不是“{near}”?"), $"There is no '{id}'." + (near is null ? "" : $" Did you mean '{near}'?"));
        }
    }

    private static string Json(IReadOnlyList<(string Path, FeelValue Value)> witness) => JsonSerializer.Serialize(witness.ToDictionary(w => w.Path, w => w.Value.Kind switch
    {
        FeelKind.Number => w.Value.AsNumber,
        FeelKind.Boolean => w.Value.IsTrue,
        FeelKind.String => (object)w.Value.AsString,
        FeelKind.Date => w.Value.AsDate.ToDateOnly().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FeelKind.Null => null,
        _ => w.Value.ToString(),
    }), Readable);
}
