using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Generation;
using Microsoft.Extensions.DependencyInjection;

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

    /// <summary>
    /// Puts an invented population straight into the register, published at once: for benchmarks, which need a large register and not
    /// its workbooks.
    /// </summary>
    /// <param name="progress">Called with the households written so far.</param>
    /// <returns>How many persons there are.</returns>
    public static async Task<int> FillAsync(IServiceProvider services, RegionCode region, int households, int seed, Action<int>? progress, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(region);
        return await ActivatorUtilities.CreateInstance<RegisterFiller>(scope.ServiceProvider).FillAsync(region, households, seed, progress, ct);
    }

    /// <summary>
    /// Gives a county of the register what stands around its households: records of villages and townships with their years, organisations
    /// and bonds, other departments' lists, points of the map and some happenings. A county that has organisations is left as it is.
    /// </summary>
    public static async Task<FurnishResult> FurnishAsync(IServiceProvider services, RegionCode county, int seed, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(county);
        var happenings = ActivatorUtilities.CreateInstance<Happenings>(scope.ServiceProvider);
        return await ActivatorUtilities.CreateInstance<CountyFurnisher>(scope.ServiceProvider, happenings).FurnishAsync(county, seed, ct);
    }

    /// <summary>What there is to ask a register for: some of everything that it can be searched by, in clear.</summary>
    /// <param name="most">Of everything but the names, which are all.</param>
    public static async Task<RegisterSample> SampleAsync(IServiceProvider services, RegionCode region, int most, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(region);
        return await ActivatorUtilities.CreateInstance<RegisterSampler>(scope.ServiceProvider).TakeAsync(most, ct);
    }
}

/// <param name="Places">Records of villages and townships, each year's answers one.</param>
/// <param name="Received">Rows of other departments' lists.</param>
public sealed record FurnishResult(int Places, int Organisations, int Linkages, int Dwellings, int Received, int Events);

/// <param name="Names">Every name of a person, once.</param>
/// <param name="Phones">Of households.</param>
public sealed record RegisterSample(
    int Households, int Persons, IReadOnlyList<string> Names, IReadOnlyList<string> IdNumbers, IReadOnlyList<string> Numbers, IReadOnlyList<string> Phones, IReadOnlyList<Guid> Ids, IReadOnlyList<string> Villages);
