using System.Diagnostics;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benchmarks.Rules;

/// <summary>Where the packs and the data of other engines lie.</summary>
internal static class BenchmarkPaths
{
    public static PolicyEngine Engine() => new(new PolicyOptions { PacksDirectory = Packs() });

    /// <summary>The baseline beside the repository; null when it is not there.</summary>
    public static string? Baseline()
    {
        for (var directory = new DirectoryInfo(Packs()).Parent; directory is not null; directory = directory.Parent)
        {
            var folder = Path.Combine(directory.FullName, "shared", "openfisca-baseline");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }

    public static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static string Packs() => PolicyOptions.FindPacks(Environment.CurrentDirectory) ?? PolicyOptions.FindPacks(AppContext.BaseDirectory)
        ?? throw new DirectoryNotFoundException("There is no packs folder above the current directory.");
}
