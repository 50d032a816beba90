using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fuyao.Kernel.Data;

/// <summary>How the host names the database. Modules only add an <see cref="IModelPart"/>.</summary>
public static class PlatformDbRegistration
{
    /// <summary>Assemblies that hold the generated migrations, one chain an engine.</summary>
    public const string SqliteMigrations = "Fuyao.Migrations.Sqlite";

    public const string PostgresMigrations = "Fuyao.Migrations.Postgres";

    public static IServiceCollection AddPlatformDb(this IServiceCollection services, DatabaseTarget target)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(target);
        services.AddSingleton<DatabaseSignals>();
        services.AddScoped<AreaScope>();
        services.AddDbContext<PlatformDb>(options => Use(options, target));
        return services;
    }

    /// <summary>Another database of the same model, such as one that is being filled; everything in it is seen. Dispose it.</summary>
    public static PlatformDb Open(DatabaseTarget target, IEnumerable<IModelPart> parts)
    {
        var options = new DbContextOptionsBuilder<PlatformDb>();
        Use(options, target);
        var scope = new AreaScope();
        scope.Enter(CodeRange.Everything);
        return new PlatformDb(options.Options, parts, scope);
    }

    /// <summary>The database as its owner, for what the application's role may not do: tables, privileges, policies. Dispose it.</summary>
    public static PlatformDb OpenOwner(this IServiceProvider scope)
    {
        var target = scope.GetRequiredService<DatabaseTarget>();
        var options = new DbContextOptionsBuilder<PlatformDb>(scope.GetRequiredService<DbContextOptions<PlatformDb>>());
        if (target.Engine == DbEngine.Postgres)
        {
            options.UseNpgsql(target.AsOwner().ConnectionString);
        }

        return new PlatformDb(options.Options, scope.GetServices<IModelPart>(), new AreaScope());
    }

    /// <summary>Everything of the model that EF cannot express, once the tables exist: the modules' scripts, then the walls. As the owner.</summary>
    public static async Task RunScriptsAsync(this IServiceProvider scope, PlatformDb owner, CancellationToken ct = default)
    {
        var target = scope.GetRequiredService<DatabaseTarget>();
        var scripts = scope.GetServices<IModelPart>().SelectMany(part => part.Scripts(target.Engine))
            .Concat(TableWalls.Scripts(owner.Model, target.Engine, target.ApplicationRole));
        foreach (var script in scripts)
        {
            await owner.Database.ExecuteSqlRawAsync(script.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), ct);
        }
    }

    private static void Use(DbContextOptionsBuilder options, DatabaseTarget target)
    {
        options.AddInterceptors(TextLengths.Instance);
        if (target.Engine == DbEngine.Sqlite)
        {
            options.UseSqlite(target.ConnectionString, sqlite => sqlite.MigrationsAssembly(SqliteMigrations))
                .AddInterceptors(new SqlitePragmas(), WholeQueryLifts.Instance);
        }
        else
        {
            options.UseNpgsql(target.ConnectionString, postgres => postgres.MigrationsAssembly(PostgresMigrations))
                .AddInterceptors(RowSecurity.Instance, WholeQueryLifts.Instance);
        }
    }
}
