using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>The whole system in one archive, checked.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string> Out = new("OUT") { Description = "the archive; it must not exist yet" };

    private static readonly Argument<string> Archive = new("FILE") { Description = "an archive made by backup" };

    private static readonly Option<bool> Deep = new("--drill") { Description = "also restore it beside the running system, verify the audit there and throw it away" };

    public static Command Build() => new Command("backup", "the whole system in one archive while everybody goes on working; the keys are kept apart (keys backup)")
    {
        Out,
        CommonOptions.PassphraseFile,
        CommonOptions.Database,
        CommonOptions.Keys,
        new Command("verify", "read an archive to its end and compare everything with its manifest") { Archive, Deep, CommonOptions.PassphraseFile, CommonOptions.Database, CommonOptions.Keys }
            .Runs(VerifyAsync),
    }.Runs(async (run, cancellation) =>
    {
        await using var services = await run.OpenSystemAsync(cancellation);
        var backups = services.GetRequiredService<Backups>();
        var report = await run.WatchAsync(
            new LocalText("正在备份…", "Backing up…"),
            _ => backups.CreateAsync(services.GetRequiredService<SystemPlace>(), run.Get(Out), run.Passphrase(ask: false), cancellation));
        await using var scope = services.EnterOperator(RegionCode.Nation);
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("backup.create", () =>
        {
            scope.ServiceProvider.GetRequiredService<AuditTrail>().Add("backup.create", "backup", report.Sha256, new { report.Bytes, report.Rows });
            return Task.CompletedTask;
        }, cancellation);
        return new Outcome(report, _ => run.Tell(new LocalText(
            $"已备份到 {report.File}({report.Bytes / 1048576.0:N1} MiB,{report.Rows:N0} 行,{report.Files:N0} 个文件,{report.Seconds} 秒)。密钥不在其中:请另用 keys backup 备份。",
            $"Backed up to {report.File} ({report.Bytes / 1048576.0:N1} MiB, {report.Rows:N0} rows, {report.Files:N0} files, {report.Seconds} s). The keys are not in it: back them up apart with keys backup.")));
    });

    private static async Task<Outcome> VerifyAsync(Invocation run, CancellationToken cancellation)
    {
        await using var services = run.BuildSystem();
        var (backups, place, passphrase) = (services.GetRequiredService<Backups>(), services.GetRequiredService<SystemPlace>(), run.Passphrase(ask: false));
        var check = await run.WatchAsync(
            new LocalText("正在核验…", "Verifying…"),
            _ => run.Get(Deep) ? backups.DrillAsync(run.Get(Archive), passphrase, place, cancellation) : backups.VerifyAsync(run.Get(Archive), passphrase, place, cancellation));
        return new Outcome(
            new { check.Ok, check.File, check.Sha256, check.Bytes, check.At, check.Rows, check.Files, Problems = check.Problems.Select(run.Say) },
            terminal =>
            {
                run.Tell(check.Ok
                    ? new LocalText($"备份完好:{check.At:yyyy-MM-dd HH:mm} UTC,{check.Rows:N0} 行,{check.Files:N0} 个文件。", $"The backup is sound: {check.At:yyyy-MM-dd HH:mm} UTC, {check.Rows:N0} rows, {check.Files:N0} files.")
                    : new LocalText("备份有问题:", "The backup is not sound:"));
                check.Problems.ToList().ForEach(run.Tell);
            },
            !check.Ok);
    }
}
