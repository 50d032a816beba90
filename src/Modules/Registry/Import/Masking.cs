using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import;

/// <summary>How protected cells look in findings: enough to find the cell's mistake, not enough to know the person.</summary>
internal static class Masking
{
    public static string Apply(Protection protection, string text) => protection switch
    {
        Protection.IdNumber => Keep(text, 6, 2),
        Protection.Phone => Keep(text, 3, 4),
        Protection.Account => Keep(text, 0, 4),
        Protection.Name when text.Length > 0 && text[0] > 0x2E80 => text[0] + new string('*', Math.Max(text.Length - 1, 0)),
        _ => text,
    };

    private static string Keep(string text, int head, int tail) => text.Length <= head + tail
        ? new string('*', text.Length)
        : string.Concat(text.AsSpan(0, head), new string('*', text.Length - head - tail), text.AsSpan(text.Length - tail));
}
