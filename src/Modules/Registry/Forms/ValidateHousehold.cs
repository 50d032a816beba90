using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Forms;

/// <param name="Household">A new household, as far as it is filled in.</param>
/// <param name="Id">Instead: a household of the register …</param>
/// <param name="Changes">… with what would change, as in a change of it.</param>
internal sealed record ValidateHouseholdRequest(JsonElement? Household, Guid? Id, JsonElement? Changes, IReadOnlyList<string>? Clear);

/// <param name="Problems">What hinders saving; paths begin with <c>household</c> or <c>changes</c>.</param>
/// <param name="Warnings">What somebody should look at.</param>
internal sealed record HouseholdFindings(IReadOnlyList<Problem> Problems, IReadOnlyList<Problem> Warnings);

/// <summary>POST /households/validate: everything that is wrong with a form, at once, by the rules of the import. Writes nothing.</summary>
internal static class ValidateHousehold
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/households/validate", HandleAsync)
        .WithName("ValidateHousehold")
        .RequirePermission(Permissions.HouseholdChange);

    private static async Task<HouseholdFindings> HandleAsync(
        ValidateHouseholdRequest request, [FromServices] PlatformDb db, [FromServices] Seal seal, [FromServices] CurrentActor actor,
        [FromServices] TimeProvider clock, HttpContext http)
    {
        var today = clock.TodayInChina();
        if (request.Id is not { } id)
        {
            var document = Object(request.Household);
            // The number is given when it is saved.
            document["id"] ??= "-";
            return Findings(HouseholdChecks.Check(document, today), path => path.Length == 0 ? "household" : $"household.{path}");
        }

        var current = await HouseholdAggregate.LoadAsync(db, id, http.RequestAborted);
        if (current?.On(today) is not { } shown || !actor.Area.Contains(shown.Region))
        {
            throw ProblemException.NotFound("household", "这一户");
        }

        var patch = new HouseholdPatch(HouseholdDocument.Write(current.StateOn(today, seal)!));
        var known = patch.Apply(null, [], []);
        var before = HouseholdChecks.Check(known.DeepClone().AsObject(), today);
        // What was doubtful already is not the doing of who changes something else.
        var old = before.Warnings.Select(w => (w.Code, w.Path)).ToHashSet();
        var after = HouseholdChecks.Check(patch.Apply(request.Changes, request.Clear ?? [], []), today);
        return Findings((after.Errors, [.. after.Warnings.Where(w => !old.Contains((w.Code, w.Path)))]), patch.PathInRequest);
    }

    private static HouseholdFindings Findings((List<Problem> Errors, List<Problem> Warnings) found, Func<string, string> path)
    {
        return new HouseholdFindings([.. found.Errors.Select(At)], [.. found.Warnings.Select(At)]);

        Problem At(Problem problem) => problem with { Path = path(problem.Path ?? "") };
    }

    private static JsonObject Object(JsonElement? element) => element is { ValueKind: JsonValueKind.Object } given
        ? JsonNode.Parse(given.GetRawText())!.AsObject()
        : throw new ProblemException(422, new Problem("wrong-type", new("缺少 household。", "The household is missing."), "household"));
}
