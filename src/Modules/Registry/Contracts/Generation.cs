using Fuyao.Kernel;
using Fuyao.Registry.Generation;

namespace Fuyao.Registry.Contracts;

public enum SheetFormat
{
    Xlsx,
    Csv,
}

/// <param name="Region">A place of any level; its rural villages are used.</param>
/// <param name="Directory">Created when missing.</param>
/// <param name="Faults">Whether mistakes are planted (and told in <c>truth.json</c>).</param>
/// <param name="Progress">Called with households done and wanted.</param>
public sealed record GenerateRequest(RegionCode Region, int Households, int Seed, string Directory, SheetFormat Format = SheetFormat.Xlsx, bool Faults = true, Action<int, int>? Progress = null);

/// <param name="Files">The workbooks, in order.</param>
/// <param name="Truth">Path of <c>truth.json</c>.</param>
public sealed record GenerateResult(int Households, int Persons, IReadOnlyList<string> Files, string Truth);

/// <summary>Invented populations in the official layout, for demonstration, tests and benchmarks.</summary>
public static class SyntheticCounty
{
    /// <exception cref="Kernel.Problems.ProblemException">The region has no villages.</exception>
    public static GenerateResult Generate(GenerateRequest request, CancellationToken ct = default) => new CountyGenerator(request).Run(ct);
}
