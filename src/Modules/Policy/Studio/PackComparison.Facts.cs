using System.Globalization;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Studio;

/// <summary>What the items of a pack say, thing by thing, so that two versions can be laid beside each other.</summary>
internal static partial class PackComparison
{
    /// <param name="Of">Of several alike, which.</param>
    private sealed record Fact(string What, string? Of, string? Text, StudioTable? Table = null);

    private static IEnumerable<Fact> Facts(StudioPack pack) => Present(
    [
        .. Titles(pack.Title), new("version", null, pack.Version), new("jurisdiction", null, pack.Jurisdiction), new("valid_from", null, Day(pack.ValidFrom)),
        new("valid_to", null, Day(pack.ValidTo)), new("extends", null, pack.Extends),
    ]);

    private static IEnumerable<Fact> Facts(StudioParameter parameter) => Present(
    [
        .. Titles(parameter.Title), new("unit", null, parameter.Unit),
        .. parameter.Values.SelectMany(v => new Fact[]
        {
            new("value", Day(v.From) ?? "", v.Unknown ? "unknown" : v.Value), new("until", Day(v.From) ?? "", Day(v.To)), new("quote", Day(v.From) ?? "", v.Source?.Quote),
        }),
        new("overrides", null, parameter.Overrides),
    ]);

    private static IEnumerable<Fact> Facts(StudioPolicy policy) => Present(
    [
        .. Titles(policy.Title), .. Quoted(policy.Source), new("subject", null, Code(policy.Subject)), new("period", null, Code(policy.Unit)), new("eligible", null, policy.Eligible.Text),
        new("manual", null, policy.Manual?.Text),
        .. policy.Parts.Index().SelectMany(p => Amount("amount", policy.Parts.Count > 1 ? $"{p.Index + 1}" : null, p.Item.Amount)
            .Append(new Fact("payee", policy.Parts.Count > 1 ? $"{p.Index + 1}" : null, $"{Code(p.Item.Kind)} → {Code(p.Item.Payee)}"))
            .Append(new Fact("funding", policy.Parts.Count > 1 ? $"{p.Index + 1}" : null, string.Join(", ", p.Item.Funding.Select(f => $"{f.Source} {f.Share.ToString(CultureInfo.InvariantCulture)}"))))),
        .. policy.Value is { } value ? Amount("value", null, value) : [],
        new("after", null, string.Join(", ", policy.After)), new("excludes", null, string.Join(", ", policy.Excludes)),
        .. policy.Readings.Index().Select(r => new Fact("reading", $"{r.Index + 1}", r.Item.Zh)), new("departments", null, string.Join("、", policy.Departments)),
        new("overrides", null, policy.Overrides),
    ]);

    private static IEnumerable<Fact> Facts(StudioCheck check) => Present(
    [
        .. Titles(check.Title), .. Quoted(check.Source), new("subject", null, Code(check.Subject)), new("when", null, check.When?.Text), new("holds", null, check.Holds.Text),
        .. check.Figures.Select(f => new Fact("figure", f.Title.Zh, f.Value.Text)), new("overrides", null, check.Overrides),
    ]);

    private static IEnumerable<Fact> Facts(StudioProcedure procedure) => Present(
    [
        .. Titles(procedure.Title), .. Quoted(procedure.Source), new("subject", null, Code(procedure.Subject)),
        .. procedure.Stages.Select(s => new Fact("stage", s.Id, string.Join(" · ", new[] { s.Title.Zh, s.Role, s.Level, s.Takes?.ToString(CultureInfo.InvariantCulture), s.NoticeDays?.ToString(CultureInfo.InvariantCulture) }.OfType<string>()))),
        .. procedure.Outcomes.Select(o => new Fact("outcome", o.Id, o.When.Text)), new("overrides", null, procedure.Overrides),
    ]);

    private static IEnumerable<Fact> Facts(StudioVariable variable) => Present(
        [.. Titles(variable.Title), new("unit", null, variable.Unit), new("type", null, variable.Type), new("definition", null, variable.Definition?.Text)]);

    // A test as its file has it: what it changes in the household too.
    private static IEnumerable<Fact> Facts(StudioTest test, EffectivePack pack)
    {
        var definition = pack.Own.Tests.FirstOrDefault(t => t.Name == test.Name && t.Place.File == test.Place.File);
        return Present(
        [
            new("on", null, Day(test.On)), new("household", null, definition is null ? null : System.Text.Encoding.UTF8.GetString(definition.Household)), new("facts", null, definition?.Facts),
            .. test.Expects.Select(e => new Fact("expect", e.Rule, e.Says)),
        ]);
    }

    private static IEnumerable<Fact> Titles(LocalText title) => [new("title", "zh", title.Zh), new("title", "en", title.En)];

    private static IEnumerable<Fact> Quoted(SourceQuote? source) => [new("quote", null, source?.Quote), new("source", null, source is null ? null : $"{source.File} {source.Plan}".Trim())];

    private static IEnumerable<Fact> Amount(string what, string? of, StudioAmount amount) => [new(what, of, amount.Expression?.Text ?? amount.Table?.Hit, amount.Table)];

    private static IEnumerable<Fact> Present(IEnumerable<Fact> facts) => facts.Where(f => !string.IsNullOrEmpty(f.Text));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Code<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
