using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Kernel.Tests;

public sealed class PlatformDbTests : IDisposable
{
    private const int Longest = 40;
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
    public async Task A_bulk_insert_writes_the_bytes_that_an_ordinary_insert_writes()
    {
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(CodeRange.Everything);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        Sample[] samples =
        [
            new() { Text = "乙\"'", Bytes = [0, 255, 7], Flag = true, Rate = 0.10m, Share = 1.5, At = Noon.AddTicks(1234567), When = Noon.UtcDateTime, Other = Guid.Parse("01a20209-53c3-7fee-9fc0-d073b394fbd3") },
            new() { Text = "", Bytes = [], Rate = -12345678901234567890.5m, Share = -0.1, At = new DateTimeOffset(2016, 5, 1, 0, 0, 0, TimeSpan.FromHours(8)) },
            new() { Rate = 3 },
        ];
        await db.BulkInsertAsync(samples, TestContext.Current.CancellationToken);
        db.AddRange(samples.Select(s => s with { Id = s.Id + 1000 }));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var columns = string.Join(" || '|' || ", ((string[])["text", "bytes", "flag", "rate", "share", "at", "when", "other"]).Select(c => $"typeof(\"{c}\") || quote(\"{c}\")"));
        var query = $"select {columns} as Value from samples where id % 1000 = {{0}} order by id";
        for (var i = 0; i < samples.Length; i++)
        {
            var rows = db.Database.SqlQueryRaw<string>(query, samples[i].Id).ToList();
            rows.Count.ShouldBe(2);
            rows[0].ShouldBe(rows[1]);
        }
    }

    [Fact]
    public async Task A_text_longer_than_its_column_is_refused_however_it_is_written()
    {
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<AreaScope>().Enter(CodeRange.Everything);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        Well Of(string note) => new(610729, Ids.New(TimeProvider.System), 610729101201, Money.Zero, Noon, default, note);
        await db.BulkInsertAsync([Of(new string('井', Longest))], TestContext.Current.CancellationToken);
        var bulk = await Should.ThrowAsync<ProblemException>(() => db.BulkInsertAsync(Enumerable.Range(0, 100).Select(i => Of(new string('井', Longest + (i == 70 ? 1 : 0)))), TestContext.Current.CancellationToken));
        (bulk.Status, bulk.Problems.Single().Code, bulk.Problems.Single().Path).ShouldBe((422, "text-too-long", "note"));
        db.Add(Of(new string('井', Longest + 1)));
        (await Should.ThrowAsync<ProblemException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken))).Problems.Single().Code.ShouldBe("text-too-long");
        db.ChangeTracker.Clear();
        var well = await db.Set<Well>().AsTracking().FirstAsync(TestContext.Current.CancellationToken);
        db.Entry(well).Property(w => w.Note).CurrentValue = new string('井', Longest + 1);
        (await Should.ThrowAsync<ProblemException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken))).Problems.Single().Text.Zh.ShouldContain($"{Longest}");
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

    [Fact]
    public void A_query_that_lifts_the_area_from_one_table_never_lifts_it_unseen_from_another()
    {
        using var county = services.CreateScope();
        county.ServiceProvider.GetRequiredService<AreaScope>().Enter(new RegionCode(610729000000).Range);
        var db = county.ServiceProvider.GetRequiredService<PlatformDb>();
        Should.Throw<InvalidOperationException>(() => db.Set<Well>().Join(db.Set<Well>().AcrossAreas(), w => w.County, w => w.County, (one, other) => one).ToList()).Message.ShouldContain("AcrossAreas");
        Should.Throw<InvalidOperationException>(() => db.Set<Well>().Count(w => db.Set<Well>().AcrossAreas().Any(o => o.Id != w.Id)));
        Should.Throw<InvalidOperationException>(() => db.Set<Well>().AcrossAreas().Count(w => !db.Set<Well>().Any(o => o.Id != w.Id)));
        db.Set<Well>().AcrossAreas().Count(w => db.Set<Well>().AcrossAreas().Any(o => o.Id != w.Id) && db.Set<Sample>().Any()).ShouldBe(0);
    }

    public void Dispose()
    {
        services.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(path);
    }

    private sealed record Well(int County, Guid Id, long Region, Money Cost, DateTimeOffset At, DateOnly On, string? Note) : IInArea;

    private sealed record Sample
    {
        private static int last;

        public int County { get; init; } = 610729;

        public int Id { get; init; } = Interlocked.Increment(ref last);

        public string? Text { get; init; }

        public byte[]? Bytes { get; init; }

        public bool Flag { get; init; }

        public decimal Rate { get; init; }

        public double Share { get; init; }

        public DateTimeOffset? At { get; init; }

        public DateTime? When { get; init; }

        public Guid? Other { get; init; }
    }

    private sealed class Wells : IModelPart
    {
        public void Configure(ModelBuilder model, DbEngine engine) => model.Entity<Well>(well =>
        {
            well.ToTable("wells");
            well.HasKey(w => new { w.County, w.Id });
            well.Property(w => w.Note).HasMaxLength(Longest);
        }).Entity<Sample>(sample =>
        {
            sample.ToTable("samples");
            sample.HasKey(s => new { s.County, s.Id });
            foreach (var property in sample.Metadata.GetProperties())
            {
                property.SetColumnName(property.Name.ToLowerInvariant());
            }
        });
    }
}
