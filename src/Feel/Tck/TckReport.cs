namespace Fuyao.Feel.Tck;

/// <summary>What came of one test case. A case passes when every result node is as expected.</summary>
/// <param name="Level">2 or 3.</param>
/// <param name="Folder">The test's folder, e.g. <c>0001-filter</c>.</param>
/// <param name="Id">The case's id within its file.</param>
/// <param name="ExpectsValue">False when an error is expected: refusing such a case is not supporting it, so it is counted apart.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Reason">Why not.</param>
public sealed record TckCase(int Level, string Folder, string Id, bool ExpectsValue, bool Passed, string? Reason)
{
    /// <summary>As the list of failures names it: <c>3/0001-filter/001</c>.</summary>
    public string Key => $"{Level}/{Folder}/{Id}";
}

/// <summary>Cases of a level; those that expect a value rather than an error are also counted apart.</summary>
public sealed record TckLevel(int Passed, int Failed, int Total, int ValuePassed, int ValueTotal);

/// <summary>Every case of a run.</summary>
public sealed record TckReport(IReadOnlyList<TckCase> Cases)
{
    /// <summary>By level.</summary>
    public IReadOnlyDictionary<int, TckLevel> Levels => Cases.GroupBy(c => c.Level).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => new TckLevel(
        g.Count(c => c.Passed), g.Count(c => !c.Passed), g.Count(), g.Count(c => c.Passed && c.ExpectsValue), g.Count(c => c.ExpectsValue)));
}
