using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Dictionary;

/// <summary>One file of <c>Subjects/</c>: what is known of a loan, a fund, a village … before any pack adds to it.</summary>
internal sealed record SubjectFile(PolicySubject Subject, LocalText Title, LocalText Meaning, IReadOnlyList<InputDefinition> Facts, IReadOnlyList<VariableDefinition> Derived);

/// <summary>The dictionaries of subjects that are no households: one file a subject.</summary>
internal static class SubjectFiles
{
    private static readonly Lazy<IReadOnlyList<SubjectFile>> Read =
        new(() => [.. DictionaryFile.In("Subjects/").Select(name => DictionaryFile.Read(name, File)).OrderBy(f => f.Subject)]);

    public static IReadOnlyList<SubjectFile> All => Read.Value;

    /// <summary>The facts of all subjects.</summary>
    public static IReadOnlyList<InputDefinition> Facts { get; } = [.. All.SelectMany(f => f.Facts)];

    /// <summary>What is worked out from them.</summary>
    public static IReadOnlyList<VariableDefinition> Derived { get; } = [.. All.SelectMany(f => f.Derived)];

    private static SubjectFile File(YamlItem item, Findings findings)
    {
        item.Only("subject", "title", "meaning", "variables");
        var subject = item.Choice<PolicySubject>("subject");
        YamlItem[] variables = [.. item["variables"]!.Items];
        return new SubjectFile(
            subject, item.Title(), item.Title("meaning"),
            [.. variables.Where(InputReader.IsInput).Select(v => InputReader.Read(v, findings, subject))],
            [.. variables.Where(v => !InputReader.IsInput(v)).Select(v => VariableReader.One(v, subject))]);
    }
}
