using Fuyao.Kernel.Text;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;

namespace Fuyao.Registry.Import.Layout;

/// <summary>Shorthand for the many columns of a kind.</summary>
internal static class ColumnKit
{
    public static Column Many(string header, string? path, LocalText meaning, Action<HouseholdDraft, CellContext> read, Func<HouseholdDraft, object?> write, bool national, params string[] synonyms) =>
        new(header, path, meaning, c => read(c.Household, c), (h, _) => write(h)) { OfHousehold = true, National = national, Synonyms = synonyms };

    public static Column Set(string header, string path, LocalText meaning, Func<HouseholdFacts, CellContext, HouseholdFacts> read, Func<HouseholdFacts, object?> write, params string[] synonyms) =>
        new(header, path, meaning, c => c.Household.Facts = read(c.Household.Facts, c), (h, _) => write(h.Facts)) { OfHousehold = true, Synonyms = synonyms };

    public static Column Yes(string header, string path, LocalText meaning, Func<HouseholdFacts, Fact<bool>, HouseholdFacts> read, Func<HouseholdFacts, Fact<bool>> write, bool national, params string[] synonyms) =>
        Set(header, path, meaning, (f, c) => read(f, c.Boolean()), f => Out(write(f)), synonyms) with { National = national, Width = 9 };

    public static Column Day(string header, string path, LocalText meaning, Func<HouseholdFacts, DateOnly, HouseholdFacts> read, Func<HouseholdFacts, Fact<DateOnly>> write, bool national, params string[] synonyms) =>
        Set(header, path, meaning, (f, c) => c.Date() is { } d ? read(f, d) : f, f => Out(write(f)), synonyms) with { National = national };

    public static Column Area(string header, string path, LocalText unit, Func<HouseholdFacts, decimal, HouseholdFacts> read, Func<HouseholdFacts, Fact<decimal>> write, params string[] synonyms) =>
        Set(header, path, unit, (f, c) => c.Number() is { } n ? read(f, n) : f, f => Out(write(f)), synonyms) with { Width = 9 };

    public static Column Yuan(string header, string path, string english, Func<IncomeFacts, decimal, IncomeFacts> read, Func<IncomeFacts, Fact<decimal>> write, params string[] synonyms) =>
        new(header, path, new($"{header},元/年", $"{english}, yuan a year"), c =>
            {
                if (c.Number() is { } value)
                {
                    c.Household.Facts = c.Household.Facts with { Income = read(Income(c.Household), value) };
                }
            }, (h, _) => h.Facts.Income.TryGet(out var income) ? Out(write(income)) : null) { OfHousehold = true, Synonyms = synonyms, Width = 14 };

    /// <summary>The income so far; year 0 until the year's own column is read.</summary>
    public static IncomeFacts Income(HouseholdDraft household) => household.Facts.Income.Or(new IncomeFacts { Year = 0 });

    public static Column Own(string header, string? path, LocalText meaning, Action<PersonDraft, CellContext> read, Func<PersonDraft, object?> write, params string[] synonyms) =>
        new(header, path, meaning, c => read(c.Person, c), (_, p) => write(p)) { Synonyms = synonyms };

    public static Column Trait(string header, string path, LocalText meaning, Func<PersonFacts, CellContext, PersonFacts> read, Func<PersonFacts, object?> write, params string[] synonyms) =>
        new(header, path, meaning, c => c.Person.Facts = read(c.Person.Facts, c), (_, p) => write(p.Facts)) { Synonyms = synonyms };

    public static Column Has(string header, string path, LocalText meaning, Func<PersonFacts, Fact<bool>, PersonFacts> read, Func<PersonFacts, Fact<bool>> write, params string[] synonyms) =>
        Trait(header, path, meaning, (f, c) => read(f, c.Boolean()), f => Out(write(f)), synonyms) with { Width = 9 };

    public static string? ReadPhone(CellContext c)
    {
        if (PlainText.Phone(c.Text) is { } phone)
        {
            return phone;
        }

        c.Warn(ImportCodes.Phone, new("不是有效的电话号码,未导入该号码。", "This is no valid phone number. It was left out."));
        return null;
    }

    public static object? Out(Fact<bool> fact) => fact.IsUnknown ? "不详" : fact.TryGet(out var v) ? PlainText.YesOrNo(v) : null;

    public static object? Out(Fact<string> fact) => fact.TryGet(out var v) ? v : null;

    public static object? Out(Fact<decimal> fact) => fact.TryGet(out var v) ? v : null;

    public static object? Out(Fact<int> fact) => fact.TryGet(out var v) ? v : null;

    public static object? Out(Fact<DateOnly> fact) => fact.TryGet(out var v) ? v : null;

    public static object? Out<TEnum>(string path, Fact<TEnum> fact)
        where TEnum : struct, Enum => fact.IsUnknown ? "不详" : fact.TryGet(out var v) ? ContractLabels.Label(path, v) : null;

    public static object? Outs<TEnum>(string path, Fact<TEnum[]> fact)
        where TEnum : struct, Enum => fact.TryGet(out var values) ? string.Join('、', values.Select(v => ContractLabels.Label(path, v))) : null;

    /// <summary>The texts of a cell that lists several, separated by 、 , ; or /.</summary>
    public static string[] List(this CellContext c) => c.Text.Split((char[])['、', ',', ';', '/', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static Fact<TEnum[]> Codes<TEnum>(this CellContext c, string path)
        where TEnum : struct, Enum
    {
        if (PlainText.IsUnknown(c.Text))
        {
            return Fact<TEnum[]>.Unknown;
        }

        // Some labels hold the separator themselves: the whole text is tried first.
        if (ContractLabels.Of(path).TryLabel(c.Text, out var whole) && Facts.TryParse<TEnum>(whole, out var single))
        {
            return (TEnum[])[single];
        }

        var values = new List<TEnum>();
        foreach (var item in c.List())
        {
            var text = c.Codes?.GetValueOrDefault(item) ?? item;
            if (c.Code<TEnum>(path, text) is { } value && !values.Contains(value))
            {
                values.Add(value);
            }
        }

        return values.ToArray();
    }
}
