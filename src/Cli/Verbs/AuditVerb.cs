using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>Whether the hash chains of writes and of reads still hold.</summary>
internal static class AuditVerb
{
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it is recorded", Required = true };

    public static Command Build() => new("audit", "the audit's hash chains")
    {
        new Command("verify", "recompute every record and compare with the signed heads outside the database") { CommonOptions.Database, CommonOptions.Keys }
            .Runs(async (run, cancellation) =>
            {
                await using var services = await run.OpenSystemAsync(cancellation);
                var report = await services.GetRequiredService<AuditVerifier>().VerifyAsync(cancellation);

                // A dictionary, because first_broken is part of the document even when nothing is.
                return new Outcome(
                    new Dictionary<string, object?> { ["ok"] = report.Ok, ["records"] = report.Records, ["first_broken"] = report.FirstBroken },
                    _ => run.Tell(report.FirstBroken is { } broken
                        ? new LocalText(
                            $"审计链已断:{broken.Chain} 县 {broken.County} 第 {broken.Seq} 条({broken.Reason})。共 {report.Records:N0} 条。",
                            $"The audit is broken: chain {broken.Chain}, county {broken.County}, record {broken.Seq} ({broken.Reason}). {report.Records:N0} records.")
                        : new LocalText($"审计链完整,共 {report.Records:N0} 条。", $"The audit holds: {report.Records:N0} records.")),
                    !report.Ok);
            }),
        new Command("rewind", "after a recovery of the database to an earlier moment: keep of the signed heads what it still holds, the rest aside") { Reason, CommonOptions.Database, CommonOptions.Keys }
            .Runs(async (run, cancellation) =>
            {
                string aside;
                await using (var closed = run.BuildSystem())
                {
                    aside = await closed.GetRequiredService<Backups>().RewindHeadsAsync(closed.GetRequiredService<SystemPlace>(), cancellation);
                }

                await using var services = await run.OpenSystemAsync(cancellation);
                await using var scope = services.EnterOperator(RegionCode.Nation);
                await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("audit.rewind", () =>
                {
                    scope.ServiceProvider.GetRequiredService<AuditTrail>().Add("audit.rewind", default(AuditSubject), new { reason = run.Get(Reason), aside });
                    return Task.CompletedTask;
                }, cancellation);
                return new Outcome(new { ok = true, aside }, _ => run.Tell(new LocalText(
                    $"链头已按数据库现状截止,原文件存于 {aside}。请再运行 audit verify。", $"The heads now end where the database ends; the former file is {aside}. Run audit verify next.")));
            }),
    };
}
