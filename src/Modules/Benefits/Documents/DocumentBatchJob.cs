using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Documents;

internal sealed record DocumentBatchArgs(int County, Guid Batch);

/// <param name="Number">Of the paper.</param>
internal sealed record BatchPaper(string Number, DocumentContent Content);

internal sealed record BatchResult(Guid Batch, int Households);

/// <summary>
/// Puts the papers of a village together. Numbers, papers and file appear in one write at the end: started again after a crash it begins
/// anew and nothing was printed twice.
/// </summary>
internal sealed class DocumentBatchJob(
    PlatformDb db, HouseholdReader households, DocumentContents contents, DocumentNumbers numbers, FileStore files, WriteSession write, AccessLog log, TimeProvider clock) : IJobHandler
{
    public const string KindName = "documents";

    public string Kind => KindName;

    public async Task RunAsync(JobContext job)
    {
        var ct = job.CancellationToken;
        var args = job.ArgsAs<DocumentBatchArgs>();
        var batch = await db.Set<DocumentBatch>().SingleAsync(b => b.County == args.County && b.Id == args.Batch, ct);
        if (batch.FileId is not null)
        {
            job.SetResult(new BatchResult(batch.Id, batch.Households));
            return;
        }

        var region = new RegionCode(batch.Region);
        List<Guid> ids = [];
        await foreach (var household in households.StreamAsync(region.Range, batch.On, ct))
        {
            ids.Add(household.Id);
        }

        List<(Guid Household, DocumentContent Content)> papers = [];
        foreach (var id in ids)
        {
            if (await contents.ReadAsync(id, batch.On, ct) is { } content)
            {
                papers.Add((id, content));
            }

            job.Report(papers.Count, ids.Count);
        }

        await log.ReadAsync("document.batch", [.. papers.Select(p => new AuditSubject("household", p.Household.ToString(), p.Content.County))]);
        await write.RunAsync("document.batch", async () =>
        {
            var issued = await numbers.IssueAsync(batch.Kind, batch.On, papers, batch.Id, ct);
            using var file = new MemoryStream();
            await JsonSerializer.SerializeAsync(file, issued.Zip(papers, (one, paper) => new BatchPaper(one.Number, paper.Content)), BenefitsJson.Options, ct);
            file.Position = 0;
            batch.FileId = await files.SaveAsync($"documents-{clock.TodayInChina():yyyy-MM-dd}.json", "application/json", file, region, Permissions.HouseholdExport, ct: ct);
            batch.Households = papers.Count;
            batch.Persons = papers.Sum(p => p.Content.Persons);
            await db.SaveChangesAsync(ct);
        }, ct);
        job.SetResult(new BatchResult(batch.Id, batch.Households));
    }
}
