using Fuyao.Access.Contracts;
using Fuyao.Kernel.Text;

namespace Fuyao.Operations.Status;

/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failing</c>.</param>
internal sealed record HealthCheck(string Name, string Status, LocalText Detail);

/// <param name="Status">The worst of the checks.</param>
internal sealed record HealthView(string Status, DateTimeOffset At, IReadOnlyList<HealthCheck> Checks);

internal sealed record DatabaseView(string Engine, long Bytes, string Schema, long? FreeBytes);

internal sealed record ShelfItem(
    string File, DateTimeOffset At, long Bytes, long Rows, int Files, bool Sealed, string Sha256, DateTimeOffset? VerifiedAt, DateTimeOffset? DrilledAt);

internal sealed record ShelfFailure(DateTimeOffset At, LocalText Reason);

/// <param name="NextAt">Null when none are made by themselves.</param>
internal sealed record BackupsView(string Folder, DateTimeOffset? NextAt, ShelfItem? LastGood, DateTimeOffset? LastDrillAt, ShelfFailure? LastFailure, IReadOnlyList<ShelfItem> Items);

internal sealed record OperationsView(string Version, HealthView Health, DatabaseView Database, BackupsView Backups, IReadOnlyList<RetentionLine> Retention);

internal sealed record BackupStarted(Guid Job);
