using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Balance;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Events;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Fuyao.Registry.Regions;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Registry.Tests.Balance;

/// <summary>One thing that may happen; which household, person and day is meant follows from the numbers, whatever there is.</summary>
internal readonly record struct Happening(int What, int Which, int Who, int Day);

/// <summary>A county of its own to which things happen as clerks record them. What is refused did not happen.</summary>
internal sealed class History(TestSystem system, RegionCode county)
{
    public static readonly DateOnly Start = new(2015, 1, 1);

    private readonly long[] villages =
        [.. RegionCatalog.Inside(county).Where(r => r.Code.Level == RegionLevel.Village).GroupBy(v => v.Code.At(RegionLevel.Township)).Take(2).SelectMany(t => t.Take(2)).Select(v => v.Code.Value)];

    private readonly List<Guid> households = [];
    private readonly List<(Guid Event, string Kind, DateOnly On)> recorded = [];

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Times between two happenings: what was known then is asked again later.</summary>
    public List<DateTimeOffset> Moments { get; } = [];

    public long[] Villages => villages;

    /// <summary>Events of a kind that stand, with their days.</summary>
    public IEnumerable<DateOnly> Days(string kind) => recorded.Where(e => e.Kind == kind).Select(e => e.On);

    public async Task HappenAsync(IReadOnlyList<Happening> all, bool inOrder)
    {
        // No two on one day: which of them came first is then no question.
        var days = inOrder ? [.. all.Select((h, i) => 3 + (i * 7))] : all.Select((h, i) => 3 + (((h.Day * 37) + i) % 480)).ToArray();
        foreach (var (happening, i) in all.Select((h, i) => (h, i)))
        {
            var day = Start.AddDays(days[i]);
            try
            {
                await HappenAsync(happening, day);
                Accepted++;
            }
            catch (ProblemException)
            {
                Refused++;
            }

            system.Clock.Advance(TimeSpan.FromMinutes(1));
            Moments.Add(system.Clock.GetUtcNow());
            system.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public async Task<T> AsAsync<T>(Func<IServiceProvider, Task<T>> work, RegionCode? area = null)
    {
        await using var scope = system.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(area ?? county);
        return await work(scope.ServiceProvider);
    }

    /// <summary>The report for a place; a group's when one is named.</summary>
    public Task<PopulationBalance> BalanceAsync(RegionCode area, string? group, DateOnly from, DateOnly to, DateTimeOffset? known, RegionCode? seenFrom = null) => AsAsync(async services =>
    {
        var reader = services.GetRequiredService<BalanceReader>();
        return BalanceReport.Of(
            area, group, from, to, known, await reader.CountAsync(area.Range, new AsOf(from, known), default), await reader.CountAsync(area.Range, new AsOf(to, known), default),
            await reader.MovementsAsync(area.Range, from, to, known, area.Level == RegionLevel.Village, default),
            area.Level == RegionLevel.Village ? [] : await reader.ArrivalsAsync(area.Range, from, to, known, default));
    }, seenFrom);

    /// <summary>Living persons on a day as the reader that policies use sees them, each with its household and village.</summary>
    public Task<List<(Guid Person, Guid Household, long Village)>> LivingAsync(DateOnly on, RegionCode? seenFrom = null) => AsAsync(async services =>
    {
        List<(Guid, Guid, long)> living = [];
        await foreach (var household in services.GetRequiredService<HouseholdReader>().StreamAsync(CodeRange.Everything, on))
        {
            using var json = JsonDocument.Parse(household.Json);
            living.AddRange(json.RootElement.GetProperty("persons").EnumerateArray()
                .Where(p => !p.TryGetProperty("death", out var death) || DateOnly.Parse(death.GetString()!, System.Globalization.CultureInfo.InvariantCulture) > on)
                .Select(p => (p.GetProperty("id").GetGuid(), household.Id, household.Region)));
        }

        return living;
    }, seenFrom);

    private Task HappenAsync(Happening happening, DateOnly day) => happening.What switch
    {
        0 => RegisterAsync(day, happening, ChangeChannels.Form),
        1 => RegisterAsync(day, happening, ChangeChannels.Import),
        2 => UndoAsync(happening),
        3 => RemoveAsync(day, happening),
        4 => RegisterAsync(day, happening, ChangeChannels.Form),
        _ => RecordAsync(day, happening),
    };

    private Task RecordAsync(DateOnly day, Happening happening) => WriteAsync(async services =>
    {
        var here = await StateAsync(services, happening.Which, day);
        var living = here.Persons.Where(p => p.IsAlive(day)).ToList();
        var one = living[happening.Who % living.Count].Id;
        var others = living.Where(p => p.Id != one).ToList();
        var next = others.Count > 0 ? others[happening.Day % others.Count].Id : (Guid?)null;
        var other = households[(happening.Which + 1 + happening.Who) % households.Count];
        var village = new RegionCode(villages[happening.Who % villages.Length]).ToString();
        var baby = JsonSerializer.SerializeToElement(new JsonObject { ["sex"] = "female", ["birth"] = $"{day:yyyy-MM-dd}", ["relation"] = "30", ["name"] = "新生" });
        var bride = JsonSerializer.SerializeToElement(new JsonObject { ["sex"] = "female", ["birth"] = "1990-01-01", ["relation"] = "38", ["name"] = "新娘" });
        var said = new RecordEventRequest(null, day, "as it happened", null, null, null, null, null, null, null, null, null, null, null, null, null);
        said = happening.What switch
        {
            5 or 6 => said with { Kind = "birth", NewPersons = [baby] },
            7 => said with { Kind = "death", Persons = [one], Head = next },
            8 => said with { Kind = "leave", Persons = [one], Head = next },
            9 => said with { Kind = "leave" },
            10 => said with { Kind = "move", Region = village, Group = happening.Day % 2 == 0 ? "一组" : "二组" },
            11 => said with { Kind = "split", Persons = [one], Head = one, RemainingHead = next },
            12 => said with { Kind = "merge", Household = other },
            13 => said with { Kind = "marriage_in", NewPersons = [bride] },
            14 => said with { Kind = "marriage_out", Persons = [one], Household = other, Head = next, Relations = new Dictionary<string, string> { [one.ToString()] = "38" } },
            _ => said with { Kind = "head", Head = next },
        };
        var outcome = await services.GetRequiredService<EventWriter>().RecordAsync(here.Id, said, null, dryRun: false, default);
        recorded.Add((outcome.Id, said.Kind!, day));
        households.AddRange(outcome.Households.Except(households));
    });

    private Task UndoAsync(Happening happening) => WriteAsync(async services =>
    {
        if (recorded.Count == 0)
        {
            throw new ProblemException(404, []);
        }

        var last = recorded[Math.Max(0, recorded.Count - 1 - (happening.Which % 4))];
        var row = await services.GetRequiredService<PlatformDb>().Set<RegisterEvent>().AsNoTracking().FirstAsync(e => e.Id == last.Event);
        await services.GetRequiredService<EventWriter>().UndoAsync(row, "did not happen", null, dryRun: false, default);
        recorded.Remove(last);
    });

    private Task RegisterAsync(DateOnly day, Happening happening, string channel) => WriteAsync(async services =>
    {
        var n = households.Count;
        var state = Some.Household(n, villages[happening.Who % villages.Length], f => f with { Group = "一组" });
        state = state with
        {
            Id = Ids.New(system.Clock), Number = $"{county.County}-{n}", Phone = null,
            Persons = [.. state.Persons.Select(p => p with { Id = Ids.New(system.Clock) })],
        };
        if (channel == ChangeChannels.Import)
        {
            var change = new Change { County = county.County, Id = Ids.New(system.Clock), At = system.Clock.GetUtcNow(), Actor = "test", Channel = channel, Reason = "import" };
            var writer = services.GetRequiredService<ChangeWriter>();
            await writer.BeginAsync(change, default);
            await writer.ApplyAsync(county.County, change.Id, [services.GetRequiredService<HouseholdPlanner>().Plan(null, state, new Span(day, Span.Forever), change.Id)], default);
        }
        else
        {
            await services.GetRequiredService<HouseholdWrites>().StateAsync(null, state, new Span(day, Span.Forever), "first registration", null, null, default);
        }

        households.Add(state.Id);
    });

    // A clerk who takes a member off the form instead of saying what happened.
    private Task RemoveAsync(DateOnly day, Happening happening) => WriteAsync(async services =>
    {
        var here = await StateAsync(services, happening.Which, day);
        if (here.Persons.Count < 2)
        {
            throw new ProblemException(422, []);
        }

        var current = (await HouseholdAggregate.LoadAsync(services.GetRequiredService<PlatformDb>(), here.Id, default))!;
        await services.GetRequiredService<HouseholdWrites>().StateAsync(
            current, here with { Persons = [.. here.Persons.Skip(1)] }, current.SpanFrom(day), "taken off", null, null, default);
    });

    private async Task<HouseholdState> StateAsync(IServiceProvider services, int which, DateOnly day)
    {
        var id = households.Count == 0 ? Guid.Empty : households[which % households.Count];
        var aggregate = await HouseholdAggregate.LoadAsync(services.GetRequiredService<PlatformDb>(), id, default);
        return aggregate?.StateOn(day, services.GetRequiredService<Seal>()) is { } state && state.Persons.Any(p => p.IsAlive(day)) ? state : throw new ProblemException(404, []);
    }

    private Task<bool> WriteAsync(Func<IServiceProvider, Task> work) => AsAsync(async services =>
    {
        await services.GetRequiredService<WriteSession>().RunAsync("test", () => work(services));
        return true;
    });
}
