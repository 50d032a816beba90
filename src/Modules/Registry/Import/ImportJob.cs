using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import;

/// <param name="Import">Id of the <see cref="ImportRecord"/>.</param>
internal sealed record ImportJobArgs(Guid Import);

/// <summary>
/// Runs an uploaded file through the import. Started again after a crash it begins anew: what the dead run had written was never
/// published and is taken back first; what it had published comes out unchanged.
/// </summary>
internal sealed class ImportJob(PlatformDb db, HouseholdImport import, FileStore files, WriteSession session) : IJobHandler
{
    public const string JobKind = "import";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job)
    {
        var ct = job.CancellationToken;
        var args = job.ArgsAs<ImportJobArgs>();
        var record = await db.Set<ImportRecord>().AsNoTracking().SingleAsync(i => i.Id == args.Import, ct);
        var folder = Directory.CreateTempSubdirectory("fuyao-import-").FullName;
        try
        {
            var file = new ImportFile(Path.Combine(folder, "upload"), record.FileName);
            using (var stored = await files.OpenAsync(record.FileId, ct))
            await using (var target = File.Create(file.Path))
            {
                await stored.Content.CopyToAsync(target, ct);
            }

            var request = new ImportRequest([file], new RegionCode(record.Region), record.AsOf, record.DryRun, record.AllOrNothing);
            var report = await import.RunAsync(request, p => job.Report(p.Rows, null, p.File), ct);
            var (findings, marked) = await FilesAsync(record, file, report, ct);
            var refusedAll = record.AllOrNothing && report.Refused > 0;
            await session.RunAsync("import.done", () => SaveAsync(record.Id, i =>
            {
                (i.Accepted, i.Unchanged, i.Refused, i.Warnings, i.Findings) = (report.Accepted, report.Unchanged, report.Refused, report.Warnings, report.FindingsTotal);
                (i.ReportId, i.MarkedId, i.Problems) = (findings, marked, null);
                i.State = refusedAll ? ImportState.Refused : record.DryRun ? ImportState.Checked : ImportState.Applied;
            }, ct), ct);
            job.Report(report.Accepted + report.Unchanged + report.Refused, report.Accepted + report.Unchanged + report.Refused);
            job.SetResult(new { import = record.Id, report.Accepted, report.Unchanged, report.Refused, report.Warnings });
        }
        catch (ProblemException e) when (e.Status != 409)
        {
            await session.RunAsync("import.refuse", () => SaveAsync(record.Id, i =>
            {
                i.State = ImportState.Refused;
                i.Problems = JsonSerializer.Serialize(e.Problems, ImportReports.Json);
            }, CancellationToken.None), CancellationToken.None);
            throw;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<(Guid? Report, Guid? Marked)> FilesAsync(ImportRecord record, ImportFile file, ImportReport report, CancellationToken ct)
    {
        if (report.Findings.Count == 0)
        {
            return (null, null);
        }

        var region = new RegionCode(record.Region);
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(report.Findings, ImportReports.Json));
        var findings = await files.SaveAsync("findings.json", "application/json", json, region, Permissions.ImportView, ct: ct);
        var workbook = HouseholdImport.MarkedIsWorkbook(file.Path);
        var path = file.Path + ".marked";
        await using (var output = File.Create(path))
        {
            HouseholdImport.WriteMarked(file, report.Findings, output, "zh", ct);
        }

        await using var copy = File.OpenRead(path);
        var marked = await files.SaveAsync(
            $"{Path.GetFileNameWithoutExtension(record.FileName)}-问题.{(workbook ? "xlsx" : "csv")}",
            workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv", copy, region, Permissions.ImportView, ct: ct);
        return (findings, marked);
    }

    private async Task SaveAsync(Guid id, Action<ImportRecord> change, CancellationToken ct)
    {
        var record = await db.Set<ImportRecord>().SingleAsync(i => i.Id == id, ct);
        change(record);
        await db.SaveChangesAsync(ct);
    }
}

internal static class ImportReports
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
