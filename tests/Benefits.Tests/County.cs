using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Tests;

/// <summary>A county small enough to work out by hand, in two townships of 留坝县.</summary>
internal static class County
{
    public const long VillageA = 610729101201;
    public const long VillageB = 610729102201;

    public static readonly Period May = Period.OfMonth(2016, 5);
    public static readonly Period June = Period.OfMonth(2016, 6);

    public static readonly RunRequest MayRun = new("liuba-2015", May);
    public static readonly RunRequest JuneRun = new("liuba-2015", June);

    public static IEnumerable<JsonObject> Households() =>
    [
        // 74 years: 85 a month. She: level 2, cared for at home: 50 a month and 1200 a year. Moved together, special hardship: 55,000 once.
        Some.Household("001", VillageA,
                Some.Person("1942-03-05", "张大山").With("id_number", "\"11010519491231002X\""),
                Some.Person("1969-11-20", "李梅", "female").With("disability", """{"category":4,"grade":2,"home_care":true}"""))
            .With("relocation", """{"mode":"concentrated","year":2016}""").With("hardship", """["special"]""").With("bank_account", "\"6217000010001234567\""),
        // 66 years: 75. She is 80 on the second of May: 85 in May, 95 in June.
        Some.Household("002", VillageA, Some.Person("1950-05-01", "王五"), Some.Person("1936-05-02", "赵秀", "female"))
            .With("bank_account", "\"6217000010007654321\""),
        // Has exited: nothing.
        Some.Household("003", VillageA, Some.Person("1930-01-01", "孙六")).With("status", "\"exited\""),
        // In training from April on for three months: 100 a month, to herself.
        Some.Household("004", VillageB,
                Some.Person("1980-01-01", "周七"),
                Some.Person("1995-01-01", "周小妹", "female").With("training", """[{"programme":"yulu","from":"2016-04-10","months":3}]"""))
            .With("bank_account", "\"6217000010005555555\""),
        // 62 years: 75, but no account. The child's college class is lost in the source: undetermined.
        Some.Household("005", VillageB,
            Some.Person("1953-10-10", "=吴八"),
            Some.Person("1997-10-10", "吴学").With("school", """{"stage":"vocational_college","new_entrant":true,"in_plan":true,"place":"province"}""")),
    ];

    public static async Task<TestSystem> CreateAsync(DbEngine engine)
    {
        var system = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(system.Services, Households());
        return system;
    }

    /// <summary>A scope of the operator in a place.</summary>
    public static AsyncServiceScope Operator(this IServiceProvider services, string region = "610729")
    {
        var scope = services.CreateAsyncScope();
        RegionCode.TryParse(region, out var code);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(code);
        return scope;
    }

    public static async Task<RunSummary> RunAsync(this TestSystem system, RunRequest request, Action<RunProgress>? progress = null, string region = "610729")
    {
        await using var scope = system.Services.Operator(region);
        return await scope.ServiceProvider.GetRequiredService<BenefitRuns>().RunAsync(request, progress);
    }

    /// <summary>Proposes a run's payment as the operator and has somebody else approve it.</summary>
    public static async Task<PaymentOrder> PayAsync(this TestSystem system, RunSummary run, string region = "610729")
    {
        var order = await system.ProposeAsync(run, region);
        return await system.DeskAsync(Approver, desk => desk.ApproveAsync(order.Id, order.Checksum, null, default), region);
    }

    public static async Task<PaymentOrder> ProposeAsync(this TestSystem system, RunSummary run, string region = "610729")
    {
        await using var scope = system.Services.Operator(region);
        var order = await scope.ServiceProvider.GetRequiredService<PaymentOrders>().ProposeAsync(Guid.Parse(run.Run));
        return await scope.ServiceProvider.GetRequiredService<OrderDesk>().FindAsync(order.Order, default);
    }

    public static readonly Guid Approver = new("00000000-0000-7000-8000-0000000000a1");

    /// <summary>One step at the desk, in a write of its own; null for the operator.</summary>
    public static async Task<T> DeskAsync<T>(this TestSystem system, Guid? actor, Func<OrderDesk, Task<T>> step, string region = "610729")
    {
        await using var scope = system.Services.Operator(region);
        if (actor is { } id)
        {
            RegionCode.TryParse(region, out var code);
            scope.EnterAs(id, Roles.Approver, code);
        }

        return await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("test", () => step(scope.ServiceProvider.GetRequiredService<OrderDesk>()));
    }

    /// <summary>Households of all ages spread over townships, for runs of several parts.</summary>
    public static IEnumerable<JsonObject> Many(int households, int townships, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < households; i++)
        {
            var village = 610729100000 + (random.Next(townships) * 1_000) + 201 + random.Next(3);
            var persons = Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
            {
                var person = Some.Person($"{random.Next(1925, 2014)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}");
                return random.Next(6) == 0 ? person.With("disability", $$"""{"category":4,"grade":{{random.Next(1, 5)}},"home_care":{{(random.Next(2) == 0 ? "true" : "false")}}}""") : person;
            });
            var household = Some.Household($"{i:000000}", village, persons.ToList());
            yield return random.Next(10) == 0 ? household.With("relocation", """{"mode":"dispersed","year":2016}""") : household;
        }
    }
}
