namespace Fuyao.Registry.Import.Mapping;

/// <summary>What a number measures; each is kept in one unit.</summary>
internal enum Quantity
{
    None,

    /// <summary>Yuan.</summary>
    Money,

    /// <summary>Mu (亩).</summary>
    Land,

    /// <summary>m².</summary>
    Floor,

    Months,

    Days,

    Kilometres,

    Tonnes,

    Percent,
}

/// <param name="Text">As headers write it.</param>
/// <param name="Factor">Times this it is in the unit that the register keeps.</param>
internal sealed record Unit(string Text, Quantity Quantity, decimal Factor);

/// <summary>The units that headers, title rows and cells name.</summary>
internal static class Units
{
    // Longer texts first: 万元 before 元.
    public static readonly IReadOnlyList<Unit> All =
    [
        new("万元/年", Quantity.Money, 10_000), new("元/年", Quantity.Money, 1), new("亿元", Quantity.Money, 100_000_000), new("万元", Quantity.Money, 10_000),
        new("千元", Quantity.Money, 1000), new("百元", Quantity.Money, 100), new("元", Quantity.Money, 1), new("角", Quantity.Money, 0.1m),
        new("万亩", Quantity.Land, 10_000), new("平方公里", Quantity.Land, 1500), new("公顷", Quantity.Land, 15), new("ha", Quantity.Land, 15), new("亩", Quantity.Land, 1),
        new("平方米", Quantity.Land, 0.0015m), new("分地", Quantity.Land, 0.1m),
        new("平方米", Quantity.Floor, 1), new("㎡", Quantity.Floor, 1), new("m²", Quantity.Floor, 1), new("m2", Quantity.Floor, 1),
        new("个月", Quantity.Months, 1), new("月", Quantity.Months, 1), new("年", Quantity.Months, 12), new("天", Quantity.Days, 1), new("日", Quantity.Days, 1),
        new("公里", Quantity.Kilometres, 1), new("千米", Quantity.Kilometres, 1), new("km", Quantity.Kilometres, 1), new("里", Quantity.Kilometres, 0.5m), new("米", Quantity.Kilometres, 0.001m),
        new("万吨", Quantity.Tonnes, 10_000), new("吨", Quantity.Tonnes, 1), new("公斤", Quantity.Tonnes, 0.001m), new("千克", Quantity.Tonnes, 0.001m), new("斤", Quantity.Tonnes, 0.0005m),
        new("%", Quantity.Percent, 1), new("‰", Quantity.Percent, 0.1m),
    ];

    public static Unit? Find(string text, Quantity quantity) => All.FirstOrDefault(u => u.Quantity == quantity && u.Text == text);

    /// <summary>The units of a quantity, for a clerk to choose from.</summary>
    public static IEnumerable<Unit> Of(Quantity quantity) => quantity == Quantity.None ? [] : All.Where(u => u.Quantity == quantity && !u.Text.Contains('/', StringComparison.Ordinal));

    /// <summary>The unit at the end of a header's key, such as 工资性收入万元, and the key without it.</summary>
    public static IEnumerable<(string Key, Unit Unit)> AtEnd(string key) =>
        All.Where(u => key.Length > u.Text.Length && key.EndsWith(u.Text, StringComparison.Ordinal)).Select(u => (key[..^u.Text.Length], u));

    /// <summary>The unit that a note above the table gives for a quantity: 单位:万元、亩.</summary>
    public static Unit? Noted(IEnumerable<string> above, Quantity quantity)
    {
        foreach (var note in above)
        {
            var at = note.IndexOf("单位", StringComparison.Ordinal);
            if (quantity == Quantity.None || at < 0 || note.AsSpan(at + 2).TrimStart() is not [':' or ':' or '/', .. var rest])
            {
                continue;
            }

            // The name of an office (填报单位:……村委会) is no unit: each part must be one.
            foreach (var part in rest.ToString().Split((char[])['、', ',', ',', ' ', ';', ';', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (Find(part, quantity) is { } unit)
                {
                    return unit;
                }
            }
        }

        return null;
    }
}
