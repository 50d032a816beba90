using System.Globalization;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;

namespace Fuyao.Registry.Import.Layout;

/// <summary>Cells that hold several records: items separated by <c>;</c>, members by <c>|</c>.</summary>
internal static class Records
{
    public static Fact<Linkage[]> Linkages(CellContext c) => Read(c, "主体|名称|方式|日期", parts =>
        c.Code<LinkageKind>("linkages.kind", parts[0]) is not { } kind ? null : new Linkage
        {
            Kind = kind,
            Name = Text(parts, 1),
            Mode = parts.ElementAtOrDefault(2) is { Length: > 0 } mode && c.Code<LinkageMode>("linkages.mode", mode) is { } m ? m : default(Fact<LinkageMode>),
            Since = DateText.TryParse(parts.ElementAtOrDefault(3) ?? "", out var since) ? since : default(Fact<DateOnly>),
        });

    public static string? Write(Fact<Linkage[]> linkages) => Write(linkages, l =>
        [ContractLabels.Label("linkages.kind", l.Kind), l.Name.Or(""), l.Mode.TryGet(out var mode) ? ContractLabels.Label("linkages.mode", mode) : "", Day(l.Since)]);

    public static Fact<ReceivedBenefit[]> Received(CellContext c) => Read(c, "项目|金额|日期|频次|部门|人编号", parts =>
        parts.Length < 3 || parts[0].Length == 0 || !PlainText.TryNumber(parts[1], out var amount) || amount < 0 || !DateText.TryParse(parts[2], out var date) ? null : new ReceivedBenefit
        {
            Programme = parts[0],
            Amount = amount,
            Date = date,
            Recurring = parts.ElementAtOrDefault(3) is { Length: > 0 } often && c.Code<Recurrence>("received.recurring", often) is { } r ? r : default(Fact<Recurrence>),
            Department = Text(parts, 4),
            Person = Text(parts, 5),
        });

    public static string? Write(Fact<ReceivedBenefit[]> received) => Write(received, r =>
    [
        r.Programme, r.Amount.ToString("0.##", CultureInfo.InvariantCulture), DateText.Write(r.Date),
        r.Recurring.TryGet(out var often) ? ContractLabels.Label("received.recurring", often) : "", r.Department.Or(""), r.Person.Or(""),
    ]);

    public static Fact<TrainingFacts[]> Training(CellContext c) => Read(c, "项目|开始日期|月数", parts =>
        parts.Length < 3 || c.Code<TrainingProgramme>("persons.training.programme", parts[0]) is not { } programme || !DateText.TryParse(parts[1], out var from)
            || !PlainText.TryNumber(parts[2], out var months) || months < 0 ? null : new TrainingFacts { Programme = programme, From = from, Months = (int)months });

    public static string? Write(Fact<TrainingFacts[]> training) => Write(training, t =>
        [ContractLabels.Label("persons.training.programme", t.Programme), DateText.Write(t.From), t.Months.ToString(CultureInfo.InvariantCulture)]);

    private static Fact<string> Text(string[] parts, int index) => parts.ElementAtOrDefault(index) is { Length: > 0 } text ? text : default(Fact<string>);

    private static string Day(Fact<DateOnly> day) => day.TryGet(out var d) ? DateText.Write(d) : "";

    private static Fact<T[]> Read<T>(CellContext c, string shape, Func<string[], T?> read)
        where T : class
    {
        var items = new List<T>();
        foreach (var text in c.Text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (read(text.Split('|', StringSplitOptions.TrimEntries)) is { } item)
            {
                items.Add(item);
            }
            else
            {
                c.Error(ImportCodes.NotUnderstood, new($"“{text}”应写成 {shape}。", $"“{text}” should be written {shape}."));
            }
        }

        return items.ToArray();
    }

    private static string? Write<T>(Fact<T[]> items, Func<T, string[]> parts) =>
        items.TryGet(out var list) ? string.Join(";", list.Select(i => string.Join('|', parts(i)).TrimEnd('|'))) : null;
}
