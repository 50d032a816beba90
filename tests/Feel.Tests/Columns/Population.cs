using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tests.Columns;

/// <summary>Random households and persons, unknowns and absences among them, as contexts and as columns.</summary>
internal sealed class Population
{
    private static readonly FeelType Disability = FeelType.Context("disability",
        [new("grade", FeelType.Number.Within(1, 4, whole: true)), new("care", FeelType.Boolean)]);

    private static readonly FeelMember[] PersonMembers =
    [
        new("age", FeelType.Number.Within(0, 120, whole: true)), new("salary", FeelType.Number), new("birth", FeelType.Date),
        new("role", FeelType.Enum("role", "adult", "child", "guest")), new("retired", FeelType.Boolean),
        new("disability", Disability.OrNull()), new("left", FeelType.Date.OrNull()),
    ];

    private static readonly FeelType Person = FeelType.Context("person", PersonMembers);

    private static readonly FeelType Household = FeelType.Context("household",
    [
        new("status", FeelType.Enum("status", "none", "registered", "exited")), new("rent", FeelType.Number),
        new("hardship", FeelType.List(FeelType.Enum("hardship", "special", "distressed"))), new("persons", FeelType.List(Person)),
    ]);

    public static readonly FeelScope Scope = new(
        [.. PersonMembers, new("household", Household), new("persons", FeelType.List(Person)), new("limit", FeelType.Number), new("lost", FeelType.Boolean)]);

    private readonly Random _random;
    private readonly int _doubt;

    public Population(Random random, int households, int doubt)
    {
        _random = random;
        _doubt = doubt;
        Rows = [.. Enumerable.Range(0, households).Select(_ => Next())];
        Table = ColumnBuilder.Build("households", Household, Rows);
    }

    public FeelContext[] Rows { get; }

    public ColumnTable Table { get; }

    public ColumnTable Persons => Table.Lists["persons"];

    public static FeelValue Lost { get; } = FeelValue.Unknown("lost");

    public static FeelValue Limit { get; } = FeelValue.Of(77.7m);

    public ColumnScope PersonScope => new ColumnScope(Persons).Bind("household", Table).Bind("persons", Table, "persons").Bind("limit", Limit).Bind("lost", Lost);

    /// <summary>What the interpreter reads, person by person.</summary>
    public IEnumerable<FeelContext> Inputs => Rows.SelectMany(h => h["persons"].AsList.ToArray().Select(p => new FeelContext(Scope.Shape,
        [.. PersonMembers.Select(m => p.AsContext[m.Name]), FeelValue.Of(h), h["persons"], Limit, Lost])));

    private FeelContext Next() => new(Household.Members!.Shape,
    [
        Maybe("status", () => Text("none", "registered", "registered", "exited")),
        Maybe("rent", () => FeelValue.Of(_random.Next(0, 200_000) / 100m)),
        Maybe("hardship", () => FeelValue.List(Enumerable.Range(0, _random.Next(3)).Select(_ => Text("special", "distressed")))),
        FeelValue.List(Enumerable.Range(0, _random.Next(6)).Select(_ => FeelValue.Of(NextPerson()))),
    ]);

    private FeelContext NextPerson() => new(Person.Members!.Shape,
    [
        Maybe("age", () => FeelValue.Of((decimal)_random.Next(0, 100))),
        Maybe("salary", () => FeelValue.Of(_random.Next(3) == 0 ? 0m : _random.Next(-100, 2_000_000) / 100m)),
        Maybe("birth", () => Day(1920, 2016)),
        Maybe("role", () => Text("adult", "child", "guest")),
        Maybe("retired", () => FeelValue.Of(_random.Next(2) == 0)),
        Maybe("disability", () => _random.Next(3) > 0 ? default : FeelValue.Of(new FeelContext(Disability.Members!.Shape,
            [Maybe("disability.grade", () => FeelValue.Of((decimal)_random.Next(1, 5))), Maybe("disability.care", () => FeelValue.Of(_random.Next(2) == 0))]))),
        Maybe("left", () => _random.Next(2) == 0 ? default : Day(1990, 2016)),
    ]);

    private FeelValue Maybe(string name, Func<FeelValue> value) => _random.Next(100) < _doubt ? FeelValue.Unknown(name) : value();

    private FeelValue Day(int from, int to) => FeelValue.Of(new DateOnly(from, 1, 1).AddDays(_random.Next((to - from) * 365)));

    private FeelValue Text(params string[] of) => FeelValue.Of(of[_random.Next(of.Length)]);
}
