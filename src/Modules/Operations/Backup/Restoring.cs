using System.Globalization;
using Fuyao.Operations.Contracts;

namespace Fuyao.Operations.Backup;

/// <summary>The last step of a restore: what was unpacked and verified takes the place of what is there.</summary>
internal abstract class Restoring(SystemPlace place, TimeProvider clock) : IDisposable
{
    public virtual void Dispose()
    {
    }

    /// <summary>In the staging folder while files are being moved: the system is neither the old nor the new one, and does not start.</summary>
    public const string Mark = "moving";

    protected SystemPlace Place => place;

    protected string Stamp { get; } = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A former restore was killed between its first and its last move: going on needs no leave to replace.</summary>
    protected bool Unfinished => File.Exists(Path.Combine(place.Staging, Mark));

    /// <summary>An empty staging folder – but that a former restore stopped half-way stays known.</summary>
    public void BeginStaging()
    {
        var unfinished = Unfinished;
        PrivateFiles.EmptyFolder(place.Staging);
        if (unfinished)
        {
            File.WriteAllText(Path.Combine(place.Staging, Mark), "");
        }
    }

    /// <summary>Clears what was unpacked, unless files have been moved: then it is what the next attempt starts from.</summary>
    public void AbandonStaging()
    {
        if (!Unfinished && Directory.Exists(place.Staging))
        {
            Directory.Delete(place.Staging, recursive: true);
        }
    }

    /// <exception cref="Kernel.Problems.ProblemException">Something is there and <paramref name="force"/> is not set, or a server runs on it.</exception>
    public abstract Task RefuseIfInUseAsync(bool force, CancellationToken ct);

    /// <returns>Where the former system now is.</returns>
    public abstract Task<string?> PutInPlaceAsync(Manifest manifest, CancellationToken ct);

    /// <summary>Moves files and folders from staging to their places, the former ones aside.</summary>
    protected string? MoveFiles(IEnumerable<(string? Staged, string Place)> moves)
    {
        var aside = place.Target.Beside($".replaced-{Stamp}");
        var kept = false;
        File.WriteAllText(Path.Combine(place.Staging, Mark), "");
        var all = moves.ToList();
        foreach (var (_, to) in all.Where(m => File.Exists(m.Place) || Directory.Exists(m.Place)))
        {
            PrivateFiles.CreateFolder(aside);
            kept = true;
            Move(to, Path.Combine(aside, Path.GetFileName(to)));
        }

        foreach (var (staged, to) in all)
        {
            var from = staged is null ? null : Path.Combine(place.Staging, staged);
            if (File.Exists(from) || Directory.Exists(from))
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(to)!);
                Move(from, to);
            }
        }

        Directory.Delete(place.Staging, recursive: true);
        return kept ? aside : null;
    }

    private static void Move(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (!Path.Exists(to))
        {
            // Another disk: copied, then taken away.
            Copy(from, to);
            if (File.Exists(from))
            {
                File.Delete(from);
            }
            else
            {
                Directory.Delete(from, recursive: true);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        PrivateFiles.CreateFolder(to);
        foreach (var path in Directory.EnumerateFileSystemEntries(from))
        {
            Copy(path, Path.Combine(to, Path.GetFileName(path)));
        }
    }
}
