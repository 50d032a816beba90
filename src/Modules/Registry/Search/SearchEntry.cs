using Fuyao.Kernel.Data;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Search;

/// <summary>
/// A name under which something is found: one row for each name and village that a person (or organisation) ever had. Never
/// updated; whether the name still holds, and for whom it may be shown, is read from the register itself.
/// </summary>
internal sealed record SearchEntry : ICountyOwned
{
    /// <summary>Room for so many entries in a village; on SQLite the number of a row is its village's code and its place in it.</summary>
    public const int RowsAVillage = 1 << 23;

    public required int County { get; init; }

    /// <summary>Not on SQLite, where rows are numbered.</summary>
    public Guid Id { get; init; }

    /// <summary>On SQLite alone: <see cref="Region"/> times <see cref="RowsAVillage"/>, and the place in the village.</summary>
    public long Row { get; init; }

    /// <summary>One of <see cref="SearchKinds"/>.</summary>
    public required string Kind { get; init; }

    public required Guid Subject { get; init; }

    /// <summary>12-digit code of the village. The places above it stand among the words on PostgreSQL.</summary>
    public required long Region { get; init; }

    public required string Name { get; init; }

    /// <summary>From <see cref="SearchTokens.Of"/>.</summary>
    public required string Tokens { get; init; }
}

internal static class SearchKinds
{
    public const string Person = "person";
    public const string Organisation = RecordKinds.Organisation;
}

/// <summary>
/// The index of names: a full-text table on SQLite whose rows are numbered by village, so that an area is a range of rows; an
/// inverted index on PostgreSQL.
/// </summary>
internal sealed class SearchModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        var entry = model.Entity<SearchEntry>().IsDerived().GoesAlong();
        if (engine == DbEngine.Sqlite)
        {
            entry.ToTable("search_entries", table => table.ExcludeFromMigrations());
            entry.HasNoKey();
            entry.Ignore(e => e.Id);
            entry.Property(e => e.Row).HasColumnName("rowid");
            return;
        }

        entry.ToTable("search_entries");
        entry.Ignore(e => e.Row);
        entry.HasKey(e => new { e.County, e.Id });
        entry.Property(e => e.Kind).HasMaxLength(20);
    }

    public IEnumerable<string> Scripts(DbEngine engine) => engine == DbEngine.Sqlite
        ? [SqliteTable]
        :
        [
            PostgresIndex, PostgresFind,
        ];

    // Entries that wait to be sorted in are read from end to end by every search: the list of them is kept short.
    private const string PostgresIndex =
        "create index if not exists ix_search_entries_tokens on search_entries using gin ((array_to_tsvector(string_to_array(tokens, ' ')))) with (gin_pending_list_limit = 512)";

    // Asked for a few rows the planner hopes to meet them while reading the whole table; here it may only ask the index.
    // It runs as the owner, because a policy on the table would have to be asked before the index may be; so it keeps to the area itself.
    private static readonly string PostgresFind = $"""
        create or replace function search_find(wanted text, most integer) returns setof search_entries
        language sql stable security definer set enable_seqscan = off set search_path = public, pg_temp
        as $find$ select * from search_entries
            where array_to_tsvector(string_to_array(tokens, ' ')) @@ wanted::tsquery and {TableWalls.InArea} limit most $find$
        """;

    public const string SqliteTable = """
        create virtual table if not exists search_entries using fts5(
            tokens, county unindexed, kind unindexed, subject unindexed, region unindexed, name unindexed,
            tokenize = 'ascii', detail = none, columnsize = 0)
        """;
}
