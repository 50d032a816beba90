using Fuyao.Architecture.Tests.Rules;
using Fuyao.Architecture.Tests.Leaky;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Architecture.Tests;

/// <summary>Each rule is shown a house that breaks it, and must say so: a guard that cannot bark guards nothing.</summary>
public class BrokenHouseTests
{
    [Fact]
    public void A_project_reference_against_the_table_is_rejected()
    {
        using var tree = new Tree().Module("Benefits").Module("Registry", "Benefits");
        ModuleEdges.Check(tree.Sources).ShouldHaveSingleItem().ShouldContain("Registry references Benefits");
    }

    [Fact]
    public void A_module_unknown_to_the_table_may_import_nothing_but_Kernel_and_Access()
    {
        using var tree = new Tree().Module("Registry").Module("Novelty", "Registry");
        ModuleEdges.Check(tree.Sources).ShouldHaveSingleItem().ShouldContain("Novelty references Registry");
    }

    [Fact]
    public void A_kernel_that_knows_a_module_is_rejected()
    {
        using var tree = new Tree().Module("Registry").Project("src/Kernel", "Kernel", "../Modules/Registry/Fuyao.Registry.csproj");
        ModuleEdges.Check(tree.Sources).ShouldHaveSingleItem().ShouldContain("Kernel references Registry");
    }

    [Fact]
    public void A_using_against_the_table_is_rejected()
    {
        using var tree = new Tree().Module("Registry").Module("Policy").File("src/Modules/Policy/Peek.cs", "using Fuyao.Registry.Contracts;\n");
        ModuleEdges.Check(tree.Sources).ShouldHaveSingleItem().ShouldContain("Policy may not import");
    }

    [Theory]
    [InlineData("using Fuyao.Registry.Model;")]
    [InlineData("using Fuyao.Registry;")]
    [InlineData("using static Fuyao.Registry.Model.Household;")]
    public void A_look_behind_another_modules_wall_is_rejected(string line)
    {
        using var tree = new Tree().Module("Registry").Module("Benefits", "Registry").File("src/Modules/Benefits/Peek.cs", line + "\n");
        ModuleEdges.Check(tree.Sources).ShouldHaveSingleItem().ShouldContain("behind the wall of Registry");
    }

    [Fact]
    public void Internals_shown_to_another_module_are_rejected()
    {
        using var tree = new Tree().File(
            "src/Modules/Registry/Fuyao.Registry.csproj", "<Project><ItemGroup><InternalsVisibleTo Include=\"Fuyao.Benefits\" /></ItemGroup></Project>");
        ModuleEdges.Check(tree.Sources).ShouldHaveSingleItem().ShouldContain("shows its internals to Fuyao.Benefits");
    }

    [Fact]
    public void A_public_type_outside_Contracts_is_rejected()
    {
        var types = typeof(LeakyModule).Assembly.GetTypes().Where(t => t.Namespace?.Contains(".Leaky", StringComparison.Ordinal) == true);
        Walls.Check("Fuyao.Architecture.Tests.Leaky", types).ShouldHaveSingleItem().ShouldContain("Leak is public");
    }

    [Fact]
    public void A_namespace_beside_its_folder_is_rejected()
    {
        using var tree = new Tree().Module("Registry").File("src/Modules/Registry/Households/Merge.cs", "namespace Fuyao.Registry;\n");
        Sources.MisplacedNamespaces(tree.Sources).ShouldHaveSingleItem().ShouldContain("its folder says Fuyao.Registry.Households");
    }

    [Fact]
    public void A_file_of_four_hundred_and_one_lines_is_rejected()
    {
        using var tree = new Tree()
            .File("src/Good.cs", string.Concat(Enumerable.Repeat("//\n", Sources.Longest)))
            .File("src/Long.cs", string.Concat(Enumerable.Repeat("//\n", Sources.Longest + 1)));
        Sources.TooLong(tree.Sources).ShouldHaveSingleItem().ShouldContain("src/Long.cs has 401 lines");
    }

