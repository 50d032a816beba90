using Fuyao.Feel.Values;

namespace Fuyao.Feel.Builtins;

/// <summary>Context functions (DMN 1.5 §10.3.4.10), and two for handling nulls in strict packs.</summary>
internal static class Contexts
{
    private static readonly FeelShape Entry = new(["key", "value"]);

    public static void Define(Definitions d)
    {
        d.Add("get value(m: context, key: string): any?", (a, _) => a[0].AsContext[a[1].AsString], UnknownPolicy.Carries);
        d.Add("get value(context: context, keys: list<string>): any?", (a, _) => At(a[0], a[1].Items), UnknownPolicy.Carries);
        d.Add("get entries(m: context): list<any>", (a, _) => FeelValue.List(a[0].AsContext.Entries
            .Select(e => FeelValue.Of(new FeelContext(Entry, [FeelValue.Of(e.Key), e.Value])))), UnknownPolicy.Carries);
        d.Add("context(entries: list<context>): context", (a, _) => FromEntries(a[0].Items), UnknownPolicy.Carries);
        d.Add("context put(context: context, key: string, value: any?): context", (a, _) => FeelValue.Of(Put(a[0].AsContext, a[1].AsString, a[2])), UnknownPolicy.Handles);
        d.Add("context put(context: context, keys: list<string>, value: any?): context", (a, _) => Put(a[0].AsContext, a[1].Items, a[2]), UnknownPolicy.Handles);
        d.Add("context merge(contexts: list<context>): context", (a, _) => Merge(a[0].Items), UnknownPolicy.Carries);
        d.Add("is defined(value: any?): boolean", (a, _) => a[0].IsUnknown ? a[0] : FeelValue.Of(!a[0].IsNull), UnknownPolicy.Handles);
        d.Add("get or else(value: T?, default: T): T", (a, _) => a[0].IsNull ? a[1] : a[0], UnknownPolicy.Handles);
    }

    private static FeelValue At(FeelValue value, FeelValue[] keys)
    {
        if (keys.Length == 0)
            return default;
        foreach (var key in keys)
        {
            if (value.Kind != FeelKind.Context || !key.IsString)
                return default;
            value = value.AsContext[key.AsString];
        }
        return value;
    }

    internal static FeelContext Put(FeelContext context, string key, FeelValue value)
    {
        var slot = context.Shape.Slot(key);
        if (slot < 0)
            return new(new FeelShape([.. context.Shape.Names, key]), [.. context.Values, value]);
        var values = (FeelValue[])context.Values.Clone();
        values[slot] = value;
        return new(context.Shape, values);
    }

    private static FeelValue Put(FeelContext context, ReadOnlySpan<FeelValue> keys, FeelValue value)
    {
        if (keys.Length == 0 || !keys[0].IsString)
            return default;
        var key = keys[0].AsString;
        if (keys.Length == 1)
            return FeelValue.Of(Put(context, key, value));
        var inner = context[key];
        if (inner.Kind != FeelKind.Context)
            return default;
        var changed = Put(inner.AsContext, keys[1..], value);
        return changed.IsNull ? default : FeelValue.Of(Put(context, key, changed));
    }

    private static FeelValue FromEntries(FeelValue[] entries)
    {
        var names = new List<string>();
        var values = new List<FeelValue>();
        foreach (var entry in entries)
        {
            if (entry.Kind != FeelKind.Context || !entry.AsContext["key"].IsString || !entry.AsContext.TryGet("value", out var value) || names.Contains(entry.AsContext["key"].AsString))
                return default;
            names.Add(entry.AsContext["key"].AsString);
            values.Add(value);
        }
        return FeelValue.Of(new FeelContext(new FeelShape(names), [.. values]));
    }

    private static FeelValue Merge(FeelValue[] contexts)
    {
        var result = FeelContext.Empty;
        foreach (var context in contexts)
        {
            if (context.Kind != FeelKind.Context)
                return default;
            foreach (var (name, value) in context.AsContext.Entries)
                result = Put(result, name, value);
        }
        return FeelValue.Of(result);
    }
}
