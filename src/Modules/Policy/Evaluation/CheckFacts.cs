using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>Which facts a pack's checks read, and what those facts are.</summary>
internal static class CheckFacts
{
    public static IReadOnlyList<CheckInfo> Checks(CompiledPack pack)
    {
        var own = pack.Pack.Own.Checks.Select(c => c.Id).ToHashSet();
        return [.. pack.Checks.Select(c => new CheckInfo(
            c.Definition.Id, c.Definition.Title, c.Definition.Subject, own.Contains(c.Definition.Id), c.Definition.Source, c.Definition.When?.Text, c.Definition.Holds.Text, Reads(pack, c)))];
    }

    /// <summary>The facts of a kind of subject that some check reads, in the order of its dictionary.</summary>
    public static IReadOnlyList<SubjectFact> Facts(CompiledPack pack, PolicySubject subject)
    {
        var read = pack.Checks.Where(c => c.Definition.Subject == subject).SelectMany(c => Reads(pack, c)).ToHashSet();
        return [.. pack.Pack.Inputs.Where(i => i.Of == subject && read.Contains(i.Id)).Select(i => Fact(i, Standard(i)))];
    }

    private static IReadOnlyList<string> Reads(CompiledPack pack, CompiledCheck check)
    {
        if (pack.Subjects.FirstOrDefault(s => s.Subject == check.Definition.Subject)?.Dictionary is not { } dictionary)
        {
            return [];
        }

        List<string> facts = [];
        Queue<string> open = new([.. check.When?.Reads ?? [], .. check.Holds.Reads, .. check.Figures.SelectMany(f => f.Value.Reads)]);
        HashSet<string> seen = [];
        while (open.TryDequeue(out var path))
        {
            if (check.Scope.Find(path.Split('.', '[')[0].Trim())?.Name is not { } name || !seen.Add(name))
            {
                continue;
            }

            foreach (var read in dictionary.Derived.FirstOrDefault(v => v.Definition.Id == name)?.Expression?.Reads ?? [])
            {
                open.Enqueue(read);
            }

            if (pack.Pack.Inputs.Any(i => i.Of == check.Definition.Subject && i.Id == name))
            {
                facts.Add(name);
            }
        }

        return facts;
    }

    private static InputDefinition? Standard(InputDefinition input) => SubjectFiles.Facts.FirstOrDefault(f => f.Of == input.Of && f.Id == input.Id);

    // A pack may say by a word of the dictionary something else (户数 for 贫困户): only the same words, of the same unit, are the same fact.
    private static SubjectFact Fact(InputDefinition input, InputDefinition? standard)
    {
        var same = standard is not null && input.CanStandFor(standard) && standard.Aliases.Contains(input.Title.Zh);
        return new SubjectFact(
            input.Id, same ? input.Id : $"{input.Id}/{input.Title.Zh}", input.Title, input.Unit ?? (same ? standard!.Unit : null), Type(input.Kind),
            [.. input.Codes.Select(c => new FactCode(c.Code, c.Label))], input.Minimum, input.Maximum, input.Optional, [.. input.Members.Select(m => Fact(m, null))]);
    }

    private static FactType Type(SchemaKind kind) => kind switch
    {
        SchemaKind.Number => FactType.Number,
        SchemaKind.Integer => FactType.Integer,
        SchemaKind.Boolean => FactType.Boolean,
        SchemaKind.Date => FactType.Date,
        SchemaKind.Enum => FactType.Code,
        SchemaKind.Array => FactType.List,
        _ => FactType.Text,
    };
}
