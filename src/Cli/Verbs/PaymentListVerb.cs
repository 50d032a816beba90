using System.CommandLine;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>Fetches the papers of an approved payment order: the card list (一卡通发放花名册) and the bank's file.</summary>
internal static class PaymentListVerb
{
    private static readonly Option<Guid> Order = new("--order") { Description = "the order's id", HelpName = "ID", Required = true };

    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "folder to write into", HelpName = "DIR", Required = true };

    private static readonly Option<bool> Bank = new("--bank") { Description = "also the bank's CSV with whole account numbers: keep it safe" };

    public static Command Build() => new Command("payment-list", "write an approved payment order's benefit-card list, and the bank's file on request")
    {
        Order, Out, Bank, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var lists = scope.ServiceProvider.GetRequiredService<PaymentLists>();
        var folder = run.Get(Out)!;
        folder.Create();
        var files = new List<object>();
        using (var card = await lists.CardListAsync(run.Get(Order), cancellation))
        {
            files.Add(await WriteAsync(run, folder, card, cancellation));
        }

        if (run.Get(Bank))
        {
            using var bank = await lists.BankFileAsync(run.Get(Order), cancellation);
            files.Add(await WriteAsync(run, folder, bank, cancellation));
        }

        return new Outcome(new { order = run.Get(Order).ToString(), files });
    });

    private static async Task<object> WriteAsync(Invocation run, DirectoryInfo folder, PaymentDocument document, CancellationToken ct)
    {
        var path = Path.Combine(folder.FullName, document.Name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(path, options))
        {
            await document.Content.CopyToAsync(file, ct);
        }

        run.Tell(new LocalText(
            $"{path}:{document.Lines:N0} 笔 {document.Amount.ToDisplay()} 元,缺账号 {document.Missing:N0} 笔",
            $"{path}: {document.Lines:N0} lines, {document.Amount.ToDisplay()} yuan, {document.Missing:N0} without an account"));
        return new { path, document.Sha256, document.Lines, Amount = document.Amount.ToString(), document.Missing };
    }
}
