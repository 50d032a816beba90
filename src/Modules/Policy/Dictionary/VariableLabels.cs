using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Dictionary;

/// <summary>The words people use for a variable and for its values.</summary>
/// <param name="pack">The pack.</param>
/// <param name="roots">What rules read: the person and the household, or another subject.</param>
internal sealed partial class VariableLabels(CompiledPack pack, params SchemaNode[] roots)
{
    private readonly ConcurrentDictionary<string, (string Name, SchemaNode? Node, Packs.VariableDefinition? Variable, LocalText? Parameter)> _found = new();
    private readonly ConcurrentDictionary<string, LocalText> _labels = new();

    private static readonly Dictionary<string, (LocalText Label, string? Zh, string? En)> BuiltIns = new()
    {
        [HouseholdDictionary.Age] = (new("年龄", "age"), "周岁", null),
        [HouseholdDictionary.Alive] = (new("健在", "alive"), null, null),
        [HouseholdDictionary.Head] = (new("户主", "head of the household"), null, null),
        [HouseholdDictionary.Size] = (new("家庭人口", "persons in the household"), "人", null),
        ["on"] = (new("日期", "date"), null, null),
    };

    private static readonly Dictionary<string, (string Zh, string En)> Units = new()
    {
        ["yuan"] = ("元", " yuan"), ["year"] = ("年", " years"), ["month"] = ("个月", " months"), ["day"] = ("天", " days"), ["person"] = ("人", " persons"),
        ["mu"] = ("亩", " mu"), ["m²"] = ("平方米", " m²"),
    };

    /// <summary>The label of a path such as <c>household.status</c> or <c>persons[0].age</c>; the path itself when nothing is known of it.</summary>
    public LocalText Label(string path) => _labels.Count < 5_000 ? _labels.GetOrAdd(path, Word) : Word(path);

    private LocalText Word(string path)
    {
        if (Explanations.ResultOf(path) is { } policy && pack.AllPolicies.FirstOrDefault(p => p.Id == policy)?.Definition.Title is { } title)
        {
            return new LocalText($"“{title.Zh}”的结果", $"the result of '{title.En}':");
        }

        var (name, node, variable, parameter) = Find(path);
        var label = node?.Label ?? variable?.Title ?? parameter ?? (BuiltIns.TryGetValue(name, out var known) ? known.Label : new LocalText(path, path));
        return Position().Match(path) is { Success: true } match
            ? new LocalText($"第{int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}位成员的{label.Zh}", $"{label.En} of member {int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}")
            : label;
    }

    /// <summary>A value in words: a code by its label, a number with its unit.</summary>
    public LocalText Value(string path, object? value)
    {
        var (name, node, variable, _) = Find(path);
        switch (value)
        {
            case bool flag:
                return flag ? new("是", "yes") : new("否", "no");
            case DateOnly date:
                return new(date.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            case string code when node?.Codes.FirstOrDefault(c => c.Code == code) is { Code: not null } label:
                return new(label.Label, code.Replace('_', ' '));
            case decimal number when path.StartsWith("get", StringComparison.Ordinal) && Explanations.ResultOf(path) is not null:
                return new($"{FeelValue.Of(number)}元", $"{FeelValue.Of(number)} yuan");
            case decimal number:
                var text = FeelValue.Of(number).ToString();
                var unit = (node?.Unit ?? variable?.Unit) is { } u && Units.TryGetValue(u, out var words) ? words
                    : BuiltIns.TryGetValue(name, out var known) ? (known.Zh ?? "", known.En ?? "") : ("", "");
                return new(text + unit.Item1, text + unit.Item2);
            default:
                var plain = value?.ToString() ?? "null";
                return new(value is null ? "无" : plain, value is null ? "none" : plain);
        }
    }

    private (string Name, SchemaNode? Node, Packs.VariableDefinition? Variable, LocalText? Parameter) Find(string path) =>
        // Paths come from the pack's rules; only members of lists add their positions to them.
        _found.Count < 5_000 ? _found.GetOrAdd(path, Look) : Look(path);

    private (string Name, SchemaNode? Node, Packs.VariableDefinition? Variable, LocalText? Parameter) Look(string path)
    {
        string[] names = [.. Position().Replace(path, "").Split('.')];
        var inner = names is ["household" or "户" or "persons", _, ..] ? names[1..] : names;
        foreach (var root in names[0] is "household" or "户" ? [pack.Dictionary.Household] : roots)
        {
            var node = inner.Aggregate((SchemaNode?)root, (n, name) => (n?.Element ?? n)?.Members.FirstOrDefault(m => m.Name == name || m.Aliases.Contains(name)));
            if (node is not null)
            {
                return (inner[^1], node, null, null);
            }
        }

        var last = inner[^1] is "年龄" or "周岁" ? HouseholdDictionary.Age : inner[^1];
        return (last, null, pack.Pack.Variables.FirstOrDefault(v => v.Id == last || v.Aliases.Contains(last)), pack.Parameters.FirstOrDefault(p => p.Id == last)?.Title);
    }

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Position();
}
