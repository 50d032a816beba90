namespace Fuyao.Operations.Contracts;

/// <summary>When backups are made by themselves, and which are kept.</summary>
public sealed class OperationsOptions
{
    /// <summary>Folder of the backups; best on another disk.</summary>
    public string Shelf { get; set; } = "";

    /// <summary>The hour in China; null: none are made by themselves.</summary>
    public TimeOnly? At { get; set; }

    /// <summary>File whose first line seals the archives; empty leaves them unsealed.</summary>
    public string PassphraseFile { get; set; } = "";

    /// <summary>For how many days, weeks and months the newest backup of each is kept.</summary>
    public (int Days, int Weeks, int Months) Kept { get; set; } = (7, 4, 12);

    /// <summary>A backup is restored for practice when the last drill is so many days old; 0: never by itself.</summary>
    public int DrillDays { get; set; } = 30;
}
