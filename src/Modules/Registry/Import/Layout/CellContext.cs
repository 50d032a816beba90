using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Cells;

namespace Fuyao.Registry.Import.Layout;

/// <summary>One filled cell with its household and person, for <see cref="Column.Read"/>. Reused for all cells of a file.</summary>
internal sealed class CellContext
{
    public HouseholdDraft Household { get; set; } = null!;

    public PersonDraft Person { get; set; } = null!;

    public CellValue Cell { get; set; }

    /// <summary>Clean and not empty.</summary>
    public string Text { get; set; } = "";

    /// <summary>The code system that the header names for bare codes, or null.</summary>
    public string? CodeSystem { get; set; }

    /// <summary>Times this a number is in the register's unit; a unit in the cell itself wins.</summary>
    public decimal Factor { get; set; } = 1;

    /// <summary>From what the file says to what the column understands.</summary>
    public IReadOnlyDictionary<string, string>? Codes { get; set; }

    public Action<Severity, string, LocalText>? Report { get; set; }

    public void Error(string code, LocalText message) => Report!(Severity.Error, code, message);

    public void Warn(string code, LocalText message) => Report!(Severity.Warning, code, message);

    public DateOnly? Date()
    {
        if (DateText.TryParse(Cell, Text, out var date))
        {
            return date;
        }

        Error(ImportCodes.NotADate, new("不是日期。请写成 2014-03-05 或 2014年3月。", "This is no date. Write 2014-03-05."));
        return null;
    }

    /// <summary>A number of at least <paramref name="minimum"/>.</summary>
    public decimal? Number(decimal minimum = 0, decimal maximum = 1e12m)
    {
        if (Cell.Number is { } number && Math.Abs(number) < 1e15 ? Set((decimal)number, out var value) : PlainText.TryNumber(Text, out value))
        {
            value = Factor != 1 && (Cell.Number is not null || char.IsAsciiDigit(Text[^1])) ? value * Factor : value;
            if (value >= minimum && value <= maximum)
            {
                return value;
            }

            Error(ImportCodes.OutOfRange, maximum < 1e12m
                ? new($"应在 {minimum} 到 {maximum} 之间。", $"It must be between {minimum} and {maximum}.")
                : new($"不能小于 {minimum}。", $"It must not be less than {minimum}."));
            return null;
        }

        Error(ImportCodes.NotANumber, new("不是数字。请只写数字,例如 3000。", "This is no number. Write digits only, such as 3000."));
        return null;
    }

    public int? Integer(int minimum = 0, int maximum = int.MaxValue)
    {
        if (Number(minimum, maximum) is not { } value)
        {
            return null;
        }

        if (value == decimal.Truncate(value))
        {
            return (int)value;
        }

        Error(ImportCodes.NotANumber, new("应为整数。", "It must be a whole number."));
        return null;
    }

    public Fact<bool> Boolean()
    {
        if (PlainText.TryBoolean(Text, out var value))
        {
            return value;
        }

        if (PlainText.IsUnknown(Text))
        {
            return Fact<bool>.Unknown;
        }

        Error(ImportCodes.UnknownCode, new("应填“是”或“否”(不清楚填“不详”)。", "Write 是 or 否 (不详 for unknown)."));
        return default;
    }

    /// <summary>A label of an enum, or a bare code when the header names its system.</summary>
    public Fact<TEnum> Code<TEnum>(string path)
        where TEnum : struct, Enum => PlainText.IsUnknown(Text) ? Fact<TEnum>.Unknown : Code<TEnum>(path, Text) is { } value ? value : default(Fact<TEnum>);

    public TEnum? Code<TEnum>(string path, string text)
        where TEnum : struct, Enum
    {
        var table = ContractLabels.Of(path);
        string? code;
        if (CodeSystem == CountyCodes.System && IsBareCode(text))
        {
            code = CountyCodes.ToContract.GetValueOrDefault(path.Replace("persons.", "", StringComparison.Ordinal))?.GetValueOrDefault(text.PadLeft(2, '0'));
        }
        else
        {
            table.TryLabel(text, out code);
        }

        if (Facts.TryParse<TEnum>(code, out var value))
        {
            return value;
        }

        UnknownCode(table, text);
        return null;
    }

    /// <summary>
    /// A label of a national standard, <c>gbt4761:02</c>, or a bare code when the header says whose it is. A bare code alone is
    /// refused: other systems use the same digits for something else.
    /// </summary>
    public string? StandardCode(CodeTable table, string countyMap)
    {
        var text = Text;
        if (text.StartsWith(table.System + ":", StringComparison.OrdinalIgnoreCase) && table.Has(text[(table.System.Length + 1)..]))
        {
            return text[(table.System.Length + 1)..];
        }

        if (!IsBareCode(text))
        {
            if (table.TryLabel(text, out var code))
            {
                return code;
            }

            UnknownCode(table, text);
            return null;
        }

        var digits = text.PadLeft(2, '0');
        if (CodeSystem == table.System && table.Has(digits))
        {
            return digits;
        }

        if (CodeSystem == CountyCodes.System && CountyCodes.ToContract[countyMap].TryGetValue(digits, out var mapped))
        {
            return mapped;
        }

        if (CodeSystem is null)
        {
            Error(ImportCodes.CodeSystemMissing, new(
                $"只有数字代码,无法判断是国标还是本地代码。请填中文名称,或在表头注明“({(table.System == StandardCodes.RelationSystem ? "GB/T 4761" : "GB/T 3304")})”或“(县码)”。",
                "A bare code does not say which code list it belongs to. Write the Chinese label, or name the list in the header: “(GB/T 4761)”, “(GB/T 3304)” or “(县码)”."));
        }
        else
        {
            UnknownCode(table, text);
        }

        return null;
    }

    /// <summary>The present cell: what stands in it and what its header says of the whole column.</summary>
    /// <param name="text">Clean and not empty.</param>
    public void Take(CellValue cell, string text, HeaderCell header)
    {
        Cell = cell;
        Text = header.Codes is { } codes && codes.TryGetValue(text, out var ours) ? ours : text;
        (CodeSystem, Factor, Codes) = (header.CodeSystem, header.Factor, header.Codes);
    }

    private static bool IsBareCode(string text) => text.Length <= 2 && text.All(char.IsAsciiDigit);

    private static bool Set(decimal from, out decimal to)
    {
        to = from;
        return true;
    }

    private void UnknownCode(CodeTable table, string text)
    {
        var examples = string.Join("、", table.Labels.Values.Take(8));
        Error(ImportCodes.UnknownCode, new($"“{text}”不在代码表中。可填:{examples}{(table.Labels.Count > 8 ? "…" : "")}。",
            $"“{text}” is not in the code list. Possible: {examples}{(table.Labels.Count > 8 ? " …" : "")}."));
    }
}
