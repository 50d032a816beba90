using System.Globalization;
using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Operations.Contracts;

namespace Fuyao.Operations.Backup;

/// <summary>What is known of a backup on the shelf, in a small file beside it.</summary>
/// <param name="VerifiedAt">When it was last read to its end and found as it should be.</param>
/// <param name="DrilledAt">When it was last restored for practice.</param>
internal sealed record ShelvedBackup(string File, DateTimeOffset At, string Sha256, long Bytes, long Rows, int Files, bool Sealed, DateTimeOffset? VerifiedAt, DateTimeOffset? DrilledAt);

/// <summary>Why the last attempt failed.</summary>
internal sealed record BackupFailure(DateTimeOffset At, string Zh, string En);

/// <summary>The folder of backups that are made by themselves. Its files are its state: it survives the database.</summary>
internal sealed class Shelf(OperationsOptions options)
{
    private const string Suffix = ".backup";
    private const string FailureFile = "last-failure.json";
    private const string DrillFile = "last-drill.json";

    public string Folder => options.Shelf;

    public string NameFor(DateTimeOffset at) => Path.Combine(options.Shelf, at.ToString("'fuyao-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + Suffix);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ShelvedBackup> List() => !Directory.Exists(options.Shelf) ? [] :
    [
        .. Directory.EnumerateFiles(options.Shelf, "fuyao-*" + Suffix).Select(Note).Where(File.Exists)
            .Select(note => JsonSerializer.Deserialize<ShelvedBackup>(File.ReadAllText(note), Manifest.Json)!).OrderByDescending(b => b.At),
    ];

    public void Note(ShelvedBackup backup) => Write(Note(Path.Combine(options.Shelf, backup.File)), backup);

    public BackupFailure? LastFailure() => File.Exists(Failure) ? JsonSerializer.Deserialize<BackupFailure>(File.ReadAllText(Failure), Manifest.Json) : null;

    public void NoteFailure(BackupFailure? failure)
    {
        if (failure is null)
        {
            File.Delete(Failure);
        }
        else
        {
            PrivateFiles.CreateFolder(options.Shelf);
            Write(Failure, failure);
        }
    }

    /// <summary>When a backup was last restored for practice; that backup itself may be gone since.</summary>
    public DateTimeOffset? LastDrill() => File.Exists(Drill) ? JsonSerializer.Deserialize<DateTimeOffset>(File.ReadAllText(Drill)) : null;

    public void NoteDrill(DateTimeOffset at) => Write(Drill, at);

    /// <summary>Takes away what no rule keeps.</summary>
    /// <returns>How many went.</returns>
    public int Clear()
    {
        var all = List();
        var kept = Keep([.. all.Where(b => b.VerifiedAt is not null).Select(b => b.At)], options.Kept);
        var gone = all.Where(b => b.VerifiedAt is not null && !kept.Contains(b.At)).ToList();
        foreach (var backup in gone)
        {
            var path = Path.Combine(options.Shelf, backup.File);
            File.Delete(path);
            File.Delete(Note(path));
        }

        return gone.Count;
    }

    /// <summary>The newest of each of the last days, weeks and months that have one; the newest of all always.</summary>
    internal static HashSet<DateTimeOffset> Keep(IReadOnlyList<DateTimeOffset> all, (int Days, int Weeks, int Months) kept)
    {
        var newest = all.OrderDescending().ToList();
        return
        [
            .. newest.Take(1),
            .. Newest(kept.Days, at => Day(at).DayNumber),
            .. Newest(kept.Weeks, at => (Day(at).DayNumber + 6) / 7),
            .. Newest(kept.Months, at => (Day(at).Year * 12) + Day(at).Month),
        ];

        IEnumerable<DateTimeOffset> Newest(int count, Func<DateTimeOffset, int> period) => newest.GroupBy(period).Take(count).Select(g => g.First());

        static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.InChina());
    }

    private string Drill => Path.Combine(options.Shelf, DrillFile);

    private string Failure => Path.Combine(options.Shelf, FailureFile);

    private static string Note(string archive) => archive + ".json";

    private static void Write<T>(string path, T value)
    {
        using (var file = PrivateFiles.Create(path + ".new"))
        {
            JsonSerializer.Serialize(file, value, Manifest.Json);
            file.Flush(true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
