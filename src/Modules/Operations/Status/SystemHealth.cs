using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Backup;
using Fuyao.Operations.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Operations.Status;

/// <summary>What an operator must know without being asked, worst first in one word.</summary>
internal sealed class SystemHealth(PlatformDb db, SystemPlace place, Shelf shelf, OperationsOptions options, TimeProvider clock)
{
    private const long LittleSpace = 2L << 30;
    private static readonly TimeSpan BackupIsOld = TimeSpan.FromHours(30);

    public async Task<HealthView> CheckAsync(CancellationToken ct)
    {
        List<HealthCheck> checks = [await DatabaseAsync(ct), Backup(), Drill(), Space(), Keys()];
        var worst = checks.Any(c => c.Status == "failing") ? "failing" : checks.Any(c => c.Status == "warning") ? "warning" : "ok";
        return new HealthView(worst, clock.GetUtcNow(), checks);
    }

    public async Task<DatabaseView> DescribeAsync(CancellationToken ct)
    {
        var bytes = place.Target.SqlitePath is not null
            ? await db.Database.SqlQueryRaw<long>("select page_count * page_size as Value from pragma_page_count(), pragma_page_size()").SingleAsync(ct)
            : await db.Database.SqlQueryRaw<long>("select pg_database_size(current_database()) as \"Value\"").SingleAsync(ct);
        return new DatabaseView(
            place.Target.Engine.ToString().ToLowerInvariant(), bytes, (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault() ?? "", FreeBytes());
    }

    public BackupsView Backups()
    {
        var items = shelf.List().Select(b => new ShelfItem(b.File, b.At, b.Bytes, b.Rows, b.Files, b.Sealed, b.Sha256, b.VerifiedAt, b.DrilledAt)).ToList();
        var failure = shelf.LastFailure() is { } f ? new ShelfFailure(f.At, new LocalText(f.Zh, f.En)) : null;
        return new BackupsView(shelf.Folder, Next(), items.FirstOrDefault(i => i.VerifiedAt is not null), shelf.LastDrill(), failure, items);
    }

    private async Task<HealthCheck> DatabaseAsync(CancellationToken ct)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync("select 1", ct);
            return new("database", "ok", new("数据库可用", "the database answers"));
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return new("database", "failing", new("数据库无法访问", "the database cannot be reached"));
        }
    }

    private HealthCheck Backup()
    {
        var now = clock.GetUtcNow();
        var last = shelf.List().FirstOrDefault(b => b.VerifiedAt is not null);
        if (shelf.LastFailure() is { } failure)
        {
            return new("backup", "failing", new($"上次备份失败({failure.At:yyyy-MM-dd HH:mm} UTC):{failure.Zh}", $"the last backup failed ({failure.At:yyyy-MM-dd HH:mm} UTC): {failure.En}"));
        }

        if (last is null)
        {
            return options.At is null
                ? new("backup", "warning", new("未设定时备份,也没有备份", "no backups are scheduled and there is none"))
                : new("backup", "warning", new("还没有备份,将于下一时刻自动进行", "there is no backup yet; the next hour brings one"));
        }

        var hours = (int)(now - last.At).TotalHours;
        return now - last.At > BackupIsOld
            ? new("backup", "failing", new($"最近一次完好备份已过 {hours} 小时", $"the last good backup is {hours} hours old"))
            : new("backup", "ok", new($"最近一次完好备份在 {hours} 小时前", $"the last good backup is {hours} hours old"));
    }

    private HealthCheck Drill()
    {
        var last = shelf.LastDrill();
        return last is { } at && (options.DrillDays == 0 || clock.GetUtcNow() - at < TimeSpan.FromDays(2 * Math.Max(1, options.DrillDays)))
            ? new("drill", "ok", new($"恢复演练:{at.InChina():yyyy-MM-dd}", $"last restored for practice on {at.InChina():yyyy-MM-dd}"))
            : new("drill", "warning", new("很久没有做过恢复演练", "no backup has been restored for practice for long"));
    }

    private HealthCheck Space() => FreeBytes() is { } free && free < LittleSpace
        ? new("space", free < LittleSpace / 8 ? "failing" : "warning", new($"磁盘剩余 {free / 1048576} MiB", $"{free / 1048576} MiB are left on the disk"))
        : new("space", "ok", new("磁盘空间充足", "there is room on the disk"));

    private HealthCheck Keys() => File.Exists(place.Keys)
        ? new("keys", "ok", new("密钥文件在位", "the key file is in its place"))
        : new("keys", "failing", new("密钥文件不见了:请立即从密钥备份恢复,切勿停止服务", "the key file is gone: restore it from its backup at once, and do not stop the server"));

    private long? FreeBytes()
    {
        var folder = Path.GetDirectoryName(place.Target.SqlitePath ?? place.Heads)!;
        return Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;
    }

    private DateTimeOffset? Next()
    {
        if (options.At is not { } at)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var today = clock.TodayInChina().StartInChina() + at.ToTimeSpan();
        return (today > now ? today : today.AddDays(1)).ToUniversalTime();
    }
}
