using Fuyao.Feel.Types;

namespace Fuyao.Policy.Dictionary;

/// <summary>
/// What every policy may read beside its subject's own members: the household, its persons, the date, parameters by id,
/// and the results of earlier policies.
/// </summary>
internal sealed class Globals(IReadOnlyList<FeelMember> parameters, IReadOnlyList<string> results)
{
    /// <summary>One policy's result as later policies read it. What is undetermined or left to a person is unknown until it is decided.</summary>
    public static readonly FeelType ResultType = FeelType.Context("result",
    [
        new("amount", FeelType.Number.In("yuan"), "金额"),
        new("status", FeelType.Enum("result.status", "awarded", "not_eligible", "excluded"), "结果"),
    ]);

    public FeelMember On { get; } = new("on", FeelType.Date, "日期");

    public IReadOnlyList<FeelMember> Parameters { get; } = parameters;

    public FeelType Results { get; } = FeelType.Context("results", results.Select(id => new FeelMember(id, ResultType)));

    /// <summary>In the order of their slots, behind the subject's own.</summary>
    public IEnumerable<FeelMember> Members(FeelType household, FeelType persons, bool withPersons) =>
    [
        new("household", household, "户"),
        .. withPersons ? [new FeelMember("persons", persons, "家庭成员", "成员")] : Array.Empty<FeelMember>(),
        new("deceased", persons, "已故成员"),
        On,
        new("results", Results, "各项结果"),
        .. Parameters,
    ];
}
