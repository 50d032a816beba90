using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Lists;

/// <summary>A list with its filters, order and columns under a name: one's own, or shared with everybody whose area is the same.</summary>
internal sealed record ListView : IInArea
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid Owner { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>The owner's area when it was saved.</summary>
    public required long Region { get; init; }

    /// <summary>Which list, such as <c>households</c>.</summary>
    public required string List { get; init; }

    /// <summary>Empty for the columns that its owner last chose.</summary>
    public required string Name { get; set; }

    /// <summary>Filters and order as they stand in the address.</summary>
    public required string Query { get; set; }

    /// <summary>Keys of the columns in their order, separated by commas.</summary>
    public required string Columns { get; set; }

    public required bool Shared { get; set; }

    public required DateTimeOffset SavedAt { get; set; }
}

internal sealed class ListModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        var view = model.Entity<ListView>();
        view.ToTable("list_views").GoesAlong();
        view.HasKey(v => new { v.County, v.Id });
        view.HasIndex(v => new { v.County, v.List, v.Owner }).HasDatabaseName("ix_list_views_owner");
        view.Property(v => v.List).HasMaxLength(30);
        view.Property(v => v.Name).HasMaxLength(60);
        view.Property(v => v.Query).HasMaxLength(2000);
        view.Property(v => v.Columns).HasMaxLength(2000);
    }
}

/// <param name="Name">Empty: the columns last chosen, one of each list.</param>
internal sealed record SaveViewRequest(string? List, string? Name, string? Query, string? Columns, bool Shared);

internal sealed record ListViewItem(Guid Id, string Name, string Query, string Columns, bool Shared, bool Own, string OwnerName);

internal sealed record ListViewItems(IReadOnlyList<ListViewItem> Items);

/// <summary>GET /views, PUT and DELETE /views/{id}: everybody who may see a list keeps views of it.</summary>
internal static class ListViewEndpoints
{
    private const int MostKept = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/views");
        group.MapGet("", ListAsync).WithName("ListViews").RequirePermission(Permissions.HouseholdView);
        group.MapPut("/{id:guid}", SaveAsync).WithName("SaveView").RequirePermission(Permissions.HouseholdView).WithWrite("view.save");
        group.MapDelete("/{id:guid}", DropAsync).WithName("DropView").RequirePermission(Permissions.HouseholdView).WithWrite("view.drop");
    }

    private static async Task<ListViewItems> ListAsync(string list, [FromServices] PlatformDb db, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        var (me, place) = (actor.Id, actor.Region.Value);
        return new([.. (await db.Set<ListView>().AsNoTracking().Where(v => v.List == list && (v.Owner == me || (v.Shared && v.Region == place)))
            .OrderBy(v => v.Name).ThenBy(v => v.Id).ToListAsync(ct)).Select(v => new ListViewItem(v.Id, v.Name, v.Query, v.Columns, v.Shared, v.Owner == me, v.OwnerName))]);
    }

    private static async Task<NoContent> SaveAsync(
        Guid id, SaveViewRequest request, [FromServices] PlatformDb db, [FromServices] CurrentActor actor, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var name = CleanText.Of(request.Name ?? "");
        if (request.List is not { Length: > 0 and <= 30 } || name.Length > 60 || (request.Query ?? "").Length > 2000 || (request.Columns ?? "").Length > 2000 || (request.Shared && name.Length == 0))
        {
            throw new ProblemException(422, new Problem("wrong-view", new LocalText(
                "视图名称最多 60 字;条件和列各不超过 2000 字符;共享的视图须有名称。", "A name has at most 60 characters, filters and columns 2,000 each; a shared view has a name."), "name"));
        }

        var own = db.Set<ListView>().Where(v => v.Owner == actor.Id);
        var view = await own.SingleOrDefaultAsync(v => v.Id == id, ct);
        if (view is null)
        {
            if (await db.Set<ListView>().AnyAsync(v => v.Id == id, ct) || await own.CountAsync(ct) >= MostKept)
            {
                throw new ProblemException(409, new Problem("too-many-views", new LocalText(
                    $"每人最多保存 {MostKept} 个视图;他人的视图不能修改。", $"A person keeps at most {MostKept} views and cannot change another's."), null));
            }

            db.Add(new ListView
            {
                County = actor.County, Id = id, Owner = actor.Id, OwnerName = actor.Name, Region = actor.Region.Value, List = request.List, Name = name,
                Query = request.Query ?? "", Columns = request.Columns ?? "", Shared = request.Shared, SavedAt = clock.GetUtcNow(),
            });
        }
        else
        {
            (view.Name, view.Query, view.Columns, view.Shared, view.SavedAt) = (name, request.Query ?? "", request.Columns ?? "", request.Shared, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DropAsync(Guid id, [FromServices] PlatformDb db, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        var me = actor.Id;
        await db.Set<ListView>().Where(v => v.Owner == me && v.Id == id).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }
}
