using Fuyao.Access.Contracts;
using Fuyao.Benefits.Simulation;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;

namespace Fuyao.Benefits.Contracts;

/// <summary>What-if over the register: reads the households of the actor's area into memory, compares, stores nothing. Scoped.</summary>
public sealed class PolicySimulation
{
    private readonly CurrentActor _actor;
    private readonly SnapshotLoader _loader;
    private readonly Reporting _reporting;

    internal PolicySimulation(CurrentActor actor, SnapshotLoader loader, Reporting reporting)
    {
        _actor = actor;
        _loader = loader;
        _reporting = reporting;
    }

    /// <param name="request">What is compared.</param>
    /// <param name="progress">Households read so far.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ProblemException">
    /// 404: no such pack, or a place outside the actor's area. 422: nobody is registered there, a pack with errors, or changes that cannot be made, each with its place.
    /// </exception>
    public async Task<SimulationReport> SimulateAsync(SimulationRequest request, IProgress<int>? progress = null, CancellationToken ct = default)
    {
        // What cannot be simulated is said before anything is read.
        var compared = _reporting.Compared(request);
        var (place, area) = PlaceOf(_actor, request.Region);
        var snapshot = await _loader.LoadAsync(new SnapshotKey(place, request.On, request.KnownAt), area, progress, ct);
        return await _reporting.ReportAsync(snapshot, request, compared, ct);
    }

    internal static (RegionCode Place, CodeRange Area) PlaceOf(CurrentActor actor, RegionCode? region)
    {
        var place = region ?? actor.Region;
        return region is null || actor.Area.Intersect(place.Range) == place.Range ? (place, place.Range) : throw ProblemException.NotFound("place", "地区");
    }
}
