using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Files;
using Fuyao.Access.Identity;
using Fuyao.Access.Jobs;
using Fuyao.Access.Writes;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Retaining;

/// <summary>Each kind in small transactions, so that nobody waits; killed half-way, the next day goes on.</summary>
internal sealed class RetentionWork(
    PlatformDb db, WriteGate gate, WriteSession write, AuditTrail audit, AccessLogPruning pruning, AccessOptions options, DatabaseTarget target, TimeProvider clock)
{
    private const int BatchRows = 500;

    private readonly string directory = options.FilesAt(target);

    public async Task<IReadOnlyList<RetentionLine>> RunAsync(bool dryRun, CancellationToken ct)
    {
        var kept = options.Retention;
        List<RetentionLine> lines =
        [
            await LineAsync("access_log", new("谁看过谁的访问记录", "who looked at whom"), kept.AccessLogDays, before => pruning.RunAsync(before, dryRun, ct)),
            await LineAsync("answers", new("已答复请求的重复凭据", "answers kept for repeated requests"), kept.AnswerDays, before => AnswersAsync(before, dryRun, ct)),
            await LineAsync("jobs", new("已结束任务的记录", "records of ended jobs"), kept.JobDays, before => JobsAsync(before, dryRun, ct)),
            await LineAsync("uploads", new("上传文件的内容", "contents of uploads"), kept.UploadDays, before => FilesAsync(FileKeep.Upload, before, dryRun, ct)),
            await LineAsync("exports", new("导出文件的内容", "contents of exports"), kept.ExportDays, before => FilesAsync(FileKeep.Export, before, dryRun, ct)),
            await LineAsync("sessions", new("已过期的登录会话", "expired sessions"), kept.SessionDays, before => SessionsAsync(before, dryRun, ct)),
        ];
        if (!dryRun && lines.Sum(l => l.Count) > 0)
        {
            await write.RunAsync("retention.run", () =>
            {
                audit.Add("retention.run", default(AuditSubject), lines.Where(l => l.Count > 0).ToDictionary(l => l.Kind, l => l.Count));
                return Task.CompletedTask;
            }, ct);
        }

        return lines;
    }

    private async Task<RetentionLine> LineAsync(string kind, LocalText what, int days, Func<DateTimeOffset, Task<long>> work)
    {
        var before = days == 0 ? (DateTimeOffset?)null : clock.GetUtcNow().AddDays(-days);
        return new RetentionLine(kind, what, days, before, before is { } end ? await work(end) : 0);
    }

    private async Task<long> AnswersAsync(DateTimeOffset before, bool dryRun, CancellationToken ct)
    {
        if (dryRun)
        {
            return await db.Set<IdempotencyRow>().LongCountAsync(r => r.At < before, ct);
        }

        return await BatchesAsync(async () =>
        {
            db.RemoveRange(await db.Set<IdempotencyRow>().AsNoTracking().Where(r => r.At < before).Take(BatchRows).ToListAsync(ct));
            var deleted = await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            return deleted;
        }, ct);
    }

    private async Task<long> JobsAsync(DateTimeOffset before, bool dryRun, CancellationToken ct)
    {
        var old = db.Set<Job>().Where(j => j.FinishedAt != null && j.FinishedAt < before);
        return dryRun ? await old.LongCountAsync(ct) : await BatchesAsync(async () =>
        {
            var ids = await old.OrderBy(j => j.Id).Select(j => j.Id).Take(BatchRows).ToListAsync(ct);
            return ids.Count == 0 ? 0 : await db.Set<Job>().Where(j => ids.Contains(j.Id)).ExecuteDeleteAsync(ct);
        }, ct);
    }

    private async Task<long> SessionsAsync(DateTimeOffset before, bool dryRun, CancellationToken ct)
    {
        var old = db.Set<Session>().Where(s => s.ExpiresAt < before);
        if (dryRun)
        {
            return await old.LongCountAsync(ct);
        }

        using var turn = await gate.EnterAsync(ct);
        return await old.ExecuteDeleteAsync(ct);
    }

    // First the row says that the content is gone, then it goes: killed between the two, the next day takes it away.
    private async Task<long> FilesAsync(FileKeep keep, DateTimeOffset before, bool dryRun, CancellationToken ct)
    {
        var old = db.Set<StoredFile>().Where(f => f.Keep == keep && f.RemovedAt == null && f.CreatedAt < before);
        if (dryRun)
        {
            return await old.LongCountAsync(ct);
        }

        var count = await BatchesAsync(async () =>
        {
            var ids = await old.OrderBy(f => f.Id).Select(f => f.Id).Take(BatchRows).ToListAsync(ct);
            var now = clock.GetUtcNow();
            return ids.Count == 0 ? 0 : await db.Set<StoredFile>().Where(f => ids.Contains(f.Id)).ExecuteUpdateAsync(set => set.SetProperty(f => f.RemovedAt, now), ct);
        }, ct);
        var lately = clock.GetUtcNow().AddDays(-30);
        foreach (var place in await db.Set<StoredFile>().Where(f => f.RemovedAt > lately).Select(f => f.Place).ToListAsync(ct))
        {
            File.Delete(Path.Combine(directory, place[..2], place));
        }

        return count;
    }

    private async Task<long> BatchesAsync(Func<Task<int>> batch, CancellationToken ct)
    {
        for (var count = 0L; ;)
        {
            using var turn = await gate.EnterAsync(ct);
            var done = await batch();
            count += done;
            if (done < BatchRows)
            {
                return count;
            }
        }
    }
}
