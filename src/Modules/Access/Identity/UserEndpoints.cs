using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Access.Identity;

/// <param name="Password">Without one the answer holds a password for the first sign-in.</param>
internal sealed record NewUser(string UserName, string Name, string Role, string Region, string? Password = null, DateOnly? From = null, DateOnly? To = null);

/// <param name="OneTimePassword">To be told to the user once; it must be changed at the first sign-in.</param>
internal sealed record AddedUser(UserAccount User, string? OneTimePassword);

internal sealed record NewAssignment(string Role, string Region, DateOnly? From = null, DateOnly? To = null, string? Reason = null);

/// <param name="SecondFactor">The phone is lost too: take the second factor from the account.</param>
internal sealed record ResetRequest(bool SecondFactor = false);

internal sealed record OneTimePassword(string Password);

internal sealed record UserPage(IReadOnlyList<UserAccount> Items, string? Next, long Total);

/// <param name="NeedsSecondFactor">The installation asks for a second factor before the role may act.</param>
/// <param name="NeedsConfirmation">A second administrator confirms whoever gets it.</param>
internal sealed record RoleView(string Code, LocalText Name, IReadOnlyList<string> Permissions, bool NeedsSecondFactor, bool NeedsConfirmation);

/// <summary>Accounts, for administrators, within their own area.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/users").WithTags("users").RequirePermission(Permissions.UserManage);
        group.MapGet("", ListAsync).WithName("ListUsers");
        group.MapGet("/roles", ListRoles).WithName("ListRoles");
        group.MapPost("", AddAsync).WithName("AddUser").WithWrite("user.add");
        group.MapPost("/{id:guid}/roles", (Guid id, NewAssignment r, UserAdmin users, CancellationToken ct) =>
            Done(users.AssignAsync(id, r.Role, Region(r.Region), r.From, r.To, r.Reason, ct))).WithName("AssignRole").WithWrite("user.assign");
        group.MapPost("/{id:guid}/roles/{grant:guid}/confirm", (Guid id, Guid grant, UserAdmin users, CancellationToken ct) => Done(users.ConfirmAsync(id, grant, ct)))
            .WithName("ConfirmRole").WithWrite("user.confirm");
        group.MapPost("/{id:guid}/roles/{grant:guid}/end", (Guid id, Guid grant, UserAdmin users, CancellationToken ct) => Done(users.EndGrantAsync(id, grant, ct)))
            .WithName("WithdrawRole").WithWrite("user.withdraw");
        group.MapPost("/{id:guid}/disable", (Guid id, UserAdmin users, CancellationToken ct) => Done(users.SetDisabledAsync(id, true, ct)))
            .WithName("DisableUser").WithWrite("user.disable");
        group.MapPost("/{id:guid}/enable", (Guid id, UserAdmin users, CancellationToken ct) => Done(users.SetDisabledAsync(id, false, ct)))
            .WithName("EnableUser").WithWrite("user.enable");
        group.MapPost("/{id:guid}/unlock", (Guid id, UserAdmin users, CancellationToken ct) => Done(users.UnlockAsync(id, ct)))
            .WithName("UnlockUser").WithWrite("user.unlock");
        group.MapPost("/{id:guid}/sessions/end", (Guid id, UserAdmin users, CancellationToken ct) => Done(users.EndSessionsAsync(id, ct)))
            .WithName("EndUserSessions").WithWrite("user.sessions-end");
        group.MapPost("/{id:guid}/reset", async (Guid id, ResetRequest r, UserAdmin users, CancellationToken ct) =>
            TypedResults.Ok(new OneTimePassword(await users.ResetAsync(id, r.SecondFactor, ct)))).WithName("ResetUser").WithWrite("user.reset");
    }

    private static async Task<Ok<UserPage>> ListAsync(UserAdmin users, CancellationToken ct)
    {
        var all = await users.ListAsync(ct);
        return TypedResults.Ok(new UserPage(all, null, all.Count));
    }

    private static Ok<List<RoleView>> ListRoles(AccessOptions options) => TypedResults.Ok(Roles.All.Values.Select(r => new RoleView(
        r.Code, r.Name, [.. r.Permissions.Order(StringComparer.Ordinal)], options.SecondFactorRoles.Contains(r.Code),
        r.Permissions.Contains(Permissions.UserManage))).ToList());

    private static async Task<Created<AddedUser>> AddAsync(NewUser request, UserAdmin users, CancellationToken ct)
    {
        var made = request.Password is null ? UserAdmin.RandomPassword() : null;
        var user = await users.AddAsync(
            request.UserName, request.Name, request.Role, Region(request.Region), made ?? request.Password!, oneTime: made is not null, request.From, request.To, ct);
        return TypedResults.Created($"/api/users/{user.Id}", new AddedUser(user, made));
    }

    private static async Task<NoContent> Done(Task work)
    {
        await work;
        return TypedResults.NoContent();
    }

    private static RegionCode Region(string text) =>
        text == "0" ? RegionCode.Nation
        : RegionCode.TryParse(text, out var region) ? region
        : throw new ProblemException(422, new Problem("region", new LocalText("地区代码为 2、4、6、9 或 12 位数字。", "A region code has 2, 4, 6, 9 or 12 digits."), "region"));
}
