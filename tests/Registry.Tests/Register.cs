using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry.Tests;

/// <summary>A register over a fresh database, written to as an import or a form writes.</summary>
internal sealed class Register : IAsyncDisposable
{
    private readonly TestSystem system;

    private Register(TestSystem system) => this.system = system;

    public TestClock Clock => system.Clock;

    public TestDatabase Database => system.Database;

    public static async Task<Register> CreateAsync(DbEngine engine) => new(await TestSystem.CreateAsync(engine));

    public async Task<T> AsAsync<T>(string region, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = system.Services.CreateAsyncScope();
        RegionCode.TryParse(region, out var code);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(code);
        return await work(scope.ServiceProvider);
    }

    /// <summary>States the households in one change set; hidden unless published.</summary>
    /// <param name="span">Days; null states them as a correction of the versions that hold today.</param>
    public Task<Guid> StateAsync(IReadOnlyList<HouseholdState> states, Func<HouseholdAggregate?, Span> span, bool publish = true) =>
        AsAsync("610729", async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var writer = services.GetRequiredService<ChangeWriter>();
            var planner = services.GetRequiredService<HouseholdPlanner>();
            var change = new Change { County = Some.County, Id = Ids.New(Clock), Actor = "test", Channel = ChangeChannels.Import, Reason = "test" };
            await using var transaction = await db.Database.BeginTransactionAsync();
            await writer.BeginAsync(change, default);
            var known = await HouseholdAggregate.LoadByNumberAsync(db, Some.County, states.Select(s => s.Number), default);
            await writer.ApplyAsync(
                Some.County, change.Id, [.. states.Select(s => planner.Plan(known.GetValueOrDefault(s.Number), s, span(known.GetValueOrDefault(s.Number)), change.Id))], default);
            if (publish)
            {
                await writer.PublishAsync(Some.County, change.Id, Clock.GetUtcNow(), default);
            }

            await transaction.CommitAsync();
            Clock.Advance(TimeSpan.FromMinutes(1));
            return change.Id;
        });

    /// <summary>States a household as if the hidden changes had begun only after it was read.</summary>
    public Task<bool> StateFromStaleAsync(HouseholdState state) => AsAsync("610729", async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        var writer = services.GetRequiredService<ChangeWriter>();
        var now = (await HouseholdAggregate.LoadAsync(db, state.Id, default))!;
        var stale = now with
        {
            Versions = await db.Set<HouseholdVersion>().AsNoTracking().Where(v => v.HouseholdId == state.Id && v.ClosedBy != null).ToListAsync(),
            Persons = [],
        };
        var change = new Change { County = Some.County, Id = Ids.New(Clock), At = Clock.GetUtcNow(), Actor = "test", Channel = ChangeChannels.Form, Reason = "test" };
        await using var transaction = await db.Database.BeginTransactionAsync();
        await writer.BeginAsync(change, default);
        await writer.ApplyAsync(Some.County, change.Id, [services.GetRequiredService<HouseholdPlanner>().Plan(stale, state, Span.Always, change.Id)], default);
        return true;
    });

    public Task PublishAsync(Guid change) => AsAsync("610729", async services =>
    {
        await services.GetRequiredService<ChangeWriter>().PublishAsync(Some.County, change, Clock.GetUtcNow(), default);
        return true;
    });

    public Task RollBackAsync(Guid change) => AsAsync("610729", async services =>
    {
        await services.GetRequiredService<ChangeWriter>().RollBackAsync(Some.County, change, default);
        return true;
    });

    public Task<List<HouseholdRecord>> ReadAsync(DateOnly on, string area = "610729") => AsAsync(area, async services =>
    {
        List<HouseholdRecord> records = [];
        await foreach (var record in services.GetRequiredService<HouseholdReader>().StreamAsync(CodeRange.Everything, on))
        {
            records.Add(record);
        }

        return records;
    });

    public Task<HouseholdRecord?> GetAsync(Guid id, DateOnly on, DateTimeOffset? asKnownAt = null, string area = "610729") =>
        AsAsync(area, services => services.GetRequiredService<HouseholdReader>().GetAsync(id, on, asKnownAt));

    public Task<int> CountRowsAsync() => AsAsync("610729", async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        return await db.Set<HouseholdVersion>().CountAsync() + await db.Set<PersonVersion>().CountAsync()
            + await db.Set<Household>().CountAsync() + await db.Set<Person>().CountAsync() + await db.Set<Change>().CountAsync();
    });

    public ValueTask DisposeAsync() => system.DisposeAsync();
}
