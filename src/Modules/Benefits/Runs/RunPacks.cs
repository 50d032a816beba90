using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Runs;

internal static class RunPacks
{
    /// <summary>The rules that a run used, for its day. Null when that version is gone or cannot be read: what was awarded stands without them.</summary>
    public static PreparedPack? UsedBy(this PolicyEngine engine, Run run)
    {
        try
        {
            return engine.Prepare($"{run.Pack}@{run.PackHash}", run.On);
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
