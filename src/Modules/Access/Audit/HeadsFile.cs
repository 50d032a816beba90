using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Keys;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Audit;

/// <summary>
/// Signed ends of the chains, outside the database: one line a commit, only ever appended. A database that lacks a record named
/// here was cut or replaced. Lines are written after the commit, so a crash between the two leaves the file behind the
/// database, never ahead of it; a last line torn by a crash is passed over.
/// </summary>
internal sealed class HeadsFile(AccessOptions options, DatabaseTarget target, KeyRing keys)
{
    private const long CompactBeyondBytes = 4 << 20;

    // EWOULDBLOCK, or what Windows calls a sharing violation.
    private static readonly int[] TakenByAnother = [11, unchecked((int)0x80070020)];
    private readonly Lock turn = new();

    /// <summary>Name of the line that says up to which record a chain was cut on purpose.</summary>
    public static string Sealed(string chain) => chain + ".sealed";

    public string Path { get; } = options.HeadsAt(target);

    public void Append(IReadOnlyList<ChainHead> heads, bool toDisk = false)
    {
        if (heads.Count == 0)
        {
            return;
        }

        var lines = Encoding.UTF8.GetBytes(string.Concat(heads.Select(Line)));
        lock (turn)
        {
            using var file = OpenAlone();
            EndTornLine(file);
            file.Write(lines);
            if (toDisk)
            {
                file.Flush(true);
            }

            if (file.Length > CompactBeyondBytes)
            {
                Compact(file);
            }
        }
    }

    /// <summary>Every head whose signature holds, and how many whole lines were not genuine.</summary>
    public (IReadOnlyList<ChainHead> Heads, int Forged) Read()
    {
        if (!File.Exists(Path))
        {
            return ([], 0);
        }

        lock (turn)
        {
            using var file = OpenAlone();
            return Parse(file);
        }
    }

    private (IReadOnlyList<ChainHead> Heads, int Forged) Parse(FileStream file)
    {
        file.Position = 0;
        var text = new byte[file.Length];
        file.ReadExactly(text);
        var lines = Encoding.UTF8.GetString(text).Split('\n');
        var heads = new List<ChainHead>();
        var forged = 0;
        foreach (var line in lines[..^1].Where(l => l.Length > 0))
        {
            if (ParseLine(line) is { } head)
            {
                heads.Add(head);
            }
            else
            {
                forged++;
            }
        }

        return (heads, forged);
    }

    // A line that a crash cut short goes; its commit is in the database and the next head covers it.
    private static void EndTornLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return;
        }

        file.Position = file.Length - 1;
        if (file.ReadByte() == '\n')
        {
            return;
        }

        var start = file.Length;
        while (start > 0)
        {
            file.Position = start - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }

            start--;
        }

        file.SetLength(start);
        file.Position = start;
    }

    private void Compact(FileStream file)
    {
        var (genuine, forged) = Parse(file);
        if (forged > 0)
        {
            return; // evidence
        }

        // The beginning of each chain stays: it tells a file begun anew from one that has always been there.
        // So do the last two cuts of a chain: killed between cutting and removing, it begins after the one before.
        var last = genuine.GroupBy(h => (h.Chain, h.County))
            .SelectMany(g => g.Where(h => h.Seq == 0).Concat(g.OrderByDescending(h => h.Seq).Take(g.Key.Chain.Contains('.', StringComparison.Ordinal) ? 2 : 1)).Distinct());
        var beside = Path + ".new";
        File.Delete(beside);
        using (var compact = PrivateFile.Open(beside, FileMode.CreateNew, FileShare.None))
        {
            compact.Write(Encoding.UTF8.GetBytes(string.Concat(last.Select(Line))));
            compact.Flush(true);
        }

        File.Move(beside, Path, true);
    }

    private string Line(ChainHead head)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{head.Chain} {head.County} {head.Seq} {Convert.ToHexStringLower(head.Hash)}");
        return $"{content} {Sign(content)}\n";
    }

    private ChainHead? ParseLine(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 5 && Sign(line[..line.LastIndexOf(' ')]) == parts[4]
            ? new ChainHead(
                parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture),
                Convert.FromHexString(parts[3]))
            : null;
    }

    private string Sign(string content) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys.Current.Audit, Encoding.UTF8.GetBytes("head " + content)));

    // Server and command line may both write: each takes the file alone for the moment of one append. A file lock
    // offers nothing to wait on: whoever finds it taken asks again shortly, as long as a disk that hesitates may keep the other.
    private FileStream OpenAlone()
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return PrivateFile.Open(Path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException refused) when (Stopwatch.GetElapsedTime(began).TotalSeconds < (TakenByAnother.Contains(refused.HResult) ? 15 : 1)
                && Directory.Exists(System.IO.Path.GetDirectoryName(Path)))
            {
                Thread.Sleep(2);
            }
        }
    }
}
