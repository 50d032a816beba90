namespace Fuyao.Benefits.Contracts;

/// <summary>How much of the register may stay in memory for simulations.</summary>
public sealed class SnapshotOptions
{
    /// <summary>Of all snapshots together; the one used longest ago goes first.</summary>
    public int MemoryMiB { get; set; } = 1024;

    /// <summary>A snapshot that nobody has used for so long goes.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);
}
