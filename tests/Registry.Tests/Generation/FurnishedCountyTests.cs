using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Balance;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Generation;

public sealed class FurnishedCountyTests
{
    private static readonly RegionCode County = new(610729000000);

    [Theory, EachEngine]
    public async Task Every_page_of_the_register_has_something_to_show_and_furnishing_twice_adds_nothing(DbEngine engine)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var system = await TestSystem.CreateAsync(engine);
        await SyntheticCounty.FillAsync(system.Services, County, 240, 3, null, ct);
        var furnished = await SyntheticCounty.FurnishAsync(system.Services, County, 3, ct);
        new[] { furnished.Places, furnished.Organisations, furnished.Linkages, furnished.Dwellings, furnished.Received, furnished.Events }.ShouldAllBe(n => n > 0);
        (await SyntheticCounty.FurnishAsync(system.Services, County, 3, ct)).ShouldBe(new FurnishResult(0, 0, 0, 0, 0, 0));

        await using var scope = system.Enter(County);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var lastYear = system.Clock.TodayInChina().Year - 1;
        var answered = await db.Set<RecordVersion>().CountAsync(v => v.Kind == RecordKinds.Village && v.Year == lastYear, ct);
        var all = await db.Set<RecordVersion>().CountAsync(v => v.Kind == RecordKinds.Village && v.Year == lastYear - 1, ct);
        answered.ShouldBeInRange(1, all - 1, "the yearly update is under way, with last year's answers beside it");
        (await db.Set<RecordVersion>().CountAsync(v => v.Kind == RecordKinds.Group && v.ClosedBy == null && v.Facts.Contains("\"leader\""), ct)).ShouldBeGreaterThan(0);
        var states = await db.Set<ReceivedBenefitRow>().GroupBy(r => r.State).Select(g => g.Key).ToListAsync(ct);
        states.ShouldContain(MatchStates.Matched);
        states.Count.ShouldBeGreaterThan(1, "some rows wait to be settled");

        var reader = scope.ServiceProvider.GetRequiredService<BalanceReader>();
        var (from, to) = (system.Clock.TodayInChina().AddDays(-160), system.Clock.TodayInChina());
        var balance = BalanceReport.Of(
            County, null, from, to, null, await reader.CountAsync(County.Range, new AsOf(from, null), ct), await reader.CountAsync(County.Range, new AsOf(to, null), ct),
            await reader.MovementsAsync(County.Range, from, to, null, false, ct), await reader.ArrivalsAsync(County.Range, from, to, null, ct));
        balance.Persons.Closes.ShouldBeTrue();
        balance.Kinds.Select(k => k.Kind).ShouldContain("birth");
    }
}
