using System.Diagnostics;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <summary>What is compared with what.</summary>
/// <param name="Baseline">What is.</param>
/// <param name="Pack">The pack whose parameters are supposed, nothing supposed yet.</param>
/// <param name="Reform">The same with what is supposed.</param>
/// <param name="Supposed">What is supposed.</param>
internal sealed record ComparedPacks(PreparedPack Baseline, PreparedPack Pack, PreparedPack Reform, Supposition Supposed);

/// <summary>Works a request out over a snapshot and puts names to its figures.</summary>
internal sealed class Reporting(PolicyEngine engine, IRegionNames? names)
{
    private const int LorenzSteps = 20;

    /// <summary>The packs of a request.</summary>
    /// <param name="request">What is compared.</param>
    /// <param name="draft">Stands for the request's pack, which is then the baseline.</param>
    /// <exception cref="Kernel.Problems.ProblemException">404: no such pack. 422: a pack with errors, or changes that cannot be made, each with its place.</exception>
    public ComparedPacks Compared(SimulationRequest request, PreparedPack? draft = null)
    {
        request.Check();
        var pack = engine.Prepare(request.Pack, request.On);
        var supposed = request.Supposed ?? Supposition.None;
        var baseline = request.Against is null ? pack : engine.Prepare(request.Against, request.On);
        Check(request, baseline);
        return new ComparedPacks(baseline, draft ?? pack, (draft ?? pack).Suppose(supposed), supposed);
    }

    private static void Check(SimulationRequest request, PreparedPack baseline)
    {
        var policies = baseline.Policies.Where(p => p.Subject is PolicySubject.Person or PolicySubject.Household).ToList();
        if (request.Poor == PoorDefinition.Policy && policies.All(p => p.Id != request.PoorPolicy))
        {
            throw new ProblemException(422, new Problem("unknown-policy", new LocalText(
                $"以某项政策的条件认定贫困时须指明政策,可用:{string.Join("、", policies.Select(p => p.Id))}。",
                $"Who is poor by a policy's condition needs the policy; there are: {string.Join(", ", policies.Select(p => p.Id))}."), "poor_policy"));
        }
    }

    /// <summary>Of the register alone.</summary>
    public Simulator Simulator(RegisterSnapshot snapshot, PovertyLine? line) =>
        new(snapshot.Population, new SimulationOptions(line ?? NationalLine(snapshot.On), Threads: Environment.ProcessorCount));

    /// <summary>Of a comparison: what the stated incomes already hold of the compared packs is taken out of them first.</summary>
    public Simulator Simulator(RegisterSnapshot snapshot, SimulationRequest request, ComparedPacks packs) => new(
        snapshot.Population.Before(packs.Baseline, packs.Reform),
        new SimulationOptions(request.Line ?? NationalLine(snapshot.On), request.Poor, Environment.ProcessorCount, request.Poor == PoorDefinition.Policy ? new PoorPolicy(packs.Baseline, request.PoorPolicy!) : null));

    public async Task<SimulationReport> ReportAsync(RegisterSnapshot snapshot, SimulationRequest request, ComparedPacks packs, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var simulator = Simulator(snapshot, request, packs);
        var (baseline, reform) = Run(snapshot, simulator, packs, ct);
        var change = simulator.Compare(baseline, reform);
        IReadOnlyList<MarginalCost> marginal = request.Marginal && packs.Supposed.Count > 0
            ? simulator.Marginal(packs.Pack, packs.Supposed, snapshot.Run(simulator, packs.Pack, Supposition.None, ct), reform, ct) : [];
        var (before, after) = (packs.Baseline, packs.Reform);
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
            TakenOut = new SimulatedIncomes(simulator.Population.TakenOut.Households, simulator.Population.TakenOut.Amount),
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

    /// <summary>Poverty of the register itself, of all and by group.</summary>
    /// <exception cref="ProblemException">400: no such grouping.</exception>
    public async Task<PovertyReport> PovertyAsync(RegisterSnapshot snapshot, Simulator simulator, string by, CancellationToken ct)
    {
        var population = snapshot.Population;
        var grouping = population.Groupings.FirstOrDefault(g => g.Id == by) ?? throw new ProblemException(400, new Problem("wrong-grouping", new LocalText(
            $"应为 {string.Join("、", population.Groupings.Select(g => g.Id))}。", $"Expected one of {string.Join(", ", population.Groupings.Select(g => g.Id))}."), "by"));
        List<PovertyGroup> groups = [];
        foreach (var (code, key) in grouping.Keys.Index())
        {
            groups.Add(Group(simulator, key, by == "region" ? await NameAsync(key, ct) : null, row => grouping.Codes[row] == code));
        }

        var place = snapshot.Place.ToShort();
        return new PovertyReport(
            snapshot.On, snapshot.KnownAt, place, await NameAsync(place, ct), simulator.Line, by, [.. population.Groupings.Select(g => g.Id)],
            Group(simulator, place, null, _ => true), groups, simulator.Measures()?.Lorenz(LorenzSteps));
    }

    private static PovertyGroup Group(Simulator simulator, string key, string? name, Predicate<int> belongs)
    {
        var measures = simulator.Measures(belongs);
        var (known, unknown) = simulator.PersonsWithIncome(belongs);
        return new PovertyGroup(key, name, known, unknown, measures?.Mean, measures?.Quantile(0.5), simulator.Line is { } line ? measures?.At(line) : null);
    }

    /// <summary>Both sides; a pack with nothing supposed is worked out once for all who ask.</summary>
    public static (SimulatedPack Baseline, SimulatedPack Reform) Run(RegisterSnapshot snapshot, Simulator simulator, ComparedPacks packs, CancellationToken ct) =>
        (snapshot.Run(simulator, packs.Baseline, Supposition.None, ct), snapshot.Run(simulator, packs.Reform, packs.Supposed, ct));

    private PovertyLine? NationalLine(DateOnly on) =>
        engine.Prepare("national", on).Parameters.FirstOrDefault(p => p.Id == "poverty_line")?.Value is decimal line ? new PovertyLine((double)line) : null;

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
            Lorenz = figures.Lorenz,
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
