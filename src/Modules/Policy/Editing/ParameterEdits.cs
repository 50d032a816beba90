using System.Globalization;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Editing;

/// <summary>A new value of a parameter from a day on. The former one ends the day before and stays for the time until then.</summary>
internal static class ParameterEdits
{
    // Members that say one value; several stand in a list.
    private static readonly string[] OneValue = ["from", "to", "value", "unknown", "notes"];

    /// <param name="path">The parameter in its file.</param>
    /// <param name="from">First day; null: a value that was unknown becomes known, for the time that it was unknown for.</param>
    /// <exception cref="ProblemException">422: the day is not after the last value's first day, or the file must be edited as text.</exception>
    public static string AddValue(string text, IReadOnlyList<string> path, DateOnly? from, string value, SourceQuote? source)
    {
        var tree = YamlTree.Parse(text);
        if (tree.At(path) is not { Alias: false, Node: YamlMappingNode item } place)
        {
            throw YamlEdits.Refused(path);
        }

        var several = Child(item, "values") as YamlSequenceNode;
        var last = several?.Children.LastOrDefault() as YamlMappingNode ?? item;
        IReadOnlyList<string> lastPath = several is null ? path : [.. path, "values", $"{several.Children.Count - 1}"];
        if (from is null)
        {
            if (Child(last, "unknown") is null)
            {
                throw new ProblemException(422, new Problem("from-needed", new LocalText(
                    "请写明新值从哪一天起执行。", "Say from which day the new value holds."), "from"));
            }

            text = YamlEdits.Remove(text, [.. lastPath, "unknown"]);
            text = YamlEdits.Set(text, [.. lastPath, "value"], value);
            return source is null ? text : Sourced(text, lastPath, source);
        }

        if (Date(Child(last, "from")) >= from)
        {
            throw new ProblemException(422, new Problem("from-too-early", new LocalText(
                $"新值应从 {Date(Child(last, "from")):yyyy-MM-dd} 之后开始。", $"The new value must begin after {Date(Child(last, "from")):yyyy-MM-dd}."), "from"));
        }

        var added = $"{{from: {Day(from.Value)}, value: {YamlWords.Scalar(value)}{(source is null ? "" : $", source: {Quote(source)}")}}}";
        var before = Day(from.Value.AddDays(-1));
        if (several is not null)
        {
            if (Date(Child(last, "to")) is not { } end || end >= from)
            {
                text = YamlEdits.Set(text, [.. lastPath, "to"], before);
            }

            return YamlEdits.Insert(text, [.. path, "values"], several.Children.Count, added);
        }

        var former = string.Join(", ", OneValue.Where(key => key != "to" && Child(item, key) is not null)
            .Select(key => $"{key}: {YamlWords.Flow(Child(item, key)!)}").Prepend(Child(item, "from") is null ? "from: unknown" : "").Where(m => m.Length > 0).Append($"to: {before}"));
        foreach (var key in OneValue.Where(key => Child(item, key) is not null))
        {
            var now = YamlTree.Parse(text);
            text = YamlEdits.Without(now, now.At([.. path, key])!);
        }

        var indent = new string(' ', (int)item.Children.First().Key.Start.Column - 1);
        return YamlEdits.Add(YamlTree.Parse(text), [.. path, "values"], place.IsBlock
            ? $"\n{indent}  - {{{former}}}\n{indent}  - {added}"
            : $"[{{{former}}}, {added}]");
    }

    private static string Sourced(string text, IReadOnlyList<string> path, SourceQuote source)
    {
        var tree = YamlTree.Parse(text);
        if (tree.At([.. path, "source"]) is { } there)
        {
            tree = YamlTree.Parse(YamlEdits.Without(tree, there));
        }

        return YamlEdits.Add(tree, [.. path, "source"], Quote(source));
    }

    private static string Quote(SourceQuote source) =>
        $"{{file: {YamlWords.Scalar(source.File, number: false)}{(source.Plan is null ? "" : $", plan: {YamlWords.Scalar(source.Plan, number: false)}")}, quote: {YamlWords.Quoted(source.Quote)}}}";

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static DateOnly? Date(YamlNode? node) =>
        DateOnly.TryParseExact((node as YamlScalarNode)?.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
