namespace Fuyao.Registry.Records;

/// <summary>统一社会信用代码 (GB 32100-2015): 17 characters and one check character, modulo 31.</summary>
internal static class CreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static ReadOnlySpan<int> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    public static bool IsValid(string code) => code.Length == 18 && Check(code.AsSpan(0, 17)) is { } check && check == code[17];

    /// <summary>The check character for the first seventeen; null when one of them may not stand in a code.</summary>
    public static char? Check(ReadOnlySpan<char> first)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            var value = Alphabet.IndexOf(first[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            sum += value * Weights[i];
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
