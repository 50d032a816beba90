using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;

namespace Fuyao.Operations.Backup;

/// <summary>Whether the keys belong to a system and its audit holds under them.</summary>
internal static class ChainCheck
{
    public static async Task<IReadOnlyList<LocalText>> FaultsAsync(SystemPlace place, CancellationToken ct)
    {
        try
        {
            var report = await AuditVerifier.Of(place.Access, place.Target).VerifyAsync(ct);
            return report.FirstBroken is not { } broken
                ? []
                : [new($"审计链已断:{broken.Chain} 县 {broken.County} 第 {broken.Seq} 条({broken.Reason})", $"The audit is broken: chain {broken.Chain}, county {broken.County}, record {broken.Seq} ({broken.Reason})")];
        }
        catch (ProblemException refused)
        {
            return [.. refused.Problems.Select(p => p.Text)];
        }
        finally
        {
            if (place.Target.SqlitePath is not null)
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new Microsoft.Data.Sqlite.SqliteConnection(place.Target.ConnectionString));
                Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new Microsoft.Data.Sqlite.SqliteConnection(Kernel.Data.DatabaseTarget.Parse(place.AccessLog!).ConnectionString));
            }
        }
    }
}
