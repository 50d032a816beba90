using Microsoft.EntityFrameworkCore;

namespace Fuyao.Kernel.Data;

/// <summary>The two databases that hold one model: SQLite on a county's laptop, PostgreSQL (or Citus over it) on a server.</summary>
public enum DbEngine
{
    Sqlite,
    Postgres,
}

/// <summary>A module's share of the model: its tables, keys and indexes. Found through dependency injection.</summary>
public interface IModelPart
{
    /// <summary>Adds the module's entities. Engine-specific only where the engines differ (indexes, search).</summary>
    void Configure(ModelBuilder model, DbEngine engine);

    /// <summary>
    /// What EF cannot express: triggers, full-text tables, privileges. Run at every start after the tables exist, so each
    /// statement must do nothing when its work is already done (<c>create … if not exists</c>).
    /// </summary>
    IEnumerable<string> Scripts(DbEngine engine) => [];
}

/// <summary>A row that belongs to a county. Its key, and every index and foreign key on it, begins with that number.</summary>
public interface ICountyOwned
{
    int County { get; }
}

/// <summary>
/// A row that lies in a place. The area filter of <see cref="PlatformDb"/> hides it from anyone whose area does not contain
/// the place: outside one's area it does not exist.
/// </summary>
public interface IInArea : ICountyOwned
{
    /// <summary>12-digit statistical code, usually of a village.</summary>
    long Region { get; }
}
