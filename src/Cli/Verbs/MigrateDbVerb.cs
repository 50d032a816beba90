using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.App;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>The whole system from one database into another, of either kind.</summary>
internal static class MigrateDbVerb
{
    private static readonly Option<string> From = new("--from") { Description = "a SQLite path or a PostgreSQL connection string", HelpName = "CONN", Required = true };

    private static readonly Option<string> To = new("--to") { Description = "an empty database of either kind; a missing one is created", HelpName = "CONN", Required = true };

    public static Command Build() => new Command("migrate-db", "move the system into another database: SQLite to PostgreSQL or back; all or nothing, compared row by row")
    {
        From, To,
    }.Runs(async (run, cancellation) =>
    {
        await using var source = await run.OpenSystemAsync(cancellation, Database(run.Get(From)!));
        MoveReport report;
        await using (var target = run.BuildSystem(Database(run.Get(To)!)))
        {
            DatabaseMove.CarryKeys(source.GetRequiredService<SystemPlace>(), target.GetRequiredService<SystemPlace>());
            await target.PrepareFuyaoAsync(cancellation);
            report = await run.WatchAsync(
                new LocalText("正在迁移…", "Moving…"),
                watch => DatabaseMove.RunAsync(source, target, (table, rows) => watch(new LocalText($"{table} {rows:N0}", $"{table} {rows:N0}")), cancellation));
        }

        // Opened anew as any start would, which makes the search index again.
        await using var moved = await run.OpenSystemAsync(cancellation, Database(run.Get(To)!));
        var audit = await moved.GetRequiredService<AuditVerifier>().VerifyAsync(cancellation);
        await using var scope = moved.EnterOperator(RegionCode.Nation);
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("database.move", () =>
        {
            scope.ServiceProvider.GetRequiredService<AuditTrail>().Add("database.move", default(AuditSubject), new { report.Rows, tables = report.Tables.Count });
            return Task.CompletedTask;
        }, cancellation);
        return new Outcome(
            new { ok = report.Ok && audit.Ok, report.From, report.To, report.Rows, report.Seconds, report.Tables, audit },
            terminal =>
            {
                run.Tell(new LocalText(
                    $"已从 {report.From} 迁至 {report.To}:{report.Tables.Count} 张表 {report.Rows:N0} 行,逐表行数与校验和一致,用时 {report.Seconds} 秒。",
                    $"Moved from {report.From} to {report.To}: {report.Tables.Count} tables, {report.Rows:N0} rows, counts and checksums equal on both sides, {report.Seconds} s."));
                run.Tell(audit.Ok
                    ? new LocalText($"审计链完整,共 {audit.Records:N0} 条。密钥、文件、链头已随迁。", $"The audit holds: {audit.Records:N0} records. Keys, files and heads were carried along.")
                    : new LocalText("审计链在目标库中不完整,请勿使用目标库。", "The audit does not hold in the target: do not use it."));
            },
            !audit.Ok);
    });

    private static KeyValuePair<string, string?> Database(string connection) => new("Database:Connection", connection);
}
