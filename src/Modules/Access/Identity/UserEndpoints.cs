using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Access.Identity;

internal sealed record NewUser(string UserName, string Name, string Role, string Region, string Password);

internal sealed record NewAssignment(string Role, string Region);

internal sealed record UserPage(IReadOnlyList<UserAccount> Items, string? Next, long Total);

internal sealed record RoleView(string Code, LocalText Name, IReadOnlyList<string> Permissions);

/// <summary>Accounts, for administrators, within their own area.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/users").WithTags("users").RequirePermission(Permissions.UserManage);
        group.MapGet("", ListAsync).WithName("ListUsers");
        group.MapGet("/roles", () => TypedResults.Ok(Roles.All.Values
            .Select(r => new RoleView(r.Code, r.Name, [.. r.Permissions.Order(StringComparer.Ordinal)])).ToList())).WithName("ListRoles");
        group.MapPost("", AddAsync).WithName("AddUser").WithWrite("user.add");
        group.MapPost("/{id:guid}/roles", AssignAsync).WithName("AssignRole").WithWrite("user.assign");
        group.MapPost("/{id:guid}/disable", (Guid id, UserAdmin users, CancellationToken ct) => SetAsync(id, true, users, ct))
            .WithName("DisableUser").WithWrite("user.disable");
        group.MapPost("/{id:guid}/enable", (Guid id, UserAdmin users, CancellationToken ct) => SetAsync(id, false, users, ct))
            .WithName("EnableUser").WithWrite("user.enable");
    }

    private static async Task<Ok<UserPage>> ListAsync(UserAdmin users, CancellationToken ct)
    {
        var all = await users.ListAsync(ct);
        return TypedResults.Ok(new UserPage(all, null, all.Count));
    }

    private static async Task<Created<UserAccount>> AddAsync(NewUser request, UserAdmin users, CancellationToken ct)
    {
        var user = await users.AddAsync(request.UserName, request.Name, request.Role, Region(request.Region), request.Password, ct);
        return TypedResults.Created($"/api/users/{user.Id}", user);
    }

    private static async Task<NoContent> AssignAsync(Guid id, NewAssignment request, UserAdmin users, CancellationToken ct)
    {
        await users.AssignAsync(id, request.Role, Region(request.Region), ct);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SetAsync(Guid id, bool disabled, UserAdmin users, CancellationToken ct)
    {
        await users.SetDisabledAsync(id, disabled, ct);
        return TypedResults.NoContent();
    }

    private static RegionCode Region(string text) =>
        text == "0" ? RegionCode.Nation
        : RegionCode.TryParse(text, out var region) ? region
        : throw new ProblemException(422, new Problem("region", new LocalText("地区代码为 2、4、6、9 或 12 位数字。", "A region code has 2, 4, 6, 9 or 12 digits."), "region"));
}
