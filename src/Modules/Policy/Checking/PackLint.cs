using System.Text.RegularExpressions;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Checking;

/// <summary>What a sound pack has beside being well typed: sources, quotes that occur, shares, dates that do not overlap.</summary>
internal sealed class PackLint(EffectivePack pack, SourceTexts sources, Findings findings)
{
    public void Run()
    {
        if (!sources.AtHand)
        {
            findings.Warning("sources-not-at-hand", pack.Own.Place, "没有找到方案原文,引文未核对。", "The plans' texts are not at hand: quotes were not checked.");
        }

        if (pack.Own is { ValidFrom: { } from, ValidTo: { } to } && to < from)
        {
            findings.Error("validity-empty", pack.Own.Place, "有效期的终止早于起始。", "The pack's validity ends before it begins.");
        }

        foreach (var parameter in pack.Own.Parameters)
        {
            Parameter(parameter);
        }

        foreach (var policy in pack.Own.Policies)
        {
            Quote(policy.Source, policy.Place, "policy", "政策", policy.Id);
            Funding(policy);
            Averages(policy);
        }

        foreach (var check in pack.Own.Checks)
        {
            Quote(check.Source, check.Place, "check", "核查", check.Id);
        }

        foreach (var procedure in pack.Own.Procedures)
        {
            Quote(procedure.Source, procedure.Place, "procedure", "程序", procedure.Id);
        }
    }

    private void Parameter(ParameterDefinition parameter)
    {
        if (parameter.Unit is null && parameter.Type == "number")
        {
            findings.Warning("no-unit", parameter.Place, $"参数“{parameter.Id}”没有单位。", $"The parameter '{parameter.Id}' has no unit.");
        }

        DatedValue? last = null;
        foreach (var value in parameter.Values.OrderBy(v => v.From ?? DateOnly.MinValue))
        {
            Quote(value.Source, value.Place, "parameter", "参数", parameter.Id);
            if (value.To < value.From)
            {
                findings.Error("dates-reversed", value.Place, "终止日期早于起始日期。", "The value ends before it begins.");
            }

            if (last is not null && (last.To is null || value.From is null || last.To >= value.From))
            {
                findings.Error("dates-overlap", value.Place, $"参数“{parameter.Id}”的两个取值时段重叠。", $"Two values of '{parameter.Id}' are in force on the same day.");
            }
            else if (last?.To is { } end && value.From is { } start && end.AddDays(1) < start)
            {
                findings.Warning("dates-gap", value.Place, $"参数“{parameter.Id}”在 {end.AddDays(1):yyyy-MM-dd} 至此之间没有取值。",
                    $"'{parameter.Id}' has no value from {end.AddDays(1):yyyy-MM-dd} until this one.");
            }

            last = value;
        }
    }

    // An average says what people receive together; paid to each it would be an invention. Marked by the note `average`.
    private void Averages(PolicyDefinition policy)
    {
        var texts = policy.Parts.SelectMany(p => Texts(p.Amount)).ToList();
        for (var read = 0; read < texts.Count; read++)
        {
            texts.AddRange(pack.Variables.Where(v => Names(texts[read], v.Id) && !texts.Contains(v.Definition.Text)).Select(v => v.Definition.Text).ToList());
        }

        foreach (var parameter in pack.Parameters.Where(p => p.Values.Any(v => v.Notes.ContainsKey("average")) && texts.Any(t => Names(t, p.Id))))
        {
            findings.Error("average-paid", policy.Place, $"“{parameter.Id}”是平均数,“{policy.Id}”不能按它发给个人。",
                $"'{parameter.Id}' is an average: '{policy.Id}' must not pay it to anybody.");
        }
    }

    private static IEnumerable<string> Texts(AmountDefinition amount) =>
        amount.Table is { } table ? table.Rows.Select(r => r.Output.Text) : amount.Expression is { } text ? [text.Text] : [];

    private static bool Names(string text, string id) => Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(id)}(?!\w)");

    private void Funding(PolicyDefinition policy)
    {
        foreach (var funding in policy.Parts.Select(p => p.Funding).Append(policy.Funding).Distinct())
        {
            if (funding.Any(f => f.Share < 0) || (funding.Count > 0 && funding.Sum(f => f.Share) <= 0))
            {
                findings.Error("bad-shares", policy.Place, $"“{policy.Id}”的资金分担比例须为正。", $"The funding shares of '{policy.Id}' must be positive.");
            }

            if (funding.Select(f => f.Source).Distinct().Count() != funding.Count)
            {
                findings.Error("duplicate-source", policy.Place, $"“{policy.Id}”的资金来源重复。", $"A source of money stands twice in '{policy.Id}'.");
            }
        }

        if (policy.Parts.Any(p => p.Funding.Count == 0))
        {
            findings.Warning("no-funding", policy.Place, $"“{policy.Id}”没有写明资金来源。", $"'{policy.Id}' does not say who pays.");
        }
    }

    private void Quote(SourceQuote? source, Place place, string kind, string kindZh, string id)
    {
        if (source is null)
        {
            findings.Warning("no-source", place, $"{kindZh}“{id}”没有注明出处。", $"The {kind} '{id}' names no source.");
            return;
        }

        switch (sources.Find(source.File, source.Quote))
        {
            case QuoteFound.NoFile:
                findings.Error("no-source-file", place, $"没有找到原文“{source.File}”。", $"The source text '{source.File}' is not there.");
                break;
            case QuoteFound.No:
                findings.Error("quote-not-found", place,
                    $"{kindZh}“{id}”的引文在 {source.File} 中没有出现:“{source.Quote}”。", $"The quote of the {kind} '{id}' does not occur in {source.File}: “{source.Quote}”.");
                break;
        }
    }
}
