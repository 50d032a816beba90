using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Casework.Checks;

/// <summary>A fact of one subject as it is known.</summary>
/// <param name="Statement">Who said it; null when nobody did.</param>
internal sealed record KnownFact(SubjectFact Fact, KnownFrom Origin, JsonNode? Value, StatedFact? Statement);

/// <summary>A check of a pack for one subject; without a result it is not about the subject.</summary>
internal sealed record CheckedOne(PreparedPack Pack, CheckInfo Check, CheckResult? Result)
{
    public CheckState State => Result?.Status switch
    {
        CheckStatus.Pass => CheckState.Pass,
        CheckStatus.Fail => CheckState.Fail,
        CheckStatus.Undetermined => CheckState.Undetermined,
        _ => CheckState.NotAbout,
    };
}

/// <summary>Puts what the register knows and what people stated before the packs.</summary>
internal static class CheckWork
{
    /// <summary>The facts that the packs' own checks read of a kind of subject; one that several ask for stands once.</summary>
    public static IReadOnlyList<SubjectFact> Asked(IReadOnlyList<PreparedPack> packs, PolicySubject kind) => [.. packs.SelectMany(p => Own(p, kind)).DistinctBy(f => f.Key)];

    public static IReadOnlyList<KnownFact> Known(PolicySubject kind, IReadOnlyList<SubjectFact> facts, RegisterSubject subject, IReadOnlyDictionary<string, StatedFact> stated, Asked asked) =>
        [.. facts.Select(f => Known(kind, f, subject, stated, asked))];

    /// <summary>All own checks of the packs about a subject.</summary>
    public static IEnumerable<CheckedOne> Check(
        IReadOnlyList<PreparedPack> packs, PolicySubject kind, RegisterSubject subject, IReadOnlyDictionary<string, StatedFact> stated, Asked asked)
    {
        foreach (var pack in packs.Where(p => p.Checks.Any(c => c.Own && c.Subject == kind)))
        {
            var outcome = pack.Evaluate(kind, Document(kind, pack.Facts(kind), subject, stated, asked), Explain.Nothing);
            foreach (var check in pack.Checks.Where(c => c.Own && c.Subject == kind))
            {
                yield return new CheckedOne(pack, check, outcome.Checks.FirstOrDefault(r => r.Check == check.Id));
            }
        }
    }

    private static IEnumerable<SubjectFact> Own(PreparedPack pack, PolicySubject kind)
    {
        var read = pack.Checks.Where(c => c.Own && c.Subject == kind).SelectMany(c => c.Facts).ToHashSet();
        return pack.Facts(kind).Where(f => read.Contains(f.Id));
    }

    private static KnownFact Known(PolicySubject kind, SubjectFact fact, RegisterSubject subject, IReadOnlyDictionary<string, StatedFact> stated, Asked asked)
    {
        // What the register has is never asked, and nobody's word stands against it.
        if (RegisterKnows.Find(fact, subject.Facts, asked.Year, asked.On) is { } registered)
        {
            return new KnownFact(fact, KnownFrom.Register, registered, null);
        }

        if (RegisterKnows.Counts(kind, fact))
        {
            return new KnownFact(fact, KnownFrom.Register, null, null);
        }

        if (stated.GetValueOrDefault(fact.Key) is not { Value: { } text } statement)
        {
            return new KnownFact(fact, KnownFrom.None, null, null);
        }

        // Another pack may ask for it with other bounds or codes: what does not fit here is not known here.
        var value = JsonNode.Parse(text);
        return value is null || FactValues.Fits(fact, value) ? new KnownFact(fact, KnownFrom.Stated, value, statement) : new KnownFact(fact, KnownFrom.None, null, null);
    }

    // To a rule, what may be lacking and is left out is lacking; what nobody has spoken of is not known and says so.
    private static byte[] Document(PolicySubject kind, IReadOnlyList<SubjectFact> facts, RegisterSubject subject, IReadOnlyDictionary<string, StatedFact> stated, Asked asked)
    {
        var document = new JsonObject { ["id"] = subject.Key };
        foreach (var fact in facts)
        {
            var known = Known(kind, fact, subject, stated, asked);
            if (known.Value is not null)
            {
                document[fact.Id] = known.Value.DeepClone();
            }
            else if (known.Origin != KnownFrom.Stated && fact.Optional)
            {
                document[fact.Id] = null;
            }
        }

        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
