using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests;

public sealed class PlatformDbTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2016, 5, 1, 12, 0, 0, TimeSpan.FromHours(8));
    private readonly string path = Path.Combine(Path.GetTempPath(), $"fuyao-kernel-{Ids.New(TimeProvider.System):N}.db");
    private readonly ServiceProvider services;

    public PlatformDbTests()
    {
        services = new ServiceCollection()
            .AddPlatformDb(DatabaseTarget.Parse(path))
            .AddSingleton<IModelPart, Wells>()
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<PlatformDb>().Database.EnsureCreated();
    }

    [Fact]
    public async Task A_bulk_insert_stores_what_an_ordinary_insert_reads()
    {
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(CodeRange.Everything);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var well = new Well(610729, Ids.New(TimeProvider.System), 610729101201, new Money(12345), Noon, new DateOnly(2016, 5, 1), null);
        (await db.BulkInsertAsync([well], TestContext.Current.CancellationToken)).ShouldBe(1);
        db.Set<Well>().Single().ShouldBe(well);
    }

    [Fact]
    public async Task Nobody_sees_rows_outside_the_area_and_nothing_at_all_without_one()
    {
        using (var everyone = services.CreateScope())
        {
            var db = everyone.ServiceProvider.GetRequiredService<PlatformDb>();
            await db.BulkInsertAsync(
                new long[] { 610729101201, 610729102201, 610730101201 }.Select(region =>
                    new Well((int)(region / 1_000_000), Ids.New(TimeProvider.System), region, Money.Zero, Noon, default, "x")),
                TestContext.Current.CancellationToken);
            db.Set<Well>().Count().ShouldBe(0);
        }

        using var county = services.CreateScope();
        county.ServiceProvider.GetRequiredService<AreaScope>().Enter(new RegionCode(610729000000).Range);
        county.ServiceProvider.GetRequiredService<PlatformDb>().Set<Well>().Count().ShouldBe(2);
    }

    public void Dispose()
    {
        services.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(path);
    }

    private sealed record Well(int County, Guid Id, long Region, Money Cost, DateTimeOffset At, DateOnly On, string? Note) : IInArea;

    private sealed class Wells : IModelPart
    {
        public void Configure(ModelBuilder model, DbEngine engine) => model.Entity<Well>(well =>
        {
            well.ToTable("wells");
            well.HasKey(w => new { w.County, w.Id });
        });
    }
}
