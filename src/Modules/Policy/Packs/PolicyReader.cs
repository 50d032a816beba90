using Fuyao.Feel.Tables;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Packs;

/// <summary>Reads one file of <c>policies/</c>.</summary>
internal sealed class PolicyReader(YamlItem item, Findings findings)
{
    public static readonly Dictionary<string, (HitPolicy Hit, Aggregation Aggregation)> Hits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UNIQUE"] = (HitPolicy.Unique, Aggregation.None),
        ["ANY"] = (HitPolicy.Any, Aggregation.None),
        ["FIRST"] = (HitPolicy.First, Aggregation.None),
        ["COLLECT SUM"] = (HitPolicy.Collect, Aggregation.Sum),
        ["COLLECT MIN"] = (HitPolicy.Collect, Aggregation.Min),
        ["COLLECT MAX"] = (HitPolicy.Collect, Aggregation.Max),
        ["COLLECT COUNT"] = (HitPolicy.Collect, Aggregation.Count),
    };

    public PolicyDefinition? Read()
    {
        item.Only("id", "title", "source", "subject", "period", "kind", "payee", "eligible", "manual", "amount", "parts", "value", "funding",
            "after", "excludes", "opposes", "precedence", "readings", "departments", "pay", "overrides");
        if (!item.IsMapping)
        {
            return null;
        }

        var kind = item.Choice("kind", (BenefitKind?)BenefitKind.Cash);
        var payee = item.Choice("payee", (Payee?)Payee.Household);
        var funding = Funding(item);
        var classifies = item["value"] is not null;
        IReadOnlyList<PartDefinition> parts = item["parts"] is { } list
            ? [.. list.Items.Select(part => Part(part.Only("kind", "payee", "amount", "funding"), kind, payee, part["funding"] is null ? funding : Funding(part)))]
            : classifies ? [] : [Part(item, kind, payee, funding)];
        PrecedenceDefinition[] precedence =
            [.. item["precedence"]?.Items.Select(p => new PrecedenceDefinition("", p.Only("over", "reason").Required("over"), p.Title("reason"), p.Place)) ?? []];
        return new PolicyDefinition
        {
            Id = item.Required("id"),
            Title = item.Title(),
            Source = item.Source(),
            Subject = item.Choice<PolicySubject>("subject"),
            Unit = item.Choice<PolicyPeriod>("period"),
            Kind = kind,
            Payee = payee,
            Eligible = Feel("eligible") ?? new FeelSource("false", item.Place),
            Manual = item["manual"] is null ? null : Feel("manual"),
            Parts = parts,
            Value = classifies ? Amount(item, "value") : null,
            Funding = funding,
            After = item.Texts("after"),
            Excludes = [.. item.Texts("excludes"), .. precedence.Select(p => (p.Over, p.Place))],
            Opposes = item.Texts("opposes"),
            Precedence = precedence,
            Readings = [.. item["readings"]?.Items.Select(r => new LocalText(r.Required("zh"), r.Required("en"))) ?? []],
            Departments = [.. item.Texts("departments").Select(t => t.Text)],
            Pay = item["pay"] is { } pay ? Pay(pay.Only("before_term", "months", "source")) : null,
            Overrides = item["overrides"]?.Text,
            Place = item.Place,
        };
    }

    private PayWindow Pay(YamlItem pay)
    {
        var days = pay.Whole("before_term", 0, 180);
        var months = new List<int>();
        foreach (var (text, place) in pay.Texts("months"))
        {
            if (!int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12)
            {
                findings.Error("bad-pay-month", place, $"“{text}”不是月份,应为 1–12。", $"'{text}' is not a month from 1 to 12.");
                continue;
            }

            months.Add(month);
        }

        if (pay["before_term"] is null && pay["months"] is null)
        {
            findings.Error("bad-pay", pay.Place, "发放时间应写明开学前天数(before_term,0–180)或月份(months)。", "Say before_term (0–180 days before a term) or months.");
        }

        return new PayWindow(days, months, pay["source"] is null ? item.Source() : pay.Source());
    }

    private FeelSource? Feel(string key)
    {
        var text = item.Required(key);
        return text.Length == 0 ? null : new FeelSource(text, item[key]!.TextPlace);
    }

    private PartDefinition Part(YamlItem part, BenefitKind kind, Payee payee, IReadOnlyList<(string Source, decimal Share)> funding) =>
        new(part.Choice("kind", (BenefitKind?)kind), part.Choice("payee", (Payee?)payee), Amount(part, "amount"), funding);

    private AmountDefinition Amount(YamlItem owner, string key)
    {
        var amount = owner[key];
        if (amount is null or { IsMapping: false })
        {
            var text = owner.Required(key);
            return new AmountDefinition(new FeelSource(text.Length == 0 ? "0" : text, (amount ?? owner).TextPlace), null, (amount ?? owner).Place);
        }

        amount.Only("table");
        return new AmountDefinition(null, Table(key, amount["table"] ?? amount), amount.Place);
    }

    private TableDefinition Table(string name, YamlItem table)
    {
        table.Only("hit", "inputs", "rows");
        var hit = table["hit"]?.Text ?? "UNIQUE";
        if (!Hits.TryGetValue(hit, out var policy))
        {
            findings.Error("bad-hit-policy", table["hit"]!.Place, $"命中策略“{hit}”不可用,可用:{string.Join("、", Hits.Keys)}。",
                $"The hit policy '{hit}' cannot be used here: {string.Join(", ", Hits.Keys)}.");
        }

        FeelSource[] inputs = [.. table["inputs"]?.Items.Select(Cell) ?? []];
        List<TableRowDefinition> rows = [];
        foreach (var row in table["rows"]?.Items ?? [])
        {
            FeelSource[] cells = [.. row.Items.Select(Cell)];
            if (cells.Length != inputs.Length + 1)
            {
                findings.Error("row-width", row.Place, $"这一行应有 {inputs.Length} 个条件和一个结果。", $"This row needs {inputs.Length} conditions and one result.");
                continue;
            }

            rows.Add(new TableRowDefinition(cells[..^1], cells[^1], row.Place));
        }

        if (rows.Count == 0)
        {
            findings.Error("empty-table", table.Place, "表里没有行。", "The table has no rows.");
        }

        return new TableDefinition(name, policy.Hit, policy.Aggregation, inputs, rows, table.Place);
    }

    private static FeelSource Cell(YamlItem cell) => new(cell.Text ?? "", cell.TextPlace);

    private IReadOnlyList<(string Source, decimal Share)> Funding(YamlItem owner)
    {
        List<(string, decimal)> shares = [];
        foreach (var share in owner["funding"]?.Items ?? [])
        {
            share.Only("source", "share");
            var part = share.Number("share") ?? 1;
            if (part <= 0)
            {
                findings.Error("bad-share", share["share"]!.Place, "份额应大于 0。", "A share is more than 0.");
                part = 1;
            }

            shares.Add((share.Required("source"), part));
        }

        // 6:4 and 80/20 are ratios; 0.8 and 0.1 are parts of a whole of which something was forgotten.
        if (shares.Sum(s => s.Item2) is var sum && sum != 1 && shares.All(s => s.Item2 <= 1) && shares.Exists(s => s.Item2 < 1))
        {
            findings.Error("shares-sum", owner["funding"]!.Place, $"份额合计为 {sum},应为 1;三等分写成 1、1、1。", $"The shares add up to {sum}, not 1; thirds are written 1, 1, 1.");
        }

        return shares;
    }
}
