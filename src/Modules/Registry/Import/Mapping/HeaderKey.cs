using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>A header as it is compared: brackets, blanks and line breaks differ from office to office.</summary>
internal static class HeaderKey
{
    public static string Of(string header) =>
        string.Concat(CleanText.Of(header).Where(c => c is not (' ' or '(' or ')' or '[' or ']' or '*' or ':' or '_' or '-' or '、' or '【' or '】')));
}
