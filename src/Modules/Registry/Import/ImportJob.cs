using System.Text.Json;
using System.Text.Json.Serialization;
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
        using var stored = await files.OpenAsync(record.FileId, ct);
        var file = new ImportFile(record.FileName, stored.Again);
        try
        {
            var request = new ImportRequest([file], new RegionCode(record.Region), record.AsOf, record.DryRun, record.AllOrNothing)
            {
                Table = record.Table, Mapping = record.MappingOf(), Compare = record.Compare, Decisions = record.DecisionsOf(),
            };
            var report = await import.RunAsync(request, p => job.Report(p.Rows, null, p.File), ct);
            var (findings, marked) = await FilesAsync(record, file, report, ct);
            var rows = await DifferencesAsync(record, report, ct);
            var refusedAll = record.AllOrNothing && report.Refused > 0;
            await session.RunAsync("import.done", () => SaveAsync(record.Id, i =>
            {
                (i.Accepted, i.Unchanged, i.Refused, i.Warnings, i.Findings) = (report.Accepted, report.Unchanged, report.Refused, report.Warnings, report.FindingsTotal);
                (i.ReportId, i.MarkedId, i.Problems) = (findings, marked, null);
                (i.DifferencesId, i.RowCounts) = (rows, record.Compare ? JsonSerializer.Serialize(report.Rows, ImportReports.Json) : null);
                i.Changes = report.Changes.Count == 0 ? null : JsonSerializer.Serialize(report.Changes, ImportReports.Json);
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
    }

    private async Task<(Guid? Report, Guid? Marked)> FilesAsync(ImportRecord record, ImportFile file, ImportReport report, CancellationToken ct)
    {
        if (report.Findings.Count == 0)
        {
            return (null, null);
        }

        var region = new RegionCode(record.Region);
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(report.Findings, ImportReports.Json));
        var findings = await files.SaveAsync("findings.json", "application/json", json, region, Permissions.ImportView, keep: FileKeep.Upload, ct: ct);
        var workbook = HouseholdImport.MarkedIsWorkbook(file);
        using var copy = await SealedTemp.WriteAsync(output => HouseholdImport.WriteMarked(file, report.Findings, output, "zh", ct, record.Table, record.MappingOf()));
        await using var content = copy.Open();
        var marked = await files.SaveAsync(
            $"{Path.GetFileNameWithoutExtension(record.FileName)}-问题.{(workbook ? "xlsx" : "csv")}",
            workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv", content, region, Permissions.ImportView, keep: FileKeep.Upload, ct: ct);
        return (findings, marked);
    }

    private async Task<Guid?> DifferencesAsync(ImportRecord record, ImportReport report, CancellationToken ct)
    {
        if (!record.Compare)
        {
            return null;
        }

        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(report.Differences, ImportReports.Json));
        return await files.SaveAsync("differences.json", "application/json", json, new RegionCode(record.Region), Permissions.ImportView, keep: FileKeep.Upload, ct: ct);
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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
