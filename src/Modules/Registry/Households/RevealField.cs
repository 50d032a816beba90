using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <param name="Field"><c>phone</c>, <c>bank_account</c>; of a person <c>id_number</c>, <c>disability_card</c>, <c>phone</c>.</param>
/// <param name="Person">The person's id; null for the household.</param>
/// <param name="Reason">Why it must be seen; recorded.</param>
internal sealed record RevealRequest(string? Field, Guid? Person, string? Reason);

/// <param name="Value">In clear; null when none is known.</param>
internal sealed record Revealed(string? Value);

/// <summary>POST /households/{id}/reveal: one protected value in clear, for a recorded reason. Never stored for replay.</summary>
internal static class RevealField
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/households/{id:guid}/reveal", HandleAsync)
        .WithName("RevealField")
        .RequirePermission(Permissions.HouseholdReveal);

    private static async Task<Revealed> HandleAsync(
        Guid id,
        RevealRequest request,
        [FromServices] PlatformDb db,
        [FromServices] Seal seal,
        [FromServices] AccessLog log,
        [FromServices] TimeProvider clock,
        HttpContext http)
    {
        var ct = http.RequestAborted;
        HouseholdWrites.CheckReason(request.Reason);
        var hidden = await db.HiddenChangesAsync(ct);
        var day = clock.TodayInChina();
        var household = await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.HouseholdId == id).Known(hidden).On(day).SingleOrDefaultAsync(ct)
            ?? throw ProblemException.NotFound("household", "这一户");
        byte[]? value;
        if (request.Person is { } personId)
        {
            var person = await db.Set<PersonVersion>().AsNoTracking().Where(v => v.County == household.County && v.HouseholdId == id && v.PersonId == personId)
                .Known(hidden).On(day).SingleOrDefaultAsync(ct) ?? throw ProblemException.NotFound("person", "这个人");
            value = request.Field switch
            {
                "id_number" => person.IdCipher,
                "disability_card" => person.CardCipher,
                "phone" => person.PhoneCipher,
                _ => throw NoSuchField("id_number, disability_card, phone"),
            };
        }
        else
        {
            value = request.Field switch
            {
                "phone" => household.PhoneCipher,
                "bank_account" => household.BankAccountCipher,
                _ => throw NoSuchField("phone, bank_account"),
            };
        }

        await log.ReadAsync(
            "household.reveal",
            new { field = request.Field, reason = CleanText.Of(request.Reason!) },
            [new AuditSubject(request.Person is null ? "household" : "person", (request.Person ?? id).ToString(), household.County)]);
        http.Response.Headers.CacheControl = "no-store";
        return new Revealed(seal.Open(value));
    }

    private static ProblemException NoSuchField(string known) => new(422, new Problem("unknown-field", new LocalText(
        $"可查看的字段:{known}。", $"These can be revealed: {known}."), "field"));
}
