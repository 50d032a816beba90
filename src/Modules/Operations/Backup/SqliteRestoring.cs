using Fuyao.Operations.Contracts;

namespace Fuyao.Operations.Backup;

/// <summary>Files are moved; the database comes last, because a start that finds none would make a new one.</summary>
internal sealed class SqliteRestoring(SystemPlace place, TimeProvider clock) : Restoring(place, clock)
{
    private IDisposable? alone;

    public override void Dispose() => alone?.Dispose();

    public override Task RefuseIfInUseAsync(bool force, CancellationToken ct)
    {
        var database = Place.Target.SqlitePath!;
        alone = ServingMark.TakeAlone(Place.Target) ?? throw Backups.Refuse("server-runs", $"有服务器正在使用 {database},请先停止。", $"A server is running on {database}. Stop it first.");

        if (!force && !Unfinished && ((string[])[database, Place.Heads, Place.Files]).FirstOrDefault(Path.Exists) is { } there)
        {
            throw Backups.Refuse(
                "restore-would-replace", $"{there} 已存在。确要替换请加 --force,原有数据会另存。", $"{there} exists. To replace it add --force; what is there is kept aside.");
        }

        return Task.CompletedTask;
    }

    public override Task<string?> PutInPlaceAsync(Manifest manifest, CancellationToken ct)
    {
        var database = Place.Target.SqlitePath!;
        return Task.FromResult(MoveFiles(
        [
            ("files", Place.Files), ("packs", Place.Packs), ("heads", Place.Heads),
            (null, database + ".jobs"), (null, database + ".jobs-wal"), (null, database + ".jobs-shm"),
            (SqliteSnapshot.AccessLog, Place.AccessLog!), (null, Place.AccessLog + "-wal"), (null, Place.AccessLog + "-shm"),
            (null, database + "-wal"), (null, database + "-shm"), (SqliteSnapshot.Database, database),
        ]));
    }
}
