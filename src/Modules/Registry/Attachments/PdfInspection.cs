using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Fuyao.Kernel.Problems;

namespace Fuyao.Registry.Attachments;

/// <summary>
/// Refuses a PDF that can do anything: scripts, programs, embedded files, forms that send data. Looks into compressed object
/// streams too; what cannot be looked into is refused.
/// </summary>
internal static partial class PdfInspection
{
    private const int LongestStream = 64 << 20;

    private static readonly HashSet<string> Active =
        ["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData", "GoToE", "Rendition", "Movie"];

    public static bool IsPdf(ReadOnlySpan<byte> file) => file.Length > 32 && file[..Math.Min(1024, file.Length)].IndexOf("%PDF-"u8) >= 0;

    /// <exception cref="ProblemException">422 with what it holds.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        // A file that is something else as well, such as a web page in front of the PDF.
        if (!file.StartsWith("%PDF-"u8))
        {
            throw Refused("pdf-not-plain", "文件开头不是 PDF,请重新导出。", "The file does not begin as a PDF. Export it again.");
        }

        var text = Encoding.Latin1.GetString(file);
        Names(text);
        for (var at = text.IndexOf("stream", StringComparison.Ordinal); at >= 0; at = text.IndexOf("stream", at + 6, StringComparison.Ordinal))
        {
            if (at >= 3 && text.AsSpan(at - 3, 3) is "end")
            {
                continue;
            }

            // The dictionary in front of the stream, from its object's beginning.
            var head = text.LastIndexOf("obj", at, StringComparison.Ordinal) is >= 0 and var from ? text[from..at] : "";
            var dictionary = Decoded(head);
            if (!dictionary.Contains("/ObjStm", StringComparison.Ordinal))
            {
                continue;
            }

            var filter = Filter().Match(dictionary).Groups["name"].Value;
            var start = at + 6 + (text.AsSpan(at + 6).StartsWith("\r\n") ? 2 : 1);
            if (filter is not ("" or "FlateDecode") || Filters().IsMatch(dictionary) || dictionary.Contains("/DecodeParms", StringComparison.Ordinal))
            {
                throw Refused("pdf-cannot-be-checked", "PDF 的内容无法检查,请打印或另存为普通 PDF 后再传。", "The PDF cannot be looked into. Print or save it as a plain PDF first.");
            }

            Names(filter.Length == 0 ? text[start..Math.Max(start, text.IndexOf("endstream", start, StringComparison.Ordinal))] : Inflate(file[start..]));
        }
    }

    private static void Names(string text)
    {
        foreach (Match name in Name().Matches(text))
        {
            var plain = Decoded(name.Groups[1].Value);
            if (plain == "Encrypt")
            {
                throw Refused("pdf-locked", "PDF 有密码保护,请去掉密码后再传。", "The PDF is locked. Remove the password first.");
            }

            if (Active.Contains(plain))
            {
                throw Refused("pdf-active", $"PDF 含有脚本、程序或内嵌文件(/{plain}),不能接收。请打印成新的 PDF 再传。", $"The PDF holds scripts, programs or embedded files (/{plain}). Print it to a new PDF and send that.");
            }
        }
    }

    private static string Inflate(ReadOnlySpan<byte> compressed)
    {
        try
        {
            using var source = new MemoryStream(compressed.ToArray());
            using var inflated = new ZLibStream(source, CompressionMode.Decompress);
            using var text = new MemoryStream();
            var part = new byte[32 * 1024];
            for (int read; (read = inflated.Read(part)) > 0;)
            {
                text.Write(part, 0, read);
                if (text.Length > LongestStream)
                {
                    throw Refused("pdf-cannot-be-checked", "PDF 展开后过大。", "The PDF unpacks to more than can be looked into.");
                }
            }

            return Encoding.Latin1.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (InvalidDataException)
        {
            throw Refused("pdf-damaged", "PDF 文件损坏,请重新导出。", "The PDF is damaged. Export it again.");
        }
    }

    // A name may hide its letters as #4A.
    private static string Decoded(string name) =>
        Hex().Replace(name, found => ((char)int.Parse(found.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static ProblemException Refused(string code, string zh, string en) => new(422, new Problem(code, new(zh, en), "file"));

    [GeneratedRegex(@"/([^\x00-\x20()<>\[\]{}/%]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"#([0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();

    [GeneratedRegex(@"/Filter\s*\[?\s*/(?<name>[A-Za-z0-9#]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Filter();

    [GeneratedRegex(@"/Filter\s*\[\s*/[A-Za-z0-9]+\s*/", RegexOptions.CultureInvariant)]
    private static partial Regex Filters();
}
