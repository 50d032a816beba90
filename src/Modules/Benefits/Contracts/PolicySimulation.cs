using Fuyao.Access.Contracts;
using Fuyao.Benefits.Simulation;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Contracts;

/// <summary>What-if over the register: reads the households of the actor's area into memory, compares, stores nothing. Scoped.</summary>
public sealed class PolicySimulation
{
    private readonly CurrentActor _actor;
    private readonly SnapshotLoader _loader;
    private readonly Reporting _reporting;

    internal PolicySimulation(CurrentActor actor, PolicyEngine engine, IServiceScopeFactory scopes, TimeProvider clock, IRegionNames? names)
    {
        _actor = actor;
        _loader = new SnapshotLoader(scopes, engine, clock);
        _reporting = new Reporting(engine, names);
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
        var (baseline, reform) = _reporting.Packs(request);
        var (place, area) = PlaceOf(_actor, request.Region);
        var snapshot = await _loader.LoadAsync(place, area, request.On, [baseline, reform], progress, ct);
        var options = new SimulationOptions(_reporting.LineOf(request), request.Poor, Environment.ProcessorCount);
        return await _reporting.ReportAsync(snapshot, request, new Simulator(snapshot.Population, options), known: null, ct);
    }

    internal static (RegionCode Place, CodeRange Area) PlaceOf(CurrentActor actor, RegionCode? region)
    {
        var place = region ?? actor.Region;
        return region is null || actor.Area.Intersect(place.Range) == place.Range ? (place, place.Range) : throw ProblemException.NotFound("place", "地区");
    }
}
