using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Operations.Contracts;

namespace Fuyao.Operations.Backup;

/// <summary>A backup onto the shelf, verified at once, restored for practice when the last drill is long ago; then the shelf is cleared.</summary>
internal sealed class DailyBackup(
    Backups backups, SystemPlace place, Shelf shelf, OperationsOptions options, WriteSession write, AuditTrail audit, TimeProvider clock) : IScheduledWork, IJobHandler
{
    public const string JobKind = "backup";

    public string Name => "backup";

    public string Kind => JobKind;

    public TimeOnly? At => options.At;

    public async Task RunAsync(JobContext job) => job.SetResult(await MakeAsync(job.CancellationToken));

    public Task RunAsync(CancellationToken ct) => MakeAsync(ct);

    private async Task<ShelvedBackup> MakeAsync(CancellationToken ct)
    {
        try
        {
            var passphrase = options.PassphraseFile.Length == 0 ? null : (await File.ReadAllLinesAsync(options.PassphraseFile, ct)).FirstOrDefault();
            var report = await backups.CreateAsync(place, shelf.NameFor(clock.GetUtcNow()), passphrase, ct);
            var backup = new ShelvedBackup(Path.GetFileName(report.File), report.At, report.Sha256, report.Bytes, report.Rows, report.Files, passphrase is not null, null, null);
            shelf.Note(backup);
            var drill = options.DrillDays > 0 && (shelf.LastDrill() ?? DateTimeOffset.MinValue) < clock.GetUtcNow().AddDays(-options.DrillDays);
            var check = drill ? await backups.DrillAsync(report.File, passphrase, place, ct) : await backups.VerifyAsync(report.File, passphrase, place, ct);
            if (!check.Ok)
            {
                throw new ProblemException(500, [.. check.Problems.Select(p => new Problem("backup-damaged", p))]);
            }

            backup = backup with { VerifiedAt = clock.GetUtcNow(), DrilledAt = drill ? clock.GetUtcNow() : null };
            shelf.Note(backup);
            if (drill)
            {
                shelf.NoteDrill(clock.GetUtcNow());
            }

            shelf.Clear();
            shelf.NoteFailure(null);
            await write.RunAsync("backup.create", () =>
            {
                audit.Add("backup.create", "backup", report.Sha256, new { report.Bytes, report.Rows, drill });
                return Task.CompletedTask;
            }, ct);
            return backup;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var text = e is ProblemException { Problems: [var first, ..] } ? first.Text : new(e.Message, e.Message);
            shelf.NoteFailure(new BackupFailure(clock.GetUtcNow(), text.Zh, text.En));
            throw;
        }
    }
}
