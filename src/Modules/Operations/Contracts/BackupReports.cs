using Fuyao.Kernel.Text;

namespace Fuyao.Operations.Contracts;

/// <summary>A backup that was made.</summary>
/// <param name="Sha256">Of the archive, hexadecimal.</param>
/// <param name="Rows">Rows of all tables.</param>
public sealed record BackupReport(bool Ok, string File, string Sha256, long Bytes, DateTimeOffset At, long Rows, int Files, double Seconds);

/// <summary>What checking an archive found.</summary>
/// <param name="At">When the backup was made; null when the archive does not say.</param>
/// <param name="Problems">Everything that is not as it was when the backup was made.</param>
public sealed record BackupCheck(bool Ok, string File, string Sha256, long Bytes, DateTimeOffset? At, long Rows, int Files, IReadOnlyList<LocalText> Problems);

/// <summary>A restore that was done.</summary>
/// <param name="Aside">Where what was replaced now lies; null when there was nothing.</param>
public sealed record RestoreReport(bool Ok, string Sha256, DateTimeOffset At, long Rows, int Files, string? Aside, double Seconds);
