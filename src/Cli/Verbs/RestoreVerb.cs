using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>The system as it was when an archive was made.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> In = new("IN") { Description = "an archive made by backup" };

    private static readonly Option<bool> Force = new("--force") { Description = "replace what is there; it is kept aside" };

    public static Command Build() => new Command("restore", "verify an archive, then put the system back as it was; servers must be stopped and the keys be in place")
    {
        In, Force, CommonOptions.PassphraseFile, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        RestoreReport report;
        await using (var services = run.BuildSystem())
        {
            report = await run.WatchAsync(
                new LocalText("正在恢复…", "Restoring…"),
                _ => services.GetRequiredService<Backups>().RestoreAsync(
                    run.Get(In), run.Passphrase(ask: false), services.GetRequiredService<SystemPlace>(), run.Get(Force), cancellation));
        }

        // Opened once as any start would: an older schema is brought up, the keys are checked, and the restore is on record.
        await using var restored = await run.OpenSystemAsync(cancellation);
        await using var scope = restored.EnterOperator(RegionCode.Nation);
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("backup.restore", () =>
        {
            scope.ServiceProvider.GetRequiredService<AuditTrail>().Add("backup.restore", "backup", report.Sha256, new { report.At });
            return Task.CompletedTask;
        }, cancellation);
        return new Outcome(report, _ => run.Tell(new LocalText(
            $"已恢复到 {report.At:yyyy-MM-dd HH:mm} UTC 的状态({report.Rows:N0} 行,{report.Files:N0} 个文件)。{(report.Aside is null ? "" : $"原有数据保存在 {report.Aside}。")}",
            $"Restored as of {report.At:yyyy-MM-dd HH:mm} UTC ({report.Rows:N0} rows, {report.Files:N0} files).{(report.Aside is null ? "" : $" What was there is kept in {report.Aside}.")}")));
    });
}
