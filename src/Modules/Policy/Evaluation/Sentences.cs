using Fuyao.Feel.Values;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;

namespace Fuyao.Policy.Evaluation;

/// <summary>Results and what would change them as a village cadre reads them out.</summary>
internal static class Sentences
{
    /// <summary>The result, its reasons, the plan's words, and what would change it.</summary>
    public static LocalText Of(CompiledPolicy policy, PolicyResult result, VariableLabels labels)
    {
        var title = policy.Definition.Title;
        var reasons = result.Because
            .Where(b => b is { Expression: not null, Parameter: null, Unknown: false, Value: not null } && b.Value is not string { Length: 0 } && (b.Value as string)?[0] != '[')
            .Select(b => (Label: labels.Label(b.Expression!), Value: labels.Value(b.Expression!, b.Value))).ToList();
        var row = result.Because.FirstOrDefault(b => b.Row is not null)?.Row;
        var parameter = result.Because.FirstOrDefault(b => b.Parameter is not null)?.Parameter;
        string[] zh =
        [
            result.Status switch
            {
                ResultStatus.Awarded => $"{title.Zh}:{Gives(policy, result).Zh}。",
                ResultStatus.Excluded => $"{title.Zh}:另有待遇({result.By}),不能同时享受。",
                ResultStatus.Undetermined => $"{title.Zh}:暂不能确定,还需要知道{string.Join("、", result.Needs.Select(n => labels.Label(n).Zh))}。",
                ResultStatus.Manual => $"{title.Zh}:方案没有写明,由人决定。",
                _ => $"{title.Zh}:不符合条件。",
            },
            reasons.Count == 0 ? "" : $"理由:{string.Join(",", reasons.Select(r => $"{r.Label.Zh}{r.Value.Zh}"))}{(row is null ? "" : $",适用表中第{row}行")}。",
            parameter?.From is { } since ? $"标准自{since:yyyy年M月d日}起执行。" : "",
            result.Source is null ? "" : $"方案原文:“{result.Source.Quote}”。",
            .. (result.WouldChange ?? []).Select(a => a.Message.Zh),
        ];
        string[] en =
        [
            result.Status switch
            {
                ResultStatus.Awarded => $"{title.En}: {Gives(policy, result).En}.",
                ResultStatus.Excluded => $"{title.En}: not beside {result.By}.",
                ResultStatus.Undetermined => $"{title.En}: cannot be decided until {string.Join(", ", result.Needs.Select(n => labels.Label(n).En))} is known.",
                ResultStatus.Manual => $"{title.En}: the plan does not say; a person decides.",
                _ => $"{title.En}: the condition is not met.",
            },
            reasons.Count == 0 ? "" : $"Because: {string.Join(", ", reasons.Select(r => $"{r.Label.En} {r.Value.En}"))}{(row is null ? "" : $"; row {row} of the table applies")}.",
            parameter?.From is { } from ? $"The rate is in force from {from:yyyy-MM-dd}." : "",
            result.Source is null ? "" : $"The plan says: “{result.Source.Quote}”.",
            .. (result.WouldChange ?? []).Select(a => a.Message.En),
        ];
        return new LocalText(string.Concat(zh), string.Join(" ", en.Where(s => s.Length > 0)));
    }

    public static LocalText Alternative(
        VariableLabels labels, string input, FeelValue to, decimal? change, DateOnly? from, CompiledPolicy policy, PolicyResult result)
    {
        var label = labels.Label(input);
        var value = labels.Value(input, Explanations.Plain(to));
        var (zh, en) = (from, change) switch
        {
            ({ } day, _) when to.IsNumber => ($"从{day:yyyy年M月d日}起(满{value.Zh})", $"From {day:yyyy-MM-dd}, aged {value.En}"),
            ({ } day, _) => ($"从{day:yyyy年M月d日}起", $"From {day:yyyy-MM-dd}"),
            (_, > 0) when to.IsNumber => ($"如果{label.Zh}达到{value.Zh}", $"If {label.En} were {value.En} or more"),
            (_, < 0) when to.IsNumber => ($"如果{label.Zh}不超过{value.Zh}", $"If {label.En} were {value.En} or less"),
            (_, > 0) => ($"如果{label.Zh}在{value.Zh}或以后", $"If {label.En} were {value.En} or later"),
            (_, < 0) => ($"如果{label.Zh}在{value.Zh}或以前", $"If {label.En} were {value.En} or earlier"),
            _ => ($"如果{label.Zh}为{value.Zh}", $"If {label.En} were {value.En}"),
        };
        var gives = Gives(policy, result);
        return new LocalText($"{zh}:{gives.Zh}。", $"{en}: {gives.En}.");
    }

    private static LocalText Gives(CompiledPolicy policy, PolicyResult result) => result.Status switch
    {
        ResultStatus.Awarded when result.Value is { } value => new(value, value),
        ResultStatus.Awarded => PerUnit(policy.Definition.Unit, result.Amount),
        ResultStatus.Manual => new("由人决定", "a person decides"),
        ResultStatus.NotEligible => new("没有此项待遇", "nothing is due"),
        _ => new("不能同时享受", "not beside another benefit"),
    };

    private static LocalText PerUnit(PolicyPeriod unit, Money amount) => unit switch
    {
        PolicyPeriod.Month => new($"每月{amount}元", $"{amount} yuan a month"),
        PolicyPeriod.Term => new($"每学期{amount}元", $"{amount} yuan a term"),
        PolicyPeriod.SchoolYear => new($"每学年{amount}元", $"{amount} yuan a school year"),
        PolicyPeriod.Year => new($"每年{amount}元", $"{amount} yuan a year"),
        PolicyPeriod.Once => new($"一次性{amount}元", $"{amount} yuan once"),
        _ => new($"每次{amount}元", $"{amount} yuan each time"),
    };
}
