using System.Reflection;
using Fuyao.App;
using Fuyao.Architecture.Tests.Rules;
using Fuyao.Kernel.Data;
using Fuyao.Server;
using Fuyao.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Architecture.Tests;

/// <summary>The house as it stands keeps every rule. <see cref="BrokenHouseTests"/> shows that each rule can fail.</summary>
public class HouseTests
{
    private static readonly SourceTree House = new(Repository.Root);

    [Fact]
    public void Modules_import_only_what_the_table_allows_and_only_through_contracts() => ModuleEdges.Check(House).ShouldBeEmpty();

    [Fact]
    public void Every_module_is_listed_in_the_application()
    {
        var listed = House.Projects().Single(p => p.Name == "App").Projects;
        House.Projects().Where(p => p.IsModule).Select(p => p.Name).Except(listed).ShouldBeEmpty();
    }

    [Fact]
    public void A_module_shows_only_its_module_class_and_its_contracts()
    {
        var modules = House.Projects().Where(p => p.IsModule).ToList();
        modules.ShouldNotBeEmpty();
        modules.SelectMany(m => Walls.Check($"Fuyao.{m.Name}", Assembly.Load($"Fuyao.{m.Name}").GetExportedTypes())).ShouldBeEmpty();
    }

    [Fact]
    public void Namespaces_match_folders() => Sources.MisplacedNamespaces(House).ShouldBeEmpty();

    [Fact]
    public void No_file_is_longer_than_four_hundred_lines() => Sources.TooLong(House).ShouldBeEmpty();

    [Fact]
    public void Every_message_is_in_Chinese_and_in_English() => Sources.HalfTranslated(House).ShouldBeEmpty();

    [Fact]
    public void The_expression_language_rests_on_the_base_library_alone() => Sources.ForeignToFeel(House).ShouldBeEmpty();

    [Fact]
    public async Task Every_route_has_a_permission_a_name_and_problem_answers()
    {
        await using var app = FuyaoServer.Create(Configuration("model.db"));
        EndpointRules.Check(((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("model.db")]
    [InlineData("Host=127.0.0.1;Database=model")]
    public async Task The_migrations_say_all_that_the_model_says(string connection)
    {
        await using var services = new ServiceCollection().AddLogging().AddFuyao(Configuration(connection)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        Assert.SkipWhen(!db.Database.GetMigrations().Any(), "there are no migrations before the first release");
        db.Database.HasPendingModelChanges().ShouldBeFalse("run ./fuyao dev migration NAME");
    }

    [Fact]
    public async Task Every_table_has_row_level_security_or_says_why_not()
    {
        await using var services = new ServiceCollection().AddLogging().AddFuyao(Configuration("Host=127.0.0.1;Database=model")).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<PlatformDb>().Model;
        TableWalls.Forgotten(model).ShouldBeEmpty();
        TableWalls.WithPolicy(model).ShouldContain("household_versions");
    }

    [Fact]
    public void Looking_beyond_the_area_has_one_name() => Sources.LiftedFilters(House).ShouldBeEmpty();

    private static IConfigurationRoot Configuration(string connection) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Home", Repository.Root), new("Database:Connection", connection)]).Build();
}
