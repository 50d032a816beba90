using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>The order in which policies are worked out: what is read first, what excludes before what is excluded.</summary>
internal static class PolicyOrder
{
    /// <summary>Sorted, file order kept where nothing else decides; null when they wait for one another in a circle.</summary>
    public static IReadOnlyList<PolicyDefinition>? Sort(IReadOnlyList<PolicyDefinition> policies, Findings findings)
    {
        var byId = policies.ToDictionary(p => p.Id);
        var before = policies.ToDictionary(p => p.Id, _ => new List<string>());
        foreach (var policy in policies)
        {
            foreach (var (id, place) in policy.After.Concat(policy.Excludes).Where(r => !byId.ContainsKey(r.Text)))
            {
                var near = YamlItem.Nearest(id, byId.Keys);
                findings.Error("unknown-policy", place,
                    $"没有政策“{id}”。" + (near is null ? "" : $"是不是“{near}”?"), $"There is no policy '{id}'." + (near is null ? "" : $" Did you mean '{near}'?"));
            }

            before[policy.Id].AddRange(policy.After.Select(a => a.Text).Where(byId.ContainsKey));
            foreach (var excluded in policy.Excludes.Where(e => byId.ContainsKey(e.Text)))
            {
                before[excluded.Text].Add(policy.Id);
            }
        }

        List<PolicyDefinition> sorted = [];
        var left = policies.ToList();
        while (left.Count > 0)
        {
            var next = left.Find(p => before[p.Id].TrueForAll(b => sorted.Exists(s => s.Id == b)));
            if (next is null)
            {
                var circle = string.Join(", ", left.Select(p => p.Id));
                findings.Error("policy-cycle", left[0].Place, $"这些政策互相等待:{circle}。", $"These policies wait for one another: {circle}.");
                return null;
            }

            sorted.Add(next);
            left.Remove(next);
        }

        return sorted;
    }
}
