using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Kernel.Data;

/// <summary>
/// What the database itself refuses, whatever the program asks: rows outside the actor's area (PostgreSQL, policies on every
/// county-owned table) and changes of append-only tables (privileges on PostgreSQL, triggers on SQLite).
/// </summary>
public static class TableWalls
{
    /// <summary>Session setting that holds the actor's area as <c>from:to</c>; unset, no row is seen.</summary>
    public const string Setting = "fuyao.area";

    // A policy is made once; another wording gets another number.
    private const string PolicyName = "area_1";
    private const string WithoutPolicy = "Fuyao:NoRowSecurity";
    private const string AppendOnly = "Fuyao:AppendOnly";

    /// <summary>Leaves the table without a policy. The reason is for whoever reviews the list.</summary>
    public static EntityTypeBuilder<T> HasNoRowSecurity<T>(this EntityTypeBuilder<T> entity, string reason)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        entity.HasAnnotation(WithoutPolicy, reason);
        return entity;
    }

    /// <summary>Rows are added and never changed nor taken out.</summary>
    public static EntityTypeBuilder<T> IsAppendOnly<T>(this EntityTypeBuilder<T> entity)
        where T : class
    {
        entity.HasAnnotation(AppendOnly, true);
        return entity;
    }

    /// <summary>
    /// Looks beyond the actor's area on purpose, as far as the counties that the area touches: through the query filter and through
    /// the policies. For checks such as “is this id number registered elsewhere in the county”, never for what is shown.
    /// </summary>
    public static IQueryable<T> AcrossAreas<T>(this IQueryable<T> query)
        where T : class => query.IgnoreQueryFilters([PlatformDb.AreaFilter]).TagWith(RowSecurity.AcrossMark);

    /// <summary>Tables that have a policy.</summary>
    public static IEnumerable<string> WithPolicy(IModel model) =>
        model.GetEntityTypes().Where(e => e.GetTableName() is not null && HasPolicy(e)).Select(e => e.GetTableName()!);

    /// <summary>Tables that nobody has thought about: neither owned by a county nor left without a policy for a reason.</summary>
    public static IEnumerable<string> Forgotten(IModel model) => model.GetEntityTypes()
        .Where(e => e.GetTableName() is not null && !e.IsOwned() && !HasPolicy(e) && e.FindAnnotation(WithoutPolicy) is null)
        .Select(e => $"{e.GetTableName()} has no row-level security: implement ICountyOwned or IInArea, or say HasNoRowSecurity(reason)");

    internal static bool HasPolicy(IReadOnlyEntityType entity) =>
        entity.ClrType.IsAssignableTo(typeof(ICountyOwned)) && entity.FindAnnotation(WithoutPolicy) is null;

    /// <summary>Idempotent statements, to be run as the owner once the tables exist.</summary>
    /// <param name="application">Role of the application on PostgreSQL when it is not the owner.</param>
    public static IEnumerable<string> Scripts(IModel model, DbEngine engine, string? application)
    {
        var tables = model.GetEntityTypes().Where(e => e.GetTableName() is not null).ToList();
        var fixedTables = tables.Where(e => e.FindAnnotation(AppendOnly) is not null).Select(e => e.GetTableName()!).ToList();
        if (engine == DbEngine.Sqlite)
        {
            return fixedTables.SelectMany(table => new[] { "update", "delete" }.Select(change =>
                $"create trigger if not exists {table}_no_{change} before {change} on {table} begin select raise(abort, '{table} is append-only'); end;"));
        }

        var scripts = tables
            .Where(HasPolicy)
            .Select(e => Policy(e.GetTableName()!, e.ClrType.IsAssignableTo(typeof(IInArea))));
        if (application is not null)
        {
            scripts = scripts.Concat(Grants(application));
        }

        return fixedTables.Count == 0
            ? scripts
            : scripts.Append($"revoke update, delete, truncate on {string.Join(", ", fixedTables)} from public, {(application is null ? "current_user" : Quote(application))}");
    }

    internal static string Format(CodeRange area) => string.Create(CultureInfo.InvariantCulture, $"{area.From}:{area.To}");

    /// <summary>Every county that the area touches, whole.</summary>
    internal static CodeRange Counties(CodeRange area) =>
        area.To <= area.From ? CodeRange.Nothing : new(area.From / 1_000_000 * 1_000_000, (area.To + 999_999) / 1_000_000 * 1_000_000);

    // The bounds are read once a query, not once a row; and as a CASE they do not lead the planner to expect next to nothing. What
    // is written must lie in a county of the area: a household that moves is written into another place, and which, its use case says.
    private static string Policy(string table, bool inArea) => $"""
        do $wall$ begin
            if not exists (select 1 from pg_policies where schemaname = current_schema() and tablename = '{table}' and policyname = '{PolicyName}') then
                alter table {table} enable row level security;
                create policy {PolicyName} on {table}
                    using (case when {(inArea ? InArea : InCounties)} then true else false end)
                    with check (case when {InCounties} then true else false end);
            end if;
        end $wall$
        """;

    /// <summary>SQL condition on column <c>region</c> that holds inside the actor's area, for functions that run as the owner.</summary>
    public static string InArea => $"region >= {Bound(1)} and region < {Bound(2)}";

    private static string InCounties => $"(county + 1)::bigint * 1000000 > {Bound(1)} and county::bigint * 1000000 < {Bound(2)}";

    private static string Bound(int part) => $"(select nullif(split_part(current_setting('{Setting}', true), ':', {part}), '')::bigint)";

    private static IEnumerable<string> Grants(string application)
    {
        var role = Quote(application);
        yield return $"grant usage on schema public to {role}";
        yield return $"grant select, insert, update, delete on all tables in schema public to {role}";
        yield return $"grant usage, select on all sequences in schema public to {role}";
        yield return $"do $wall$ begin if to_regclass('\"__EFMigrationsHistory\"') is not null then execute 'revoke insert, update, delete on \"__EFMigrationsHistory\" from {role}'; end if; end $wall$";

        // The scheduler of jobs makes and upgrades its own tables.
        yield return $"do $wall$ begin if to_regnamespace('{SchedulerSchema}') is null then execute 'create schema {SchedulerSchema} authorization {role}'; end if; end $wall$";
    }

    /// <summary>Schema on PostgreSQL of what the application's role may shape itself.</summary>
    public const string SchedulerSchema = "scheduler";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
