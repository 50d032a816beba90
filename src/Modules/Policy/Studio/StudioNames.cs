using Fuyao.Feel.Types;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Studio;

/// <summary>A code with its label.</summary>
internal sealed record StudioCode(string Code, string Label);

/// <summary>A name that rules of a pack may read.</summary>
/// <param name="Name">As rules write it, such as <c>disability.grade</c>.</param>
/// <param name="Of">Whose rules read it so; null: all of them.</param>
/// <param name="Kind"><c>fact</c>, <c>derived</c>, <c>parameter</c> or <c>policy</c>.</param>
/// <param name="Reading">The label in pinyin, and its initials, for whoever types it so.</param>
/// <param name="Value">Of a parameter: its last value.</param>
internal sealed record StudioName(
    string Name, PolicySubject? Of, string Kind, LocalText Label, IReadOnlyList<string> Aliases, string Type, string? Unit, IReadOnlyList<StudioCode> Codes, LocalText? Meaning,
    string? Definition, string? Value, IReadOnlyList<string> Reading);

internal sealed record StudioNameList(IReadOnlyList<StudioName> Items);

/// <summary>The names that rules of a pack may read, with what people call them.</summary>
internal static class StudioNames
{
    private static readonly Dictionary<string, LocalText> BuiltIns = new()
    {
        [HouseholdDictionary.Age] = new("年龄(周岁)", "age in completed years"),
        [HouseholdDictionary.Alive] = new("健在", "alive"),
        [HouseholdDictionary.Head] = new("户主", "head of the household"),
        [HouseholdDictionary.Size] = new("家庭人口", "persons in the household"),
        ["on"] = new("日期", "date"),
        ["household"] = new("户", "household"),
        ["persons"] = new("家庭成员", "members of the household"),
        ["deceased"] = new("已故成员", "members who have died"),
        ["results"] = new("各项结果", "results of other policies"),
    };

    public static StudioNameList Of(EffectivePack pack)
    {
        // Names are wanted while rules are half written: what is wrong with them is said elsewhere.
        var findings = new Findings();
        var dictionary = HouseholdDictionary.Build(
            pack.Inputs, pack.Variables, [.. pack.Parameters.Select(p => new FeelMember(p.Id, FeelType.Any))], [.. pack.Policies.Select(p => p.Id)], findings);
        List<StudioName> names =
        [
            .. Nodes(dictionary.Person.Members.Where(m => m.IsRuleInput), PolicySubject.Person),
            .. Scope(dictionary.PersonScope, PolicySubject.Person, pack, HouseholdDictionary.Age, HouseholdDictionary.Alive, HouseholdDictionary.Head),
            .. Nodes(dictionary.Household.Members.Where(m => m.IsRuleInput && m != dictionary.Persons), PolicySubject.Household),
            .. Scope(dictionary.HouseholdScope, PolicySubject.Household, pack, HouseholdDictionary.Size),
            .. SubjectFiles.All.Where(f => pack.IsAbout(f.Subject)).SelectMany(f => Subject(f, pack, dictionary, findings)),
            .. BuiltIns.Where(b => b.Key is "on" or "household" or "persons" or "deceased" or "results").Select(b => Name(b.Key, null, "fact", b.Value, [b.Value.Zh], "", null)),
            .. pack.Parameters.Select(p => Name(p.Id, null, "parameter", p.Title, [], p.Type, p.Unit) with { Value = p.Values.LastOrDefault() is { } v ? v.Unknown ? null : StudioPacks.Text(v.Value) : null, Meaning = Quote(p) }),
            .. pack.Policies.Select(p => Name($"get value(results, \"{p.Id}\").amount", null, "policy", new LocalText($"“{p.Title.Zh}”的金额", $"the amount of “{p.Title.En}”"), [p.Id], "number", "yuan")),
        ];
        return new StudioNameList([.. names.DistinctBy(n => (n.Of, n.Name))]);
    }

    private static IEnumerable<StudioName> Subject(SubjectFile file, EffectivePack pack, HouseholdDictionary dictionary, Findings findings)
    {
        var subject = SubjectDictionary.Build(file, pack, dictionary.Globals, findings);
        return Nodes(subject.Node.Members, file.Subject).Concat(Variables(pack, file.Subject, subject.Scope));
    }

    private static IEnumerable<StudioName> Nodes(IEnumerable<SchemaNode> nodes, PolicySubject of) => nodes.SelectMany(node => Nodes((node.Element ?? node).Members.Where(m => m.IsRuleInput), of).Prepend(
        Name(node.Path, of, "fact", node.Label, node.Aliases, node.Type.ToString(), node.Unit) with { Codes = [.. (node.Element ?? node).Codes.Select(c => new StudioCode(c.Code, c.Label))] }));

    private static IEnumerable<StudioName> Scope(FeelScope scope, PolicySubject of, EffectivePack pack, params string[] builtIns) => builtIns
        .Select(name => scope.Find(name)!).Select(m => Name(m.Name, of, "fact", BuiltIns[m.Name], m.Aliases, m.Type.ToString(), m.Type.Unit)).Concat(Variables(pack, of, scope));

    private static IEnumerable<StudioName> Variables(EffectivePack pack, PolicySubject of, FeelScope scope) => pack.Variables.Where(v => v.Of == of).Select(v =>
        Name(v.Id, of, "derived", v.Title, v.Aliases, scope.Find(v.Id)?.Type.ToString() ?? "number", v.Unit) with { Meaning = v.Meaning, Definition = v.Definition.Text });

    private static StudioName Name(string name, PolicySubject? of, string kind, LocalText label, IReadOnlyList<string> aliases, string type, string? unit) =>
        new(name, of, kind, label, [.. aliases], type, unit, [], null, null, null, Readings(label.Zh));

    private static LocalText? Quote(ParameterDefinition parameter) => parameter.Values.LastOrDefault()?.Source is { } source ? new LocalText(source.Quote, source.Quote) : null;

    private static IReadOnlyList<string> Readings(string label)
    {
        string[] syllables = [.. label.Select(c => HanTable.Readings(c).FirstOrDefault() ?? (char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c).ToString() : "")).Where(s => s.Length > 0)];
        return [string.Concat(syllables), string.Concat(syllables.Select(s => s[0]))];
    }
}
