using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Kernel.Data;

/// <summary>Marks tables whose content a start makes again from the rest, such as search indexes: they are not moved from one database to another.</summary>
public static class Derived
{
    private const string Annotation = "Fuyao:Derived";

    public static EntityTypeBuilder<T> IsDerived<T>(this EntityTypeBuilder<T> entity)
        where T : class
    {
        entity.HasAnnotation(Annotation, true);
        return entity;
    }

    public static bool IsDerived(this IReadOnlyEntityType entity) => entity.FindAnnotation(Annotation) is not null;
}
