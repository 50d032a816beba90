using System.Globalization;
using System.Runtime.CompilerServices;
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
        var zh = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[400]);
        var en = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[400]);
        var title = policy.Definition.Title;
        zh.AppendLiteral(title.Zh);
        en.AppendLiteral(title.En);
        switch (result.Status)
        {
            case ResultStatus.Awarded:
                var gives = Gives(policy, new Decision(result.Status, result.Amount, result.Value));
                zh.AppendLiteral($":{gives.Zh}。");
                en.AppendLiteral($": {gives.En}.");
                break;
            case ResultStatus.Excluded:
                zh.AppendLiteral($":另有待遇({result.By}),不能同时享受。");
                en.AppendLiteral($": not beside {result.By}.");
                break;
            case ResultStatus.Undetermined:
                zh.AppendLiteral($":暂不能确定,还需要知道{string.Join("、", result.Needs.Select(n => labels.Label(n).Zh))}。");
                en.AppendLiteral($": cannot be decided until {string.Join(", ", result.Needs.Select(n => labels.Label(n).En))} is known.");
                break;
            case ResultStatus.Manual:
                zh.AppendLiteral(":方案没有写明,由人决定。");
                en.AppendLiteral(": the plan does not say; a person decides.");
                break;
            default:
                zh.AppendLiteral(":不符合条件。");
                en.AppendLiteral(": the condition is not met.");
                break;
        }

        Reasons(result.Because, labels, ref zh, ref en);
        if (result.Source is { } source)
        {
            zh.AppendLiteral("方案原文:“");
            zh.AppendLiteral(source.Quote);
            zh.AppendLiteral("”。");
            en.AppendLiteral(" The plan says: “");
            en.AppendLiteral(source.Quote);
            en.AppendLiteral("”.");
        }

        foreach (var alternative in result.WouldChange ?? [])
        {
            zh.AppendLiteral(alternative.Message.Zh);
            en.AppendLiteral(" ");
            en.AppendLiteral(alternative.Message.En);
        }

        return new LocalText(zh.ToStringAndClear(), en.ToStringAndClear());
    }

    private static void Reasons(IReadOnlyList<Reason> because, VariableLabels labels, ref DefaultInterpolatedStringHandler zh, ref DefaultInterpolatedStringHandler en)
    {
        var any = false;
        int? row = null;
        ParameterInfo? parameter = null;
        foreach (var reason in because)
        {
            row ??= reason.Row;
            parameter ??= reason.Parameter;
            if (reason is not { Expression: { } expression, Parameter: null, Unknown: false, Value: not null } || reason.Value is string and ("" or ['[', ..]))
            {
                continue;
            }

            var (label, value) = (labels.Label(expression), labels.Value(expression, reason.Value));
            zh.AppendLiteral(any ? "," : "理由:");
            zh.AppendLiteral(label.Zh);
            zh.AppendLiteral(value.Zh);
            en.AppendLiteral(any ? ", " : " Because: ");
            en.AppendLiteral(label.En);
            en.AppendLiteral(" ");
            en.AppendLiteral(value.En);
            any = true;
        }

        if (any)
        {
            zh.AppendLiteral(row is null ? "。" : $",适用表中第{row}行。");
            en.AppendLiteral(row is null ? "." : $"; row {row} of the table applies.");
        }

        if (parameter?.From is { } since)
        {
            zh.AppendLiteral($"标准自{since:yyyy年M月d日}起执行。");
            en.AppendLiteral($" The rate is in force from {since:yyyy-MM-dd}.");
        }
    }

    public static LocalText Alternative(
        VariableLabels labels, string input, FeelValue to, decimal? change, DateOnly? from, CompiledPolicy policy, Decision result)
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

    private static LocalText Gives(CompiledPolicy policy, Decision result) => result.Status switch
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
