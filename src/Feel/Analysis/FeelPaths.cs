using System.Globalization;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Analysis;

/// <summary>Reads and replaces what lies at a path inside an input.</summary>
public static class FeelPaths
{
    /// <summary>In a path: every item of the list; <c>[0]</c> is its first one.</summary>
    public const string EachItem = "[]";

    /// <summary>The values at a path with the path that leads to each (a list's items apart); what does not exist is left out.</summary>
    public static IEnumerable<(IReadOnlyList<string> Path, FeelValue Value)> Find(FeelContext input, IReadOnlyList<string> path)
    {
        IEnumerable<(IReadOnlyList<string> Path, FeelValue Value)> found = [([], FeelValue.Of(input))];
        foreach (var name in path)
            found = found.SelectMany(f => Step(f.Path, f.Value, name));
        return found;
    }

    /// <summary>The value at a path that goes through no list.</summary>
    /// <returns>False when the path does not exist.</returns>
    public static bool TryFind(FeelContext input, IReadOnlyList<string> path, out FeelValue value)
    {
        value = FeelValue.Of(input);
        for (var i = 0; i < path.Count; i++)
            if (value.Kind != FeelKind.Context || !value.AsContext.TryGet(path[i], out value))
                return false;
        return true;
    }

    /// <summary>The input with another value at a path; the rest is shared. Null when the path does not exist.</summary>
    public static FeelContext? With(FeelContext input, IReadOnlyList<string> path, FeelValue value) =>
        Replace(FeelValue.Of(input), path, 0, value) is { } changed ? changed.AsContext : null;

    private static IEnumerable<(IReadOnlyList<string>, FeelValue)> Step(IReadOnlyList<string> path, FeelValue value, string name)
    {
        if (name == EachItem)
            return value.Kind == FeelKind.List ? value.Items.Select((item, i) => ((IReadOnlyList<string>)[.. path, string.Create(CultureInfo.InvariantCulture, $"[{i}]")], item)) : [];
        if (value.Kind == FeelKind.List && Index(name) is { } index && index < value.Items.Length)
            return [([.. path, name], value.Items[index])];
        return value.Kind == FeelKind.Context && value.AsContext.TryGet(name, out var member) ? [([.. path, name], member)] : [];
    }

    private static FeelValue? Replace(FeelValue at, IReadOnlyList<string> path, int depth, FeelValue value)
    {
        if (depth == path.Count)
            return value;
        if (at.Kind == FeelKind.List && Index(path[depth]) is { } index && index < at.Items.Length)
        {
            if (Replace(at.Items[index], path, depth + 1, value) is not { } item)
                return null;
            var items = (FeelValue[])at.Items.Clone();
            items[index] = item;
            return FeelValue.List(items);
        }
        if (at.Kind != FeelKind.Context || at.AsContext.Shape.Slot(path[depth]) is not (>= 0 and var slot))
            return null;
        if (Replace(at.AsContext.Values[slot], path, depth + 1, value) is not { } member)
            return null;
        var values = (FeelValue[])at.AsContext.Values.Clone();
        values[slot] = member;
        return FeelValue.Of(new FeelContext(at.AsContext.Shape, values));
    }

    internal static int? Index(string name) =>
        name.Length > 2 && name[0] == '[' && int.TryParse(name.AsSpan(1, name.Length - 2), CultureInfo.InvariantCulture, out var index) && index >= 0 ? index : null;
}
