using System.Linq.Expressions;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fuyao.Kernel.Data;

/// <summary>
/// The one database of the system. Modules add their tables through <see cref="IModelPart"/>; what holds for all tables is
/// said here: snake_case names, how ids, money and instants are stored on each engine, and the area filter.
/// </summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options, IEnumerable<IModelPart> parts, AreaScope scope) : DbContext(options)
{
    /// <summary>Named so that the few places that must see everything can say which filter they lift.</summary>
    public const string AreaFilter = "area";

    private const string CountyFilter = "county";

    // The provider's name is read from its assembly each time that it is asked for.
    private DbEngine? engine;

    public DbEngine Engine => engine ??= Database.ProviderName == "Npgsql.EntityFrameworkCore.PostgreSQL" ? DbEngine.Postgres : DbEngine.Sqlite;

    internal CodeRange Area => scope.Range;

    /// <summary>What the present transaction has told PostgreSQL.</summary>
    internal CodeRange AreaOfTransaction { get; set; }

    // Read by the query filter below: EF sends them as parameters with every query.
    private long AreaFrom => scope.Range.From;

    private long AreaTo => scope.Range.To;

    private bool ManyCounties => AreaCounty == 0;

    /// <summary>The county that the whole area lies in; 0 when there is more than one.</summary>
    private int AreaCounty => scope.Range is var area && area.To > area.From && area.From / 1_000_000 == (area.To - 1) / 1_000_000 ? (int)(area.From / 1_000_000) : 0;

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Money>().HaveConversion<MoneyConverter>();
        configuration.Properties<Enum>().HaveConversion<string>();
        if (Engine == DbEngine.Sqlite)
        {
            configuration.Properties<Guid>().HaveConversion<GuidToOrderedBytes>();
            configuration.Properties<DateTimeOffset>().HaveConversion<InstantToMicroseconds>();
        }
        else
        {
            configuration.Properties<DateTimeOffset>().HaveConversion<InstantToUtc>();
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in parts)
        {
            part.Configure(modelBuilder, Engine);
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            if (entity.ClrType.IsAssignableTo(typeof(IInArea)) && entity.BaseType is null)
            {
                entity.SetQueryFilter(AreaFilter, InArea(entity.ClrType));
            }

            if (Engine == DbEngine.Postgres && TableWalls.HasPolicy(entity) && entity.BaseType is null)
            {
                entity.SetQueryFilter(CountyFilter, InCounty(entity.ClrType));
            }

            foreach (var property in entity.GetProperties().Where(p => p.FindAnnotation(RelationalAnnotationNames.ColumnName) is null))
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private LambdaExpression InArea(Type entity)
    {
        var row = Expression.Parameter(entity, "row");
        // SQLite, which does not know how few rows a person or household has, would rather walk through the whole area than look one up:
        // a sum is of no use to it as a range. Whoever wants the range says so, with the counties that every index begins with.
        Expression region = Engine == DbEngine.Sqlite
            ? Expression.Add(Expression.Property(row, nameof(IInArea.Region)), Expression.Constant(0L))
            : Expression.Property(row, nameof(IInArea.Region));
        var db = Expression.Constant(this);
        return Expression.Lambda(
            Expression.AndAlso(
                Expression.GreaterThanOrEqual(region, Expression.Property(db, nameof(AreaFrom))),
                Expression.LessThan(region, Expression.Property(db, nameof(AreaTo)))),
            row);
    }

    // The policy of the table says no less; this says it as every index begins. PostgreSQL plans with the values, so for an area in one
    // county the condition is an equality, by which a household is looked up by its id; else it reads the county's index from end to end.
    private LambdaExpression InCounty(Type entity)
    {
        var row = Expression.Parameter(entity, "row");
        var db = Expression.Constant(this);
        return Expression.Lambda(
            Expression.OrElse(
                Expression.Property(db, nameof(ManyCounties)),
                Expression.Equal(Expression.Property(row, nameof(ICountyOwned.County)), Expression.Property(db, nameof(AreaCounty)))),
            row);
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private sealed class MoneyConverter() : ValueConverter<Money, long>(m => m.Fen, fen => new Money(fen));

    // Sixteen bytes in the order of time (UUIDv7), so that new rows are appended to an index instead of scattered over it.
    private sealed class GuidToOrderedBytes()
        : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    // SQLite has no instants; whole microseconds since 1970 compare as numbers.
    private sealed class InstantToMicroseconds()
        : ValueConverter<DateTimeOffset, long>(
            at => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
            us => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond));

    private sealed class InstantToUtc()
        : ValueConverter<DateTimeOffset, DateTimeOffset>(at => at.ToUniversalTime(), at => at);
}
