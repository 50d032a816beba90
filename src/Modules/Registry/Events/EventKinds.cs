using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;

namespace Fuyao.Registry.Events;

/// <summary>Which members of a request a kind asks for.</summary>
[Flags]
internal enum EventAsks
{
    Nothing = 0,

    /// <summary>Exactly one living member.</summary>
    OnePerson = 1,

    /// <summary>Members; at least one.</summary>
    SomePersons = 2,

    /// <summary>Members; none means all of them.</summary>
    AnyPersons = 4,

    /// <summary>Persons not yet registered, or registered ones out of another household; at least one.</summary>
    Joining = 8,

    /// <summary>Persons not yet registered; at least one.</summary>
    NewPersons = 16,

    /// <summary>The other household, necessarily.</summary>
    OtherHousehold = 32,

    /// <summary>The other household, if it is registered here.</summary>
    MaybeHousehold = 64,
    Place = 128,
    Head = 256,
    Changes = 512,
}

/// <summary>A kind of event: its code, its name, what it asks for and what it does. A new kind is one entry of <see cref="EventKinds"/>.</summary>
/// <param name="Effect">Null for kinds that no clerk records directly: they come with another act.</param>
internal sealed record EventKind(string Code, LocalText Name, EventAsks Asks, Func<EventStatement, HouseholdRewrite.Effect>? Effect)
{
    public bool Has(EventAsks what) => (Asks & what) != 0;
}

internal static class EventKinds
{
    public const string Registered = "registered";
    public const string Undo = "undo";

    /// <summary>Why the population changed where no event says it.</summary>
    public const string Import = "import";
    public const string Change = "change";
    public const string Correction = "correction";
    public const string Regions = "regions";
    public const string Split = "split";
    public const string Move = "move";

    public static readonly IReadOnlyList<EventKind> All =
    [
        new("birth", new("出生", "Birth"), EventAsks.NewPersons, EventEffects.Join),
        new("marriage_in", new("婚入", "Marriage in"), EventAsks.Joining | EventAsks.MaybeHousehold, EventEffects.Join),
        new("join", new("其他转入", "Joining"), EventAsks.Joining | EventAsks.MaybeHousehold, EventEffects.Join),
        new("death", new("死亡", "Death"), EventAsks.OnePerson, EventEffects.Death),
        new("marriage_out", new("婚出", "Marriage out"), EventAsks.OnePerson | EventAsks.MaybeHousehold, EventEffects.Leave),
        new("leave", new("其他转出", "Leaving"), EventAsks.AnyPersons | EventAsks.MaybeHousehold, EventEffects.Leave),
        new(Move, new("迁移", "Move"), EventAsks.Place, EventEffects.Move),
        new(Split, new("分户", "Split"), EventAsks.SomePersons | EventAsks.Head, EventEffects.Split),
        new("merge", new("合户", "Merge"), EventAsks.OtherHousehold, EventEffects.Merge),
        new("head", new("变更户主", "Change of head"), EventAsks.Head, EventEffects.Head),
        new(Correction, new("更正", "Correction"), EventAsks.Changes, EventEffects.Correct),
        new(Registered, new("新识别登记", "First registration"), EventAsks.Nothing, null),
        new(Undo, new("撤销", "Undo"), EventAsks.Nothing, null),
        new(Import, new("导入", "Import"), EventAsks.Nothing, null),
        new(Change, new("登记变更", "Change of the record"), EventAsks.Nothing, null),
        new(Regions, new("区划调整", "Change of divisions"), EventAsks.Nothing, null),
    ];

    private static readonly Dictionary<string, EventKind> ByCode = All.ToDictionary(k => k.Code);

    public static EventKind? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    public static LocalText NameOf(string code) => Find(code)?.Name ?? new LocalText(code, code);
}
