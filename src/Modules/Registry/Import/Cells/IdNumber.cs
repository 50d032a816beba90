using System.Globalization;

namespace Fuyao.Registry.Import.Cells;

/// <summary>Citizen id numbers (GB 11643-1999): 6 area + 8 birth + 3 sequence (odd for men) + 1 check character.</summary>
internal static class IdNumber
{
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The check character for the first 17 digits.</summary>
    public static char Check(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (digits[i] - '0') * Weights[i];
        }

        return "10X98765432"[sum % 11];
    }

    public static bool HasShape(ReadOnlySpan<char> number) =>
        number.Length == 18 && !number[..17].ContainsAnyExceptInRange('0', '9') && (char.IsAsciiDigit(number[17]) || number[17] == 'X');

    public static bool IsValid(ReadOnlySpan<char> number) => HasShape(number) && Check(number) == number[17] && TryBirth(number, out _);

    /// <summary>A 15-digit number of before 1999 (two-digit year of the 20th century, no check character) as 18 characters.</summary>
    public static string? Widen(ReadOnlySpan<char> number)
    {
        if (number.Length != 15 || number.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        Span<char> wide = stackalloc char[18];
        number[..6].CopyTo(wide);
        "19".CopyTo(wide[6..]);
        number[6..].CopyTo(wide[8..]);
        wide[17] = Check(wide);
        return new string(wide);
    }

    public static bool TryBirth(ReadOnlySpan<char> number, out DateOnly birth) =>
        DateOnly.TryParseExact(number.Slice(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out birth);

    public static bool IsMale(ReadOnlySpan<char> number) => (number[16] - '0') % 2 == 1;
}
