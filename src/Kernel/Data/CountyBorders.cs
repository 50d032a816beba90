using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Kernel.Data;

/// <summary>
/// What happens to the rows of a table when a place goes to another county. The county of a key is never rewritten: what goes along goes
/// on under the new county's key from the day on, and what was done before stays with the county that did it.
/// </summary>
public static class CountyBorders
{
    private const string Along = "Fuyao:GoesAlong";
    private const string Stays = "Fuyao:StaysBehind";

    /// <summary>What is known of a place, its people and their papers goes on in the county that receives them.</summary>
    public static EntityTypeBuilder<T> GoesAlong<T>(this EntityTypeBuilder<T> entity)
        where T : class
    {
        entity.HasAnnotation(Along, true);
        return entity;
    }

    /// <summary>Stays with the county whose doing it records. The reason is for whoever reviews the list.</summary>
    public static EntityTypeBuilder<T> StaysBehind<T>(this EntityTypeBuilder<T> entity, string reason)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        entity.HasAnnotation(Stays, reason);
        return entity;
    }

    /// <summary>Entities whose rows go along.</summary>
    public static IEnumerable<IEntityType> GoingAlong(IModel model) => model.GetEntityTypes().Where(e => e.FindAnnotation(Along) is not null);

    /// <summary>Whether it is said what becomes of the rows.</summary>
    public static bool IsDecided(IReadOnlyEntityType entity) => entity.FindAnnotation(Along) is not null || entity.FindAnnotation(Stays) is not null;
}
