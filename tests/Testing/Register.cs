using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Events;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Testing;

/// <summary>Puts households straight into the register, as a form would, and says under which ids they stand.</summary>
public static class Register
{
    /// <summary>Registers the households for all time.</summary>
    /// <returns>The household's id by its number.</returns>
    public static async Task<IReadOnlyDictionary<string, Guid>> AddAsync(IServiceProvider services, params IEnumerable<JsonObject> households)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var writes = scope.ServiceProvider.GetRequiredService<HouseholdWrites>();
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var ids = new Dictionary<string, Guid>();
        foreach (var part in households.Chunk(200))
        {
            await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("register", async () =>
            {
                foreach (var household in part)
                {
                    var state = HouseholdDocument.Read(JsonSerializer.SerializeToElement(household), Ids.New(clock), clock, "household");
                    ids[state.Number] = await writes.StateAsync(null, state, Span.Always, "first registration", null, null, default);
                }
            });
        }

        return ids;
    }

    /// <summary>States a known household otherwise for the days from <paramref name="from"/> until <paramref name="to"/>; members are known by their names.</summary>
    public static async Task RestateAsync(IServiceProvider services, JsonObject household, DateOnly from, DateOnly? to = null)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var state = HouseholdDocument.Read(JsonSerializer.SerializeToElement(household), Ids.New(clock), clock, "household");
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("register", async () =>
        {
            var county = new RegionCode(state.Region).County;
            var known = (await HouseholdAggregate.LoadByNumberAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), county, [state.Number], default))[state.Number];
            var persons = known.Persons.GroupBy(p => p.Name!).ToDictionary(g => g.Key, g => g.First().PersonId);
            var next = state with { Id = known.Household.Id, Persons = [.. state.Persons.Select(p => p with { Id = persons.GetValueOrDefault(p.Name!, p.Id) })] };
            await scope.ServiceProvider.GetRequiredService<HouseholdWrites>().StateAsync(known, next, new Span(from, to ?? Span.Forever), "known later", null, null, default);
        });
    }

    /// <summary>Takes in a row of another department's list for a household.</summary>
    public static async Task ReceiveAsync(IServiceProvider services, string household, long region, string programme, decimal yuan, DateOnly on, string recurring)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var county = new RegionCode(region).County;
        var change = new Change { County = county, Id = Ids.New(clock), At = clock.GetUtcNow(), Actor = "test", Channel = ChangeChannels.Import, Reason = programme };
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("received", async () =>
        {
            await scope.ServiceProvider.GetRequiredService<ChangeWriter>().BeginAsync(change, default);
            await scope.ServiceProvider.GetRequiredService<ReceivedWriter>().AddAsync(county, change.Id,
                [new ReceivedState { Department = "民政", Programme = programme, HouseholdNumber = household, Region = region, Amount = Money.FromYuan(yuan), Date = on, Recurring = recurring }], default);
        });
    }

    /// <summary>States what holds of a village, an organisation or a linkage from a day on.</summary>
    /// <param name="kind">village, township, organisation, linkage …</param>
    /// <param name="key">See <see cref="Record.Key"/>; the same key again states it otherwise.</param>
    /// <returns>The record's id.</returns>
    public static async Task<Guid> StateRecordAsync(
        IServiceProvider services, string kind, string key, long region, string facts, string? name = null, Guid? household = null, Guid? organisation = null, DateOnly? from = null)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var county = new RegionCode(region).County;
        return await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("record", async () =>
        {
            var known = (await RecordAggregate.LoadAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), county, kind, 0, [key], default)).GetValueOrDefault(key);
            var next = new RecordState { Kind = kind, Key = key, Region = region, Name = name, Household = household, Organisation = organisation, Facts = JsonNode.Parse(facts)!.AsObject() };
            return await scope.ServiceProvider.GetRequiredService<RecordWrites>().StateAsync(
                known, next, new Span(from ?? Span.Beginning, Span.Forever), county, "test", null, null, "record.state", default);
        });
    }

    /// <summary>Records an event as a clerk does.</summary>
    /// <param name="said">The request, made with the ids of the household's members by name.</param>
    public static async Task RecordAsync(IServiceProvider services, Guid household, DateOnly on, Func<IReadOnlyDictionary<string, Guid>, JsonObject> said)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var record = await scope.ServiceProvider.GetRequiredService<HouseholdReader>().GetAsync(household, on);
        var request = said(record!.Persons.ToDictionary(p => p.Name!, p => p.Id)).Deserialize<RecordEventRequest>(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync(
            "event", async () => await scope.ServiceProvider.GetRequiredService<EventWriter>().RecordAsync(household, request with { On = on, Reason = "test" }, null, dryRun: false, default));
    }
}
