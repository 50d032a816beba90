namespace Fuyao.Policy.Studio;

/// <summary>Which elements two sequences have in common, in order: as many as possible.</summary>
internal static class Sequences
{
    /// <summary>Every element once: in both (two positions), or in one of them (the other position is −1).</summary>
    public static List<(int Before, int After)> Align<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> same)
    {
        var common = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
            {
                common[i, j] = same(before[i], after[j]) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<(int, int)> steps = [];
        for (int i = 0, j = 0; i < before.Count || j < after.Count;)
        {
            if (i < before.Count && j < after.Count && same(before[i], after[j]))
            {
                steps.Add((i++, j++));
            }
            else if (j >= after.Count || (i < before.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                steps.Add((i++, -1));
            }
            else
            {
                steps.Add((-1, j++));
            }
        }

        return steps;
    }
}
