using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>The columns of a template: who a row is about, then the facts to be stated.</summary>
internal static class FactColumns
{
    public const string Key = "编号";
    public const string Name = "名称";
    public const string Region = "区划代码";
    public const string Basis = "依据";

    /// <summary>Facts with the headers of their columns; those made of rows are stated on the page.</summary>
    public static IReadOnlyList<(SubjectFact Fact, string Header)> Of(IReadOnlyList<SubjectFact> facts)
    {
        var asked = facts.Where(f => f.Members.Count == 0).ToList();
        var titles = asked.GroupBy(Header).ToDictionary(g => g.Key, g => g.Count());
        return [.. asked.Select(f => (f, titles[Header(f)] == 1 ? Header(f) : $"{Header(f)} [{f.Id}]"))];
    }

    public static IReadOnlyList<ListField> Fields(IReadOnlyList<(SubjectFact Fact, string Header)> columns) =>
    [
        new(Key, new LocalText("扶摇给出的编号,请勿改动;新增的行留空", "Given by Fuyao; leave it, and leave it empty in new rows"), []),
        new(Name, new LocalText("名称", "Name"), []),
        new(Region, new LocalText("所在地区划代码", "Code of the place"), []),
        new(Basis, new LocalText("依据", "Evidence"), []),
        .. columns.Select(c => new ListField(c.Header, c.Fact.Title, [c.Fact.Title.Zh])).DistinctBy(f => f.Header),
    ];

    private static string Header(SubjectFact fact) => FactValues.Unit(fact) is { } unit ? $"{fact.Title.Zh}({unit.Zh})" : fact.Title.Zh;
}
