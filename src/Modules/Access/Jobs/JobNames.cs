namespace Fuyao.Access.Jobs;

internal static class JobNames
{
    public static string Of(JobState state) => state.ToString().ToLowerInvariant();
}
