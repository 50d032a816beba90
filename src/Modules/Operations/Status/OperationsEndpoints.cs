using Fuyao.Access.Contracts;
using Fuyao.Operations.Backup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Operations.Status;

/// <summary>The state of the installation for whoever keeps it running; no data of persons.</summary>
internal static class OperationsEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("operations");
        group.MapGet("/health", async Task<Ok<HealthView>> (SystemHealth health, CancellationToken ct) => TypedResults.Ok(await health.CheckAsync(ct)))
            .WithName("GetHealth").RequirePermission(Permissions.OperationsView);
        group.MapGet("/operations", GetAsync).WithName("GetOperations").RequirePermission(Permissions.OperationsView);
        group.MapPost("/operations/backups", StartAsync).WithName("StartBackup").RequirePermission(Permissions.OperationsRun).WithWrite("backup.start");
    }

    private static async Task<Ok<OperationsView>> GetAsync(SystemHealth health, Retention retention, CancellationToken ct) => TypedResults.Ok(new OperationsView(
        typeof(OperationsEndpoints).Assembly.GetName().Version!.ToString(3), await health.CheckAsync(ct), await health.DescribeAsync(ct), health.Backups(),
        await retention.RunAsync(dryRun: true, ct)));

    private static async Task<Accepted<BackupStarted>> StartAsync(JobQueue queue, CancellationToken ct)
    {
        var job = await queue.EnqueueAsync(DailyBackup.JobKind, "{}", ct: ct);
        return TypedResults.Accepted($"/api/jobs/{job}", new BackupStarted(job));
    }
}
