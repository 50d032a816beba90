using System.Text;
using Fuyao.Benefits.BankAnswers;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

/// <summary>The seven payments of May at the bank: 001 three (85, 50 + home care 1200 and the move 55,000 are lines of their own), 002 two, 004 one.</summary>
public class BankAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Our_own_file_with_the_banks_column_is_shown_first_applied_by_one_write_and_undone(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var (order, own) = await SentAsync(system);
        var before = await OrderTests.LinesAsync(system, order.Id);

        // Arrived, came back, another amount, named twice, of nobody: and one is not named.
        var answer = Csv(own[0] + ",处理结果,失败原因",
            own[1] + ",成功,", own[2] + ",失败,账号已销户", own[3].Replace(Amount(own[3]), "9999.00", StringComparison.Ordinal) + ",成功,",
            own[4] + ",成功,", own[4] + ",失败,户名不符", own[5] + ",成功,", own[6] + ",处理中,", "99,钱一,6217000019999999999,85.00,钱一,x,0123456789abcdef0123456789abcdef,成功,");
        var read = await ReadAsync(system, order, answer);
        read.Rows.Select(r => r.Verdict).ShouldBe(
        [
            AnswerVerdict.Paid, AnswerVerdict.Returned, AnswerVerdict.Differs, AnswerVerdict.Twice, AnswerVerdict.Twice, AnswerVerdict.Paid, AnswerVerdict.Unclear, AnswerVerdict.Unknown,
        ]);
        read.Rows[2].Differing.ShouldBe("amount");
        read.Rest.Count.ShouldBe(1);
        (await OrderTests.LinesAsync(system, order.Id)).Select(l => l.Status).ShouldBe(before.Select(l => l.Status), "looking writes nothing");

        (await Should.ThrowAsync<ProblemException>(() => ApplyAsync(system, order, answer, seen: "0000"))).Status.ShouldBe(412);
        var applied = await ApplyAsync(system, order, answer);
        (applied.Paid, applied.Returned, applied.Open).ShouldBe((2, 1, 5));
        var after = await OrderTests.LinesAsync(system, order.Id);
        Counts(after).ShouldBe(new Dictionary<LineStatus, int> { [LineStatus.Paid] = 2, [LineStatus.Returned] = 1, [LineStatus.Sent] = 4, [LineStatus.NoAccount] = 1 }, ignoreOrder: true);
        (await system.ReadAsync(db => db.Set<OrderEvent>().Where(e => e.OrderId == order.Id && e.Kind == "returned").SingleAsync(Ct))).Reason.ShouldBe("失败 账号已销户");

        // The same file again says nothing new.
        (await Should.ThrowAsync<ProblemException>(() => ApplyAsync(system, order, answer))).Problems[0].Code.ShouldBe("nothing-new");
        (await Should.ThrowAsync<ProblemException>(() => UndoAsync(system, order, applied.Id, " "))).Status.ShouldBe(422);
        await UndoAsync(system, order, applied.Id, "传错了文件");
        (await OrderTests.LinesAsync(system, order.Id)).Select(l => (l.Id, l.Status)).ShouldBe(before.Select(l => (l.Id, l.Status)));
        (await Should.ThrowAsync<ProblemException>(() => UndoAsync(system, order, applied.Id, "再撤"))).Problems[0].Code.ShouldBe("undone-already");
        (await ApplyAsync(system, order, answer)).Paid.ShouldBe(2);
    }

    [Theory, EachEngine]
    public async Task What_came_back_is_issued_again_and_then_the_answer_stands(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var (order, own) = await SentAsync(system);
        var returns = Csv(own[0] + ",退票原因", own[1] + ",户名不符");
        var applied = await ApplyAsync(system, order, returns, restPaid: true);
        (applied.Paid, applied.Returned).ShouldBe((6, 1));
        (await OrderTests.LinesAsync(system, order.Id)).Count(l => l.Status == LineStatus.Paid).ShouldBe(6);

        var again = await system.DeskAsync(null, d => d.ReissueAsync(order.Id, null, Ct));
        await OrderTests.PrepareAsync(system, again);
        (await OrderTests.LinesAsync(system, again.Id)).Count.ShouldBe(2, "the one that came back and the one without an account");
        (await Should.ThrowAsync<ProblemException>(() => UndoAsync(system, order, applied.Id, "x"))).Problems[0].Code.ShouldBe("reissued-since");

        // The bank says afterwards that it arrived after all: too late, it is on its way again.
        (await ReadAsync(system, order, Csv(own[0] + ",处理结果", own[1] + ",成功"))).Rows.Single().Verdict.ShouldBe(AnswerVerdict.Late);
        var proposed = await system.DeskAsync(null, d => d.FindAsync(again.Id, Ct));
        await system.DeskAsync(County.Approver, d => d.RefuseAsync(proposed.Id, "再核", Ct));
        await UndoAsync(system, order, applied.Id, "银行更正");
        (await OrderTests.LinesAsync(system, order.Id)).Count(l => l.Status == LineStatus.Sent).ShouldBe(7);
    }

    [Theory, EachEngine]
    public async Task A_bank_with_its_own_columns_is_asked_about_once_and_known_the_next_month(DbEngine engine)
    {
        await using var system = await County.CreateAsync(engine);
        var (order, own) = await SentAsync(system);
        var foreign = Foreign(own);
        var read = await ReadAsync(system, order, foreign);
        read.Missing.ShouldNotBeEmpty("nothing in 标记 says that it is the result");
        (await Should.ThrowAsync<ProblemException>(() => ApplyAsync(system, order, foreign))).Problems[0].Code.ShouldBe("columns-missing");

        var said = read.List.Mapping with
        {
            Columns = [.. read.List.Mapping.Columns.Select(c => c.Header == "标记" ? c with { Field = "处理结果", Codes = new Dictionary<string, string> { ["A1"] = "到账", ["B7"] = "退回" } } : c)],
        };
        (await ReadAsync(system, order, foreign, said)).Rows.Select(r => r.Verdict).ShouldBe([AnswerVerdict.Returned, .. Enumerable.Repeat(AnswerVerdict.Paid, 6)]);
        await ApplyAsync(system, order, foreign, said);

        var (june, next) = await SentAsync(system, County.JuneRun);
        var known = await ReadAsync(system, june, Foreign(next));
        known.Missing.ShouldBeEmpty();
        known.Rows.ShouldAllBe(r => r.Verdict == AnswerVerdict.Paid || r.Verdict == AnswerVerdict.Returned);
    }

    [Fact]
    public async Task An_order_that_was_not_given_to_the_bank_has_no_answer()
    {
        await using var system = await County.CreateAsync(DbEngine.Sqlite);
        var order = await system.PayAsync(await system.RunAsync(County.MayRun));
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(system, order, Csv("明细号,处理结果", "1,成功")))).Problems[0].Code.ShouldBe("not-sent");
    }

    [Theory]
    [InlineData("成功", null, true)]
    [InlineData("不成功", null, false)]
    [InlineData("退票", null, false)]
    [InlineData("0000", null, true)]
    [InlineData("处理中", null, null)]
    [InlineData("E105", null, null)]
    [InlineData(null, "账户已冻结", false)]
    [InlineData(null, "交易成功", true)]
    [InlineData(null, null, null)]
    public void The_banks_words_are_understood_or_asked_about(string? result, string? reason, bool? arrived) => AnswerFields.Understand(result, reason, null).ShouldBe(arrived);

    [Theory]
    [InlineData("6217****4567", "6217000010001234567", true)]
    [InlineData("6217****4568", "6217000010001234567", false)]
    [InlineData("张*", "张大山", true)]
    [InlineData("*大山", "张大山", true)]
    [InlineData("李*", "张大山", false)]
    [InlineData("张大山", "张大山", true)]
    [InlineData("张大", "张大山", false)]
    public void Stars_stand_for_what_the_bank_hides(string given, string known, bool fits) => AnswerMatch.Fits(given, known).ShouldBe(fits);

    [Fact]
    public void Payments_of_one_amount_to_one_account_are_alike_only_while_the_bank_says_the_same_of_all()
    {
        var sent = Enumerable.Range(1, 2).Select(no => new SentLine(new Guid(no, 0, 0, new byte[8]), no, 610729101201, "6217000010001234567", "张大山", "张大山", "养老金", Money.FromYuan(85), LineStatus.Sent, false)).ToList();
        AnswerLine Row(int row, bool arrived) => new("", row, null, "6217000010001234567", "张大山", null, null, Money.FromYuan(85), arrived, null);
        AnswerMatch.Of([Row(2, true), Row(3, true)], sent).Select(r => (r.Verdict, r.Payment!.No)).ShouldBe([(AnswerVerdict.Paid, 1), (AnswerVerdict.Paid, 2)]);
        AnswerMatch.Of([Row(2, true), Row(3, false)], sent).ShouldAllBe(r => r.Verdict == AnswerVerdict.Unclear);
        AnswerMatch.Of([Row(2, true), Row(3, true), Row(4, true)], sent)[2].Verdict.ShouldBe(AnswerVerdict.Twice);
        var told = sent[1] with { Purpose = "残疾人补贴" };
        AnswerMatch.Of([Row(2, true) with { Purpose = "养老金" }, Row(3, false) with { Purpose = "残疾人补贴" }], [sent[0], told]).Select(r => (r.Verdict, r.Payment!.No))
            .ShouldBe([(AnswerVerdict.Paid, 1), (AnswerVerdict.Returned, 2)]);
    }

    // No number of ours, other names for everything, and a column that nobody has heard of.
    private static byte[] Foreign(string[] own) => Csv("收款帐号,收款户名,交易金额,标记", [.. own.Skip(1).Select((l, i) => l.Split(',') is var c ? $"{c[2]},{c[1]},{c[3]},{(i == 0 ? "B7" : "A1")}" : "")]);

    private static byte[] Csv(string head, params string[] rows) => Encoding.UTF8.GetBytes(string.Join("\r\n", [head, .. rows]));

    private static string Amount(string line) => line.Split(',')[3];

    private static Dictionary<LineStatus, int> Counts(IEnumerable<OrderLine> lines) => lines.GroupBy(l => l.Status).ToDictionary(g => g.Key, g => g.Count());

    // An approved order that is registered as sent, and the lines of its bank file.
    private static async Task<(PaymentOrder Order, string[] File)> SentAsync(TestSystem system, RunRequest? run = null)
    {
        var order = await system.PayAsync(await system.RunAsync(run ?? County.MayRun));
        await using var scope = system.Services.Operator();
        using var file = await scope.ServiceProvider.GetRequiredService<PaymentLists>().BankFileAsync(order.Id, Ct);
        var lines = (await new StreamReader(file.Content).ReadToEndAsync(Ct)).TrimEnd().Split("\r\n");
        return (await system.DeskAsync(null, d => d.SendAsync(order.Id, Ct)), lines);
    }

    private static async Task<ReadAnswer> ReadAsync(TestSystem system, PaymentOrder order, byte[] content, ImportMapping? said = null)
    {
        await using var scope = system.Services.Operator();
        return await scope.ServiceProvider.GetRequiredService<BankAnswerDesk>().ReadAsync(order.Id, new AnswerFile("回盘.csv", () => new MemoryStream(content), said), Ct);
    }

    private static async Task<BankAnswer> ApplyAsync(TestSystem system, PaymentOrder order, byte[] content, ImportMapping? said = null, bool restPaid = false, string? seen = null)
    {
        await using var scope = system.Services.Operator();
        var desk = scope.ServiceProvider.GetRequiredService<BankAnswerDesk>();
        var file = new AnswerFile("回盘.csv", () => new MemoryStream(content), said, restPaid);
        var read = await desk.ReadAsync(order.Id, file, Ct);
        return await desk.ApplyAsync(read, file, seen ?? read.Seen, Ct);
    }

    private static async Task UndoAsync(TestSystem system, PaymentOrder order, Guid answer, string reason)
    {
        await using var scope = system.Services.Operator();
        await scope.ServiceProvider.GetRequiredService<Access.Contracts.WriteSession>().RunAsync(
            "test", () => scope.ServiceProvider.GetRequiredService<BankAnswerDesk>().UndoAsync(order.Id, answer, reason, Ct), Ct);
    }
}
