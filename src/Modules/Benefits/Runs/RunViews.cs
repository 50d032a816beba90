using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Runs;

internal sealed record PlaceView(string Code, string Name);

/// <param name="Title">Of the parameter.</param>
/// <param name="Results">Persons or households that wait for it and for nothing else.</param>
internal sealed record UnknownParameterView(string Policy, LocalText? PolicyTitle, string Parameter, LocalText? Title, int Results);

internal sealed record PolicySumView(string Policy, LocalText? Title, int Awards, Money Amount);

internal sealed record SourceSumView(string Source, Money Amount);

/// <summary>A run with its figures.</summary>
/// <param name="State"><c>running</c> or <c>done</c>; a job that stopped shows in the job.</param>
/// <param name="Job">The job that works on it, to follow at <c>/api/jobs/{id}</c>.</param>
/// <param name="Already">Due, but awarded by an earlier run for the same unit of time.</param>
internal sealed record RunView(
    Guid Id, string Pack, LocalText? PackTitle, string PackVersion, string PackHash, string Period, int Sequence, DateOnly On, PlaceView Region, string State, Guid? Job,
    int Households, int Persons, int Awards, Money Amount, IReadOnlyList<PolicySumView> ByPolicy, IReadOnlyList<SourceSumView> BySource,
    int NotEligible, int Undetermined, int Manual, int Excluded, int Already, int Conflicts, IReadOnlyList<UnknownParameterView> UnknownParameters, double Seconds,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? FinishedAt);

/// <summary>Names and titles for what is stored as codes.</summary>
internal sealed class RunViews(PolicyEngine engine, IRegionNames? names)
{
    public async Task<RunView> OfAsync(Run run, CancellationToken ct)
    {
        var summary = RunSummaries.Of(run);
        var titles = Titles(run.Pack, run.On);
        return new RunView(
            run.Id, run.Pack, engine.Packs().FirstOrDefault(p => p.Id == run.Pack)?.Title, run.PackVersion, run.PackHash, run.Period, run.Sequence, run.On,
            await PlaceAsync(run.Region, ct), run.State == RunState.Completed ? "done" : "running", run.JobId,
            run.Households, run.Persons, run.Awards, run.Amount,
            [.. summary.ByPolicy.Select(p => new PolicySumView(p.Key, titles.GetValueOrDefault(p.Key), summary.CountByPolicy[p.Key], p.Value))],
            [.. summary.BySource.Select(s => new SourceSumView(s.Key, s.Value))],
            summary.NotEligible, summary.Undetermined, summary.Manual, summary.Excluded, summary.Already, summary.Conflicts, Unknown(run, summary, titles), summary.Seconds,
            run.StartedAt, run.StartedBy, run.FinishedAt);
    }

    public async Task<PlaceView> PlaceAsync(long region, CancellationToken ct)
    {
        var code = new RegionCode(region);
        return new PlaceView(code.ToShort(), (names is null ? null : await names.NameAsync(code, ct)) ?? code.ToShort());
    }

    private List<UnknownParameterView> Unknown(Run run, RunSummary summary, IReadOnlyDictionary<string, LocalText> policies)
    {
        var parameters = summary.UnknownParameters.Count > 0 && engine.Packs().Any(p => p.Id == run.Pack)
            ? engine.Prepare(run.Pack, run.On).Parameters.ToDictionary(p => p.Id, p => p.Title) : [];
        return [.. summary.UnknownParameters.Select(u => new UnknownParameterView(u.Policy, policies.GetValueOrDefault(u.Policy), u.Parameter, parameters.GetValueOrDefault(u.Parameter), u.Results))];
    }

    /// <summary>Policy titles; none when the pack is no longer there.</summary>
    public IReadOnlyDictionary<string, LocalText> Titles(string pack, DateOnly on) => engine.Packs().Any(p => p.Id == pack)
        ? engine.Prepare(pack, on).Policies.ToDictionary(p => p.Id, p => p.Title)
        : new Dictionary<string, LocalText>();
}
