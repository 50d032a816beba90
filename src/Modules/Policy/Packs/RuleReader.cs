using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>Reads one file of <c>checks/</c> or <c>procedures/</c>.</summary>
internal sealed partial class RuleReader(YamlItem item, Findings findings)
{
    private static readonly string[] Levels = ["group", "village", "township", "county", "city", "province", "nation"];

    private readonly PolicySubject _subject = item.IsMapping ? item.Choice<PolicySubject>("subject") : default;

    public CheckDefinition? Check()
    {
        item.Only("id", "title", "source", "subject", "inputs", "when", "holds", "figures", "opposes", "precedence", "overrides", "readings", "departments");
        return !item.IsMapping ? null : new CheckDefinition(
            item.Required("id"), item.Title(), item.Source(), _subject, Inputs(), Feel(item, "when", optional: true), Feel(item, "holds")!,
            [.. item["figures"]?.Items.Select(Figure) ?? []], item.Texts("opposes"), Precedence(outcomes: false), item["overrides"]?.Text, item.Place);
    }

    public ProcedureDefinition? Procedure()
    {
        item.Only("id", "title", "source", "subject", "inputs", "stages", "within", "outcomes", "precedence", "overrides", "readings", "departments");
        return !item.IsMapping ? null : new ProcedureDefinition(
            item.Required("id"), item.Title(), item.Source(), _subject, Inputs(), [.. item["stages"]?.Items.Select(Stage) ?? []], Span(item, "within"),
            [.. item["outcomes"]?.Items.Select(Outcome) ?? []], Precedence(outcomes: true), item["overrides"]?.Text, item.Place);
    }

    private IReadOnlyList<InputDefinition> Inputs() => [.. item["inputs"]?.Items.Select(i => InputReader.Read(i, findings, _subject)) ?? []];

    private static FeelSource? Feel(YamlItem owner, string key, bool optional = false)
    {
        if (optional && owner[key] is null)
        {
            return null;
        }

        var text = owner.Required(key);
        return new FeelSource(text.Length == 0 ? "false" : text, (owner[key] ?? owner).TextPlace);
    }

    private static FigureDefinition Figure(YamlItem figure)
    {
        if (figure.Text is { } text)
        {
            return new FigureDefinition(new(text, text), new FeelSource(text, figure.TextPlace));
        }

        figure.Only("title", "value");
        return new FigureDefinition(figure.Title(), Feel(figure, "value")!);
    }

    private static OutcomeDefinition Outcome(YamlItem outcome)
    {
        outcome.Only("id", "title", "when", "source");
        return new OutcomeDefinition(outcome.Required("id"), outcome.Title(), Feel(outcome, "when")!, outcome.Source(), outcome.Place);
    }

    private IReadOnlyList<PrecedenceDefinition> Precedence(bool outcomes)
    {
        List<PrecedenceDefinition> rules = [];
        foreach (var rule in item["precedence"]?.Items ?? [])
        {
            rule.Only(outcomes ? ["rule", "over", "reason"] : ["over", "reason"]);
            rules.Add(new PrecedenceDefinition(outcomes ? rule.Required("rule") : "", rule.Required("over"), rule.Title("reason"), rule.Place));
        }

        return rules;
    }

    private StageDefinition Stage(YamlItem stage)
    {
        stage.Only("id", "title", "actor", "opens", "closes", "after", "takes", "within", "notice", "checks", "votes", "signatures", "documents", "source");
        var actor = stage["actor"]?.Only("role", "level");
        var votes = stage["votes"]?.Only("quorum", "majority");
        return new StageDefinition(
            stage.Required("id"), stage.Title(), actor?.Required("role"), Level(actor), Day(stage, "opens"), Day(stage, "closes"), stage.Texts("after"),
            Span(stage, "takes"), Span(stage, "within"), stage["notice"] is { } notice ? Notice(notice) : null, stage.Texts("checks"),
            Part(votes, "quorum"), Part(votes, "majority"), [.. stage.Texts("signatures").Select(s => s.Text)], [.. stage.Texts("documents").Select(d => d.Text)],
            stage.Source(), stage.Place);
    }

    private string? Level(YamlItem? owner)
    {
        if (owner?["level"] is { } level && !Levels.Contains(level.Text))
        {
            findings.Error("bad-choice", level.Place, $"“{level.Text}”不在可选值之内:{string.Join(", ", Levels)}。", $"'{level.Text}' is none of: {string.Join(", ", Levels)}.");
        }

        return owner?["level"]?.Text;
    }

    // A part of those who may vote: 2/3 is written 0.67.
    private decimal? Part(YamlItem? owner, string key)
    {
        if (owner?.Number(key) is { } part and (<= 0 or > 1))
        {
            findings.Error("bad-number", owner[key]!.Place, $"“{part}”应大于 0、不超过 1,如 0.67。", $"'{part}' should be more than 0 and at most 1, such as 0.67.");
        }

        return owner?.Number(key);
    }

    private NoticeDefinition Notice(YamlItem notice)
    {
        notice.Only("days", "working", "inclusive", "level", "posted", "posted_by", "fields");
        return new NoticeDefinition(
            notice.Whole("days", 0, 3650) ?? 0, notice["inclusive"] is null || notice.Flag("inclusive"), notice.Flag("working"), Level(notice),
            Day(notice, "posted"), Day(notice, "posted_by"), [.. notice.Texts("fields").Select(f => f.Text)], notice.Place);
    }

    // "5 days", "15 working days".
    private Span? Span(YamlItem owner, string key)
    {
        if (owner[key] is not { } value)
        {
            return null;
        }

        if (Duration().Match(value.Text ?? "") is { Success: true } match)
        {
            return new Span(int.Parse(match.Groups["days"].Value, CultureInfo.InvariantCulture), match.Groups["working"].Success);
        }

        findings.Error("bad-duration", value.Place, $"“{value.Text}”应写成 5 days 或 15 working days。", $"'{value.Text}' should read like 5 days or 15 working days.");
        return null;
    }

    // A day of a certain year, or of every year (07-11).
    private DateOnly? Day(YamlItem owner, string key)
    {
        if (owner[key] is not { Text: { } text } value)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || DateOnly.TryParseExact($"2015-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return day;
        }

        findings.Error("bad-date", value.Place, $"“{text}”不是日期,应写成 2016-05-01 或 05-01。", $"'{text}' is not a date such as 2016-05-01 or 05-01.");
        return null;
    }

    [GeneratedRegex(@"^(?<days>\d{1,4}) (?<working>working )?days?$")]
    private static partial Regex Duration();
}
