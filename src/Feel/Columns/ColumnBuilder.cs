using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns;

/// <summary>Lays out FEEL contexts of one type as columns: objects by path, lists as tables of their own, unknowns and nulls as states.</summary>
public static class ColumnBuilder
{
    /// <param name="name">Of the outermost table.</param>
    /// <param name="type">The type of the rows: a context with known members.</param>
    /// <param name="rows">One context a row.</param>
    public static ColumnTable Build(string name, FeelType type, IReadOnlyList<FeelContext> rows)
    {
        var table = new ColumnTable(name, rows.Count);
        Fill(table, "", type, [.. rows.Select(FeelValue.Of)]);
        return table;
    }

    private static void Fill(ColumnTable table, string path, FeelType type, FeelValue[] values)
    {
        switch (type.Kind)
        {
            case FeelTypeKind.Context when type.Members is { } members:
                if (path.Length > 0 && States(values) is { } present)
                    table.Add(path, Column.Presence(FeelTypeKind.Context, present));
                for (var i = 0; i < members.All.Count; i++)
                {
                    var member = members.All[i];
                    var under = path.Length == 0 ? member.Name : path + "." + member.Name;
                    // What an absent object would hold does not matter: a plain default keeps the column free of states.
                    Fill(table, under, member.Type, Array.ConvertAll(values, v => v.Kind == FeelKind.Context ? v.AsContext[member.Name] : Default(member.Type)));
                }
                break;
            case FeelTypeKind.List:
                if (States(values) is { } known)
                    table.Add(path, Column.Presence(FeelTypeKind.List, known));
                var offsets = new int[values.Length + 1];
                var items = new List<FeelValue>();
                for (var i = 0; i < values.Length; i++)
                {
                    if (values[i].Kind == FeelKind.List)
                        items.AddRange(values[i].AsList);
                    offsets[i + 1] = items.Count;
                }
                Fill(table.AddList(path, offsets), "", type.Element!, [.. items]);
                break;
            case FeelTypeKind.Number:
                table.Add(path, Numbers(values));
                break;
            case FeelTypeKind.Boolean:
                table.Add(path, Column.Booleans(Array.ConvertAll(values, v => (byte)(v.IsTrue ? 1 : 0)), States(values)));
                break;
            case FeelTypeKind.Date:
                table.Add(path, Column.Dates(Array.ConvertAll(values, v => v.Kind == FeelKind.Date ? (int)v.DayNumber : 0), States(values)));
                break;
            case FeelTypeKind.String:
                var codes = type.Codes?.ToList() ?? [.. values.Where(v => v.IsString).Select(v => v.AsString).Distinct()];
                table.Add(path, Column.Strings(Array.ConvertAll(values, v => v.IsString ? codes.IndexOf(v.AsString) : 0), codes, States(values)));
                break;
        }
    }

    private static FeelValue Default(FeelType type) => type.Kind switch
    {
        FeelTypeKind.Number => FeelValue.Of(0m),
        FeelTypeKind.Boolean => FeelValue.False,
        FeelTypeKind.Date => FeelValue.Of(FeelDate.FromDayNumber(0)),
        FeelTypeKind.String => FeelValue.Of(type.Codes?[0] ?? ""),
        FeelTypeKind.List => FeelValue.List(),
        FeelTypeKind.Context when type.Members is { } members => FeelValue.Of(new FeelContext(members.Shape, [.. members.All.Select(m => Default(m.Type))])),
        _ => default,
    };

    private static byte[]? States(FeelValue[] values) => Array.TrueForAll(values, v => !v.IsNull && !v.IsUnknown) ? null
        : Array.ConvertAll(values, v => v.IsUnknown ? Column.Unknown : v.IsNull ? Column.Null : Column.Known);

    private static Column Numbers(FeelValue[] values)
    {
        var scale = 0;
        foreach (var value in values)
            if (value.IsNumber)
                scale = Math.Max(scale, Trimmed(value.AsNumber).Scale);
        var denominator = scale <= 18 ? (long)Power(scale) : throw new OverflowException("Numbers with more than 18 places have no column.");
        return Column.Numbers(Array.ConvertAll(values, v => v.IsNumber ? checked((long)(v.AsNumber * denominator)) : 0L), denominator, States(values));
    }

    // 1.50 has two places written and one that counts.
    private static decimal Trimmed(decimal value) => value / 1.0000000000000000000000000000m;

    private static decimal Power(int scale)
    {
        var power = 1m;
        for (var i = 0; i < scale; i++)
            power *= 10m;
        return power;
    }
}
