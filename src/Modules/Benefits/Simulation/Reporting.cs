using System.Diagnostics;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <summary>Works a request out over a snapshot and puts names to its figures.</summary>
internal sealed class Reporting(PolicyEngine engine, IRegionNames? names)
{
    private const int LorenzSteps = 20;

    /// <summary>The two packs of a request: what is, and what is supposed.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">404: no such pack. 422: a pack with errors, or changes that cannot be made, each with its place.</exception>
    public (PreparedPack Baseline, PreparedPack Reform) Packs(SimulationRequest request)
    {
        request.Check();
        var pack = engine.Prepare(request.Pack, request.On);
        return (request.Against is null ? pack : engine.Prepare(request.Against, request.On), pack.Suppose(request.Supposed ?? Supposition.None));
    }

    public PovertyLine? LineOf(SimulationRequest request) => request.Line
        ?? (engine.Prepare("national", request.On).Parameters.FirstOrDefault(p => p.Id == "poverty_line")?.Value is decimal line ? new PovertyLine((double)line) : null);

    public async Task<SimulationReport> ReportAsync(RegisterSnapshot snapshot, SimulationRequest request, Simulator simulator, SimulatedPack? known, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var (before, after) = Packs(request);
        var baseline = known ?? simulator.Run(before, ct);
        var reform = ReferenceEquals(before, after) ? baseline : simulator.Run(after, ct);
        var change = simulator.Compare(baseline, reform);
        IReadOnlyList<MarginalCost> marginal = [];
        if (request is { Marginal: true, Supposed: { Count: > 0 } supposed })
        {
            var pack = engine.Prepare(request.Pack, request.On);
            marginal = simulator.Marginal(pack, supposed, request.Against is null ? baseline : simulator.Run(pack, ct), reform, ct);
        }

        var (from, to) = (await ViewAsync(before, baseline, ct), await ViewAsync(after, reform, ct));
        return new SimulationReport
        {
            Pack = request.Pack,
            Against = request.Against,
            On = request.On,
            Region = snapshot.Place.ToShort(),
            RegionName = await NameAsync(snapshot.Place.ToShort(), ct),
            KnownAt = snapshot.KnownAt,
            Set = request.Supposed?.Parameters ?? Supposition.None.Parameters,
            Cells = request.Supposed?.Cells ?? [],
            Line = simulator.Line,
            IncomeUnknown = simulator.IncomeUnknown,
            Register = simulator.Register,
            Baseline = from,
            Reform = to,
            Difference = Difference(from, to),
            Winners = change.Winners,
            Losers = change.Losers,
            Unchanged = change.Unchanged,
            Change = change,
            Marginal = marginal,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3),
        };
    }

    private static SimulatedDifference Difference(SimulatedFigures from, SimulatedFigures to) => new(
        to.Recipients - from.Recipients, to.Awards - from.Awards, to.Amount - from.Amount, to.Yearly - from.Yearly,
        Less(to.ByPolicy, from.ByPolicy), Less(to.BySource, from.BySource),
        Less(to.Sources.ToDictionary(s => s.Source, s => s.Yearly), from.Sources.ToDictionary(s => s.Source, s => s.Yearly)),
        to.Poverty?.Headcount - from.Poverty?.Headcount, to.Poverty?.Gap - from.Poverty?.Gap, to.Poverty?.Severity - from.Poverty?.Severity, to.Poverty?.Gini - from.Poverty?.Gini);

    private static SortedDictionary<string, Money> Less(IReadOnlyDictionary<string, Money> to, IReadOnlyDictionary<string, Money> from) =>
        new(to.Keys.Union(from.Keys).ToDictionary(k => k, k => to.GetValueOrDefault(k) - from.GetValueOrDefault(k)), StringComparer.Ordinal);

    private async Task<SimulatedFigures> ViewAsync(PreparedPack pack, SimulatedPack simulated, CancellationToken ct)
    {
        var figures = simulated.Figures;
        var infos = pack.Policies.ToDictionary(p => p.Id);
        return new SimulatedFigures
        {
            Pack = pack.Id,
            PackVersion = pack.Version,
            PackHash = pack.Hash,
            OutOfValidity = pack.OutOfValidity,
            Households = figures.Households,
            Persons = figures.Persons,
            Recipients = figures.Recipients,
            Awards = figures.Awards,
            Amount = figures.Amount,
            Yearly = figures.Yearly,
            // As in a run: only what is awarded.
            ByPolicy = new SortedDictionary<string, Money>(figures.Policies.Where(p => p.Awards > 0).ToDictionary(p => p.Policy, p => p.Amount), StringComparer.Ordinal),
            BySource = new SortedDictionary<string, Money>(figures.Sources.Where(s => s.Amount != Money.Zero).ToDictionary(s => s.Source, s => s.Amount), StringComparer.Ordinal),
            Policies =
            [
                .. figures.Policies.Select(p => new SimulatedPolicy(
                    p.Policy, infos[p.Policy].Title, infos[p.Policy].Unit, p.Awards, p.Households, p.Amount, p.Yearly, p.Undetermined, p.Manual, p.Excluded)),
            ],
            Sources = figures.Sources,
            ByRegion = await GroupsAsync(figures.Groups["region"], named: true, ct),
            ByType = await GroupsAsync(figures.Groups["type"], named: false, ct),
            ByStatus = await GroupsAsync(figures.Groups["status"], named: false, ct),
            Undetermined = figures.Undetermined,
            Manual = figures.Manual,
            Excluded = figures.Excluded,
            Poverty = figures.Poverty,
            Targeting = figures.Targeting is { } t
                ? new SimulatedTargeting(t.Poor, t.Recipients, t.Covered, t.Unknown, t.Coverage, t.ExclusionError, t.InclusionError) : null,
            Lorenz = simulated.Lorenz(LorenzSteps),
        };
    }

    private async Task<IReadOnlyList<SimulatedGroup>> GroupsAsync(IReadOnlyList<GroupFigures> groups, bool named, CancellationToken ct)
    {
        var views = new List<SimulatedGroup>(groups.Count);
        foreach (var g in groups)
        {
            views.Add(new SimulatedGroup(g.Key, named ? await NameAsync(g.Key, ct) : null, g.Households, g.Persons, g.Recipients, g.Amount, g.Yearly));
        }

        return views;
    }

    private async Task<string?> NameAsync(string code, CancellationToken ct) =>
        names is not null && RegionCode.TryParse(code, out var place) ? await names.NameAsync(place, ct) ?? code : null;
}
