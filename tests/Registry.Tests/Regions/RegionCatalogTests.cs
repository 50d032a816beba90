using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Regions;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Regions;

public sealed class RegionCatalogTests
{
    [Fact]
    public void The_catalog_holds_the_whole_division_five_levels_deep()
    {
        var places = RegionCatalog.Provinces.SelectMany(RegionCatalog.Shipped).ToList();
        RegionCatalog.Counts.ShouldBe([31, 342, 2978, 41352, 620573]);
        places.Select(p => p.Code.Value).ShouldBeUnique();
        // Three cities are also their own only county, and Jinmen county its own township and village.
        places.Count.ShouldBe(RegionCatalog.Counts.Sum() - 5);
        Enumerable.Range(1, 5).Select(l => places.Count(p => (int)p.Code.Level == l)).ShouldBe([31, 342, 2978 - 3, 41352 - 1, 620573 - 1]);
    }

    [Theory]
    [InlineData("61", "陕西省")]
    [InlineData("6107", "汉中市")]
    [InlineData("610729", "留坝县")]
    [InlineData("441900", "东莞市")]
    public void A_place_is_found_by_its_code(string code, string name)
    {
        RegionCode.TryParse(code, out var place).ShouldBeTrue();
        RegionCatalog.NameOf(place).ShouldBe(name);
    }

    [Fact]
    public void The_places_inside_a_county_are_its_own()
    {
        // A county whose divisions no other test changes.
        RegionCode.TryParse("610723", out var county).ShouldBeTrue();
        var inside = RegionCatalog.Inside(county).ToList();
        inside.ShouldBe(RegionCatalog.Shipped(61).Where(p => county.Contains(p.Code)));
        inside.Count(p => p.Code.Level == RegionLevel.Township).ShouldBeGreaterThan(10);
        inside.ShouldAllBe(p => county.Contains(p.Code));
        inside.Count(p => p.Code.Level == RegionLevel.Village).ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task A_province_is_loaded_within_three_seconds_and_only_once()
    {
        var ct = TestContext.Current.CancellationToken;
        RegionCode.TryParse("37", out var shandong);
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        await using var services = new ServiceCollection().AddPlatformDb(database.Target).AddSingleton<IModelPart, RegionModel>()
            .ConfigureDbContext<PlatformDb>(options => options.ReplaceService<IModelCacheKeyFactory, OwnModel>()).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await db.Database.EnsureCreatedAsync(ct);
        await Speed.ShouldTakeLessThanAsync(TimeSpan.FromSeconds(3), async () =>
        {
            await db.Set<Region>().ExecuteDeleteAsync(ct);
            (await new RegionLoader(db).EnsureAsync(shandong, ct)).ShouldBe(RegionCatalog.Province(37).Count);
        });
        (await new RegionLoader(db).EnsureAsync(shandong, ct)).ShouldBe(0);
        (await db.Set<Region>().CountAsync(ct)).ShouldBe(RegionCatalog.Province(37).Count);
    }

    // EF keeps one model a context type; this one must not meet the whole register's.
    private sealed class OwnModel : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (typeof(OwnModel), designTime);
    }
}
