using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Payments;

internal readonly record struct MadeFile(string Name, int Lines, Money Amount, int Missing);

/// <summary>Writes the files of an order from its frozen lines.</summary>
internal sealed class PaymentFileWriter(PaymentLines source, PolicyEngine engine)
{
    private static readonly Dictionary<string, string> Titles = new()
    {
        [PayeeLists.Card] = "惠民惠农补贴“一卡通”发放花名册",
        [PayeeLists.School] = "学校减免名册",
        [PayeeLists.Insurer] = "代缴保费名册",
        [PayeeLists.Bank] = "金融机构补助名册",
        [PayeeLists.Enterprise] = "企业补助名册",
        [PayeeLists.Supplier] = "实物发放名册",
    };

    public async Task<MadeFile> WriteAsync(PaymentOrder order, Run run, OrderFileKind kind, string list, Stream output, CancellationToken ct)
    {
        var pack = engine.Prepare($"{run.Pack}@{run.PackHash}", run.On);
        var titles = pack.Policies.ToDictionary(p => p.Id, p => p.Title.Zh);
        var place = await source.NameAsync(new RegionCode(order.Region), ct);
        var townships = await source.TownshipsAsync(order, list, ct);
        var heading = new PaymentHeading(
            place, Label(order.Period), order.Pack, pack.Title.Zh, run.PackVersion, $"{order.Number}  校验码:{order.Checksum![..16]}", order.DecidedBy ?? "", Titles[list]);
        return kind == OrderFileKind.BankFile
            ? await BankFileAsync(order, list, place, townships, titles, output, ct)
            : await ListAsync(order, list, heading, townships, titles, output, ct);
    }

    private async Task<MadeFile> BankFileAsync(
        PaymentOrder order, string list, string place, IReadOnlyList<RegionCode> townships, IReadOnlyDictionary<string, string> titles, Stream output, CancellationToken ct)
    {
        var made = new MadeFile($"{place}{order.Number}银行代发.csv", 0, Money.Zero, 0);
        using var bank = new BankFile(output);
        foreach (var township in townships)
        {
            foreach (var line in (await source.ReadAsync(order, list, township, titles, ct)).SelectMany(v => v.Lines).Where(l => l.Amount > Money.Zero))
            {
                if (line.Account is null)
                {
                    made = made with { Missing = made.Missing + 1 };
                    continue;
                }

                bank.Write(line);
                made = made with { Lines = made.Lines + 1, Amount = made.Amount + line.Amount };
            }
        }

        return made;
    }

    private async Task<MadeFile> ListAsync(
        PaymentOrder order, string list, PaymentHeading heading, IReadOnlyList<RegionCode> townships, IReadOnlyDictionary<string, string> titles, Stream output, CancellationToken ct)
    {
        var read = new List<(string Name, IReadOnlyList<VillageLines> Villages)>();
        foreach (var township in townships)
        {
            read.Add((await source.NameAsync(township, ct), await source.ReadAsync(order, list, township, titles, ct)));
        }

        if (list == PayeeLists.School)
        {
            read = BySchool(read);
        }

        using (var workbook = new CardListWorkbook(output, heading, list))
        {
            workbook.WriteSummary([.. read.SelectMany(t => t.Villages.Select(v => (t.Name, v.Name, v.Households, v.Lines.Count, v.Amount)))]);
            foreach (var (name, villages) in read)
            {
                workbook.WriteTownship(name, villages);
            }
        }

        var lines = read.SelectMany(t => t.Villages).SelectMany(v => v.Lines).ToList();
        return new MadeFile(
            $"{heading.Place}{order.Number}{Titles[list]}.xlsx", lines.Count, new Money(lines.Sum(l => l.Amount.Fen)),
            list == PayeeLists.Card ? lines.Count(l => l.Account is null && l.Amount > Money.Zero) : 0);
    }

    // One sheet a school, its pupils village by village; those whose school nobody knows stand apart, last.
    private static List<(string Name, IReadOnlyList<VillageLines> Villages)> BySchool(List<(string Name, IReadOnlyList<VillageLines> Villages)> townships) =>
    [
        .. townships.SelectMany(t => t.Villages.SelectMany(v => v.Lines.Select(l => (l.School, Township: t.Name, Village: v, Line: l))))
            .GroupBy(l => l.School).OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key ?? CardListWorkbook.NoSchool, (IReadOnlyList<VillageLines>)[.. g.GroupBy(l => l.Village.Region)
                .Select(v => v.First().Village with { Name = $"{v.First().Township} {v.First().Village.Name}", Lines = [.. v.Select(l => l.Line)] })])),
    ];

    private static string Label(string period) =>
        Period.TryParse(period, out var p) ? p.Month is { } month ? $"{p.Year}年{month}月" : $"{p.Year}年" : period;
}