    [Theory]
    [InlineData("""new LocalText("Not found.", "没有找到。")""")]
    [InlineData("""new LocalText("没有找到。", "没有找到。")""")]
    [InlineData("""new LocalText("没有找到。", "")""")]
    [InlineData("""new LocalText("Not found {what}.", $"Not found {what}.")""")]
    public void A_message_in_one_language_is_rejected(string line)
    {
        using var tree = new Tree().File("src/Text.cs", line);
        Sources.HalfTranslated(tree.Sources).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("using Microsoft.EntityFrameworkCore;")]
    [InlineData("var text = File.ReadAllText(path);")]
    [InlineData("using var stream = new FileStream(path, FileMode.Open);")]
    [InlineData("using System.Net.Http;")]
    [InlineData("using Fuyao.Kernel;")]
    public void An_expression_language_that_reaches_outside_is_rejected(string line)
    {
        using var tree = new Tree().Project("src/Feel", "Feel").File("src/Feel/Reach.cs", line + "\n");
        Sources.ForeignToFeel(tree.Sources).ShouldHaveSingleItem();
    }

    [Fact]
    public void An_expression_language_with_a_package_is_rejected()
    {
        using var tree = new Tree().File(
            "src/Feel/Fuyao.Feel.csproj", "<Project><ItemGroup><PackageReference Include=\"Antlr4\" /></ItemGroup></Project>");
        Sources.ForeignToFeel(tree.Sources).ShouldHaveSingleItem().ShouldContain("Antlr4");
    }

    [Fact]
    public async Task A_route_without_permission_name_or_problem_answers_is_rejected()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/open", () => "anyone");
        var problems = EndpointRules.Check(((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints)).ToList();
        problems.Count.ShouldBe(3);
        problems.ShouldContain(p => p.Contains("permission"));
        problems.ShouldContain(p => p.Contains("no name"));
        problems.ShouldContain(p => p.Contains("refuses"));
    }

    [Fact]
    public async Task A_route_with_all_three_is_accepted()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/guarded", () => "some").WithName("Guarded").RequireAuthorization().ProducesProblem(StatusCodes.Status404NotFound);
        EndpointRules.Check(((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("model.db")]
    [InlineData("Host=127.0.0.1;Database=model")]
    public async Task A_table_without_a_migration_is_noticed(string connection)
    {
        await using var services = new ServiceCollection().AddLogging()
            .AddPlatformDb(DatabaseTarget.Parse(connection)).AddSingleton<IModelPart, Forgotten>()
            .ConfigureDbContext<PlatformDb>(options => options.ReplaceService<IModelCacheKeyFactory, OwnModel>()).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<PlatformDb>().Database.HasPendingModelChanges().ShouldBeTrue();
    }

    [Fact]
    public async Task A_table_that_belongs_to_no_county_and_says_no_reason_is_noticed()
    {
        await using var services = new ServiceCollection().AddLogging()
            .AddPlatformDb(DatabaseTarget.Parse("Host=127.0.0.1;Database=model")).AddSingleton<IModelPart, Forgotten>()
            .ConfigureDbContext<PlatformDb>(options => options.ReplaceService<IModelCacheKeyFactory, OwnModel>()).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        TableWalls.Forgotten(scope.ServiceProvider.GetRequiredService<PlatformDb>().Model).ShouldHaveSingleItem().ShouldContain("forgotten has no row-level security");
    }

    [Fact]
    public void A_query_filter_lifted_by_hand_is_rejected()
    {
        using var tree = new Tree().Module("Registry").File("src/Modules/Registry/Peek.cs", "var all = db.Set<Row>().IgnoreQueryFilters();\n");
        Sources.LiftedFilters(tree.Sources).ShouldHaveSingleItem().ShouldContain("AcrossAreas");
    }

    // EF keeps one model a context type; this one must not meet the house's.
    private sealed class OwnModel : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (typeof(OwnModel), designTime);
    }

    private sealed class Forgotten : IModelPart
    {
        public void Configure(ModelBuilder model, DbEngine engine) => model.Entity<Row>().ToTable("forgotten").HasKey(r => r.Id);

        private sealed class Row
        {
            public int Id { get; set; }
        }
    }
}
