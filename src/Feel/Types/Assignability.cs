namespace Fuyao.Feel.Types;

/// <summary>Relations between types.</summary>
internal static class Assignability
{
    /// <summary>Every non-null value of <paramref name="from"/> is a value of <paramref name="to"/>. Any fits everywhere: it is checked when it runs.</summary>
    public static bool Assignable(FeelType from, FeelType to)
    {
        if (to.Kind == FeelTypeKind.Any || from.Kind is FeelTypeKind.Any or FeelTypeKind.Null)
            return true;
        if (from.Kind != to.Kind)
            return false;
        return to.Kind switch
        {
            FeelTypeKind.List or FeelTypeKind.Range => Assignable(from.Element!, to.Element!),
            FeelTypeKind.Context => to.Members is null || (from.Members is not null
                && to.Members.All.All(m => from.Members.Find(m.Name) is { } f && Assignable(f.Type, m.Type))),
            FeelTypeKind.Function => to.Result is null || (from.Result is not null && from.Parameters!.Count == to.Parameters!.Count
                && Assignable(from.Result, to.Result) && from.Parameters.Zip(to.Parameters).All(p => Assignable(p.Second, p.First))),
            FeelTypeKind.String => to.Codes is null || (from.Codes is not null && from.Codes.All(to.Codes.Contains)),
            _ => true,
        };
    }

    /// <summary>The narrowest type that holds the values of both.</summary>
    public static FeelType Common(FeelType left, FeelType right)
    {
        if (left.Equals(right))
            return left;
        if (left.Kind == FeelTypeKind.Null)
            return right.OrNull();
        if (right.Kind == FeelTypeKind.Null)
            return left.OrNull();
        if (left.Kind != right.Kind)
            return FeelType.Any;
        var nullable = left.Nullable || right.Nullable;
        var common = left.Kind switch
        {
            FeelTypeKind.Number => FeelType.Number.Within(
                left.Min is { } a && right.Min is { } b ? Math.Min(a, b) : null,
                left.Max is { } c && right.Max is { } d ? Math.Max(c, d) : null,
                left.Whole && right.Whole) is var n && left.Unit == right.Unit && left.Unit is { } unit ? n.In(unit) : n,
            FeelTypeKind.String => left.Codes is { } l && right.Codes is { } r
                ? FeelType.Enum(left.Name == right.Name && left.Name is not null ? left.Name : "string", [.. l.Union(r)]) : FeelType.String,
            FeelTypeKind.List => FeelType.List(Common(left.Element!, right.Element!)),
            FeelTypeKind.Range => FeelType.Range(Common(left.Element!, right.Element!)),
            FeelTypeKind.Context => CommonContext(left, right),
            FeelTypeKind.Function => FeelType.AnyFunction,
            _ => left.NotNull(),
        };
        return nullable ? common.OrNull() : common;
    }

    private static FeelType CommonContext(FeelType left, FeelType right)
    {
        if (left.Members is null || right.Members is null || left.Members.All.Count != right.Members.All.Count)
            return FeelType.AnyContext;
        var members = new List<FeelMember>();
        foreach (var member in left.Members.All)
        {
            if (right.Members.Find(member.Name) is not { } other)
                return FeelType.AnyContext;
            members.Add(member with { Type = Common(member.Type, other.Type) });
        }
        return FeelType.Context([.. members]);
    }
}
