using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Server.Tests.Migrations;

/// <summary>Two small migrations in place of the real chain, so that an upgrade can be tested before there are two releases.</summary>
internal sealed class OwnMigrations(IDbContextOptions options) : IMigrationsAssembly
{
    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } = new[] { typeof(First), typeof(Second) }
        .Take(options.FindExtension<UpTo>()!.Count)
        .ToDictionary(m => m.GetCustomAttribute<MigrationAttribute>()!.Id, m => m.GetTypeInfo());

    public ModelSnapshot? ModelSnapshot => null;

    public Assembly Assembly => typeof(OwnMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(id => id == nameOrId || id.EndsWith("_" + nameOrId, StringComparison.Ordinal));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    [Migration("20200101000000_First")]
    private sealed class First : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("create table words (word varchar(20)); insert into words values ('first');");
    }

    [Migration("20200202000000_Second")]
    private sealed class Second : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("insert into words values ('second');");
    }
}

/// <summary>How many of the test's migrations a program knows.</summary>
internal sealed class UpTo(int count) : IDbContextOptionsExtension
{
    public int Count => count;

    public DbContextOptionsExtensionInfo Info => new UpToInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class UpToInfo(UpTo extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => extension.Count;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is UpToInfo o && o.GetServiceProviderHashCode() == extension.Count;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }
}
