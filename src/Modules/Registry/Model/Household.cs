using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Model;

/// <summary>The lasting identity of a household; what is known of it stands in its versions.</summary>
internal sealed class Household : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>户编号, unique in the county.</summary>
    public required string Number { get; init; }

    public static void Map(EntityTypeBuilder<Household> household, DbEngine engine)
    {
        household.ToTable("households").GoesAlong();
        household.HasKey(h => new { h.County, h.Id });
        household.HasIndex(h => new { h.County, h.Number }).IsUnique().HasDatabaseName("ux_households_number");
        MapNumber(household.Property(h => h.Number), engine);
    }

    /// <summary>Numbers are compared by bytes on both engines, so that the beginning of one is a range of an index.</summary>
    public static void MapNumber(PropertyBuilder<string> number, DbEngine engine)
    {
        number.HasMaxLength(64);
        if (engine == DbEngine.Postgres)
        {
            number.UseCollation("C");
        }
    }
}

/// <summary>The lasting identity of a person.</summary>
internal sealed class Person : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>人编号 of the national register, if it gave one.</summary>
    public string? Number { get; init; }

    public static void Map(EntityTypeBuilder<Person> person)
    {
        person.ToTable("persons").GoesAlong();
        person.HasKey(p => new { p.County, p.Id });
        person.HasIndex(p => new { p.County, p.Number }).HasDatabaseName("ix_persons_number").HasFilter("number is not null");
        person.Property(p => p.Number).HasMaxLength(64);
    }
}
