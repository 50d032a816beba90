using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Events;

/// <summary>A request that has been read: ids made, new persons in clear, and what holds on its day before it.</summary>
internal sealed class EventStatement(RecordEventRequest request, Guid household, DateOnly on, IReadOnlyDictionary<Guid, HouseholdState> before)
{
    public RecordEventRequest Request => request;

    public DateOnly On => on;

    /// <summary>The household that the event is recorded at.</summary>
    public Guid Household => household;

    public IReadOnlyDictionary<Guid, HouseholdState> Before => before;

    public HouseholdState Here => before[household];

    public HouseholdState? Other => request.Household is { } id ? before.GetValueOrDefault(id) : null;

    /// <summary>Persons who are registered for the first time, relation included.</summary>
    public IReadOnlyList<PersonState> NewPersons { get; init; } = [];

    /// <summary>Id and number of the household that a split makes.</summary>
    public Guid NewHousehold { get; init; }

    public string NewNumber { get; init; } = "";

    /// <summary>Where a move goes; the present place when none is stated.</summary>
    public long Region { get; init; }

    /// <summary>For a correction: the household as it is to be on the days that are corrected.</summary>
    public Func<HouseholdState, HouseholdState>? Correct { get; init; }

    /// <summary>For a correction: the days of the version that is corrected.</summary>
    public Model.Span Corrected { get; init; }

    public IReadOnlyList<Guid> Persons => request.Persons ?? [];

    public List<Problem> Problems { get; } = [];

    public void Wrong(string code, string path, string zh, string en) => Problems.Add(new Problem(code, new LocalText(zh, en), path));

    public string? Relation(Guid person) => request.Relations?.GetValueOrDefault(person.ToString());

    /// <summary>Living members of this household on the day.</summary>
    public IEnumerable<PersonState> Living => Here.Persons.Where(p => p.IsAlive(on));
}

internal static class Lives
{
    public static bool IsAlive(this PersonState person, DateOnly on) => !person.Facts.Death.TryGet(out var death) || death > on;

    public static PersonState Related(this PersonState person, string? relation) => person with
    {
        Facts = person.Facts with { Relation = relation is null ? Fact<string>.Unknown : relation },
    };
}
