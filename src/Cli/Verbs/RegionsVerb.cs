using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>Merges, moves and renames villages and townships; their households follow.</summary>
internal static class RegionsVerb
{
    private static readonly Option<string> Kind = new("--kind") { Description = "rename, merge or move", HelpName = "KIND", Required = true };

    private static readonly Option<string> From = new("--from") { Description = "the village or township; a county to be merged into another", HelpName = "CODE", Required = true };

    private static readonly Option<string?> To = new("--to") { Description = "merge: the place it becomes part of; move: the township that a village goes to, the county that a township goes to, or its new code there", HelpName = "CODE" };

    private static readonly Option<string?> Name = new("--name") { Description = "the new name", HelpName = "NAME" };

    private static readonly Option<string> On = new("--on") { Description = "first day, such as 2016-05-01", HelpName = "DATE", Required = true };

    private static readonly Option<string> Reason = new("--reason") { Description = "the decree", HelpName = "TEXT", Required = true };

    public static Command Build() => new("regions", "divisions of a county")
    {
        new Command("change", "merge, move or rename villages and townships")
        {
            Kind, From, To, Name, On, Reason, CommonOptions.Database, CommonOptions.Keys,
        }.Runs(ChangeAsync),
    };

    // The county, or the smallest place over both.
    private static RegionCode Over(RegionChangeRequest request)
    {
        if (!RegionCode.TryParse(request.From, out var from) || from.Level < RegionLevel.County)
        {
            return RegionCode.Nation;
        }

        var over = from.At(RegionLevel.County);
        while (RegionCode.TryParse(request.To, out var to) && !over.Contains(to))
        {
            over = over.At(over.Level - 1);
        }

        return over;
    }

    private static async Task<Outcome> ChangeAsync(Invocation run, CancellationToken ct)
    {
        if (!DateOnly.TryParseExact(run.Get(On), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new VerbException("wrong-date", new LocalText("日期应写作 2016-05-01。", "Write the date as 2016-05-01."));
        }

        var request = new RegionChangeRequest(run.Get(Kind), run.Get(From), run.Get(To), run.Get(Name), day, run.Get(Reason));
        var county = Over(request);
        await using var services = await run.OpenSystemAsync(ct);
        await using var scope = services.EnterOperator(county);
        var done = await scope.ServiceProvider.GetRequiredService<JobRunner>().RunInlineAsync(scope.ServiceProvider, RegionChangeRequest.JobKind, request, county, ct: ct);
        if (done.State != "done" || done.Result is null)
        {
            throw new ProblemException(422, done.Problems);
        }

        using var result = JsonDocument.Parse(done.Result);
        var (households, persons) = (result.RootElement.GetProperty("households").GetInt32(), result.RootElement.GetProperty("persons").GetInt32());
        return new Outcome(result.RootElement.Clone(), _ => run.Tell(new LocalText(
            $"已调整:{households:N0} 户、{persons:N0} 条人员记录随之变更。", $"Done: {households:N0} households and {persons:N0} records of persons followed.")));
    }
}
