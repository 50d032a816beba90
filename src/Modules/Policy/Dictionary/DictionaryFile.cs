using Fuyao.Policy.Packs;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Dictionary;

/// <summary>The dictionary's own files, which travel inside the program.</summary>
internal static class DictionaryFile
{
    /// <summary>Their names under a folder, such as <c>Subjects/</c>, in ordinal order.</summary>
    public static IEnumerable<string> In(string folder) =>
        typeof(DictionaryFile).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Reads a file; a fault in it is a fault of the program.</summary>
    public static T Read<T>(string name, Func<YamlItem, T> read) => Read(name, (item, _) => read(item));

    /// <summary>Reads a file; a fault in it is a fault of the program.</summary>
    public static T Read<T>(string name, Func<YamlItem, Findings, T> read)
    {
        var yaml = new YamlStream();
        yaml.Load(new StreamReader(new MemoryStream(Bytes(name))));
        var findings = new Findings();
        var content = read(new YamlItem(yaml.Documents[0].RootNode, name, findings), findings);
        return findings.Errors.Count == 0
            ? content
            : throw new InvalidDataException(string.Join("; ", findings.Errors.Select(e => $"{e.File}:{e.Line} {e.Message.En}")));
    }

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(DictionaryFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
