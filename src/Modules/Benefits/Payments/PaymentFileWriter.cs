using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Payments;

internal readonly record struct MadeFile(string Name, int Lines, Money Amount, int Missing);

/// <summary>Writes the two files of a run from its lines.</summary>
internal sealed class PaymentFileWriter(PaymentLines source, PolicyEngine engine)
{
    public async Task<MadeFile> WriteAsync(Run run, PaymentFileKind kind, Stream output, CancellationToken ct)
    {
        var pack = engine.Prepare(run.Pack, run.On);
        var titles = pack.Policies.ToDictionary(p => p.Id, p => p.Title.Zh);
        var place = await source.NameAsync(new RegionCode(run.Region), ct);
        var townships = await source.TownshipsAsync(run, ct);
        return kind == PaymentFileKind.BankFile
            ? await BankFileAsync(run, place, townships, titles, output, ct)
            : await CardListAsync(run, new PaymentHeading(place, Label(run.Period), run.Pack, pack.Title.Zh, run.PackVersion, run.Id.ToString()), townships, titles, output, ct);
    }

    private async Task<MadeFile> BankFileAsync(
        Run run, string place, IReadOnlyList<RegionCode> townships, IReadOnlyDictionary<string, string> titles, Stream output, CancellationToken ct)
    {
        var made = new MadeFile($"{place}{run.Period}银行代发.csv", 0, Money.Zero, 0);
        using var bank = new BankFile(output);
        foreach (var township in townships)
        {
            foreach (var line in (await source.ReadAsync(run, township, titles, ct)).SelectMany(v => v.Lines))
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

    private async Task<MadeFile> CardListAsync(
        Run run, PaymentHeading heading, IReadOnlyList<RegionCode> townships, IReadOnlyDictionary<string, string> titles, Stream output, CancellationToken ct)
    {
        var read = new List<(string Name, IReadOnlyList<VillageLines> Villages)>();
        foreach (var township in townships)
        {
            read.Add((await source.NameAsync(township, ct), await source.ReadAsync(run, township, titles, ct)));
        }

        using (var workbook = new CardListWorkbook(output, heading))
        {
            workbook.WriteSummary([.. read.SelectMany(t => t.Villages.Select(v => (t.Name, v.Name, v.Households, v.Lines.Count, v.Amount)))]);
            foreach (var (name, villages) in read)
            {
                workbook.WriteTownship(name, villages);
            }
        }

        var lines = read.SelectMany(t => t.Villages).SelectMany(v => v.Lines).ToList();
        return new MadeFile(
            $"{heading.Place}{run.Period}一卡通发放花名册.xlsx", lines.Count, new Money(lines.Sum(l => l.Amount.Fen)), lines.Count(l => l.Account is null));
    }

    private static string Label(string period) =>
        Period.TryParse(period, out var p) ? p.Month is { } month ? $"{p.Year}年{month}月" : $"{p.Year}年" : period;
}
