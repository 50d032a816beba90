using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Households;

/// <summary>Adds to a result's reasons where each fact comes from, and the titles of the policies whose results were read.</summary>
internal sealed class ExplainedReasons(PreparedPack pack, HouseholdOrigins? origins)
{
    private readonly Dictionary<string, LocalText> titles = pack.Policies.ToDictionary(p => p.Id, p => p.Title);

    public IReadOnlyList<ReasonView> Reasons(ResultView result, Guid household) => [.. result.Because.Select(reason => reason.Expression is null ? reason : reason with
    {
        PolicyTitle = reason.Policy is null ? null : titles.GetValueOrDefault(reason.Policy),
        Origins = reason.Parameter is null && reason.Policy is null ? Origins(result, reason.Expression, household) : [],
    })];

    // Facts that one change brought in stand together.
    private IReadOnlyList<OriginView> Origins(ResultView result, string expression, Guid household)
    {
        var subject = Guid.TryParse(result.Subject, out var id) && id != household ? id : (Guid?)null;
        return
        [
            .. pack.FactsBehind(result.Policy, expression)
                .Select(f => (Path: f.OfPerson ? "person." + f.Path : f.Path, Origin: origins?.Of(f.OfPerson ? subject : null, f.Path)))
                .Where(f => f.Origin is not null)
                .GroupBy(f => f.Origin!.Change)
                .Select(g => (g.First().Origin, Paths: g.Select(f => f.Path).ToList()))
                .Select(g => new OriginView(g.Paths, g.Origin!.Change, g.Origin.At, g.Origin.Actor, g.Origin.Channel, g.Origin.Reason, g.Origin.Evidence, g.Origin.Source)),
        ];
    }
}
