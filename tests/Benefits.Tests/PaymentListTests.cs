using System.Text;
using ExcelDataReader;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

public class PaymentListTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private const int NumberColumn = 1;
    private const int AmountColumn = 7;

    [Theory, EachEngine]
    public async Task Village_and_grand_totals_of_the_card_list_are_the_sums_of_the_awards(DbEngine engine)
    {
        await using var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, County.Many(80, townships: 3, seed: 8));
        var run = await system.RunAsync(County.MayRun);
        var order = await system.PayAsync(run);
        var sheets = Read((await CardListAsync(system, order.Id)).Bytes);
        var awards = await system.ReadAsync(db => db.Set<Award>().ToListAsync(Ct));

        var lines = sheets.Skip(1).SelectMany(s => s.Rows).Where(r => r[NumberColumn] is string number && number.Length == 6 && r[AmountColumn] is double).ToList();
        lines.Count.ShouldBe(awards.Count(a => a.Cash != Money.Zero));
        lines.Sum(r => Fen(r[AmountColumn])).ShouldBe(run.Amount.Fen);
        foreach (var line in lines)
        {
            line[AmountColumn + 1].ShouldBe(CapitalNumerals.Of(new Money(Fen(line[AmountColumn]))));
        }

        var subtotals = sheets.Skip(1).SelectMany(s => s.Rows).Where(r => r[0] is string text && text.Contains("小计", StringComparison.Ordinal)).ToList();
        subtotals.Select(r => Fen(r[AmountColumn])).Order().ShouldBe(awards.GroupBy(a => a.Region).Select(v => v.Sum(a => a.Cash.Fen)).Order());
        var summary = sheets[0].Rows;
        var total = summary.Single(r => "合计".Equals(r[0]));
        Fen(total[5]).ShouldBe(run.Amount.Fen);
        total[6].ShouldBe(CapitalNumerals.Of(run.Amount));
        summary.Where(r => r[0] is double).Sum(r => Fen(r[5])).ShouldBe(run.Amount.Fen);
    }

    [Fact]
    public async Task The_card_list_shows_who_and_how_much_and_hides_numbers()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var run = await system.RunAsync(County.MayRun);
        var list = await CardListAsync(system, (await system.PayAsync(run)).Id);
        var rows = Read(list.Bytes).Skip(1).SelectMany(s => s.Rows).ToList();
        var pension = rows.Single(r => "001".Equals(r[NumberColumn]) && 85.0.Equals(r[AmountColumn]));
        pension[2..7].ShouldBe(["张大山", "张大山", "110105**********2X", "***************4567", "贫困老人基本养老金"]);
        pension[8].ShouldBe("人民币捌拾伍元整");
        var training = rows.Single(r => "004".Equals(r[NumberColumn]));
        training[3].ShouldBe("周小妹", "the allowance is paid to the person");
        rows.Single(r => "005".Equals(r[NumberColumn]))[10].ShouldBe("缺账号,暂不能代发");
        rows.ShouldContain(r => r[0] is string && ((string)r[0]!).Contains("公章", StringComparison.Ordinal));
        list.Missing.ShouldBe(1);
    }

    [Fact]
    public async Task The_banks_file_holds_whole_accounts_and_leaves_out_who_has_none()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var run = await system.RunAsync(County.MayRun);
        var order = await system.PayAsync(run);
        await using var scope = system.Services.Operator();
        using var file = await scope.ServiceProvider.GetRequiredService<PaymentLists>().BankFileAsync(order.Id, Ct);
        var lines = (await new StreamReader(file.Content).ReadToEndAsync(Ct)).TrimEnd().Split("\r\n");
        lines[0].ShouldBe("序号,户名,账号,金额,领款人,用途,明细号");
        lines.Length.ShouldBe(1 + 7);
        lines.ShouldContain(l => l.Contains(",张大山,6217000010001234567,85.00,张大山,贫困老人基本养老金,", StringComparison.Ordinal));
        lines.Skip(1).Sum(l => Money.FromYuan(decimal.Parse(l.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture)).Fen).ShouldBe(run.Amount.Fen - 7_500);
        (file.Lines, file.Missing, file.Amount).ShouldBe((7, 1, run.Amount - Money.FromYuan(75)));
    }

    [Theory, EachEngine]
    public async Task A_file_is_written_once_and_given_out_unchanged(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var run = await system.RunAsync(County.MayRun);
        var order = await system.PayAsync(run);
        var first = await CardListAsync(system, order.Id);
        // Later knowledge changes no paper that was signed.
        await Register.AddAsync(system.Services, Some.Household("007", County.VillageA, Some.Person("1940-01-01")));
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CardListAsync(system, order.Id)));
        again.ShouldAllBe(a => a.Sha256 == first.Sha256 && a.Bytes.SequenceEqual(first.Bytes));
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(first.Bytes)).ShouldBe(first.Sha256);
    }

    [Fact]
    public async Task Accounts_lie_nowhere_on_the_disk_in_clear()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var run = await system.RunAsync(County.MayRun);
        var order = await system.PayAsync(run);
        await using var scope = system.Services.Operator();
        using (await scope.ServiceProvider.GetRequiredService<PaymentLists>().BankFileAsync(order.Id, Ct))
        {
        }

        var files = Directory.GetFiles(system.Database.Folder, "*", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(1);
        foreach (var file in files)
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes, Ct);
            bytes.AsSpan().IndexOf("6217000010001234567"u8).ShouldBe(-1, file);
        }
    }

    [Fact]
    public async Task Neither_an_unfinished_run_nor_an_unapproved_order_gives_a_list()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        await Should.ThrowAsync<OperationCanceledException>(() => system.RunAsync(County.MayRun, _ => throw new OperationCanceledException()));
        var run = (await system.ReadAsync(db => db.Set<Run>().SingleAsync(Ct))).Id;
        (await Should.ThrowAsync<ProblemException>(() => system.DeskAsync(null, desk => desk.BeginAsync(run, null, Ct)))).Status.ShouldBe(409);
        var order = await system.ProposeAsync(await system.RunAsync(County.MayRun));
        (await Should.ThrowAsync<ProblemException>(() => CardListAsync(system, order.Id))).Problems[0].Code.ShouldBe("order-not-approved");
    }

    [Fact]
    public async Task Names_that_look_like_formulas_stay_text()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        await Register.AddAsync(system.Services, Some.Household("008", County.VillageB, Some.Person("1940-01-01", "=HYPERLINK(1)")).With("bank_account", "\"6217000010009999999\""));
        var run = await system.RunAsync(County.MayRun);
        var order = await system.PayAsync(run);
        await using var scope = system.Services.Operator();
        using var file = await scope.ServiceProvider.GetRequiredService<PaymentLists>().BankFileAsync(order.Id, Ct);
        (await new StreamReader(file.Content).ReadToEndAsync(Ct)).ShouldContain(",'=HYPERLINK(1),");
    }

    private static async Task<(byte[] Bytes, string Sha256, int Missing)> CardListAsync(TestSystem system, Guid order)
    {
        await using var scope = system.Services.Operator();
        using var document = await scope.ServiceProvider.GetRequiredService<PaymentLists>().CardListAsync(order, Ct);
        using var bytes = new MemoryStream();
        await document.Content.CopyToAsync(bytes, Ct);
        return (bytes.ToArray(), document.Sha256, document.Missing);
    }

    private static long Fen(object? yuan) => (long)Math.Round((double)yuan! * 100);

    internal static List<(string Name, List<object?[]> Rows)> Read(byte[] workbook)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        var sheets = new List<(string, List<object?[]>)>();
        do
        {
            var rows = new List<object?[]>();
            while (reader.Read())
            {
                var row = new object?[Math.Max(reader.FieldCount, 11)];
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    row[i] = reader.GetValue(i);
                }

                rows.Add(row);
            }

            sheets.Add((reader.Name, rows));
        }
        while (reader.NextResult());
        return sheets;
    }
}
