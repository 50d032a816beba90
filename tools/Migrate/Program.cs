using Fuyao.App;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable EF1001 // The scaffolder is what `dotnet ef` itself calls; there is no public way to it without that tool.

// Fuyao.Migrate NAME ROOT: writes one migration of the present model into each provider's chain.
if (args is not [var name, var root])
{
    Console.Error.WriteLine("Run `./fuyao dev migration NAME`.");
    return 2;
}

foreach (var (engine, assembly) in FuyaoApp.MigrationChains)
{
    // Only the model is read: no database is opened.
    var connection = engine == DbEngine.Sqlite ? "model.db" : "Host=127.0.0.1;Database=model";
    var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:Connection", connection)]).Build();
    await using var services = new ServiceCollection().AddLogging().AddFuyao(configuration).BuildServiceProvider();
    await using var scope = services.CreateAsyncScope();
    var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
    var reporter = new OperationReporter(new OperationReportHandler(Console.Error.WriteLine, Console.Error.WriteLine, Console.Error.WriteLine));
    var design = new DesignTimeServicesBuilder(assembly, assembly, reporter, []).Build(db);
    await using var designScope = design.CreateAsyncScope();
    var scaffolder = designScope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
    var directory = Path.Combine(root, "src", $"Migrations.{engine}");
    var files = scaffolder.Save(directory, scaffolder.ScaffoldMigration(name, $"Fuyao.Migrations.{engine}", "Migrations"), Path.Combine(directory, "Migrations"), dryRun: false);
    Console.WriteLine(files.MigrationFile);
}

return 0;
